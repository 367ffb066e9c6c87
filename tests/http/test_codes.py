"""Code tiles and the periods that colour them: what a browser needs to paint any layer on any day by itself."""
import collections
import json
import pathlib
import tempfile

from osgeo import gdal
from service import SOURCE, Server, ServerTest, copy_data

gdal.UseExceptions()
PERIODS = '/api/v1/layers/{}/periods'


def pixels(png):
    """The (red, green, blue) of each pixel, row by row, as a browser sees them."""
    gdal.FileFromMemBuffer('/vsimem/tile.png', png)
    image = gdal.Open('/vsimem/tile.png')
    bands = [image.GetRasterBand(i + 1).ReadAsArray().ravel().tolist() for i in range(image.RasterCount)]
    table = image.GetRasterBand(1).GetColorTable()
    gdal.Unlink('/vsimem/tile.png')
    if table is None:
        return list(zip(*bands[:3]))
    return [table.GetColorEntry(value)[:3] for value in bands[0]]


def rgb(colour):
    return tuple(bytes.fromhex(colour[1:]))


def paint(code, periods, palette, date):
    """What the page's shader does with a pixel of a code tile."""
    red, green, strength = code
    colours = periods['palettes'][palette]
    number = 256 * red + green
    fill = rgb(colours['sea'])
    if number > 0:
        steps = [index for start, index in periods['jurisdictions'][number - 1]['periods']
                 if start is None or start <= date]
        fill = rgb(periods['classes'][steps[-1]]['colours'][palette]) if steps else rgb(colours['no_data'])
    border = rgb(colours['border'])
    return tuple((a * (255 - strength) + b * strength + 127) // 255 for a, b in zip(fill, border))


def paint_all(codes, periods, palette, date):
    """By code: a tile has few."""
    return {one: paint(one, periods, palette, date) for one in set(codes)}


class CodesTest(ServerTest):
    def test_repainted_as_the_server_paints(self):
        """code tiles coloured by the periods are, pixel by pixel, the server's own tiles"""
        for layer, name, date, palette in (('framework', '4/8/5', '1998-06-01', 'default'),
                                           ('buying', '4/8/4', '1999-01-01', 'dark'),
                                           ('zoning', '3/6/4', '2026-01-01', 'greyscale'),
                                           ('selling', '5/28/19@2x', '1979-01-01', 'default'),
                                           ('third_parties', '8/132/90', '2020-01-01', 'default')):
            with self.subTest(layer=layer, name=name):
                periods = self.get_json(PERIODS.format(layer))
                codes = pixels(self.get(f'/tiles/codes/{name}.png').body)
                served = pixels(self.get(f'/tiles/{layer}/{name}.png?date={date}&palette={palette}').body)
                self.assertGreater(len(set(served)), 2)
                painted = paint_all(codes, periods, palette, date)
                self.assertEqual([painted[one] for one in codes], served)

    def test_tiles_of_more_codes_than_a_palette_holds(self):
        """where a palette has no room for the codes they are truecolour, and say the same"""
        periods = self.get_json(PERIODS.format('framework'))
        for name in ('0/0/0', '1/0/0', '2/2/1@2x'):
            with self.subTest(name):
                png = self.get(f'/tiles/codes/{name}.png').body
                self.assertEqual(png[25], 2)  # the colour type in IHDR
                served = pixels(self.get(f'/tiles/framework/{name}.png?date=2020-01-01').body)
                codes = pixels(png)
                painted = paint_all(codes, periods, 'default', '2020-01-01')
                plain = 0
                for (code, theirs), count in collections.Counter(zip(codes, served, strict=True)).items():
                    if code[2] == 0:
                        self.assertEqual(painted[code], theirs)
                        plain += count
                    else:  # the server's border has fewer strengths there
                        self.assertLess(max(abs(a - b) for a, b in zip(painted[code], theirs)), 255 / 4)
                self.assertGreater(plain, 10000)

    def test_every_jurisdiction_has_its_number(self):
        """numbers run in order of code; a subdivision names its country; periods start where the record does"""
        periods = self.get_json(PERIODS.format('buying'))
        codes = [one['code'] for one in periods['jurisdictions']]
        self.assertEqual(codes, sorted(codes))
        by_code = {one['code']: one for one in periods['jurisdictions']}
        self.assertEqual((by_code['AU-NSW']['parent'], by_code['SE']['parent']), ('AU', None))
        classes = [one['id'] for one in periods['classes']]
        self.assertEqual(classes, [one['id'] for one in self.get_json('/legend/buying.json')['classes']])
        sweden = [(start, classes[index]) for start, index in by_code['SE']['periods']]
        self.assertIn(('1999-01-01', 'criminalised'), sweden)
        for one in periods['jurisdictions']:
            starts = [start or '' for start, _ in one['periods']]
            self.assertEqual((starts, starts[:1]), (sorted(set(starts)), ['']), one['code'])

    def test_boundaries_pin_the_numbers(self):
        """with the version of the boundaries an address is for good; another version is a conflict"""
        periods = self.get_json(PERIODS.format('framework'))
        address = periods['tiles'].replace('{z}/{x}/{y}', '3/4/3')
        pinned, plain = self.get(address), self.get('/tiles/codes/3/4/3.png')
        self.assertEqual((pinned.status, pinned.body), (200, plain.body))
        self.assertIn('immutable', pinned.fields['cache-control'])
        self.assertNotIn('immutable', plain.fields['cache-control'])
        other = self.get('/tiles/codes/3/4/3.png?boundaries=' + 32 * '0')
        self.assertEqual((other.status, other.json()['allowed']), (409, [periods['boundaries']]))
        self.assertEqual(self.get('/tiles/codes/3/4/3.png?boundaries=1').status, 400)
        self.assertEqual(self.get('/tiles/codes/3/8/3.png').status, 404)


class EditedDataTest(ServerTest):
    def test_an_edit_changes_periods_not_codes(self):
        """after an edit of the law the periods differ, the code tiles are the same"""
        with tempfile.TemporaryDirectory() as data:
            copy_data(data)
            path = pathlib.Path(data) / 'jurisdictions/KE.json'
            record = json.loads(path.read_text('utf-8'))
            record['periods'][-1]['buying'] = 'unknown'
            path.write_text(json.dumps(record), 'utf-8')
            with Server('--data', data, '--shapefiles', str(SOURCE / 'shapefiles')) as other:
                self.assertNotEqual(other.get(PERIODS.format('buying')).body,
                                    self.get(PERIODS.format('buying')).body)
                self.assertEqual(other.get('/tiles/codes/2/2/2.png').fields['etag'],
                                 self.get('/tiles/codes/2/2/2.png').fields['etag'])
