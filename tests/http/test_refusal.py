import contextlib

from service import Answer, ServerTest

C = '/api/v1/changes'
J = '/api/v1/jurisdictions'
S = '/api/v1/summary'
TILE = '/tiles/framework/1/0/0.png'

REFUSED = [
    # path, status, parameter, one of the values allowed
    ('/nowhere', 404, None, None),
    ('/api/v1', 404, None, None),
    ('/api/v1/jurisdictions/', 404, None, None),
    ('/api/v1/jurisdictions/NZ/', 404, None, None),
    ('/api/v1/jurisdictions/NZ/history/x', 404, None, None),
    ('/a/b/c/d/e/f/g/h/i/j', 404, None, None),
    ('//healthz', 404, None, None),
    ('/../healthz', 404, None, None),
    ('/assets/000000000000/../map.js', 404, None, None),
    ('/assets/000000000000/passwd', 404, None, None),
    ('/tiles/nothing/0/0/0.png', 404, None, 'framework'),
    ('/legend/nothing.json', 404, None, 'selling'),
    ('/tiles/framework/11/0/0.png', 404, None, None),
    ('/tiles/framework/1/0/0.png?palette=sepia', 404, 'palette', 'greyscale'),
    ('/tiles/framework/1/0/0.png?palette=', 404, 'palette', 'dark'),
    ('/tiles/11/0/0.grid.json', 404, None, None),
    ('/tiles/labels-de/1/0/0.png', 404, None, 'fr'),
    ('/tiles/labels-EN/1/0/0.png', 404, None, 'en'),
    ('/tiles/labels-/1/0/0.png', 404, None, None),
    ('/tiles/labels-en/1/0/2.png', 404, None, None),
    ('/tiles/1/2/0.grid.json', 404, None, None),
    ('/tiles/1/0/0@2x.grid.json', 404, None, None),
    ('/legend/nothing.svg', 404, None, 'framework'),
    ('/legend/selling.png?palette=sepia', 404, 'palette', 'default'),
    ('/tiles/framework/1/2/0.png', 404, None, None),
    ('/tiles/framework/1/0/2.png', 404, None, None),
    ('/tiles/framework/-1/0/0.png', 404, None, None),
    ('/tiles/framework/1/00/0.png', 404, None, None),
    ('/tiles/framework/1/0/0@3x.png', 404, None, None),
    ('/tiles/framework/1/0/@2x.png', 404, None, None),
    ('/tiles/framework/1/0/0.jpg', 404, None, None),
    ('/tiles/framework/4294967296/0/0.png', 404, None, None),
    ('/tiles/framework/1/99999999999999999999/0.png', 404, None, None),
    ('/tiles/framework/1/0/' + '0' * 200 + '.png', 404, None, None),
    (TILE + '?date=2003-02-29', 400, 'date', 'YYYY-MM-DD'),
    (TILE + '?date=2003', 400, 'date', 'YYYY-MM-DD'),
    (TILE + '?date=2003-06', 400, 'date', 'YYYY-MM-DD'),
    (TILE + '?date=', 400, 'date', 'YYYY-MM-DD'),
    (TILE + '?date', 400, 'date', 'YYYY-MM-DD'),
    (TILE + '?date=yesterday', 400, 'date', 'YYYY-MM-DD'),
    (TILE + '?lang=fr', 400, 'lang', 'date'),
    (TILE + '?date=2003-06-28&date=2003-06-28', 400, 'date', None),
    (J + '?zonning=yes', 400, 'zonning', 'zoning'),
    (J + '?zoning=maybe', 400, 'zoning', 'partial'),
    (J + '?selling=', 400, 'selling', 'criminalised'),
    (J + '?framework=Decriminalisation', 400, 'framework', 'decriminalisation'),
    (J + '?region=asia', 400, 'region', 'asia-pacific'),
    (J + '?level=state', 400, 'level', 'subdivision'),
    (J + '?lang=de', 400, 'lang', 'zh'),
    (J + '?date=2003-06-28T00:00', 400, 'date', 'YYYY-MM-DD'),
    (J + '?=x', 400, None, 'level'),
    (J + '.csv?region=asia', 400, 'region', 'asia-pacific'),
    (J + '.csv?date=2003', 400, 'date', 'YYYY-MM-DD'),
    (J + '.geojson?detail=', 400, 'detail', 'medium'),
    (J + '.geojson?detail=11', 400, 'detail', 'high'),
    (J + '.geojson?detail=Low', 400, 'detail', 'low'),
    (J + '.geojson?detail=low&detail=low', 400, 'detail', None),
    (J + '.topojson', 404, None, None),
    (J + '.CSV', 404, None, None),
    (J + '.csv/', 404, None, None),
    (J + '.csv/NZ', 404, None, None),
    (J + '.', 404, None, None),
    (J + '.xlsx', 404, None, None),
    (J + '.csv.json', 404, None, None),
    (J + '/NZ.csv', 404, None, None),
    ('/healthz.json', 404, None, None),
    (J + '?' + '&'.join(f'a{n}=1' for n in range(40)), 400, None, None),
    (J + '/NZ/history?date=2000-01-01', 400, 'date', 'lang'),
    (J + '/' + 'X' * 60, 404, None, None),
    (C + '?since=', 400, 'since', 'YYYY'),
    (C + '?since=16', 400, 'since', 'YYYY-MM'),
    (C + '?since=2016-13', 400, 'since', 'YYYY-MM'),
    (C + '?until=2016-02-30', 400, 'until', 'YYYY-MM-DD'),
    (C + '?until=2016-4', 400, 'until', 'YYYY-MM-DD'),
    (C + '.atom?until=today', 400, 'until', 'YYYY-MM-DD'),
    (C + '?since=2016-05&until=2016-04', 400, 'until', None),
    (C + '?since=2016&since=2017', 400, 'since', None),
    (C + '?date=2016-01-01', 400, 'date', 'since'),
    (C + '.csv?level=', 400, 'level', 'all'),
    (C + '?version=', 400, 'version', None),
    (C + '?version=' + '0' * 31, 400, 'version', None),
    (C + '?version=' + 'A' * 32, 400, 'version', None),
    (C + '?version=' + '0' * 32, 409, 'version', None),
    (C + '.rss', 404, None, None),
    (J + '.atom', 404, None, None),
    (S + '?by=', 400, 'by', 'region'),
    (S + '?by=year,region', 400, 'by', 'region,year'),
    (S + '?by=country', 400, 'by', 'year'),
    (S + '?layer=', 400, 'layer', 'framework'),
    (S + '?layer=Selling', 400, 'layer', 'selling'),
    (S + '?by=year&date=2016-01-01', 400, 'date', None),
    (S + '?since=2016&date=2016-01-01', 400, 'date', None),
    (S + '?by=region&until=1989', 400, 'until', None),
    (S + '?since=16', 400, 'since', 'YYYY'),
    (S + '?by=year&since=2016&until=2015', 400, 'since', None),
    (S + '?by=year&since=9999', 400, 'since', None),
    (S + '?by=year&by=year', 400, 'by', None),
    (S + '.atom', 404, None, None),
    ('/tiles/nothing.json', 404, None, 'framework'),
    ('/tiles/.json', 404, None, None),
    ('/tiles/framework.xml', 404, None, None),
    ('/tiles/framework.json?date=2003', 400, 'date', 'YYYY-MM-DD'),
    ('/tiles/framework.json?palette=sepia', 404, 'palette', 'dark'),
    ('/wmts/1.0.0/WMTSCapabilities.xml?lang=de', 400, 'lang', 'en'),
    ('/wmts/1.0.0/wmtscapabilities.xml', 404, None, None),
    ('/wmts/1.1.0/WMTSCapabilities.xml', 404, None, None),
    ('/api/v1/openapi.json?lang=fr', 400, 'lang', None),
    ('/api/v1/openapi', 404, None, None),
    ('/api/v1/locate', 400, 'lat', None),
    ('/api/v1/locate?lat=1', 400, 'lon', None),
    ('/api/v1/locate?lat=91&lon=0', 400, 'lat', '-90 to 90'),
    ('/api/v1/locate?lat=0&lon=-180.1', 400, 'lon', '-180 to 180'),
    ('/api/v1/locate?lat=nan&lon=0', 400, 'lat', '-90 to 90'),
    ('/api/v1/locate?lat=0x10&lon=0', 400, 'lat', '-90 to 90'),
    ('/api/v1/locate?lat=1e1&lon=0', 400, 'lat', '-90 to 90'),
    ('/api/v1/locate?lat=1.2.3&lon=0', 400, 'lat', '-90 to 90'),
    ('/api/v1/locate?lat=&lon=0', 400, 'lat', '-90 to 90'),
    ('/%', 400, None, None),
    ('/%4', 400, None, None),
    ('/%zz', 400, None, None),
    ('/%00', 400, None, None),
    ('/healthz%00', 400, None, None),
    ('/%0d%0aSet-Cookie:%20x', 400, None, None),
    ('/%7f', 400, None, None),
    ('/%ff', 400, None, None),
    ('/%c0%af', 400, None, None),       # an overlong slash
    ('/%ed%a0%80', 400, None, None),    # a surrogate
    (J + '?date=%ff', 400, None, None),
    (J + '?date=%0a', 400, None, None),
    (J + '?%zz=1', 400, None, None),
    ('/' + 'a' * 2048, 414, None, None),
    ('/?' + 'a' * 5000, 414, None, None),
]


class RefusalTest(ServerTest):
    def check_problem(self, answer, status):
        self.assertEqual(answer.status, status)
        self.assertEqual(answer.fields['content-type'], 'application/problem+json')
        self.assertEqual(answer.fields['access-control-allow-origin'], '*')
        self.assertEqual(answer.fields['cache-control'], 'no-store')
        problem = answer.json()
        self.assertEqual((problem['type'], problem['status']), ('about:blank', status))
        self.assertTrue(problem['title'] and problem['detail'])
        self.assertLess(len(answer.body), 2000)
        return problem

    def test_refused(self):
        """what is wrong with a request is said as a problem that names the parameter and what is allowed"""
        for path, status, parameter, allowed in REFUSED:
            with self.subTest(path[:80]):
                problem = self.check_problem(self.get(path), status)
                if parameter:
                    self.assertEqual(problem['parameter'], parameter)
                if allowed:
                    self.assertIn(allowed, problem['allowed'])

    def test_long_input_is_not_repeated(self):
        """what a client sent comes back short, cut at a character, as JSON text"""
        for value in ('é' * 300, '<script>"\\' * 30, '“' * 200):
            quoted = ''.join(f'%{byte:02x}' for byte in value.encode())[:1500]
            quoted = quoted[:len(quoted) - len(quoted) % 18]
            problem = self.check_problem(self.get(f'{J}?region={quoted}'), 400)
            self.assertLess(len(problem['detail']), 200)
            self.assertEqual(problem['parameter'], 'region')

    def test_methods(self):
        """what would change something is 405 with Allow; an unknown path stays 404"""
        for method in ('POST', 'PUT', 'DELETE', 'PATCH', 'TRACE', 'PROPFIND', 'get'):
            with self.subTest(method):
                answer = self.get('/healthz', '--request', method)
                self.check_problem(answer, 405)
                self.assertEqual(answer.fields['allow'], 'GET, HEAD, OPTIONS')
                self.check_problem(self.get('/nowhere', '--request', method), 404)

    def test_bodies(self):
        """a body is not read: the answer closes the connection"""
        for request in (b'POST /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 100000000\r\n\r\nabc',
                        b'POST /healthz HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n'):
            answer = Answer(self.server.send(request))
            self.assertEqual(answer.status, 405)
            self.assertEqual(answer.fields['connection'], 'close')

    def test_malformed(self):
        """a malformed request is answered 4xx or 505"""
        rest = b'\r\nHost: x\r\nConnection: close\r\n\r\n'
        cases = [
            (b'GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n', 400),  # no Host
            (b'GET /health z HTTP/1.1' + rest, 400),
            (b'GET healthz HTTP/1.1' + rest, 400),
            (b'GET * HTTP/1.1' + rest, 400),
            (b'GET  HTTP/1.1' + rest, 400),
            (b'GET /healthz' + rest, 400),
            (b'GET /healthz HTTP/9.9' + rest, 505),
            (b'GET /healthz#x HTTP/1.1' + rest, 400),
            (b'GET /\xff HTTP/1.1' + rest, 400),
            (b'GET /\x01 HTTP/1.1' + rest, 400),
        ]
        for raw, status in cases:
            with self.subTest(raw[:60]):
                self.assertEqual(Answer(self.server.send(raw)).status, status)

    def test_no_http(self):
        """bytes without end or sense cost nothing but their connection"""
        cases = [
            b'GET /' + b'a' * 100000,
            b'GET /healthz HTTP/1.1\r\nHost: x\r\nX: ' + b'a' * 100000,
            b'GET /healthz HTTP/1.1\r\nHost: x\r\n' + b'X: y\r\n' * 20000,
            b'\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',  # TLS
            b'\x00' * 4096,
            b'\r\n\r\n\r\n',
            b'',
        ]
        for raw in cases:
            with self.subTest(raw[:60]):
                with self.server.connect() as connection, contextlib.suppress(ConnectionError):
                    connection.sendall(raw)
                self.assertEqual(self.get('/healthz').status, 200)

    def test_silent_clients_do_not_block_others(self):
        """2,000 clients that say half a request, or nothing: others are served"""
        silent = []
        try:
            for n in range(2000):
                silent.append(self.server.connect())
                if n % 2:
                    silent[-1].sendall(b'GET /healthz HTTP/1.1\r\nHo')
            for path in ('/healthz', TILE, J):
                self.assertEqual(self.get(path).status, 200)
        finally:
            for connection in silent:
                connection.close()
