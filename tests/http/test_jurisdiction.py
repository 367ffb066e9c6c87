import json
import pathlib
import tempfile
import unittest

import service
from service import Server, ServerTest

FIELDS = ['code', 'alpha3', 'name', 'names', 'region', 'date', 'framework', 'acts', 'since', 'measures', 'provisions',
          'note', 'notes', 'sources', 'review', 'confidence', 'law_as_of', 'history', 'parent', 'subdivisions', 'network',
          'resources', 'bbox', 'links', 'varies_subnationally', 'basis', 'inherits']
LANGUAGES = ['en', 'fr', 'es', 'ru', 'zh']
JURISDICTIONS = '/api/v1/jurisdictions'


def record(code):
    return json.loads((service.SOURCE / f'data/jurisdictions/{code}.json').read_text('utf-8'))


class JurisdictionTest(ServerTest):
    def one(self, code, query=''):
        return self.get_json(f'{JURISDICTIONS}/{code}{query}')

    def test_every_jurisdiction_is_complete(self):
        """every jurisdiction answers with every field, and its acts with words"""
        for item in self.get_json(f'{JURISDICTIONS}?level=all')['jurisdictions']:
            with self.subTest(item['code']):
                body = self.one(item['code'], '?lang=ru')
                self.assertEqual([name for name in FIELDS if name not in body], [])
                self.assertEqual(list(body['names']), LANGUAGES)
                self.assertEqual(list(body['acts']), ['selling', 'buying', 'third_parties'])
                for act in body['acts'].values():
                    self.assertTrue(act['status'] and act['label'] and act['definition'])
                self.assertEqual(body['framework'], item['framework'])
                self.assertTrue(body['history'])

    def test_record_is_served_unchanged(self):
        """what the file records is what is served"""
        for code in ('NZ', 'AU-NSW', 'KE', 'AQ', 'SE'):
            with self.subTest(code):
                body, recorded = self.one(code), record(code)
                for name in ('code', 'measures', 'provisions', 'note', 'sources', 'review', 'confidence', 'basis',
                             'law_as_of', 'varies_subnationally'):
                    self.assertEqual(body[name], recorded[name], name)
                latest = recorded['periods'][-1]
                self.assertEqual({act: body['acts'][act]['status'] for act in body['acts']},
                                 {act: latest[act] for act in body['acts']})
                self.assertEqual(body['since'], latest['from'])

    def test_law_on_a_date(self):
        """the law on a date is that of the period in force"""
        cases = [
            ('NZ', '2003-06-28', 'framework', 'decriminalisation'),
            ('NZ', '2003-06-27', 'framework', 'selling-partly-criminalised'),
            ('SE', '1999-01-01', 'buying', 'criminalised'),
            ('SE', '1998-12-31', 'buying', 'not-criminalised'),
            ('NZ', '9999-12-31', 'framework', 'decriminalisation'),
        ]
        for code, date, what, expected in cases:
            with self.subTest(code=code, date=date):
                body = self.one(code, f'?date={date}')
                found = body['framework'] if what == 'framework' else body['acts'][what]['status']
                self.assertEqual(found, expected)
                self.assertEqual(body['date'], date)
        self.assertEqual(self.one('NZ', '?date=2003-06-28')['since'], '2003-06-28')
        self.assertIsNone(self.one('NZ', '?date=2003-06-27')['since'])

    def test_codes_of_one_place_are_one_answer(self):
        """alpha-2, alpha-3, ISO 3166-2, in any case: the same bytes and the same tag"""
        for codes in (['NZ', 'nz', 'NZL', 'nZl'], ['AU-NSW', 'au-nsw'], ['CI', 'CIV', '%43I']):
            answers = [self.get(f'{JURISDICTIONS}/{code}') for code in codes]
            for code, answer in zip(codes, answers):
                with self.subTest(code):
                    self.assertEqual(answer.status, 200)
                    self.assertEqual(answer.body, answers[0].body)
                    self.assertEqual(answer.fields['etag'], answers[0].fields['etag'])

    def test_subdivisions(self):
        """a subdivision without a record has its country's law and says so"""
        country = self.one('US')
        self.assertIn('US-NV', country['subdivisions'])
        self.assertIsNone(country['parent'])
        own, inherited = self.one('AU-NSW'), None
        self.assertEqual((own['parent'], own['inherits'], own['alpha3']), ('AU', None, None))
        self.assertEqual(own['links']['parent'], '/api/v1/jurisdictions/AU')
        for item in self.get_json(f'{JURISDICTIONS}?level=subdivision')['jurisdictions']:
            if item['inherits'] is not None:
                inherited = self.one(item['code'])
                break
        self.assertIsNotNone(inherited)
        parent = self.one(inherited['parent'])
        self.assertEqual(inherited['inherits'], parent['code'])
        for name in ('framework', 'acts', 'measures', 'sources', 'history', 'since'):
            self.assertEqual(inherited[name], parent[name], name)

    def test_inherited_law(self):
        """a dependency under another's law has that law and says whose; its note and sources are its own"""
        for code in ('GF', 'RE', 'CX', 'CC', 'SJ'):
            inherited, source = self.one(code), self.one(record(code)['inherits'])
            self.assertEqual((inherited['inherits'], inherited['parent'], source['inherits']),
                             (source['code'], None, None))
            for name in ('framework', 'acts', 'measures', 'provisions', 'history', 'since'):
                self.assertEqual(inherited[name], source[name], name)
            for name in ('note', 'sources', 'confidence', 'law_as_of'):
                self.assertEqual(inherited[name], record(code)[name], name)

    def test_unknown_code(self):
        """an unknown code is 404, with codes that may have been meant"""
        answer = self.get(f'{JURISDICTIONS}/NZZ')
        self.assertEqual(answer.status, 404)
        self.assertEqual(answer.fields['content-type'], 'application/problem+json')
        self.assertIn('NZ', [near['code'] for near in answer.json()['near']])
        self.assertIn('SE', [near['code'] for near in self.get(f'{JURISDICTIONS}/Swedn').json()['near']])

    def test_bbox(self):
        """the box is west, south, east, north; west exceeds east across the antimeridian"""
        west, south, east, north = self.one('NZ')['bbox']
        self.assertTrue(-53 < south < north < -29, (south, north))
        west, south, east, north = self.one('RU')['bbox']
        self.assertGreater(west, east)
        west, south, east, north = self.one('LS')['bbox']
        self.assertTrue(27 <= west < east <= 29.6 and -30.8 <= south < north <= -28.5)

    def test_history(self):
        """the history has every period, its end, and what it changed"""
        body = self.get_json(f'{JURISDICTIONS}/NZL/history?lang=fr')
        self.assertEqual(body['code'], 'NZ')
        self.assertEqual(body['name'], 'Nouvelle-Zélande')
        periods = record('NZ')['periods']
        history = body['history']
        self.assertEqual([one['from'] for one in history], [one['from'] for one in periods])
        self.assertEqual([one['until'] for one in history], [one['from'] for one in periods[1:]] + [None])
        self.assertEqual([one['instrument'] for one in history], [one['instrument'] for one in periods])
        self.assertEqual(history[0]['changed'], [])
        self.assertEqual(history[-1]['changed'], ['selling', 'buying', 'third_parties'])
        self.assertEqual(history[-1]['framework'], 'decriminalisation')
        self.assertEqual(history[-1]['acts']['selling']['status'], 'decriminalised')

    def test_levels(self):
        """level: countries by default, subdivisions, or all; in order of code"""
        codes = {level: [one['code'] for one in self.get_json(f'{JURISDICTIONS}?level={level}')['jurisdictions']]
                 for level in ('country', 'subdivision', 'all')}
        self.assertEqual(len(codes['country']), 250)  # ISO 3166-1 has 249, and XK
        self.assertEqual(codes['all'], sorted(codes['country'] + codes['subdivision']))
        self.assertTrue(all('-' in code for code in codes['subdivision']))
        default = self.get_json(JURISDICTIONS)
        self.assertEqual([one['code'] for one in default['jurisdictions']], codes['country'])
        self.assertEqual(default['count'], 250)

    def test_filters(self):
        """filters let through exactly what has the class, and combine"""
        everything = self.get_json(f'{JURISDICTIONS}?level=all&date=2020-01-01')['jurisdictions']
        cases = {
            'framework=decriminalisation': lambda one: one['framework'] == 'decriminalisation',
            'selling=criminalised': lambda one: one['acts']['selling']['status'] == 'criminalised',
            'buying=criminalised&selling=not-criminalised': lambda one:
                one['acts']['buying']['status'] == 'criminalised'
                and one['acts']['selling']['status'] == 'not-criminalised',
            'third_parties=varies': lambda one: one['acts']['third_parties']['status'] == 'varies',
            'zoning=yes&region=europe': lambda one:
                one['measures']['zoning'] == 'yes' and one['region'] == 'europe',
        }
        for query, fits in cases.items():
            with self.subTest(query):
                found = self.get_json(f'{JURISDICTIONS}?level=all&date=2020-01-01&{query}')['jurisdictions']
                self.assertEqual(found, [one for one in everything if fits(one)])
        reordered = [self.get(f'{JURISDICTIONS}?{query}') for query in
                     ('selling=criminalised&region=africa', 'region=africa&selling=criminalised')]
        self.assertEqual(reordered[0].body, reordered[1].body)
        self.assertGreater(reordered[0].json()['count'], 0)

    def test_locate(self):
        """a position finds its jurisdiction, or the nearest within 25 km"""
        cases = [
            # latitude, longitude, code, inside
            ('-33.87', '151.2', 'AU-NSW', True),
            ('-29.6', '28.2', 'LS', True),       # within a hole of South Africa
            ('44.95', '34.1', 'UA', True),       # Crimea
            ('%2B66.5', '-173.0', 'RU', True),     # beyond the antimeridian
            ('28.5', '-13.7', 'ES', False),      # off Fuerteventura
        ]
        for latitude, longitude, code, inside in cases:
            with self.subTest(code):
                body = self.get_json(f'/api/v1/locate?lat={latitude}&lon={longitude}')
                self.assertEqual(body['code'][:len(code)], code)
                self.assertEqual(body['inside'], inside)
                self.assertEqual(body['distance_km'] == 0, inside)
                self.assertLessEqual(body['distance_km'], 25)
                self.assertEqual(body['links']['self'], f'/api/v1/jurisdictions/{body["code"]}')
                self.assertEqual(self.one(body['code'])['name'], body['name'])
        self.assertEqual(self.get_json('/api/v1/locate?lat=-33.87&lon=151.2')['country'], 'AU')
        far = self.get('/api/v1/locate?lat=0&lon=-30')
        self.assertEqual((far.status, far.fields['content-type']), (404, 'application/problem+json'))


class TranslationTest(unittest.TestCase):
    def test_a_translated_note(self):
        """the note stays English in every language; its translations stand beside it"""
        with tempfile.TemporaryDirectory() as folder:
            service.copy_data(folder)
            kenya = pathlib.Path(folder) / 'jurisdictions/KE.json'
            translations = {'fr': 'Une remarque.', 'zh': '说明。'}
            kenya.write_text(json.dumps(record('KE') | {'notes': translations}), 'utf-8')
            with Server('--data', folder, '--shapefiles', str(service.SOURCE / 'shapefiles')) as server:
                for query in ('', '?lang=fr'):
                    body = server.get(f'{JURISDICTIONS}/KE{query}').json()
                    self.assertEqual((body['note'], body['notes']), (record('KE')['note'], translations))
                self.assertEqual(server.get(f'{JURISDICTIONS}/UG').json()['notes'], {})
