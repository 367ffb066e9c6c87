import csv
import io

from service import ServerTest

LIST = '/api/v1/jurisdictions'
ACTS = ['selling', 'buying', 'third_parties']


def rows_of(answer):
    return list(csv.DictReader(io.StringIO(answer.body.decode('utf-8'), newline='')))


class SelectionTest(ServerTest):
    def columns(self):
        return list(rows_of(self.get(f'{LIST}.csv?region=europe'))[0])

    def test_several_classes(self):
        """several classes of a layer, with commas between, let through what any of them would; layers still combine"""
        cases = {
            'selling=criminalised,partly-criminalised':
                lambda one: one['acts']['selling']['status'] in ('criminalised', 'partly-criminalised'),
            'selling=criminalised,criminalised': lambda one: one['acts']['selling']['status'] == 'criminalised',
            'framework=legalisation,decriminalisation&zoning=yes,partial&region=europe':
                lambda one: one['framework'] in ('legalisation', 'decriminalisation') and one['region'] == 'europe'
                and one['measures']['zoning'] in ('yes', 'partial'),
        }
        for date in ('', '&date=2004-06-30'):
            everything = self.get_json(f'{LIST}?level=all{date}')['jurisdictions']
            for query, fits in cases.items():
                with self.subTest(query + date):
                    found = self.get_json(f'{LIST}?level=all&{query}{date}')['jurisdictions']
                    self.assertEqual(found, [one for one in everything if fits(one)])
                    self.assertTrue(found and len(found) < len(everything))

    def test_columns(self):
        """fields= keeps these columns of the table, and the code, in the usual order, each cell as it was"""
        whole = rows_of(self.get(f'{LIST}.csv?lang=fr'))
        columns = self.columns()
        for fields, expected in (('name,framework', ['code', 'name', 'framework']),
                                 ('framework,name,code,name', ['code', 'name', 'framework']),
                                 ('acts,since', ['code', 'since', *ACTS]), ('code', ['code']),
                                 ('review,measures', [*['code'], *columns[11:19], 'review'])):
            with self.subTest(fields):
                rows = rows_of(self.get(f'{LIST}.csv?lang=fr&fields={fields}'))
                self.assertEqual(rows, [{name: row[name] for name in expected} for row in whole])
        self.assertEqual(rows_of(self.get(f'{LIST}.csv?fields=' + ','.join(columns))), rows_of(self.get(f'{LIST}.csv')))

    def test_members(self):
        """in JSON the same fields keep the same members; acts and measures keep what was asked of them"""
        whole = self.get_json(LIST)['jurisdictions']
        cases = {
            'name,selling': lambda one: {'code': one['code'], 'name': one['name'],
                                         'acts': {'selling': one['acts']['selling']}},
            'framework': lambda one: {name: one[name] for name in ('code', 'framework', 'framework_label')},
            'acts,zoning': lambda one: {'code': one['code'], 'acts': one['acts'],
                                        'measures': {'zoning': one['measures']['zoning']}},
            'date': lambda one: {'code': one['code']},
        }
        for fields, expected in cases.items():
            with self.subTest(fields):
                self.assertEqual(self.get_json(f'{LIST}?fields={fields}')['jurisdictions'],
                                 [expected(one) for one in whole])
        self.assertEqual(set(whole[0]) & set(self.columns()), set(self.columns()) - {*ACTS, 'date', *whole[0]['measures']})

    def test_properties(self):
        """GeoJSON has the columns of the table as properties, and takes the same fields"""
        rows = rows_of(self.get(f'{LIST}.csv?region=africa'))
        for fields in ('', '&fields=since,varies_subnationally,selling'):
            names = list(rows_of(self.get(f'{LIST}.csv?region=africa{fields}'))[0])
            for feature, row in zip(self.get_json(f'{LIST}.geojson?detail=low&region=africa{fields}')['features'], rows,
                                    strict=True):
                found = feature['properties']
                self.assertEqual(list(found), names)
                self.assertIsInstance(found['varies_subnationally'], bool)
                shown = {name: str(value).lower() if isinstance(value, bool) else value or ''
                         for name, value in found.items()}
                self.assertEqual(shown, {name: row[name] for name in names})

    def test_unknown_code(self):
        """of many codes the one that is wrong is named, with those that may have been meant"""
        self.assertEqual({one['code'] for one in self.get_json('/api/v1/jurisdictions?code=nz,SWE')['jurisdictions']}, {'NZ', 'SE'})
        answer = self.get('/api/v1/jurisdictions?code=NZ,Swden,SE')
        self.assertEqual(answer.status, 400)
        self.assertIn('code has “Swden”', answer.json()['detail'])
        self.assertEqual([one['code'] for one in answer.json()['near']], ['SE'])

    def test_unknown_field(self):
        """a field that there is not is refused, with those that there are, whatever the format"""
        for suffix in ('', '.csv', '.geojson'):
            for value in ('nonsense', '', 'code,', ',', 'Code', 'code,name,links', 'code%00', 'x' * 1500):
                with self.subTest(suffix + value[:20]):
                    answer = self.get(f'{LIST}{suffix}?fields={value}')
                    self.assertEqual(answer.status, 400)
                    if '%' not in value:
                        problem = answer.json()
                        self.assertEqual(problem['parameter'], 'fields')
                        self.assertEqual(problem['allowed'], ['acts', 'measures', *self.columns()])

    def test_common_box(self):
        """the box of a collection is the smallest that holds its features' boxes, across the antimeridian, too"""
        def box(query):
            return self.get_json(f'{LIST}.geojson?detail=low&{query}').get('bbox')

        self.assertEqual([round(bound) for bound in box('')], [-180, -90, 180, 84])
        west, south, east, north = box('region=europe&framework=decriminalisation')
        self.assertEqual((round(west), round(east)), (3, 6))  # Belgium
        self.assertTrue(49 < south < north < 52)
        west, _, east, _ = box('region=asia-pacific&framework=decriminalisation')  # New Zealand
        self.assertTrue(160 < west < 180 and -180 < east < -170)
        self.assertIsNone(box('selling=criminalised&framework=decriminalisation'))
        for feature in self.get_json(f'{LIST}.geojson?detail=low&region=asia-pacific')['features'][:40]:
            self.assertEqual(len(feature['bbox']), 4)
