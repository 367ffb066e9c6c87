import datetime
import email.utils
import gzip

from service import ServerTest

COMPRESSED = ['/', '/api/v1/jurisdictions', '/api/v1/jurisdictions/NZ', '/api/v1/codebook', '/api/v1/layers']
TILE = '/tiles/framework/2/3/2.png'


def accepting(value):
    return '--header', f'Accept-Encoding: {value}'


class ConditionalTest(ServerTest):
    def test_if_none_match(self):
        """If-None-Match: 304 when the tag is listed, 200 when it is not"""
        cases = [
            ('{tag}', 304),
            ('W/{tag}', 304),
            ('*', 304),
            ('"other", {tag}', 304),
            ('"a,b", W/"c", {tag}', 304),
            ('"other"', 200),
            ('"{tag}', 200),
            ('', 200),
            ('"', 200),
        ]
        for path in [*COMPRESSED, TILE]:
            whole = self.get(path)
            for pattern, status in cases:
                value = pattern.replace('{tag}', whole.fields['etag'])
                with self.subTest(path=path, value=value):
                    answer = self.get(path, '--header', f'If-None-Match: {value}')
                    self.assertEqual(answer.status, status)
                    self.assertEqual(answer.body, whole.body if status == 200 else b'')
                    for name in ('etag', 'cache-control', 'vary'):
                        self.assertEqual(answer.fields.get(name), whole.fields.get(name))

    def test_head_is_conditional_too(self):
        """HEAD answers 304 as GET does"""
        tag = self.get(TILE).fields['etag']
        self.assertEqual(self.get(TILE, '--head', '--header', f'If-None-Match: {tag}').status, 304)

    def test_if_modified_since(self):
        """If-Modified-Since: 304 unless changed later; If-None-Match overrules it; what is no date is ignored"""
        for path in (TILE, '/', '/api/v1/jurisdictions', '/api/v1/changes.atom', '/tiles/selling.json'):
            modified = self.get(path).fields['last-modified']
            at = email.utils.parsedate_to_datetime(modified)
            self.assertEqual(email.utils.format_datetime(at, usegmt=True), modified)
            self.assertLessEqual(at, datetime.datetime.now(datetime.timezone.utc))
            before = email.utils.format_datetime(at - datetime.timedelta(seconds=1), usegmt=True)
            cases = [
                (modified, 304), (before, 200), ('Fri, 31 Dec 9999 23:59:59 GMT', 304),
                (at.strftime('%A, %d-%b-%y %H:%M:%S GMT'), 304), (at.strftime('%a %b %e %H:%M:%S %Y'), 304),
                ('Sunday, 06-Nov-94 08:49:37 GMT', 200), ('Sun Nov  6 08:49:37 1994', 200),
                (modified[:-4], 200), (modified + ' x', 200), ('tomorrow', 200), ('', 200), ('-1', 200),
            ]
            for value, status in cases:
                with self.subTest(path=path, value=value):
                    answer = self.get(path, '--header', f'If-Modified-Since: {value}' if value else
                                      'If-Modified-Since;')
                    self.assertEqual(answer.status, status)
                    self.assertEqual(answer.fields['last-modified'], modified)
            both = self.get(path, '--header', f'If-Modified-Since: {modified}', '--header', 'If-None-Match: "x"')
            self.assertEqual(both.status, 200)
        self.assertNotIn('last-modified', self.get('/healthz').fields)

    def test_stale(self):
        """a cache may answer with what it has while it asks, and while the server is down"""
        for path in TILE, '/api/v1/jurisdictions', '/api/v1/changes.csv':
            with self.subTest(path):
                self.assertRegex(self.get(path).fields['cache-control'],
                                 r'^public, max-age=\d+, stale-while-revalidate=\d{4,}, stale-if-error=\d{5,}$')

    def test_errors_are_not_conditional(self):
        """an error stays an error, whatever If-None-Match says"""
        self.assertEqual(self.get('/nowhere', '--header', 'If-None-Match: *').status, 404)

    def test_gzip(self):
        """gzip: the same bytes inside, an entity tag of its own, Vary on both forms"""
        for path in COMPRESSED:
            with self.subTest(path):
                plain, packed = self.get(path), self.get(path, *accepting('gzip'))
                self.assertEqual(packed.fields['content-encoding'], 'gzip')
                self.assertNotIn('content-encoding', plain.fields)
                self.assertEqual(gzip.decompress(packed.body), plain.body)
                self.assertLess(len(packed.body), len(plain.body) / 2)
                self.assertNotEqual(packed.fields['etag'], plain.fields['etag'])
                for answer in (plain, packed):
                    self.assertIn('Accept-Encoding', answer.fields['vary'])
                again = self.get(path, *accepting('gzip'), '--header', f'If-None-Match: {packed.fields["etag"]}')
                self.assertEqual(again.status, 304)
                other = self.get(path, *accepting('gzip'), '--header', f'If-None-Match: {plain.fields["etag"]}')
                self.assertEqual(other.status, 200)

    def test_accept_encoding(self):
        """Accept-Encoding: weights are honoured"""
        cases = [
            ('gzip', True), ('GZIP', True), ('x-gzip', True), ('br, gzip;q=0.5', True), ('*', True),
            ('gzip;q=1.0, identity;q=0.5', True), ('deflate, *;q=0.1', True), ('gzip ; q=0.001', True),
            ('identity', False), ('br', False), ('gzip;q=0', False), ('gzip;q=0.000', False),
            ('*;q=0, identity;q=0.1', False), ('gzip;q=0, *', False), ('identity, gzip;q=0.5', False),
            ('gzip;q=wrong', False), ('gzipped', False), (';;,,=', False),
        ]
        for value, packed in cases:
            with self.subTest(value):
                answer = self.get('/api/v1/layers', *accepting(value))
                self.assertEqual('content-encoding' in answer.fields, packed)

    def test_no_acceptable_encoding(self):
        """what is not compressed may be ruled out: then it is gzip, or 406 with what there is"""
        cases = [
            ('identity;q=0', None), ('identity;q=0, gzip', 'gzip'), ('*;q=0, gzip', 'gzip'), ('*;q=0', None),
            ('br, *;q=0', None), ('identity;q=0, gzip;q=0', None), ('identity;q=0.000, br', None), ('br', ''),
        ]
        for value, expected in cases:
            for path in ('/api/v1/layers', TILE):
                with self.subTest(value=value, path=path):
                    answer = self.get(path, *accepting(value))
                    if expected is None or (path == TILE and expected == 'gzip'):
                        self.assertEqual((answer.status, answer.fields['content-type']),
                                         (406, 'application/problem+json'))
                        self.assertEqual(answer.json()['allowed'], ['identity'] if path == TILE else ['gzip', 'identity'])
                    else:
                        self.assertEqual((answer.status, answer.fields.get('content-encoding', '')), (200, expected))

    def test_vary(self):
        """Vary names what the answer depended on, and nothing else, for 200 and 304 and HEAD alike"""
        for path, expected in (('/api/v1/jurisdictions', 'Accept, Accept-Encoding, Accept-Language'),
                               ('/api/v1/jurisdictions.csv', 'Accept-Encoding, Accept-Language'),
                               ('/api/v1/jurisdictions.csv?lang=en', 'Accept-Encoding'),
                               ('/api/v1/jurisdictions?lang=en', 'Accept, Accept-Encoding'),
                               ('/api/v1/codebook', 'Accept-Encoding'), (TILE, None), ('/healthz', None)):
            answer = self.get(path)
            again = self.get(path, '--header', f'If-None-Match: {answer.fields["etag"]}')
            self.assertEqual(again.status, 304)
            for one in (answer, again, self.get(path, '--head')):
                self.assertEqual(one.fields.get('vary'), expected, path)

    def test_errors_of_head(self):
        """HEAD of what is wrong has the status and fields of GET, and no body"""
        for path in ('/nowhere', '/api/v1/jurisdictions?x=1', '/api/v1/jurisdictions/ZZ', '/' + 'a' * 3000):
            got, head = self.get(path), self.get(path, '--head')
            got.fields.pop('date'), head.fields.pop('date')
            self.assertEqual((head.status, head.fields, head.body), (got.status, got.fields, b''))
            self.assertGreaterEqual(head.status, 400)

    def test_pictures_are_not_compressed_again(self):
        """a PNG is never gzipped"""
        answer = self.get(TILE, *accepting('gzip'))
        self.assertNotIn('content-encoding', answer.fields)
        self.assertEqual(answer.body[:8], b'\x89PNG\r\n\x1a\n')

    def test_accept_language(self):
        """Accept-Language: lookup by weight; lang= overrules it"""
        cases = [
            ('fr', 'fr'), ('FR-ca', 'fr'), ('zh-Hant-TW', 'zh'), ('pt-BR, es;q=0.7, ru;q=0.9', 'ru'),
            ('de', 'en'), ('*', 'en'), ('ru;q=0, fr;q=0.1', 'fr'), ('fr, es', 'fr'),
            ('es;q=nonsense, fr;q=0.2', 'fr'), ('abcdefghijklmnop', 'en'), (';q=1', 'en'),
        ]
        for value, language in cases:
            with self.subTest(value):
                answer = self.get('/api/v1/jurisdictions/CI', '--header', f'Accept-Language: {value}')
                self.assertEqual(answer.fields['content-language'], language)
                self.assertIn('Accept-Language', answer.fields['vary'])
                body = answer.json()
                self.assertEqual(body['name'], body['names'][language])
        answer = self.get('/api/v1/jurisdictions/CI?lang=es', '--header', 'Accept-Language: fr')
        self.assertEqual(answer.fields['content-language'], 'es')
        self.assertEqual(answer.fields['vary'], 'Accept-Encoding')
