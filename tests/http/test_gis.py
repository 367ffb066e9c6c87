import os
import subprocess
import tempfile
import xml.etree.ElementTree as xml

import service
from osgeo import gdal
from service import Answer, ServerTest

gdal.UseExceptions()
WMTS = '/wmts/1.0.0/WMTSCapabilities.xml'
TILEJSON = '/tiles/framework.json'


def colours(dataset, size=256):
    """The red, green and blue planes, as GDAL scales them to size x size by the nearest pixel."""
    table = dataset.GetRasterBand(1).GetColorTable() if dataset.RasterCount == 1 else None
    planes = [dataset.GetRasterBand(n).ReadRaster(0, 0, dataset.RasterXSize, dataset.RasterYSize, size, size)
              for n in range(1, min(3, dataset.RasterCount) + 1)]
    if table is None:
        return planes
    return [bytes(table.GetColorEntry(index)[n] for index in planes[0]) for n in range(3)]


class GisTest(ServerTest):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        gdal.SetConfigOption('GDAL_DEFAULT_WMS_CACHE_PATH', directory.name)

    def origin(self):
        return f'http://127.0.0.1:{self.server.port}'

    def tile(self, path):
        name = '/vsimem/tile.png'
        gdal.FileFromMemBuffer(name, self.get(path).body)
        return colours(gdal.Open(name))

    def test_wmts_in_gdal(self):
        """GDAL opens every layer of the WMTS and shows the tile that the server draws"""
        source = gdal.Open(f'WMTS:{self.origin()}{WMTS}')
        described = self.get_json('/api/v1/layers')
        found = [name.rsplit('layer=', 1)[1] for name, _ in source.GetSubDatasets()]
        self.assertEqual(found, [f'{layer["id"]},style={palette["id"]}' for layer in described['layers']
                                 for palette in described['palettes']])
        for layer in ('framework', 'selling', 'zoning'):
            with self.subTest(layer):
                opened = gdal.Open(f'WMTS:{self.origin()}{WMTS},layer={layer}')
                self.assertEqual((opened.RasterXSize, opened.RasterYSize), (256 << 10, 256 << 10))
                self.assertEqual(colours(opened), self.tile(f'/tiles/{layer}/0/0/0.png'))

    def test_tilejson_in_gdal(self):
        """GDAL reads the tiles at the address that the TileJSON gives"""
        for query in ('', '?date=1998-12-31', '?palette=greyscale', '?date=2003-01-01&palette=dark'):
            with self.subTest(query):
                address = self.get_json(TILEJSON + query)['tiles'][0]
                self.assertEqual(address, f'{self.origin()}/tiles/framework/{{z}}/{{x}}/{{y}}.png{query}')
                template = address.replace('&', '&amp;').replace('{', '${')
                opened = gdal.Open(
                    f'<GDAL_WMS><Service name="TMS"><ServerUrl>{template}</ServerUrl></Service><DataWindow>'
                    '<UpperLeftX>-20037508.34</UpperLeftX><UpperLeftY>20037508.34</UpperLeftY>'
                    '<LowerRightX>20037508.34</LowerRightX><LowerRightY>-20037508.34</LowerRightY>'
                    '<TileLevel>10</TileLevel><TileCountX>1</TileCountX><TileCountY>1</TileCountY>'
                    '<YOrigin>top</YOrigin></DataWindow><Projection>EPSG:3857</Projection>'
                    '<BlockSizeX>256</BlockSizeX><BlockSizeY>256</BlockSizeY><BandsCount>3</BandsCount></GDAL_WMS>')
                self.assertEqual(colours(opened), self.tile('/tiles/framework/0/0/0.png' + query))

    def test_tilejson(self):
        """the TileJSON of every layer has what version 3.0.0 asks for, in the language asked for"""
        for layer in self.get_json('/api/v1/layers?lang=ru')['layers']:
            body = self.get_json(f'/tiles/{layer["id"]}.json?lang=ru')
            self.assertEqual((body['tilejson'], body['scheme']), ('3.0.0', 'xyz'))
            self.assertEqual((body['name'], body['description']), (layer['label'], layer['definition']))
            self.assertEqual((body['minzoom'], body['maxzoom'], body['vector_layers']), (0, 10, []))
            west, south, east, north = body['bounds']
            self.assertTrue(west == -180 and east == 180 and -90 < south < north < 90)
            for address in (*body['tiles'], *body['grids']):
                path = address.removeprefix(self.origin()).format(z=3, x=4, y=2)
                self.assertEqual(self.get(path).status, 200)

    def rendered(self, layer, zoom, date, palette):
        """What `lawmap render` draws: the red, green and blue planes of all tiles of a zoom, side by side."""
        side = 1 << zoom
        rows = [[] for _ in range(side * 256)]
        for y in range(side):
            for x in range(side):
                ran = service.lawmap('render', layer, str(zoom), str(x), str(y), '--date', date, '--palette', palette)
                name = '/vsimem/rendered.png'
                gdal.FileFromMemBuffer(name, ran.stdout)
                planes = colours(gdal.Open(name))
                for row in range(256):
                    rows[y * 256 + row].append([plane[row * 256:row * 256 + 256] for plane in planes])
        return [b''.join(part[n] for row in rows for part in row) for n in range(3)]

    def translated(self, source):
        """What gdal_translate makes of it."""
        with tempfile.TemporaryDirectory() as directory:
            target = f'{directory}/map.tif'
            subprocess.run(['gdal_translate', '-q', '-of', 'GTiff', source, target], check=True, timeout=service.PATIENCE,
                           env={**os.environ, 'GDAL_DEFAULT_WMS_CACHE_PATH': directory})
            return colours(gdal.Open(target), 512)

    def test_gdal_translate(self):
        """gdal_translate makes of the WMTS, in any style on any day, and of XYZ tiles what `lawmap render` draws"""
        for layer, date, palette in (('framework', '1995-01-01', 'default'), ('selling', '2010-06-30', 'dark'),
                                     ('zoning', '2026-11-01', 'greyscale')):
            with self.subTest(layer):
                expected = self.rendered(layer, 1, date, palette)
                wmts = f'WMTS:{self.origin()}{WMTS}?date={date},layer={layer},style={palette},zoom_level=1'
                self.assertEqual(self.translated(wmts), expected)
                address = self.get_json(f'/tiles/{layer}.json?date={date}&palette={palette}')['tiles'][0]
                template = address.replace('&', '&amp;').replace('{', '${')
                self.assertEqual(self.translated(
                    f'<GDAL_WMS><Service name="TMS"><ServerUrl>{template}</ServerUrl></Service><DataWindow>'
                    '<UpperLeftX>-20037508.34</UpperLeftX><UpperLeftY>20037508.34</UpperLeftY>'
                    '<LowerRightX>20037508.34</LowerRightX><LowerRightY>-20037508.34</LowerRightY>'
                    '<TileLevel>1</TileLevel><TileCountX>1</TileCountX><TileCountY>1</TileCountY>'
                    '<YOrigin>top</YOrigin></DataWindow><Projection>EPSG:3857</Projection>'
                    '<BlockSizeX>256</BlockSizeX><BlockSizeY>256</BlockSizeY><BandsCount>3</BandsCount></GDAL_WMS>'),
                    expected)

    def test_ogrinfo(self):
        """ogrinfo reads every country, with its box and its fields"""
        ran = subprocess.run(['ogrinfo', '-al', '-so', f'{self.origin()}/api/v1/jurisdictions.geojson?detail=low'],
                             capture_output=True, text=True, check=True, timeout=service.PATIENCE)
        self.assertIn('Feature Count: 250\n', ran.stdout)
        for column in ('code', 'framework', 'selling', 'zoning', 'confidence'):
            self.assertRegex(ran.stdout, rf'(?m)^{column}: String')
        self.assertRegex(ran.stdout, r'(?m)^since: (String|Date)')

    def test_wmts_days(self):
        """the WMTS has the days on which a layer changed, and today or the day asked for as the default"""
        root = xml.fromstring(self.get(WMTS + '?date=2003-06-27').body)
        changes = {(one['date'] + '-01-01')[:10] if len(one['date']) == 4 else (one['date'] + '-01')[:10]
                   for one in self.get_json('/api/v1/changes')['changes']}
        space = {'wmts': 'http://www.opengis.net/wmts/1.0', 'ows': 'http://www.opengis.net/ows/1.1'}
        for layer in root.iterfind('.//wmts:Layer', space):
            identifier = layer.find('ows:Identifier', space).text
            dimension = layer.find('wmts:Dimension', space)
            self.assertEqual(dimension.find('ows:Identifier', space).text, 'Time')
            self.assertEqual(dimension.find('wmts:Default', space).text, '2003-06-27')
            days = [value.text for value in dimension.iterfind('wmts:Value', space)]
            is_dated = identifier in ('framework', 'selling', 'buying', 'third_parties')
            self.assertEqual(set(days), (changes if is_dated else set()) | {'2003-06-27'})
            self.assertEqual(len(days), len(set(days)))

    def test_wmts_addresses(self):
        """every address in the capabilities is answered"""
        root = xml.fromstring(self.get(WMTS).body)
        for part in root.iter():
            address = part.get('{http://www.w3.org/1999/xlink}href') or part.get('template')
            if address:
                for name, value in (('{TileMatrix}', '2'), ('{TileCol}', '1'), ('{TileRow}', '3'), ('{Style}', 'dark'),
                                    ('{Time}', '1999-01-01')):
                    address = address.replace(name, value)
                self.assertEqual(self.get(address.removeprefix(self.origin())).status, 200)

    def test_host(self):
        """addresses are those that the client used, scheme as the proxy says; a Host that is none is refused"""
        for host, scheme, expected in (('example.org', None, 'http://example.org/'),
                                       ('example.org:8443', 'https', 'https://example.org:8443/'),
                                       ('EXAMPLE.org', 'HTTPS', 'https://EXAMPLE.org/'),
                                       ('[::1]:80', 'gopher', 'http://[::1]:80/')):
            for path in (TILEJSON, WMTS):
                fields = ['--header', f'Host: {host}', *(['--header', f'X-Forwarded-Proto: {scheme}'] if scheme else [])]
                answer = self.get(path, *fields)
                self.assertEqual(answer.fields['cache-control'], 'public, no-cache')
                self.assertIn((expected + 'tiles/framework/').encode(), answer.body)
                self.assertNotIn(b'127.0.0.1', answer.body)
        for host in ('a b', 'a"b', 'a<b', 'a/b', 'a@b', 'a:', 'a:80x', 'a:123456', '[]', '[::1', ':80', 'é',
                     'a' * 256, '%61', 'a,b', ''):
            for path in (TILEJSON, WMTS):
                raw = self.server.send(f'GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n'.encode())
                self.assertEqual(Answer(raw).status, 400, host)
        raw = self.server.send(f'GET {TILEJSON} HTTP/1.0\r\n\r\n'.encode())
        self.assertEqual(Answer(raw).status, 400)
