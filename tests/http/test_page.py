import gzip
import re

from service import ServerTest


class PageTest(ServerTest):
    def test_policy(self):
        """a page may load only from this server, runs no inline script, tells nobody where a reader came from"""
        for path in ('/', '/country/NZ', '/table', '/about', '/api'):
            with self.subTest(path):
                answer = self.get(path)
                policy = answer.fields['content-security-policy']
                self.assertIn("default-src 'none'", policy)
                self.assertNotIn('unsafe', policy)
                for name in ('permissions-policy', 'cross-origin-opener-policy', 'cross-origin-resource-policy'):
                    self.assertIn(name, answer.fields)
                self.assertEqual(answer.fields['referrer-policy'], 'no-referrer')
                self.assertEqual(answer.fields['x-content-type-options'], 'nosniff')
                self.assertNotIn('set-cookie', answer.fields)
                html = answer.body.decode('utf-8')
                self.assertNotRegex(html, r'(?i)<style|\sstyle=|\son[a-z]+=|<script(?! type="application/(?:ld\+)?json")(?![^>]*\ssrc=)')

    def test_nothing_comes_from_elsewhere(self):
        """every address that the page loads from is this server's"""
        html = self.get('/').body.decode('utf-8')
        html = re.sub(r'<link rel="(?:canonical|alternate)"[^>]*>', '', html)
        loaded = re.findall(r'<(?:script|img|link|iframe)[^>]*?(?:src|href)="([^"]*)"', html)
        self.assertGreater(len(loaded), 4)
        for address in loaded:
            with self.subTest(address):
                self.assertRegex(address, r'^/([^/]|$)')
                self.assertEqual(self.get(address).status, 200)

    def test_assets_are_kept_for_good(self):
        """an asset under its version is immutable; under another it is served, but asked for again"""
        html = self.get('/').body.decode('utf-8')
        for address in re.findall(r'"(/assets/[^"]*)"', html):
            with self.subTest(address):
                plain, packed = self.get(address), self.get(address, '--header', 'Accept-Encoding: gzip')
                self.assertIn('immutable', plain.fields['cache-control'])
                self.assertEqual(gzip.decompress(packed.body), plain.body)
                other = self.get(re.sub(r'/assets/[0-9a-f]+/', '/assets/000000000000/', address))
                self.assertEqual(other.body, plain.body)
                self.assertEqual(other.fields['cache-control'], 'public, no-cache')

    def test_works_without_scripts(self):
        """the page's HTML has a still map and every country with its framework"""
        html = self.get('/').body.decode('utf-8')
        self.assertIn('<noscript>', html)
        listed = re.findall(r'<a href="/country/([A-Z]{2})" data-code="\1">([^<]+)</a> <span>.*?</svg> ([^<]+)<',
                            html)
        countries = self.get_json('/api/v1/jurisdictions?lang=en')['jurisdictions']
        expected = {one['code']: (one['name'], one['framework_label']) for one in countries}
        unescaped = {code: (name.replace('&amp;', '&'), label) for code, name, label in listed}
        self.assertEqual(unescaped, expected)

    def test_says_what_it_is(self):
        """the page says that it shows statute law, from desk research, and is no legal advice"""
        html = ' '.join(self.get('/').body.decode('utf-8').split())
        for words in ('as it stands in statute', 'desk research', 'legal advice', 'not how it is enforced'):
            self.assertIn(words, html)
