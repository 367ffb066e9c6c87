"""What the program writes as CSV is what data/schema/table-*.json says of it."""
import csv
import io
import json
import re

import service
from service import ServerTest

DATA = service.SOURCE / 'data'


def read_json(path):
    return json.loads(path.read_text('utf-8'))


def first_of(column):
    """Of columns that are numbered only the first is described."""
    return re.sub(r'_\d+_', '_1_', column)


class TableTest(ServerTest):
    """https://specs.frictionlessdata.io/table-schema/ for what the program writes as CSV"""

    @staticmethod
    def described(name):
        return {field['name']: field for field in read_json(DATA / 'schema' / f'table-{name}.json')['fields']}

    def fault_of(self, field, cell):
        """What the description of a column does not allow; an empty cell says nothing."""
        constraints = field.get('constraints', {})
        if cell == '':
            return 'required' if constraints.get('required') else None
        if 'enum' in constraints and cell not in constraints['enum']:
            return 'enum'
        return None if re.fullmatch(constraints.get('pattern', '.*'), cell, re.DOTALL) else 'pattern'

    def assert_described(self, name, text):
        fields = self.described(name)
        rows = list(csv.DictReader(io.StringIO(text, newline=''), strict=True))
        self.assertGreater(len(rows), 100)
        self.assertEqual(list(dict.fromkeys(map(first_of, rows[0]))), list(fields))
        faults = {(column, row[column], fault) for row in rows for column in row
                  if (fault := self.fault_of(fields[first_of(column)], row[column]))}
        self.assertEqual(faults, set())
        return rows

    def test_the_list_of_jurisdictions(self):
        for query in ('level=all', 'date=1995-06-30', 'lang=zh'):
            rows = self.assert_described('jurisdictions', self.get(f'/api/v1/jurisdictions.csv?{query}').body.decode())
            self.assertEqual(len({row['code'] for row in rows}), len(rows))

    def test_the_list_of_changes(self):
        self.assert_described('changes', self.get('/api/v1/changes.csv').body.decode())

    def test_the_records(self):
        ran = service.lawmap('csv', 'export', '--data', str(DATA))
        self.assertEqual((ran.returncode, ran.stderr), (0, b''))
        self.assert_described('records', ran.stdout.decode())

    def test_codes_are_those_of_the_codebook(self):
        codebook = read_json(DATA / 'codebook.json')
        ids = {group: [code['id'] for code in codebook[group]]
               for group in ('acts', 'statuses', 'measures', 'measure_values', 'frameworks')}
        for name in ('jurisdictions', 'records'):
            fields = self.described(name)
            for act in ids['acts']:
                self.assertEqual(fields[act]['constraints']['enum'], ids['statuses'])
            for measure in codebook['measures']:
                self.assertEqual(fields[measure['id']]['constraints']['enum'], ids['measure_values'])
                self.assertEqual(fields[measure['id']]['description'], measure['definition']['en'])
        self.assertEqual(self.described('jurisdictions')['framework']['constraints']['enum'], ids['frameworks'])
