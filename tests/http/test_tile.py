import datetime
import struct
import xml.etree.ElementTree
import zlib

import service
from service import ServerTest, lawmap

SOURCES = ('--data', str(service.SOURCE / 'data'), '--shapefiles', str(service.SOURCE / 'shapefiles'))


def chunks(png):
    """The chunks of a PNG file, whose checksums must be right."""
    assert png[:8] == b'\x89PNG\r\n\x1a\n'
    at, found = 8, []
    while at < len(png):
        size, kind = struct.unpack('>I4s', png[at:at + 8])
        data = png[at + 8:at + 8 + size]
        assert struct.pack('>I', zlib.crc32(kind + data)) == png[at + 8 + size:at + 12 + size], kind
        found.append((kind, data))
        at += 12 + size
    return found


def today():
    return datetime.datetime.now(datetime.timezone.utc).date().isoformat()


class TileTest(ServerTest):
    def test_tiles_are_indexed_png(self):
        """a tile is an indexed PNG of 256 pixels, or 512 with @2x"""
        for name, size in (('3/4/2', 256), ('3/4/2@2x', 512), ('0/0/0', 256), ('10/512/300', 256)):
            with self.subTest(name):
                answer = self.get(f'/tiles/selling/{name}.png')
                found = chunks(answer.body)
                width, height, _, colour_type = struct.unpack('>IIBB', found[0][1][:10])
                self.assertEqual((width, height, colour_type), (size, size, 3))
                self.assertEqual([found[0][0], found[1][0], found[-1][0]], [b'IHDR', b'PLTE', b'IEND'])
                pixels = zlib.decompress(b''.join(data for kind, data in found if kind == b'IDAT'))
                self.assertGreaterEqual(len(pixels), height)

    def test_render_gives_the_same_bytes(self):
        """`lawmap render` writes the bytes that the server sends"""
        for layer, z, x, y, date in (('framework', '0', '0', '0', None), ('selling', '4', '14', '9', '1994-05-05'),
                                     ('zoning', '2', '2', '1@2x', None), ('buying', '7', '70', '37', '1999-01-01')):
            with self.subTest(layer=layer, z=z):
                query, option = (f'?date={date}', ('--date', date)) if date else ('', ())
                rendered = lawmap('render', layer, z, x, y, *option, *SOURCES)
                self.assertEqual(rendered.returncode, 0, rendered.stderr)
                self.assertEqual(self.get(f'/tiles/{layer}/{z}/{x}/{y}.png{query}').body, rendered.stdout)

    def test_no_date_is_today(self):
        """a tile without a date is the tile of today"""
        before = today()
        plain = self.get('/tiles/framework/1/1/0.png')
        dated = self.get(f'/tiles/framework/1/1/0.png?date={before}')
        if today() == before:
            self.assertEqual((plain.body, plain.fields['etag']), (dated.body, dated.fields['etag']))

    def test_geometry_is_shared_between_layers_and_dates(self):
        """layers and dates differ in the palette alone; only tiles that show a change differ"""
        def idat(path):
            return b''.join(data for kind, data in chunks(self.get(path).body) if kind == b'IDAT')

        one, other = '/tiles/buying/4/8/4.png?date=1998-12-31', '/tiles/buying/4/8/4.png?date=1999-01-01'
        self.assertEqual(idat(one), idat(other))
        self.assertNotEqual(self.get(one).fields['etag'], self.get(other).fields['etag'])  # Sweden
        far = '/tiles/buying/4/14/9.png?date='                                             # Australia
        self.assertEqual(self.get(far + '1998-12-31').fields['etag'], self.get(far + '1999-01-01').fields['etag'])

    def test_parts_of_a_country_differ(self):
        """New South Wales is not coloured as Western Australia"""
        layer = self.get_json('/legend/framework.json')
        colours = {one['id']: bytes.fromhex(one['colour'][1:]) for one in layer['classes']}
        west, east = (self.get_json(f'/api/v1/jurisdictions/{code}')['framework'] for code in ('AU-WA', 'AU-NSW'))
        self.assertNotEqual(west, east)
        palettes = {part: dict(chunks(self.get(f'/tiles/framework/4/{tile}.png').body))[b'PLTE']
                    for part, tile in (('west', '13/9'), ('east', '14/9'))}
        self.assertIn(colours[west], palettes['west'])
        self.assertIn(colours[east], palettes['east'])

    def test_palettes_of_the_codebook(self):
        """?palette= colours the same picture; the default is the first palette"""
        layers = self.get_json('/api/v1/layers')
        plain = self.get('/tiles/framework/2/1/1.png')
        for index, palette in enumerate(layers['palettes']):
            with self.subTest(palette['id']):
                tile = self.get(f'/tiles/framework/2/1/1.png?palette={palette["id"]}')
                self.assertEqual(tile.body == plain.body, index == 0)
                self.assertIn(bytes.fromhex(palette['sea'][1:]), dict(chunks(tile.body))[b'PLTE'])

    def test_hidden_classes(self):
        """?hide= paints classes of the layer in the palette's neutral colour; tiles without them stay the same"""
        palette = self.get_json('/api/v1/layers')['palettes'][0]
        neutral = bytes.fromhex(palette['hidden'][1:])
        classes = {one['id']: bytes.fromhex(one['colour'][1:])
                   for one in self.get_json('/legend/framework.json')['classes']}
        shown = self.get_json('/api/v1/jurisdictions/DE')['framework']
        plain = self.get('/tiles/framework/5/16/10.png')
        hidden = self.get(f'/tiles/framework/5/16/10.png?hide=unknown,{shown}')
        before, after = (dict(chunks(one.body))[b'PLTE'] for one in (plain, hidden))
        self.assertIn(classes[shown], before)
        self.assertNotIn(classes[shown], after)
        self.assertIn(neutral, after)
        self.assertNotEqual(plain.fields['etag'], hidden.fields['etag'])
        far = '/tiles/framework/5/16/10.png?hide=unknown'  # nothing there is unknown
        self.assertEqual(self.get(far).fields['etag'], plain.fields['etag'])
        self.assertEqual(self.get(f'/tiles/framework/5/16/10.png?hide={shown},unknown').fields['etag'],
                         hidden.fields['etag'])

    def test_unknown_class_is_refused(self):
        """a class that the layer has not is refused, with those that it has"""
        for value in ('yes', '', 'unknown,', ',unknown', 'unknown;', 'UNKNOWN'):
            with self.subTest(value):
                answer = self.get(f'/tiles/framework/1/0/0.png?hide={value}')
                self.assertEqual(answer.status, 400, answer.body)
                classes = [one['id'] for one in self.get_json('/legend/framework.json')['classes']]
                self.assertEqual(sorted(answer.json()['allowed']), sorted(classes))

    def test_grid_names_what_the_tile_shows(self):
        """the UTFGrid of a tile gives the jurisdiction under each 4 x 4 pixels"""
        grid = self.get_json('/tiles/4/13/9.grid.json?lang=fr')
        self.assertEqual([len(row) for row in grid['grid']], [64] * 64)
        code = ord(grid['grid'][20][27])
        key = grid['keys'][code - 32 - (code >= 93) - (code >= 35)]
        self.assertEqual(grid['data'][key], {'code': 'AU-WA', 'name': 'Australie-Occidentale', 'parent': 'AU'})

    def test_legends_are_pictures(self):
        """a legend is JSON, SVG or PNG, in a language and a palette"""
        drawing = self.get('/legend/framework.svg?lang=ru&palette=dark')
        self.assertEqual((drawing.status, drawing.fields['content-type']), (200, 'image/svg+xml'))
        self.assertEqual(xml.etree.ElementTree.fromstring(drawing.body).tag, '{http://www.w3.org/2000/svg}svg')
        picture = self.get('/legend/framework.png?lang=zh')
        self.assertEqual((picture.status, picture.fields['content-type']), (200, 'image/png'))
        self.assertEqual(chunks(picture.body)[-1][0], b'IEND')
        self.assertNotEqual(picture.body, self.get('/legend/framework.png?lang=en').body)

    def test_labels_lie_over_any_layer(self):
        """labels are transparent tiles, one for each language"""
        english = self.get('/tiles/labels-en/3/4/3.png')
        self.assertEqual((english.status, english.fields['content-type']), (200, 'image/png'))
        self.assertIn(b'tRNS', [kind for kind, _ in chunks(english.body)])
        self.assertNotEqual(english.body, self.get('/tiles/labels-zh/3/4/3.png').body)
        self.assertEqual(self.get('/tiles/labels-en/3/4/3.png').fields['etag'], english.fields['etag'])
        width, = struct.unpack('>I', chunks(self.get('/tiles/labels-ru/3/4/3@2x.png').body)[0][1][:4])
        self.assertEqual(width, 512)
