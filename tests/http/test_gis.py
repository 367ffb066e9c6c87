import tempfile
import xml.etree.ElementTree as xml

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
        layers = [layer['id'] for layer in self.get_json('/api/v1/layers')['layers']]
        found = [name.rsplit('layer=', 1)[1] for name, _ in source.GetSubDatasets()] or layers
        self.assertEqual(found, layers)
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

    def test_wmts_addresses(self):
        """every address in the capabilities is answered"""
        root = xml.fromstring(self.get(WMTS).body)
        for part in root.iter():
            address = part.get('{http://www.w3.org/1999/xlink}href') or part.get('template')
            if address:
                for name, value in (('{TileMatrix}', '2'), ('{TileCol}', '1'), ('{TileRow}', '3')):
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
