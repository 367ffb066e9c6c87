import service
from service import ServerTest

JSON = 'application/json'

ROUTES = [
    # path, content type, cache-control begins with
    ('/', 'text/html; charset=utf-8', 'public, no-cache'),
    ('/tiles/framework/0/0/0.png', 'image/png', 'public, max-age='),
    ('/tiles/zoning/3/4/2@2x.png?date=2001-12-31', 'image/png', 'public, max-age='),
    ('/legend/framework.json', JSON, 'public, max-age='),
    ('/api/v1/jurisdictions', JSON, 'public, max-age='),
    ('/api/v1/jurisdictions?level=all&lang=zh', JSON, 'public, max-age='),
    ('/api/v1/jurisdictions.json', JSON, 'public, max-age='),
    ('/api/v1/jurisdictions.csv', 'text/csv; charset=utf-8; header=present', 'public, max-age='),
    ('/api/v1/changes?since=2010', JSON, 'public, max-age='),
    ('/api/v1/changes.csv', 'text/csv; charset=utf-8; header=present', 'public, max-age='),
    ('/api/v1/changes.atom', 'application/atom+xml; charset=utf-8', 'public, max-age='),
    ('/api/v1/summary?by=region', JSON, 'public, max-age='),
    ('/api/v1/summary.csv', 'text/csv; charset=utf-8; header=present', 'public, max-age='),
    ('/api/v1/jurisdictions.geojson?detail=low', 'application/geo+json', 'public, max-age='),
    ('/tiles/selling.json', JSON, 'public, no-cache'),
    ('/wmts/1.0.0/WMTSCapabilities.xml', 'application/xml', 'public, no-cache'),
    ('/api/v1/jurisdictions/KE', JSON, 'public, max-age='),
    ('/api/v1/jurisdictions/KE/history', JSON, 'public, max-age='),
    ('/api/v1/locate?lat=-1.29&lon=36.82', JSON, 'public, max-age='),
    ('/api/v1/codebook', JSON, 'public, max-age='),
    ('/api/v1/layers', JSON, 'public, max-age='),
    ('/api/v1/openapi.json', JSON, 'public, max-age='),
    ('/healthz', JSON, 'no-store'),
    ('/readyz', JSON, 'no-store'),
]

EVERYWHERE = {
    'access-control-allow-origin': '*',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
}


class RouteTest(ServerTest):
    def test_every_route_answers(self):
        """every route answers GET with its type, an entity tag and its freshness"""
        for path, content_type, freshness in ROUTES:
            with self.subTest(path):
                answer = self.get(path)
                self.assertEqual(answer.status, 200)
                self.assertEqual(answer.fields['content-type'], content_type)
                self.assertRegex(answer.fields['etag'], r'^"[0-9a-f]{32}"$')
                self.assertTrue(answer.fields['cache-control'].startswith(freshness))
                self.assertEqual(int(answer.fields['content-length']), len(answer.body))
                self.assertGreater(len(answer.body), 0)
                self.assertIn('date', answer.fields)
                self.assertEqual({name: answer.fields.get(name) for name in EVERYWHERE}, EVERYWHERE)

    def test_head_is_get_without_a_body(self):
        """HEAD answers as GET does, without the body"""
        for path, _, _ in ROUTES:
            with self.subTest(path):
                got, head = self.get(path), self.get(path, '--head')
                self.assertEqual(head.status, 200)
                self.assertEqual(head.body, b'')
                got.fields.pop('date'), head.fields.pop('date')
                self.assertEqual(head.fields, got.fields)

    def test_options_lets_any_site_read(self):
        """OPTIONS tells a browser that any site may read"""
        for path, _, _ in ROUTES:
            with self.subTest(path):
                answer = self.get(path, '--request', 'OPTIONS', '--header', 'Origin: https://example.org',
                                  '--header', 'Access-Control-Request-Method: GET')
                self.assertEqual(answer.status, 204)
                self.assertEqual(answer.fields['access-control-allow-origin'], '*')
                self.assertEqual(answer.fields['access-control-allow-methods'], 'GET, HEAD, OPTIONS')
                self.assertEqual(answer.fields['allow'], 'GET, HEAD, OPTIONS')
                self.assertLessEqual({'If-None-Match', 'Accept', 'Accept-Language'},
                                     set(answer.fields['access-control-allow-headers'].split(', ')))
                self.assertGreater(int(answer.fields['access-control-max-age']), 600)
                self.assertEqual(answer.body, b'')

    def test_options_of_the_whole_server(self):
        """OPTIONS * is answered"""
        raw = self.server.send(b'OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
        self.assertTrue(raw.startswith(b'HTTP/1.1 204 '), raw[:80])

    def test_absolute_form(self):
        """a target in absolute form is understood (RFC 9112, section 3.2.2)"""
        raw = self.server.send(b'GET http://x/healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
        self.assertTrue(raw.startswith(b'HTTP/1.1 200 '), raw[:80])

    def test_a_connection_serves_many_requests(self):
        """a connection stays open for the next request"""
        one = b'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n'
        last = b'GET /readyz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'
        raw = self.server.send(one * 5 + last)
        self.assertEqual(raw.count(b'HTTP/1.1 200 OK'), 6)
        self.assertIn(b'{"status":"ready"}', raw)

    def test_codebook_is_the_file(self):
        """the codebook is served as its file says it"""
        self.assertEqual(self.get('/api/v1/codebook').body, (service.SOURCE / 'data/codebook.json').read_bytes())

    def test_layers_match_codebook(self):
        """the layers are the framework, the acts and the measures of the codebook, with their colours"""
        codebook = self.get_json('/api/v1/codebook')
        layers = self.get_json('/api/v1/layers?lang=es')['layers']
        expected = ['framework'] + [one['id'] for one in codebook['acts'] + codebook['measures']]
        self.assertEqual([layer['id'] for layer in layers], expected)
        frameworks = {one['id']: one for one in codebook['frameworks']}
        self.assertEqual({shown['id'] for shown in layers[0]['classes']}, set(frameworks))
        for shown in layers[0]['classes']:
            recorded = frameworks[shown['id']]
            self.assertEqual(shown['label'], recorded['label']['es'])
            self.assertEqual(shown['definition'], recorded['definition']['es'])
            self.assertEqual(shown['colour'], recorded['colours']['default'])
        legend = self.get_json('/legend/selling.json?lang=es')
        self.assertEqual({name: legend[name] for name in layers[1]}, layers[1])
        for query in ('', '?date=1995-01-01'):
            address = self.get_json('/legend/selling.json' + query)['tiles']
            self.assertEqual(address, '/tiles/selling/{z}/{x}/{y}.png' + query)
