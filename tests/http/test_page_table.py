import csv
import io
import unicodedata

from html_page import Page
from service import ServerTest

ACTS = ('selling', 'buying', 'third_parties')


def plain(name):
    """Without case and accents."""
    return ''.join(c for c in unicodedata.normalize('NFD', name.lower()) if not unicodedata.combining(c))


class TablePageTest(ServerTest):
    def page(self, query=''):
        answer = self.get('/table' + query)
        self.assertEqual(answer.status, 200, query)
        return Page(answer.body.decode('utf-8'))

    def rows(self, page):
        """[[code, region, framework, selling, buying, third parties, since], …] in words"""
        body = page.all('tbody')
        return [[row.all('th')[0].all('a')[0].get('href').split('/')[2].split('?')[0]] + [cell.text for cell in row.all('td')]
                for row in (body[0].all('tr') if body else [])]

    def test_all_countries(self):
        """a row a country, with the words of its statuses in the page's language"""
        for language in ('en', 'zh'):
            countries = self.get_json(f'/api/v1/jurisdictions?lang={language}')['jurisdictions']
            expected = {one['code']: [one['framework_label']] + [one['acts'][act]['label'] for act in ACTS] for one in countries}
            self.assertEqual({row[0]: row[2:6] for row in self.rows(self.page(f'?lang={language}'))}, expected)

    def test_filters(self):
        """as the API's, on any date; a field left empty by the form does not count"""
        cases = ('region=europe&selling=criminalised', 'framework=legalisation&region=&date=&q=&selling=', 'date=1990-06-01&buying=criminalised',
                 'level=all&region=latin-america', 'level=subdivision&zoning=yes', 'framework=legalisation,decriminalisation')
        for query in cases:
            with self.subTest(query):
                asked = '&'.join(field for field in query.split('&') if not field.endswith('='))
                expected = self.get_json('/api/v1/jurisdictions?' + asked)['jurisdictions']
                self.assertTrue(expected)
                page = self.page('?' + query)
                self.assertEqual(sorted(row[0] for row in self.rows(page)), [one['code'] for one in expected])
                link = next(one.get('href') for one in page.all('a') if one.get('href').startswith('/api/v1/jurisdictions.csv'))
                listed = csv.DictReader(io.StringIO(self.get(link).body.decode('utf-8-sig')))
                self.assertEqual([row['code'] for row in listed], [one['code'] for one in expected])

    def test_the_form_keeps_what_was_chosen(self):
        """its fields show the filters; measures and order, which it does not offer, and the language travel along"""
        page = self.page('?region=africa&selling=criminalised&date=2010-01-01&zoning=no&sort=-since&lang=fr')
        form = page.one('form', class_='filters')
        chosen = {select.get('name'): option.get('value') for select in form.all('select') for option in select.all('option')
                  if 'selected' in option.attributes}
        self.assertEqual(chosen, {'region': 'africa', 'selling': 'criminalised'})
        inputs = {one.get('name'): one.get('value') for one in form.all('input')}
        self.assertEqual(inputs, {'q': '', 'date': '2010-01-01', 'zoning': 'no', 'sort': '-since', 'lang': 'fr'})

    def test_order(self):
        """by each column, up and down by its link, which says so; names without regard to accents"""
        names = [row.all('th')[0].all('a')[0].text for row in self.page('?lang=fr').one('tbody').all('tr')]
        self.assertEqual(names, sorted(names, key=plain))
        start = self.page('?region=africa&lang=en')
        self.assertEqual([head.get('aria-sort') for head in start.one('thead').all('th')], ['ascending'] + ['none'] * 6)
        for place, head in enumerate(start.one('thead').all('th')):
            with self.subTest(head.text):
                link = head.all('a')[0].get('href')
                self.assertTrue(link.startswith('/table?region=africa&lang=en&sort='))
                first = self.page(link.removeprefix('/table'))
                again = first.one('thead').all('th')[place]
                self.assertEqual(again.get('aria-sort'), 'descending' if place == 0 else 'ascending')
                second = self.page(again.all('a')[0].get('href').removeprefix('/table'))
                up, down = (first, second) if place else (second, first)
                values = [[row[place] for row in self.rows(page)] for page in (up, down)]
                runs = [[value for i, value in enumerate(one) if i == 0 or one[i - 1] != value] for one in values]
                if place != 6:  # dates in words
                    self.assertEqual(runs[0], runs[1][::-1])
                self.assertEqual(sorted(values[0]), sorted(values[1]))

    def test_dates_in_order(self):
        page = self.page('?sort=since')
        dates = [row.all('time')[0].get('datetime') if row.all('time') else '' for row in page.one('tbody').all('tr')]
        self.assertEqual(dates, sorted(dates))
        self.assertNotEqual(dates[-1], '')

    def test_search(self):
        """by name in any language, other name or code; accents, case and a slip do not matter; best first"""
        cases = {'Zeland': 'NZ', 'cote+d%27ivoire': 'CI', 'Холандия': None, 'Нидерланды': 'NL', 'UK': 'GB', 'swe': 'SE', '瑞典': 'SE',
                 'nevada': 'US-NV', 'Allemagne': 'DE', 'TURKEY': 'TR'}
        for wanted, code in cases.items():
            with self.subTest(wanted):
                codes = [row[0] for row in self.rows(self.page(f'?q={wanted}&lang=en'))]
                if code is not None:
                    self.assertEqual(codes[:1], [code])
                api = self.get_json(f'/api/v1/jurisdictions?q={wanted}')['jurisdictions']
                self.assertEqual(sorted(codes), [one['code'] for one in api])

    def test_nothing_found(self):
        """says so, repeats what was asked as text, and offers the form again"""
        page = self.page('?q=%3Cscript%3Exyzzy&lang=en')
        self.assertIn('No country or territory is called “<script>xyzzy”', page.one('main').text)
        self.assertEqual(page.one('input', id='name').get('value'), '<script>xyzzy')
        self.assertEqual(page.all('table'), [])
        self.assertIn('Nothing fits', self.page('?selling=regulated&buying=criminalised&region=africa&lang=en').text)

    def test_refusals(self):
        """what there is not is refused, with what there is"""
        for query, parameter, allowed in (('sort=colour', 'sort', '-since'), ('selling=maybe', 'selling', 'criminalised'),
                                          ('colour=red', 'colour', 'sort')):
            answer = self.get('/table?' + query)
            self.assertEqual((answer.status, answer.json()['parameter']), (400, parameter))
            self.assertIn(allowed, answer.json()['allowed'])
