import datetime
import html
import io
import json
import re
import urllib.robotparser
import xml.etree.ElementTree as xml

import feedparser
import service
from service import Server, ServerTest

DATA = ('--data', str(service.SOURCE / 'data'), '--shapefiles', str(service.SOURCE / 'shapefiles'))
PUBLIC = 'https://maps.example.org'
SITEMAP = '{http://www.sitemaps.org/schemas/sitemap/0.9}'
SECURITY = '/.well-known/security.txt'


def json_ld(page):
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[1])


class DiscoveryTest(ServerTest):
    def origin(self):
        return f'http://127.0.0.1:{self.server.port}'

    def test_robots(self):
        """search engines may read the pages, not the data and pictures; the sitemap is named"""
        answer = self.get('/robots.txt')
        self.assertEqual(answer.fields['content-type'], 'text/plain; charset=utf-8')
        parser = urllib.robotparser.RobotFileParser()
        parser.parse(answer.body.decode('utf-8').splitlines())
        for path, allowed in (('/', True), ('/?lang=fr', True), ('/country/SE', True), ('/about', True), ('/api', True),
                              ('/assets/x/map.js', True), ('/tiles/framework/0/0/0.png', False),
                              ('/api/v1/jurisdictions', False), ('/legend/framework.png', False)):
            self.assertEqual(parser.can_fetch('any', self.origin() + path), allowed, path)
        self.assertEqual(parser.site_maps(), [self.origin() + '/sitemap.xml'])

    def test_sitemap(self):
        """every page of the sitemap is there, in each of its languages"""
        root = xml.fromstring(self.get('/sitemap.xml').body)
        self.assertEqual(root.tag, SITEMAP + 'urlset')
        places = [place.text for place in root.iter(SITEMAP + 'loc')]
        self.assertEqual(len(places), len(set(places)))
        self.assertLessEqual({self.origin() + '/', self.origin() + '/country/NZ', self.origin() + '/country/AU-NSW'},
                             set(places))
        for url in root:
            languages = [link.get('hreflang') for link in url if link.get('hreflang')]
            self.assertEqual(languages, ['en', 'fr', 'es', 'ru', 'zh'])
        for url in list(root)[:8]:
            for address in (url[0].text, *(link.get('href') for link in url[1:])):
                answer = self.get(address.removeprefix(self.origin()))
                self.assertEqual((answer.status, answer.fields['content-type']), (200, 'text/html; charset=utf-8'))
                if 'lang=' in address:
                    self.assertEqual(answer.fields['content-language'], address[-2:])

    def test_json_ld(self):
        """the page tells of the dataset as schema.org does; what it offers to download is there"""
        for language in ('en', 'ru'):
            page = self.get(f'/?lang={language}').body.decode('utf-8')
            found = json_ld(page)
            dataset = self.get_json('/api/v1/jurisdictions/NZ')['dataset']
            self.assertEqual((found['@context'], found['@type']), ('https://schema.org/', 'Dataset'))
            self.assertEqual((found['version'], found['dateModified'], found['license'], found['creditText']),
                             (dataset['version'], dataset['date'], dataset['licence_url'], dataset['citation']))
            self.assertIn(found['description'], html.unescape(page.split('<script')[0]))
            self.assertGreater(len(found['description']), 50)
            self.assertRegex(found['temporalCoverage'], r'^\d{4}(-\d\d){0,2}/\.\.$')
            layers = self.get_json(f'/api/v1/layers?lang={language}')['layers']
            self.assertEqual([one['name'] for one in found['variableMeasured']], [one['label'] for one in layers])
            for download in found['distribution']:
                answer = self.get(download['contentUrl'])
                self.assertEqual(answer.fields['content-type'].split(';')[0], download['encodingFormat'])

    def test_no_security_contact(self):
        """nobody is named who was not"""
        self.assertEqual(self.get(SECURITY).status, 404)

    def test_security_contact(self):
        """security.txt has what RFC 9116 asks for, until it expires"""
        soon = (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=2)).strftime('%Y-%m-%d')
        named = ('--security-contact', 'mailto:security@example.org', '--security-expires')
        with Server(*DATA, *named, soon, '--public-url', PUBLIC) as server:
            answer = server.get(SECURITY)
            self.assertEqual(answer.fields['content-type'], 'text/plain; charset=utf-8')
            lines = dict(line.split(': ', 1) for line in answer.body.decode('utf-8').splitlines())
            self.assertEqual(lines, {'Contact': 'mailto:security@example.org', 'Expires': f'{soon}T00:00:00Z',
                                     'Canonical': PUBLIC + SECURITY})
        with Server(*DATA, *named, '2020-01-01') as server:
            self.assertEqual(server.get(SECURITY).status, 404)

    def test_bad_options(self):
        """an address that is none is refused at the start, with what was expected"""
        for options in (['--public-url', 'example.org'], ['--public-url', 'https://example.org/'],
                        ['--public-url', 'https://'], ['--public-url', 'https://a b'], ['--public-url', 'ftp://x'],
                        ['--public-url', 'https://x/y'], ['--public-url', 'https://x"'],
                        ['--security-contact', 'mailto:a@example.org'], ['--security-expires', '2030-01-01'],
                        ['--security-contact', 'a@example.org', '--security-expires', '2030-01-01'],
                        ['--security-contact', 'mailto:a\nb', '--security-expires', '2030-01-01'],
                        ['--security-expires', '2030', '--security-contact', 'mailto:a@example.org'],
                        ['--security-expires', '2030-02-30', '--security-contact', 'mailto:a@example.org']):
            with self.subTest(options):
                ran = service.lawmap('serve', *options)
                self.assertEqual((ran.returncode, ran.stdout), (2, b''))
                self.assertIn(options[0].encode(), ran.stderr)


class PublicTest(ServerTest):
    options = ('--public-url', PUBLIC)

    def test_absolute_addresses(self):
        """what has absolute addresses has the server's own, whatever Host says, and may be kept by caches"""
        for path in ('/tiles/framework.json', '/wmts/1.0.0/WMTSCapabilities.xml', '/robots.txt', '/sitemap.xml',
                     '/api/v1/changes.atom'):
            with self.subTest(path):
                spoofed = self.get(path, '--header', 'Host: evil.example', '--header', 'X-Forwarded-Proto: http')
                self.assertEqual(spoofed.body, self.get(path).body)
                self.assertIn(PUBLIC.encode() + b'/', spoofed.body)
                self.assertNotIn(b'evil', spoofed.body)
                self.assertTrue(spoofed.fields['cache-control'].startswith('public, max-age='))
        self.assertIn(f'<{PUBLIC}/>; rel="cite-as"', self.get('/api/v1/jurisdictions.csv').fields['link'])
        found = json_ld(self.get('/').body.decode('utf-8'))
        self.assertEqual(found['url'], PUBLIC + '/')
        self.assertTrue(all(one['contentUrl'].startswith(PUBLIC + '/api/') for one in found['distribution']))

    def test_feed(self):
        """a feed reader that has the feed from somewhere else still finds what it is about"""
        feed = feedparser.parse(io.BytesIO(self.get('/api/v1/changes.atom?since=2015').body))
        self.assertFalse(feed.bozo, feed.get('bozo_exception'))
        links = {link.rel: link.href for link in feed.feed.links}
        self.assertEqual(links['self'], f'{PUBLIC}/api/v1/changes.atom?lang=en&since=2015')
        self.assertTrue(feed.entries[0].link.startswith(f'{PUBLIC}/api/v1/jurisdictions/'))
