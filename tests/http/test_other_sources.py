"""Data and boundaries that are not the project's: invented lands, other colours, one measure more, shapes with holes, at
the antimeridian and at a pole. What the program says of them is held against computations of its own kind here."""
import csv
import io
import itertools
import json
import math
import pathlib
import random
import tempfile
import unittest

import numpy
from osgeo import gdal, ogr, osr
from service import SOURCE, Server, lawmap

gdal.UseExceptions()
ACTS = ('selling', 'buying', 'third_parties')
STATUSES = ('criminalised', 'partly-criminalised', 'regulated', 'decriminalised', 'not-criminalised', 'no-specific-law',
            'varies', 'unknown')


def box(west, south, east, north):
    return [(west, south), (west, north), (east, north), (east, south), (west, south)]


SHAPES = {  # code: parent, polygons as rings of which the even-odd rule makes an area
    'XA': ('', [[box(0, 0, 20, 20), box(5, 5, 10, 10), box(12, 12, 15, 15)]]),  # a lake, and XD inside it
    'XB-1': ('XB', [[box(20, 0, 30, 20)]]),
    'XB-ABC': ('XB', [[box(30, 0, 40, 20)]]),
    'XC': ('', [[box(170, 0, 180, 20)], [box(-180, 0, -170, 20)]]),
    'XD': ('', [[box(5, 5, 10, 10)]]),
    'XE': ('', [[box(-180, -90, 180, -70)]]),
    'XF': ('', [[[(-100, 10), (-90, 40), (-80, 10), (-90, 20), (-100, 10)]]]),
    'XG': ('', [[box(-60, 20, -40, 40), box(-55, 25, -45, 35)], [box(-52, 28, -48, 32)]]),  # an island in its own lake
    'ZZ': ('', [[box(60, -40, 80, -20)]]),  # of which nothing is recorded
}
COUNTRIES = ('XA', 'XB', 'XC', 'XD', 'XE', 'XF', 'XG', 'XH')  # XH has no area
NAMED = {**{code: {'alpha3': 'X' + 2 * code[1]} for code in COUNTRIES}, 'XB-1': {}, 'XB-ABC': {}}
DAYS = ('0001-01-01', '1989-12-31', '1990-01-01', '1990-06-30', '1990-07-01', '1990-07-30', '1990-07-31', '2003-12-30',
        '2003-12-31', '2030-12-31', '2031-01-01', '9999-12-31')


def framework(selling, buying, third_parties):
    """The design's table: the first row that fits."""
    rows = ((selling == 'varies', 'varies'), (selling == 'unknown', 'unknown'), (selling == 'criminalised', 'selling-criminalised'),
            ('regulated' in (selling, third_parties), 'legalisation'), (selling == 'decriminalised', 'decriminalisation'),
            (buying == 'criminalised', 'buying-criminalised'), (selling == 'partly-criminalised', 'selling-partly-criminalised'),
            (third_parties in STATUSES[:2] or buying == 'partly-criminalised', 'third-parties-criminalised'))
    return next((name for fits, name in rows if fits), 'no-specific-law')


def period(start, statuses, **more):
    return {'from': start, 'instrument': f'Law of {start}', **dict(zip(ACTS, statuses)), **more}


def first_day(start):
    return '' if start is None else start + '-01-01'[len(start) - 4:]


def write_data(folder):
    """A data directory; returns its codebook and records."""
    chance = random.Random(1)
    text = lambda words: {tag: f'{words} {tag}' for tag in ('en', 'fr', 'es', 'ru', 'zh')}
    codebook = json.loads((SOURCE / 'data/codebook.json').read_text('utf-8'))
    codebook['measures'].append({'id': 'curfew', 'label': text('Curfew'), 'definition': text('Hours')})
    for code in itertools.chain(codebook['statuses'], codebook['measure_values'], codebook['frameworks']):
        code['colours'] = {palette: f'#{chance.randrange(1 << 24):06x}' for palette in code['colours']}
    regions = json.loads((SOURCE / 'data/regions.json').read_text('utf-8'))
    regions['jurisdictions'] = {code: {'region': 'africa', 'networks': ['aswa']} for code in COUNTRIES}
    records = {}
    for number, code in enumerate((*COUNTRIES, 'XB-1')):
        starts = ((None, '1990', '1990-07', '1990-07-31')[number % 4], *('1995', '2000-02', '2003-12-31')[:number % 5])
        periods = [period(start, chance.choices(STATUSES[:6], k=3)) for start in starts]
        if number % 3 == 2:
            periods.append(period('2031-01', chance.choices(STATUSES[:6], k=3), pending=True))
        measures = {measure['id']: chance.choice(('partial', 'no', 'unknown')) for measure in codebook['measures']}
        records[code] = {
            'code': code, 'name': code, 'periods': periods, 'measures': measures,
            'provisions': [{'act': act, 'law': 'Act', 'section': None, 'summary': 'Rule.', 'sanction': 'none', 'penalty': None}
                           for act in ACTS],
            'note': '', 'varies_subnationally': code == 'XB', 'sources': [{'title': 'Act', 'publisher': None, 'year': 2001, 'url': None}],
            'law_as_of': '2020', 'confidence': 'high', 'basis': 'search', 'review': {'status': 'desk', 'by': None, 'date': None}}
    files = {'codebook': codebook, 'regions': regions, **{f'jurisdictions/{code}': record for code, record in records.items()},
             'names': {'jurisdictions': {code: {**more, 'name': text(code)} for code, more in NAMED.items()}},
             **{name: json.loads((SOURCE / f'data/{name}.json').read_text('utf-8')) for name in ('datapackage', 'resources')}}
    for name, content in files.items():
        path = pathlib.Path(folder, name + '.json')
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(content, indent=2), 'utf-8')
    return codebook, records


def write_boundaries(folder, shapes=SHAPES, fields=('code', 'parent', 'name')):
    source = ogr.GetDriverByName('ESRI Shapefile').CreateDataSource(str(folder))
    system = osr.SpatialReference()
    system.SetFromUserInput('OGC:CRS84')
    layer = source.CreateLayer('jurisdictions', system, ogr.wkbMultiPolygon25D, ['ENCODING=UTF-8'])
    for name in fields:
        layer.CreateField(ogr.FieldDefn(name, ogr.OFTString))
    for code, (parent, polygons) in shapes.items():
        feature = ogr.Feature(layer.GetLayerDefn())
        for name, value in zip(fields, (code, parent, f'Land {code}')):
            feature.SetField(name, value)
        text = ', '.join('(' + ', '.join('(' + ', '.join(f'{x} {y} 7' for x, y in ring) + ')' for ring in rings) + ')'
                         for rings in polygons)
        feature.SetGeometry(ogr.CreateGeometryFromWkt(f'MULTIPOLYGON Z ({text})'))
        layer.CreateFeature(feature)


def mercator(latitude):
    return math.asinh(math.tan(math.radians(max(-89.5, min(latitude, 89.5)))))


def areas_of_tile(z, x, y, size):
    """The number of the shape under the centre of each pixel, from 1; 0: none."""
    pixels = 2 ** z * size
    across = (numpy.arange(size) + x * size + 0.5) * 360 / pixels - 180
    down = math.pi * (1 - 2 * (numpy.arange(size) + y * size + 0.5) / pixels)
    across, down = numpy.meshgrid(across, down)
    areas = numpy.zeros((size, size), int)
    for number, (_, polygons) in enumerate(SHAPES.values(), 1):
        for rings in polygons:
            inside = numpy.zeros((size, size), bool)
            for (west, south), (east, north) in (line for ring in rings for line in zip(ring, ring[1:])):
                south, north = mercator(south), mercator(north)
                if south != north:
                    inside ^= ((south > down) != (north > down)) & (across < west + (down - south) / (north - south) * (east - west))
            areas[inside] = number
    return areas


def colours_of_tile(png):
    gdal.FileFromMemBuffer('/vsimem/tile.png', png)
    image = gdal.Open('/vsimem/tile.png')
    table, pixels = image.GetRasterBand(1).GetColorTable(), image.ReadAsArray()
    gdal.Unlink('/vsimem/tile.png')
    if table is None:
        return numpy.moveaxis(pixels[:3], 0, -1)
    return numpy.array([table.GetColorEntry(i)[:3] for i in range(table.GetCount())])[pixels]


def away_from_borders(areas, margin):
    """Where all pixels of the square around are of one area."""
    least = most = areas
    for axis in (0, 1):
        least = numpy.minimum.reduce([numpy.roll(least, step, axis) for step in range(-margin, margin + 1)])
        most = numpy.maximum.reduce([numpy.roll(most, step, axis) for step in range(-margin, margin + 1)])
    safe = least == most
    safe[:margin] = safe[-margin:] = safe[:, :margin] = safe[:, -margin:] = False  # there it is not known
    return safe


class OtherSourcesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        cls.codebook, cls.records = write_data(cls.folder / 'data')
        write_boundaries(cls.folder / 'shapes')
        cls.sources = ('--data', str(cls.folder / 'data'), '--shapefiles', str(cls.folder / 'shapes'))
        cls.server = Server(*cls.sources)
        cls.addClassCleanup(cls.server.stop)

    def at(self, code, day):
        """Period and layers of a jurisdiction on a day."""
        record = self.records.get(code) or self.records[code[:2]]
        begun = [one for one in record['periods'] if first_day(one['from']) <= day]
        statuses = [begun[-1][act] if begun else 'unknown' for act in ACTS]
        is_now = bool(begun) and begun[-1] is [one for one in record['periods'] if 'pending' not in one][-1]
        layers = {'framework': framework(*statuses), **dict(zip(ACTS, statuses))}
        for measure, value in record['measures'].items():
            layers[measure] = value if is_now else 'unknown'
        return (begun[-1] if begun else None), layers

    def test_check(self):
        """warns of land without a record, of a record without land, of another parent; other fields by option"""
        ran = lawmap('check', *self.sources)
        self.assertEqual(ran.returncode, 0)
        warnings = [line.split(b': warning: ')[1].decode() for line in ran.stdout.splitlines() if b'.shp: warning: ' in line]
        self.assertEqual(warnings, ['ZZ (Land ZZ) has no record in the data', 'no area for XH (XH en), which has a record'])
        write_boundaries(self.folder / 'fields', {**SHAPES, 'XB-1': ('', SHAPES['XB-1'][1])}, ('iso', 'of', 'nom'))
        options = ('--data', str(self.folder / 'data'), '--shapefiles', str(self.folder / 'fields'))
        self.assertIn(b'no field "code"; name it with --code-field', lawmap('check', *options).stdout)
        ran = lawmap('check', *options, '--code-field', 'iso', '--parent-field', 'of', '--name-field', 'nom')
        self.assertEqual(ran.returncode, 0)
        self.assertIn(b'XB-1 has the parent "", expected "XB" as in the data', ran.stdout)

    def test_law_on_every_day(self):
        """each status, framework, measure and "since" of JSON and CSV, on days round partial dates"""
        for day in DAYS:
            rows = csv.DictReader(io.StringIO(self.server.get(f'/api/v1/jurisdictions.csv?level=all&date={day}').body.decode()))
            found = {row['code']: row for row in rows}
            self.assertEqual(sorted(found), sorted(NAMED))
            for code, row in found.items():
                begun, layers = self.at(code, day)
                self.assertEqual({layer: row[layer] for layer in layers}, layers, (code, day))
                self.assertEqual(row['since'], begun and begun['from'] or '', (code, day))
            answer = self.server.get(f'/api/v1/jurisdictions/XC?date={day}').json()
            self.assertEqual({act: answer['acts'][act]['status'] for act in ACTS},
                             {act: self.at('XC', day)[1][act] for act in ACTS})

    def test_framework_of_all_statuses(self):
        """the design's table, for all 512 combinations"""
        with tempfile.TemporaryDirectory() as folder:
            write_data(folder)
            combinations = list(itertools.product(STATUSES, repeat=3))
            path = pathlib.Path(folder, 'jurisdictions/XA.json')
            record = json.loads(path.read_text('utf-8'))
            record['periods'] = [period(str(1400 + i), statuses) for i, statuses in enumerate(combinations)]
            record['varies_subnationally'] = True
            path.write_text(json.dumps(record), 'utf-8')
            with Server('--data', folder, *self.sources[2:]) as server:
                history = server.get('/api/v1/jurisdictions/XA/history').json()['history']
                self.assertEqual([one['framework'] for one in history], [framework(*statuses) for statuses in combinations])

    def test_pixels(self):
        """each pixel away from borders has the colour of the shape under its centre"""
        kinds = {'framework': 'frameworks', **dict.fromkeys(ACTS, 'statuses')}
        palettes = {palette['id']: palette for palette in self.codebook['palettes']}
        tiles = [(0, 0, 0), (1, 0, 0), (1, 1, 1), (2, 3, 1), (2, 1, 1), (3, 0, 3), (3, 7, 3), (3, 3, 7), (4, 8, 7), (5, 17, 15), (5, 17, 14),
                 (6, 0, 28), (8, 131, 124), (8, 135, 119), (9, 284, 255), (10, 568, 511), (10, 1023, 511), (10, 0, 511), (10, 699, 571)]
        chance, checked = random.Random(2), 0
        for (z, x, y), scale in itertools.product(tiles, (1, 2)):
            layer = chance.choice(('framework', 'buying', 'curfew'))
            palette, day = chance.choice(list(palettes)), chance.choice(DAYS)
            colours = {code['id']: code['colours'][palette] for code in self.codebook[kinds.get(layer, 'measure_values')]}
            of = [palettes[palette]['sea']] + [palettes[palette]['no_data'] if code == 'ZZ' else colours[self.at(code, day)[1][layer]]
                                               for code in SHAPES]
            wanted = numpy.array([tuple(bytes.fromhex(colour[1:])) for colour in of])
            path = f'/tiles/{layer}/{z}/{x}/{y}{"@2x" if scale == 2 else ""}.png?date={day}&palette={palette}'
            found = colours_of_tile(self.server.get(path).body)
            areas = areas_of_tile(z, x, y, 256 * scale)
            safe = away_from_borders(areas, 4 * scale)
            self.assertEqual(numpy.argwhere((found != wanted[areas]).any(-1) & safe).tolist(), [], path)
            checked += int(safe.sum())
        self.assertGreater(checked, 3_000_000)

    def test_places(self):
        """the same areas by position, at holes, edges of the world and the pole"""
        places = {(1, 1): 'XA', (7, 7): 'XD', (10, 180): 'XC', (10, -180): 'XC', (10, 179.99): 'XC', (-90, 0): 'XE', (-89.9, 77): 'XE',
                  (30, -50): 'XG', (22, -50): 'XG', (5, 25): 'XB-1', (5, 35): 'XB-ABC', (35, -90): 'XF'}
        for (latitude, longitude), code in places.items():
            answer = self.server.get(f'/api/v1/locate?lat={latitude}&lon={longitude}').json()
            self.assertEqual((answer['code'], answer['inside']), (code, True))
        for latitude, longitude in ((13.5, 13.5), (34, -54), (15, -90), (-30, 70)):
            self.assertEqual(self.server.get(f'/api/v1/locate?lat={latitude}&lon={longitude}').status, 404)
