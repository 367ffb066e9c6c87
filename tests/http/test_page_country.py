import json
import pathlib
import re
import tempfile

from html_page import Page
from service import SOURCE, Server, ServerTest, copy_data

LANGUAGES = ('en', 'fr', 'es', 'ru', 'zh')
HOSTILE = '<script>document.title = "taken"</script>"\'&<img src=x onerror=alert(1)>'


class CountryPageTest(ServerTest):
    def page(self, path, *options):
        answer = self.get(path, *options)
        self.assertEqual(answer.status, 200, path)
        self.assertEqual(answer.fields['content-type'], 'text/html; charset=utf-8')
        return Page(answer.body.decode('utf-8'))

    def test_says_what_the_record_says(self):
        """everything that the API knows of a country stands in its page, in words, in every language"""
        for language in LANGUAGES:
            record = self.get_json(f'/api/v1/jurisdictions/AU-NSW?lang={language}')
            page = self.page(f'/country/AU-NSW?lang={language}')
            with self.subTest(language):
                self.assertEqual(page.one('h1').text, record['name'])
                expected = [record['framework_label'], record['framework_definition'], record['instrument'], record['note'],
                            record['region_label']]
                expected += [act[field] for act in record['acts'].values() for field in ('label', 'definition')]
                expected += [label[field] for label in record['measure_labels'].values() for field in ('label', 'value_label')]
                expected += [one[field] for one in record['provisions'] for field in ('law', 'section', 'summary', 'penalty')]
                expected += [one['instrument'] for one in record['history']] + [one['framework_label'] for one in record['history']]
                for text in filter(None, expected):
                    self.assertIn(text.strip(), page.text)
                addresses = [link.get('href') for link in page.all('a')]
                for linked in record['sources'] + record['network'] + record['resources']:
                    self.assertIn(linked['url'], addresses)

    def test_links(self):
        """every link of the page within this server is answered, and keeps the language and the date"""
        page = self.page('/country/AU?lang=ru&date=2010-06-01')
        inside = {link.get('href') for link in page.all('a') + page.all('link') if link.get('href').startswith('/')}
        self.assertIn('/country/AU-NSW?date=2010-06-01&lang=ru', inside)
        for address in sorted(inside):
            with self.subTest(address):
                self.assertEqual(self.get(address.split('#')[0]).status, 200)
                if address.startswith('/country') and address != '/country/AU':
                    self.assertIn('lang=', address)
        outside = [link for link in page.all('a') if link.get('href').startswith('http')]
        self.assertTrue(outside)
        for link in outside:
            self.assertEqual(link.get('rel'), 'noreferrer')

    def test_codes(self):
        """alpha-3 and any case show the same page, which names its one address"""
        page = self.page('/country/SE?lang=en')
        for code in ('se', 'SWE', 'swe'):
            self.assertEqual(self.page(f'/country/{code}?lang=en').text, page.text)
        self.assertTrue(page.one('link', rel='canonical').get('href').endswith(f':{self.server.port}/country/SE'))

    def test_history_leads_to_the_law_of_its_time(self):
        """each period's link shows the page on a day of it, what changed beside it"""
        page = self.page('/country/NZ?lang=en')
        dated = [link.get('href') for link in page.all('a') if (link.get('href') or '').startswith('/country/NZ?date=')
                 and link.get('hreflang') is None]
        self.assertEqual(dated, ['/country/NZ?date=2003-06-28&lang=en'])
        self.assertIn('Selling sex: from “Partly criminalised” to “Decriminalised”', page.text)
        before = self.page('/country/NZ?date=2003-06-27&lang=en')
        self.assertIn('The law on 27 June 2003', before.text)
        self.assertEqual(before.one(class_='overview').all(class_='status')[0].text, 'Selling sex partly criminalised')

    def test_languages(self):
        """by address before Accept-Language before English; the page says which, and where the others are"""
        cases = (('', '', 'en', True), ('', 'fr-CA, en;q=0.5', 'fr', True), ('?lang=zh', 'fr', 'zh', False))
        for query, accepted, language, varies in cases:
            with self.subTest(query + accepted):
                answer = self.get('/country/KE' + query, '--header', f'Accept-Language: {accepted}')
                page = Page(answer.body.decode('utf-8'))
                self.assertEqual(page.one('html').get('lang'), language)
                self.assertEqual(answer.fields['content-language'], language)
                self.assertEqual('Accept-Language' in answer.fields.get('vary', ''), varies)
                self.assertEqual([link.get('hreflang') for link in page.all('link', rel='alternate')], list(LANGUAGES))

    def test_dates_in_words(self):
        """as each language writes them"""
        cases = {'en': '1 January 1999', 'fr': '1er janvier 1999', 'es': '1 de enero de 1999', 'ru': '1 января 1999 г.',
                 'zh': '1999年1月1日'}
        for language, words in cases.items():
            page = self.page(f'/country/SE?lang={language}')
            self.assertIn(words, [one.text for one in page.all('time', datetime='1999-01-01')])

    def test_parts_of_another(self):
        """who has another's law says whose, and a subdivision says of what it is part"""
        all_of_them = self.get_json('/api/v1/jurisdictions?level=all&lang=en')['jurisdictions']
        heirs = [one for one in all_of_them if one['inherits'] is not None]
        self.assertTrue(heirs)
        names = {one['code']: one['name'] for one in all_of_them}
        for heir in heirs[:3]:
            page = self.page(f"/country/{heir['code']}?lang=en")
            self.assertIn(f"The law that applies here is that of {names[heir['inherits']]}.", page.text)
        self.assertIn('Part of Australia.', self.page('/country/AU-NSW?lang=en').text)

    def test_a_part_is_in_english(self):
        """what the record holds in English only says so to screen readers"""
        page = self.page('/country/NZ?lang=fr')
        for item in page.all(class_='provisions'):
            for paragraph in item.all('p'):
                if paragraph.get('class') != 'hint':
                    self.assertEqual(paragraph.get('lang'), 'en')

    def test_hostile_record(self):
        """text of a record is text wherever it stands, and only addresses of the web become links"""
        with tempfile.TemporaryDirectory() as data:
            copy_data(data)
            path = pathlib.Path(data) / 'jurisdictions' / 'NZ.json'
            record = json.loads(path.read_text('utf-8'))
            record['note'] = record['periods'][1]['instrument'] = HOSTILE
            record['provisions'][0].update(law=HOSTILE, section=HOSTILE, summary=HOSTILE, penalty=HOSTILE)
            record['sources'] = [{'title': HOSTILE, 'publisher': HOSTILE, 'year': 2020, 'url': None}]
            path.write_text(json.dumps(record), 'utf-8')
            with Server('--data', data, '--shapefiles', str(SOURCE / 'shapefiles'),
                        '--correction-url', 'https://example.org/?about={code}&"><script>') as server:
                for language in LANGUAGES:
                    page = Page(server.get(f'/country/NZ?lang={language}').body.decode('utf-8'))
                    self.assertGreaterEqual(page.text.count(HOSTILE), 8)
                    self.assertEqual([one for one in page.all('script') if not one.get('src')], [])
                    self.assertEqual([one for one in page.all('img') if one.get('src') == 'x'], [])
                    self.assertEqual([name for one in page.all() for name in one.attributes if name.startswith('on')], [])
                corrections = [one.get('href') for one in page.all('a') if (one.get('href') or '').startswith('https://example.org')]
                self.assertRegex(corrections[0], r'^https://example\.org/\?about=NZ&')

    def test_corrections(self):
        """the address is the operator's to give; without it the page offers none"""
        self.assertNotIn('Report a correction', self.page('/country/NZ?lang=en').text)
        options = ('--data', str(SOURCE / 'data'), '--shapefiles', str(SOURCE / 'shapefiles'))
        with Server(*options, '--correction-url', 'mailto:law@example.org?subject={code}') as server:
            page = Page(server.get('/country/NZ?lang=en').body.decode('utf-8'))
            links = [one for one in page.all('a') if one.text == 'Report a correction']
            self.assertEqual([one.get('href') for one in links], ['mailto:law@example.org?subject=NZ'])

    def test_picture(self):
        """a map round the country, which says in words what it shows; of the day that was asked for"""
        page = self.page('/country/SE?lang=en&date=1998-06-01')
        picture = page.one('div', role='img')
        self.assertEqual(picture.get('aria-label'), 'Map of Sweden: Third parties criminalised')
        addresses = [one.get('src') for one in picture.all('img')]
        self.assertEqual(len(addresses), 12)
        for address in addresses:
            answer = self.get(address)
            self.assertEqual((answer.status, answer.fields['content-type']), (200, 'image/png'))
            self.assertEqual('labels' not in address, address.endswith('date=1998-06-01'))
        # Every country is in the window of one and a half tiles, whatever zoom and tiles were chosen.
        for code in ('SE', 'FJ', 'RU', 'US', 'VA', 'TV', 'NZ', 'KI', 'GL', 'AQ'):
            page = self.page(f'/country/{code}')
            bounds = self.get_json(f'/api/v1/jurisdictions/{code}')['bbox']
            tiles = page.one('div', role='img').all('div')[0]
            right, down = (int(name[-1]) for name in tiles.get('class').split()[1:])
            zoom, x, y = (int(part) for part in tiles.all('img')[0].get('src').split('@')[0].split('/')[3:])
            west, south, east, north = bounds
            middle = 2 ** zoom * (((west + east + (360 if east < west else 0)) / 2 + 180) / 360)
            self.assertLess(abs((middle - x - right / 4 - 0.75 + 1) % 2 ** zoom - 1), 0.26, code)

    def test_card(self):
        """what others show of a link to it: absolute addresses, a picture that this server draws"""
        page = self.page('/country/SE?lang=fr', '--header', 'Host: law.example.org')
        card = {one.get('property'): one.get('content') for one in page.all('meta') if one.get('property')}
        self.assertEqual(card['og:title'], page.one('title').text)
        self.assertEqual(card['og:url'], 'http://law.example.org/country/SE?lang=fr')
        self.assertEqual(page.one('link', rel='canonical').get('href'), 'http://law.example.org/country/SE')
        answer = self.get(card['og:image'].removeprefix('http://law.example.org'))
        self.assertEqual((answer.status, answer.body[16:24]), (200, (1200).to_bytes(4, 'big') + (630).to_bytes(4, 'big')))
        hostile = self.get('/country/SE', '--header', 'Host: a"><script>x').body.decode()
        self.assertNotIn('<script>x', hostile)

    def test_kept_answers(self):
        """a page has an entity tag, is not sent twice, and travels compressed"""
        answer = self.get('/country/NZ?lang=en')
        again = self.get('/country/NZ?lang=en', '--header', f"If-None-Match: {answer.fields['etag']}")
        self.assertEqual((again.status, again.body), (304, b''))
        packed = self.get('/country/NZ?lang=en', '--header', 'Accept-Encoding: gzip')
        self.assertEqual(packed.fields['content-encoding'], 'gzip')
        self.assertLess(len(packed.body), 12000)

    def test_colours(self):
        """every class that a swatch may name has a colour in the style sheet, on light and dark screens"""
        css = self.get('/legend/classes.css').body.decode()
        layers = self.get_json('/api/v1/layers')['layers']
        for layer in layers:
            for one in layer['classes']:
                for palette in ('default', 'dark'):
                    self.assertIn(f".{layer['kind']}-{one['id']}{{background-color:{one['colours'][palette]}}}", css)
        used = {name for one in self.page('/country/AU').all(aria_hidden='true') for name in one.get('class').split()}
        for name in used - {'swatch'}:
            self.assertRegex(css, rf'(?m)^\.{re.escape(name)}{{')
