import csv
import io
import json
import pathlib
import tempfile
import unittest
import xml.etree.ElementTree as xml

import feedparser
import service
from service import Server, ServerTest, copy_data

CHANGES = '/api/v1/changes'
ACTS = ['selling', 'buying', 'third_parties']
ATOM = '{http://www.w3.org/2005/Atom}'


# Reforms that research found, by the day of entry into force as exactly as it is known.
REFORMS = """
EG 1949, EG 1951, LY 1973, KR 2004-09-23, TW 2011-11-06, SE 1999-01-01, SE 2025-07-01, NO 2009-01-01, IS 2009,
CA 2014-12-06, KZ 2015-01-01, GB-NIR 2015-06-01, ES 2015-07-01, RS 2016-02, FR 2016-04-15, GF 2016-04-15,
GP 2016-04-15, MQ 2016-04-15, BL 2016-04-15, MF 2016-04-15, PM 2016-04-15, RE 2016-04-15, YT 2016-04-15,
PF 2016-04, WF 2016-04, NR 2016-05, DE 2016-10-15, DE 2017-07-01, IE 2017-03-27, LU 2018-03, JE 2018-11-23, AD 2019,
OM 2018-01, NP 2018-08-17, RW 2018-09, PE 2019-06-19, MZ 2015-06, IL 2020-07-10, AO 2021-02-11, KM 2021,
NL 2022-01-01, AE 2022-01-02, BE 2022-06-01, BE 2024-12-01, HN 2020-06-25, GQ 2022, BG 2022-10, CU 2022-12-01,
IM 2024-03-25, ID 2026-01-02, UY 2002-07, GT 2009-04, KH 2008-02, TH 1996-12, PH 2003, NZ 2003-06-28, FJ 2010-02-01,
WS 2013-05, AU-NSW 1995, AU-VIC 2022-05-10, AU-VIC 2023-12-01, AU-NT 2020-06, AU-QLD 2024-08-02, AU-ACT 1992,
US-NV 1971, US-ME 2023-10-25, US-RI 1980, US-RI 2009-11-03, SJ 2009-01-01, NC 2016-04
"""


def kind_of(before, period):
    if before is None:
        return 'first-known'
    return 'provisions' if all(before[act] == period[act] for act in ACTS) else 'status'


def recorded_changes():
    """Every dated period of the files: date, code, kind, statuses before and after, instrument."""
    for path in (service.SOURCE / 'data/jurisdictions').glob('*.json'):
        record = json.loads(path.read_text('utf-8'))
        source = json.loads((path.parent / f'{record["inherits"]}.json').read_text('utf-8')) \
            if 'inherits' in record else record
        before = None
        for period in source['periods']:
            if period['from'] is not None:
                yield (period['from'], record['code'], kind_of(before, period),
                       [before[act] if before else 'unknown' for act in ACTS], [period[act] for act in ACTS],
                       period['instrument'])
            before = period


def first_day(date):
    return (date + '-01-01')[:10] if len(date) == 4 else (date + '-01')[:10]


def told(change):
    acts = change['acts']
    return (change['date'], change['code'], change['kind'], [acts[act]['from'] for act in ACTS],
            [acts[act]['to'] for act in ACTS], change['instrument'])


class ChangesTest(ServerTest):
    def test_every_recorded_change(self):
        """every dated period of every file is a change, newest first"""
        body = self.get_json(CHANGES)
        found = [told(change) for change in body['changes']]
        expected = sorted(recorded_changes(), key=lambda one: one[1])
        expected.sort(key=lambda one: first_day(one[0]), reverse=True)
        self.assertEqual(found, expected)
        self.assertEqual(body['count'], len(expected))
        self.assertEqual({change['kind'] for change in body['changes']}, {'status', 'provisions', 'first-known'})
        for change in body['changes']:
            self.assertEqual(change['changed'], [act for act in ACTS if change['acts'][act]['from']
                                                 != change['acts'][act]['to']])

    def test_known_reforms_are_changes(self):
        """what research found to be a reform is listed, on its day, with the law that made it"""
        changes = {f'{one["code"]} {one["date"]}': one for one in self.get_json(CHANGES)['changes']}
        for reform in REFORMS.replace('\n', ' ').strip().split(', '):
            with self.subTest(reform.strip()):
                self.assertTrue(changes[reform.strip()]['instrument'])

    def test_framework_is_that_of_the_days(self):
        """a change goes from the framework of the day before to that of the day"""
        changes = {(one['code'], one['date']): one for one in self.get_json(CHANGES)['changes']}
        for code, date, eve in (('SE', '1999-01-01', '1998-12-31'), ('NZ', '2003-06-28', '2003-06-27'),
                                ('BE', '2022-06-01', '2022-05-31'), ('AO', '2021-02-11', '2021-02-10')):
            with self.subTest(code):
                framework = changes[code, date]['framework']
                for side, day in (('from', eve), ('to', date)):
                    one = self.get_json(f'/api/v1/jurisdictions/{code}?date={day}')
                    self.assertEqual(framework[side], one['framework'])
                    self.assertEqual(framework[f'{side}_label'], one['framework_label'])

    def test_filters(self):
        """since and until include their ends, to the last day of a month or year; all filters combine"""
        everything = self.get_json(CHANGES)['changes']
        cases = {
            'since=2016-04-15': lambda one: first_day(one['date']) >= '2016-04-15',
            'until=2016-04-15': lambda one: first_day(one['date']) <= '2016-04-15',
            'since=2016&until=2016': lambda one: one['date'][:4] == '2016',
            'since=2016-04&until=2016-04': lambda one: first_day(one['date'])[:7] == '2016-04',
            'since=1999-01-01&until=1999-01-01': lambda one: first_day(one['date']) == '1999-01-01',
            'level=country': lambda one: one['parent'] is None,
            'level=subdivision': lambda one: one['parent'] is not None,
            'region=europe&since=2010': lambda one: one['region'] == 'europe' and one['date'] >= '2010',
        }
        for query, fits in cases.items():
            with self.subTest(query):
                found = self.get_json(f'{CHANGES}?{query}')['changes']
                self.assertEqual(found, [one for one in everything if fits(one)])
                self.assertTrue(found)
        self.assertEqual(self.get_json(f'{CHANGES}?since=9999-12-31')['count'], 0)

    def test_table(self):
        """the CSV is the JSON, row by row"""
        answer = self.get(f'{CHANGES}.csv?lang=fr')
        rows = list(csv.DictReader(io.StringIO(answer.body.decode('utf-8'), newline='')))
        found = self.get_json(f'{CHANGES}?lang=fr')['changes']
        self.assertEqual(len(rows), len(found))
        for row, one in zip(rows, found):
            expected = {name: one[name] or '' for name in ('date', 'code', 'name', 'parent', 'region', 'kind',
                                                           'instrument')}
            expected['pending'] = 'true' if one['pending'] else 'false'
            for side in ('from', 'to'):
                expected[f'framework_{side}'] = one['framework'][side]
                expected.update({f'{act}_{side}': one['acts'][act][side] for act in ACTS})
            self.assertEqual(row, expected)

    def test_feed(self):
        """the feed has what RFC 4287 asks for, in every language, and the same identifiers in all of them"""
        body = self.get_json(CHANGES)
        found, dataset = body['changes'], body['dataset']
        identifiers = set()
        for language in ('en', 'fr', 'es', 'ru', 'zh'):
            answer = self.get(f'{CHANGES}.atom?lang={language}')
            self.assertEqual(answer.fields['content-type'], 'application/atom+xml; charset=utf-8')
            feed = xml.fromstring(answer.body)
            self.assertEqual(feed.tag, ATOM + 'feed')
            entries = feed.findall(ATOM + 'entry')
            self.assertEqual(len(entries), len(found))
            for part in (feed, *entries):
                for name in ('id', 'title', 'updated'):
                    self.assertEqual(len(part.findall(ATOM + name)), 1)
                    self.assertTrue(part.find(ATOM + name).text)
                self.assertRegex(part.find(ATOM + 'updated').text, r'^\d{4}-\d\d-\d\dT00:00:00Z$')
                self.assertRegex(part.find(ATOM + 'id').text,
                                 r'^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$')
            self.assertTrue(feed.find(ATOM + 'author').find(ATOM + 'name').text)
            identifiers.add(tuple(part.find(ATOM + 'id').text for part in (feed, *entries)))
            self.assertEqual(feed.find(ATOM + 'rights').text, dataset['citation'])
            links = {link.get('rel'): link.get('href') for link in feed.findall(ATOM + 'link')}
            self.assertEqual(links, {'license': dataset['licence_url'],
                                     'self': f'{CHANGES}.atom?lang={language}'})
        self.assertEqual(len(identifiers), 1)
        self.assertEqual(len(set(*identifiers)), len(found) + 1)

    def test_feeds_of_parts(self):
        """a feed of some changes says which, in its own address, and is another feed; its entries are the same"""
        whole = xml.fromstring(self.get(f'{CHANGES}.atom?lang=en').body)
        entries = {entry.find(ATOM + 'id').text for entry in whole.findall(ATOM + 'entry')}
        seen = {whole.find(ATOM + 'id').text}
        for query in ('since=2015', 'until=2015-12-31', 'level=country', 'region=africa', 'since=2000&region=europe'):
            feed = xml.fromstring(self.get(f'{CHANGES}.atom?{query}').body)
            own = next(link.get('href') for link in feed.findall(ATOM + 'link') if link.get('rel') == 'self')
            self.assertEqual(own, f'{CHANGES}.atom?lang=en&{query}')
            self.assertEqual(self.get(own).body, self.get(f'{CHANGES}.atom?{query}&lang=en').body)
            self.assertNotIn(feed.find(ATOM + 'id').text, seen)
            seen.add(feed.find(ATOM + 'id').text)
            part = {entry.find(ATOM + 'id').text for entry in feed.findall(ATOM + 'entry')}
            self.assertTrue(part and part < entries)

    def test_feed_reader(self):
        """a feed reader finds each reform with its title, day, text and address"""
        answer = self.get(CHANGES, '--header', 'Accept: application/atom+xml')
        feed = feedparser.parse(io.BytesIO(answer.body), response_headers={'content-type': 'application/atom+xml'})
        self.assertFalse(feed.bozo, feed.get('bozo_exception'))
        self.assertEqual(feed.version, 'atom10')
        for entry, change in zip(feed.entries, self.get_json(CHANGES)['changes'], strict=True):
            self.assertTrue(entry.title.startswith(f'{change["name"]}, {change["date"]}: '), entry.title)
            self.assertEqual(entry.updated[:10], first_day(change['date']))
            self.assertIn(change['instrument'], entry.content[0].value)
            self.assertEqual(self.get(entry.link).json()['code'], change['code'])

    def test_the_future_is_flagged(self):
        """a date to come is answered with the law as last known, and says so"""
        for path in ('/api/v1/jurisdictions', '/api/v1/jurisdictions/NZ'):
            self.assertIs(self.get_json(f'{path}?date=9999-12-31')['date_is_future'], True)
            self.assertIs(self.get_json(f'{path}?date=2003-06-28')['date_is_future'], False)
            self.assertIs(self.get_json(path)['date_is_future'], False)


class PendingTest(unittest.TestCase):
    def test_a_law_to_come(self):
        """a law that is enacted and not in force is flagged in every form, and applies from its date, not before"""
        with tempfile.TemporaryDirectory() as folder:
            copy_data(folder)
            path = pathlib.Path(folder) / 'jurisdictions/NZ.json'
            record = json.loads(path.read_text('utf-8'))
            record['periods'].append({'from': '9998-07', 'instrument': 'An Act to come', 'selling': 'criminalised',
                                      'buying': 'criminalised', 'third_parties': 'criminalised', 'pending': True})
            path.write_text(json.dumps(record), 'utf-8')
            with Server('--data', folder, '--shapefiles', str(service.SOURCE / 'shapefiles')) as server:
                changes = server.get(CHANGES).json()['changes']
                self.assertEqual([(one['code'], one['date']) for one in changes if one['pending']], [('NZ', '9998-07')])
                self.assertEqual(changes[0]['code'], 'NZ')
                self.assertEqual(server.get(f'{CHANGES}?since=9998').json()['count'], 1)
                rows = list(csv.DictReader(io.StringIO(server.get(f'{CHANGES}.csv').body.decode('utf-8'), newline='')))
                self.assertEqual([row['pending'] for row in rows], ['true'] + ['false'] * (len(rows) - 1))
                feed = xml.fromstring(server.get(f'{CHANGES}.atom').body)
                terms = [[one.get('term') for one in entry.findall(ATOM + 'category')]
                         for entry in feed.findall(ATOM + 'entry')]
                self.assertEqual([one for one in terms if 'pending' in one], [['NZ', 'status', 'pending']])
                history = server.get('/api/v1/jurisdictions/NZ/history').json()['history']
                self.assertEqual([one['pending'] for one in history], [False, False, True])
                now = server.get('/api/v1/jurisdictions/NZ').json()
                self.assertEqual((now['framework'], now['since']), ('decriminalisation', '2003-06-28'))
                self.assertEqual(now['measures']['licensed_venues'], 'yes')
                for date, framework in (('9998-06-30', 'decriminalisation'), ('9998-07-01', 'selling-criminalised')):
                    one = server.get(f'/api/v1/jurisdictions/NZ?date={date}').json()
                    self.assertEqual(one['framework'], framework)
