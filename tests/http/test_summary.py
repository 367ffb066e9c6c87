import collections
import csv
import datetime
import io

from service import ServerTest

SUMMARY = '/api/v1/summary'
LIST = '/api/v1/jurisdictions'


def class_of(one, layer):
    if layer == 'framework':
        return one['framework']
    return one['acts'][layer]['status'] if layer in one['acts'] else one['measures'][layer]


class SummaryTest(ServerTest):
    def test_counts(self):
        """counts are those of the list on that day, with every class of every layer"""
        layers = {layer['id']: [one['id'] for one in layer['classes']]
                  for layer in self.get_json('/api/v1/layers')['layers']}
        for query in ('date=2010-06-30', 'date=2010-06-30&level=all', 'date=1998-12-31&region=europe'):
            listed = self.get_json(f'{LIST}?{query}')['jurisdictions']
            rows = self.get_json(f'{SUMMARY}?{query}')['rows']
            self.assertEqual([(row['layer'], row['class']) for row in rows],
                             [(layer, one) for layer in layers for one in layers[layer]])
            for row in rows:
                count = sum(class_of(one, row['layer']) == row['class'] for one in listed)
                self.assertEqual((row['count'], row['total']), (count, len(listed)), row)
                self.assertAlmostEqual(row['share'], count / len(listed), 7)

    def test_by_region(self):
        """by region: each region's own counts, which together are the world's"""
        rows = self.get_json(f'{SUMMARY}?by=region&date=2015-01-01')['rows']
        world = self.get_json(f'{SUMMARY}?date=2015-01-01')['rows']
        together = collections.Counter()
        for row in rows:
            together[row['layer'], row['class']] += row['count']
        self.assertEqual(together, {(row['layer'], row['class']): row['count'] for row in world})
        listed = self.get_json(f'{LIST}?region=africa&selling=criminalised&date=2015-01-01')['count']
        africa = [row for row in rows if (row['region'], row['layer'], row['class'])
                  == ('africa', 'selling', 'criminalised')]
        self.assertEqual([row['count'] for row in africa], [listed])

    def test_by_year(self):
        """by year: the law as each year ended, the present one as it is today"""
        rows = self.get_json(f'{SUMMARY}?by=region,year&since=1998&layer=buying')['rows']
        dates = sorted({row['date'] for row in rows})
        today = datetime.datetime.now(datetime.timezone.utc).date().isoformat()
        self.assertEqual(dates[:3], ['1998-12-31', '1999-12-31', '2000-12-31'])
        self.assertLessEqual(dates[-1], today)
        for year in ('1999', '2016'):
            expected = self.get_json(f'{SUMMARY}?by=region&layer=buying&date={year}-12-31')['rows']
            self.assertEqual([row for row in rows if row['date'][:4] == year], expected)
        self.assertEqual(len({row['date'] for row in self.get_json(f'{SUMMARY}?by=year&until=1999')['rows']}), 10)

    def test_too_many_years(self):
        """an answer has so many years, regions and layers at most: memory and time for more are not anybody's to take"""
        for query in ('by=year&since=1900', 'since=1600&layer=framework&by=region,year', 'by=region,year&since=1943'):
            self.assertEqual(self.get(f'{SUMMARY}?{query}').status, 200, query)
        for query, parameter in (('since=0001&until=9999', 'since'), ('by=region,year&since=0398&until=1995', 'since'),
                                 ('by=region,year&since=1850&until=1950', 'since')):
            answer = self.get(f'{SUMMARY}?{query}')
            self.assertEqual((answer.status, answer.json()['parameter']), (400, parameter), query)

    def test_table(self):
        """the CSV is the JSON, row by row"""
        for query in ('by=region,year&since=2020&lang=es&layer=selling', 'by=region', ''):
            answer = self.get(f'{SUMMARY}.csv?{query}')
            rows = list(csv.DictReader(io.StringIO(answer.body.decode('utf-8'), newline='')))
            found = self.get_json(f'{SUMMARY}.json?{query}')['rows']
            self.assertEqual([{**row, 'region': row['region'] or None, 'count': int(row['count']),
                               'total': int(row['total']), 'share': round(float(row['share']), 7)} for row in rows],
                             [{**row, 'share': round(row['share'], 7)} for row in found])
