import csv
import io
import json
import pathlib
import tempfile

import service
from service import ServerTest

LIST = '/api/v1/jurisdictions'
CSV = 'text/csv; charset=utf-8; header=present'
JSON = 'application/json'
COLUMNS = ['code', 'alpha3', 'name', 'parent', 'region', 'date', 'since', 'framework', 'selling', 'buying',
           'third_parties', 'mandatory_health_checks', 'mandatory_registration', 'licensed_venues', 'zoning',
           'migrants_excluded', 'trafficking_conflation', 'public_order_enforcement', 'advertising_prohibited',
           'instrument', 'varies_subnationally', 'inherits', 'law_as_of', 'confidence', 'review']


def rows_of(answer):
    return list(csv.DictReader(io.StringIO(answer.body.decode('utf-8'), newline='')))


class FormatsTest(ServerTest):
    def test_table_has_what_the_list_has(self):
        """the CSV is the JSON list, row by row, for any filters"""
        for query in ('level=all', 'region=africa&selling=criminalised&date=2015-01-01', 'level=subdivision&lang=zh',
                      'zoning=yes&framework=legalisation'):
            with self.subTest(query):
                rows = rows_of(self.get(f'{LIST}.csv?{query}'))
                found = self.get_json(f'{LIST}.json?{query}')
                self.assertEqual(list(rows[0]), COLUMNS)
                self.assertEqual(len(rows), found['count'])
                for row, one in zip(rows, found['jurisdictions']):
                    expected = {**{name: one[name] or '' for name in ('code', 'alpha3', 'name', 'parent', 'region',
                                                                     'since', 'framework', 'inherits', 'law_as_of',
                                                                     'confidence')},
                                'date': found['date'],
                                **{act: one['acts'][act]['status'] for act in one['acts']}, **one['measures']}
                    self.assertEqual({name: row[name] for name in expected}, expected)

    def test_table_is_rfc_4180(self):
        """lines end in CR LF, quotes are doubled, every row has every cell"""
        answer = self.get(f'{LIST}.csv?level=all')
        self.assertEqual(answer.fields['content-type'], CSV)
        self.assertTrue(answer.body.endswith(b'\r\n'))
        self.assertEqual(answer.body.count(b'\n'), answer.body.count(b'\r\n'))
        self.assertIn(b'"', answer.body)
        for row in csv.reader(io.StringIO(answer.body.decode('utf-8'), newline=''), strict=True):
            self.assertEqual(len(row), len(COLUMNS))
        instruments = {row['code']: row['instrument'] for row in rows_of(answer)}
        for code in ('SE', 'NZ', 'AU-NSW'):
            self.assertEqual(instruments[code], self.get_json(f'{LIST}/{code}')['instrument'])

    def test_formulas_are_texts(self):
        """what a spreadsheet would run gets an apostrophe in front; nothing else changes"""
        with tempfile.TemporaryDirectory() as data:
            service.copy_data(data)
            written = {'NZ': '=HYPERLINK("http://x","y")', 'SE': '@SUM(1)', 'KE': '-1+1', 'CI': '+1, 2',
                       'FR': 'a=1', 'DE': 'quoted "so", twice'}
            for code, instrument in written.items():
                path = pathlib.Path(data) / f'jurisdictions/{code}.json'
                record = json.loads(path.read_text('utf-8'))
                record['periods'][-1]['instrument'] = instrument
                path.write_text(json.dumps(record), 'utf-8')
            with service.Server('--data', data, '--shapefiles', str(service.SOURCE / 'shapefiles')) as server:
                cells = {row['code']: row['instrument'] for row in rows_of(server.get(f'{LIST}.csv'))}
        for code, instrument in written.items():
            with self.subTest(code):
                self.assertEqual(cells[code], ("'" if instrument[0] in '=@+-' else '') + instrument)

    def test_no_rows_is_a_header(self):
        """nothing that fits: the header alone"""
        answer = self.get(f'{LIST}.csv?selling=criminalised&framework=decriminalisation')
        self.assertEqual((answer.status, answer.body.decode().split('\r\n')), (200, [','.join(COLUMNS), '']))

    def test_accept(self):
        """Accept chooses where the path does not: the most precise range counts, then the weight"""
        cases = [
            (None, JSON), ('', JSON), ('*/*', JSON), ('text/csv', CSV), ('TEXT/CSV', CSV), ('text/*', CSV),
            ('application/*', JSON), ('text/csv;q=0.5, application/json;q=0.4', CSV),
            ('text/csv;q=0.5, */*', JSON), ('application/json;q=0, */*', CSV),
            ('text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', JSON),
            ('text/csv; header=present', CSV), ('text/csv;q=0.001', CSV), ('image/png, text/csv;q=0.1', CSV),
        ]
        for value, expected in cases:
            with self.subTest(value):
                answer = self.get(LIST, '--header', 'Accept:' if value is None else f'Accept: {value}')
                self.assertEqual((answer.status, answer.fields['content-type']), (200, expected))
                self.assertEqual(answer.fields['vary'], 'Accept, Accept-Encoding, Accept-Language')
        by_suffix = self.get(f'{LIST}.csv?lang=en', '--header', 'Accept: application/json')
        self.assertEqual((by_suffix.fields['content-type'], by_suffix.fields['vary']), (CSV, 'Accept-Encoding'))
        self.assertEqual(self.get(LIST, '--header', 'Accept: text/csv').body, self.get(f'{LIST}.csv').body)

    def test_not_acceptable(self):
        """a type that there is not is 406, with those there are"""
        for value in ('image/png', 'text/csv;q=0', 'text', '*', 'text/csvx', 'application/jso', 'x/*, */*;q=0'):
            with self.subTest(value):
                answer = self.get(LIST, '--header', f'Accept: {value}')
                self.assertEqual((answer.status, answer.fields['content-type']), (406, 'application/problem+json'))
                self.assertIn('text/csv', answer.json()['allowed'])
