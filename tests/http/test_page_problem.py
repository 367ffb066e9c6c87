from html_page import Page
from service import ServerTest

BROWSER = ('--header', 'Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8')


class ProblemPageTest(ServerTest):
    def page(self, path, status, *options):
        answer = self.get(path, *BROWSER, *options)
        self.assertEqual((answer.status, answer.fields['content-type']), (status, 'text/html; charset=utf-8'), path)
        self.assertEqual(answer.fields['cache-control'], 'no-store')
        self.assertIn('content-security-policy', answer.fields)
        for field in ('Accept', 'Accept-Language'):
            self.assertIn(field, answer.fields['vary'].split(', '))
        return Page(answer.body.decode('utf-8'))

    def test_unknown_country(self):
        """names what may have been meant, as links that work, and a search that knows the word"""
        page = self.page('/country/Swden?lang=en', 404)
        links = [link for link in page.one('main').all('a')]
        self.assertIn(('Sweden', '/country/SE?lang=en'), [(link.text, link.get('href')) for link in links])
        for link in links:
            self.assertEqual(self.get(link.get('href')).status, 200)
        form = page.one('main').all('form')[0]
        fields = '&'.join(f"{one.get('name')}={one.get('value')}" for one in form.all('input'))
        found = Page(self.get(f"{form.get('action')}?{fields}").body.decode('utf-8'))
        self.assertEqual(found.one('tbody').all('a')[0].get('href'), '/country/SE?lang=en')

    def test_hostile_addresses(self):
        """what was asked is repeated as text"""
        page = self.page('/country/%3Cscript%3Ealert(1)%3C?lang=en', 404)
        self.assertIn('“<script>alert(1)<”', page.text)
        self.assertEqual([one for one in page.all('script') if not one.get('src')], [])
        for path, status in (('/%zz', 400), ('/%00', 400), ('/%ff', 400), ('/a/b/c/d/e/f/g/h/i/j/k', 404), ('/' + 'x' * 3000, 414),
                             ('/country/' + 'x' * 200, 404), ('/?' + '&'.join(f'a{i}=1' for i in range(40)), 400)):
            with self.subTest(path[:30]):
                self.page(path, status)

    def test_languages(self):
        """by the parameter when it can be read, else by Accept-Language; also where the parameter is wrong"""
        cases = (('/nowhere', 'fr', 'fr'), ('/nowhere?lang=ru', 'fr', 'ru'), ('/table?lang=xx', 'es', 'es'), ('/%zz?lang=ru', 'zh', 'zh'))
        for path, accepted, language in cases:
            with self.subTest(path):
                status = 404 if path.startswith('/nowhere') else 400
                page = self.page(path, status, '--header', f'Accept-Language: {accepted}')
                self.assertEqual(page.one('html').get('lang'), language)

    def test_wrong_values(self):
        """a page names the parameter and lists what may stand there"""
        page = self.page('/table?selling=maybe&lang=en', 400)
        self.assertIn('What is wrong: selling', page.text)
        self.assertIn('decriminalised', [one.text for one in page.one('main').all('li')])

    def test_every_way_on_works(self):
        """no link of a refusal repeats what was refused; one leads to what was asked without it, as when a social network
        has decorated the address"""
        cases = (('/country/NZ?fbclid=x&date=2001-01-01&utm_source=y&lang=fr', '/country/NZ?date=2001-01-01&lang=fr'),
                 ('/?utm_source=x', '/'), ('/table?lang=xx&selling=varies', '/table?selling=varies'),
                 ('/country/nz?date=2023-02-29', '/country/nz'),
                 ('/country/ZZ?date=2001-01-01', None), ('/table?date=2001-01-01&date=2001-01-01', '/table'), ('/nowhere?a=b', None),
                 ('/api/v1/locate?lat=1', '/'), ('/api/v1/locate?lat=1&lon=x', '/'))
        for path, mended in cases:
            with self.subTest(path):
                links = [link.get('href') for link in self.page(path, 404 if mended is None else 400).all('a')]
                self.assertIn(mended or '/', links)
                for link in {link for link in links if link.startswith('/')}:
                    self.assertEqual(self.get(link).status, 200, link)

    def test_programs_get_json(self):
        """who does not ask for HTML first gets application/problem+json, from pages as from the API"""
        for accept in ('*/*', 'application/json', 'text/html;q=0.5, application/json', 'image/png, */*;q=0.1', ''):
            with self.subTest(accept):
                answer = self.get('/country/Swden', '--header', f'Accept: {accept}' if accept else 'Accept:')
                self.assertEqual((answer.status, answer.fields['content-type']), (404, 'application/problem+json'))
                self.assertEqual([one['code'] for one in answer.json()['near']], ['SE'])

    def test_about(self):
        """the codebook's words for every code, what to cite, in every language"""
        for language in ('en', 'fr', 'es', 'ru', 'zh'):
            page = Page(self.get(f'/about?lang={language}').body.decode('utf-8'))
            for layer in self.get_json(f'/api/v1/layers?lang={language}')['layers']:
                texts = [layer['label'], layer['definition']]
                if layer['kind'] != 'measure':
                    texts += [one[field] for one in layer['classes'] for field in ('label', 'definition')]
                for text in texts:
                    self.assertIn(text, page.text)
            citation = self.get_json('/api/v1/jurisdictions/NZ')['dataset']['citation']
            self.assertIn(citation, page.text)
            inside = {link.get('href') for link in page.all('a') if link.get('href').startswith('/')}
            for address in inside:
                self.assertEqual(self.get(address).status, 200, address)
