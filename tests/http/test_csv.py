"""The records as a table: written, edited as a spreadsheet would, and taken back."""
import csv
import difflib
import io
import json
import pathlib
import random
import shutil
import subprocess
import tempfile
import unittest

import service
from service import copy_data, lawmap

SOURCE = service.SOURCE / 'data'


def read(table):
    return list(csv.DictReader(io.StringIO(table.decode('utf-8'), newline='')))


def write(rows, columns=None, **dialect):
    out = io.StringIO(newline='')
    options = {'lineterminator': '\r\n', 'extrasaction': 'ignore', **dialect}
    writer = csv.DictWriter(out, columns or list(rows[0]), **options)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode('utf-8')


class TableTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        ran = lawmap('csv', 'export', '--data', str(SOURCE))
        if (ran.returncode, ran.stderr) != (0, b''):
            raise AssertionError(ran.stderr)
        cls.table = ran.stdout

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.data = self.folder / 'data'
        copy_data(self.data)
        self.rows = read(self.table)

    def row(self, code, index=0):
        return [row for row in self.rows if row['code'] == code][index]

    def take(self, table, *options):
        path = self.folder / 'table.csv'
        path.write_bytes(table)
        return lawmap('csv', 'import', str(path), '--data', str(self.data), *options)

    def take_rows(self, *options, columns=None):
        ran = self.take(write(self.rows, columns), *options)
        self.assertEqual((ran.returncode, ran.stderr), (0, b''))
        return ran.stdout.decode()

    def export(self):
        return lawmap('csv', 'export', '--data', str(self.data)).stdout

    def changed(self):
        """name -> lines that differ, of every file that is not as it was"""
        found = {}
        for path in sorted((self.data / 'jurisdictions').iterdir()):
            source = SOURCE / 'jurisdictions' / path.name
            if source.exists() and source.read_bytes() == path.read_bytes():
                continue
            old = source.read_text('utf-8').splitlines() if source.exists() else []
            lines = [line for line in difflib.unified_diff(old, path.read_text('utf-8').splitlines(), n=0, lineterm='')
                     if line[:3] not in ('---', '+++') and line[:2] != '@@']
            if lines:
                found[path.stem] = lines
        return found

    def assert_untouched(self):
        self.assertEqual(self.changed(), {})
        self.assertEqual(sorted(path.name for path in (self.data / 'jurisdictions').iterdir()),
                         sorted(path.name for path in (SOURCE / 'jurisdictions').iterdir()))

    def faults(self, table=None):
        """(row, column, message) of each fault; nothing is written"""
        ran = self.take(table or write(self.rows))
        self.assertEqual((ran.returncode, ran.stdout), (1, b''), ran.stderr)
        self.assert_untouched()
        *lines, last = ran.stderr.decode().splitlines()
        self.assertRegex(last, r'^lawmap csv: .*/table\.csv: \d+ faults?; nothing was written$')
        places = [line.split(':', 4) for line in lines]
        self.assertTrue(all(place[0] == str(self.folder / 'table.csv') and place[3] == ' error' for place in places), lines)
        return [(int(place[1]), int(place[2]), place[4].strip()) for place in places]

    def test_rows_say_what_the_files_say(self):
        """one row a jurisdiction and period, in order of code and date, with what its file says"""
        self.assertFalse(self.table.startswith(b'\xef\xbb\xbf'))
        self.assertEqual(self.table.count(b'\n'), self.table.count(b'\r\n'))
        records = {path.stem: json.loads(path.read_text('utf-8')) for path in (SOURCE / 'jurisdictions').iterdir()}
        expected = [(code, period.get('from') or '') for code in sorted(records)
                    for period in records[code].get('periods', [{}])]
        plain = [{key: cell[1:] if cell[:1] == "'" else cell for key, cell in row.items()} for row in self.rows]
        self.assertEqual([(row['code'], row['from']) for row in plain], expected)
        first = {}
        for row in plain:
            record = records[row['code']]
            self.assertEqual(row['name'], record['name'])
            if row['code'] in first:
                self.assertEqual((row['note'], row['zoning'], row['source_1_title']), ('', '', ''))
                continue
            first[row['code']] = row
            self.assertEqual(row['inherits'], record.get('inherits', ''))
            self.assertEqual(row['note'], record['note'])
            self.assertEqual(row['varies_subnationally'], 'yes' if record['varies_subnationally'] else 'no')
            for number, provision in enumerate(record.get('provisions', []), 1):
                self.assertEqual({key: row[f'provision_{number}_{key}'] for key in provision},
                                 {key: value or '' for key, value in provision.items()})
            for number, source in enumerate(record['sources'], 1):
                self.assertEqual({key: row[f'source_{number}_{key}'] for key in source},
                                 {key: str(value or '') for key, value in source.items()})

    def test_untouched_table_changes_nothing(self):
        """taken back unchanged, in any order of rows and columns, no byte of any file changes"""
        ran = self.take(self.table)
        self.assertEqual((ran.returncode, ran.stderr), (0, b''))
        self.assertIn(b'no difference', ran.stdout)
        self.assertIn(b'0 files', ran.stdout)
        self.assert_untouched()
        chance = random.Random(4)
        columns = list(self.rows[0])
        chance.shuffle(columns)
        chance.shuffle(self.rows)
        self.take_rows(columns=columns)
        self.assert_untouched()

    def test_dialects_of_spreadsheets(self):
        """a byte order mark, semicolons, tabs, LF, all cells quoted, blank rows and columns are read"""
        for name, table in (
                ('byte order mark and semicolons', b'\xef\xbb\xbf' + write(self.rows, delimiter=';')),
                ('tabs and LF', write(self.rows, delimiter='\t', lineterminator='\n')),
                ('all quoted', write(self.rows, quoting=csv.QUOTE_ALL)),
                ('blank rows', self.table.replace(b'\r\n', b'\r\n\r\n;;;\r\n'.replace(b';', b','), 1)),
                ('blank column', self.table.replace(b'\r\n', b',\r\n'))):
            with self.subTest(name):
                self.row('NZ')['note'] = 'unseen'  # what was read before must not be what is read
                ran = self.take(table)
                self.assertEqual((ran.returncode, ran.stderr), (0, b''))
                self.assert_untouched()

    def test_a_status_changes_one_line(self):
        """an edit of one status changes one line of one file, and is said in words; --dry-run writes nothing"""
        self.row('SE', -1)['buying'] = 'partly-criminalised'
        said = self.take_rows('--dry-run')
        self.assertRegex(said, r'(?m)^SE \(Sweden\)\n  framework: .*\n  buying: criminalised → partly-criminalised, from ')
        self.assertIn('1 file of ', said)
        self.assertIn('nothing was written', said)
        self.assert_untouched()
        self.take_rows()
        self.assertEqual(self.changed(), {'SE': ['-      "buying": "criminalised",',
                                                 '+      "buying": "partly-criminalised",']})
        self.assertEqual(lawmap('check', '--format', 'json', '--data', str(self.data)).returncode, 0)

    def test_layout_is_kept(self):
        """of a file that is laid out by hand everything stays but what the table changes"""
        path = self.data / 'jurisdictions/SE.json'
        text = path.read_text('utf-8')
        head, tail = text.split('"measures": {')
        measures, tail = tail.split('}', 1)
        by_hand = (head.replace('  "periods"', '\n\t"periods"') + '"measures": {' + ' '.join(measures.split()) + '}' +
                   tail).replace('\n', '\r\n').replace('"note"', '"n\\u006fte"')
        self.assertEqual(json.loads(by_hand), json.loads(text))
        path.write_bytes(by_hand.encode('utf-8'))
        row = self.row('SE')
        value = row['zoning']
        row['zoning'] = 'partial'
        row['review_by'] = ''
        self.take_rows()
        self.assertEqual(path.read_bytes().decode('utf-8'),
                         by_hand.replace(f'"zoning": "{value}"', '"zoning": "partial"'))

    def test_periods_and_items_come_and_go(self):
        """new, removed and pending periods, provisions and sources change only their own lines"""
        new = dict.fromkeys(self.rows[0], '')
        new.update({'code': 'NZ', 'from': '9998-07-01', 'pending': 'yes', 'instrument': '=Act "9998"', 'selling': 'varies',
                    'buying': 'unknown', 'third_parties': 'unknown'})
        self.rows.insert(0, new)
        self.row('NZ', 1)['varies_subnationally'] = 'yes'
        kenya = self.row('KE')
        kenya.update({'provision_2_' + key: '' for key in ('act', 'law', 'section', 'summary', 'sanction', 'penalty')})
        kenya.update({'source_5_title': "'An act'", 'source_5_year': '2020'})
        self.take_rows()
        changed = self.changed()
        self.assertEqual(sorted(changed), ['KE', 'NZ'])
        self.assertEqual([line for line in changed['NZ'] if line[0] == '-'],
                         ['-  "varies_subnationally": false,'])
        periods = json.loads((self.data / 'jurisdictions/NZ.json').read_text('utf-8'))['periods']
        self.assertEqual(periods[-1], {'from': '9998-07-01', 'pending': True, 'instrument': '=Act "9998"',
                                       'selling': 'varies', 'buying': 'unknown', 'third_parties': 'unknown'})
        removed = [line for line in changed['KE'] if line[0] == '-']
        self.assertEqual(len(removed), 8)
        self.assertEqual(len([line for line in changed['KE'] if line[0] == '+']), 6)
        self.assertEqual(json.loads((self.data / 'jurisdictions/KE.json').read_text('utf-8'))['sources'][-1],
                         {'title': "An act'", 'publisher': None, 'year': 2020, 'url': None})
        self.rows = read(self.export())
        self.row('NZ', 2)['pending'] = ''
        self.assertEqual(self.row('NZ', 2)['instrument'], '\'=Act "9998"')
        self.rows = [row for row in self.rows if row['from'] != "'9998-07-01"]
        self.row('NZ')['varies_subnationally'] = 'no'
        self.take_rows()
        self.assertEqual(sorted(self.changed()), ['KE'])

    def test_translated_notes(self):
        """translations of a note come, change and go, each on its own line below the note"""
        path = self.data / 'jurisdictions/KE.json'
        english = path.read_bytes()
        kenya = self.row('KE')
        kenya.update(note_fr="Une note", note_zh='一个注释', note_ru='Примечание')
        self.take_rows()
        self.assertEqual(self.changed(), {'KE': ['+  "notes": {', '+    "fr": "Une note",', '+    "ru": "Примечание",',
                                                 '+    "zh": "一个注释"', '+  },']})
        self.assertEqual(read(self.export())[self.rows.index(kenya)]['note_zh'], '一个注释')
        for removed, kept in ((('fr', 'ru'), ['+    "zh": "一个注释"']), (('zh',), None)):
            kenya.update({f'note_{language}': '' for language in removed})
            self.take_rows()
            self.assertEqual(self.changed().get('KE'), kept and ['+  "notes": {', *kept, '+  },'])
        self.assertEqual(path.read_bytes(), english)

    def test_inheriting_begins_and_ends(self):
        """a record takes another's law, and a law of its own again; a new file is as the others are"""
        row = self.row('GP')
        self.assertEqual(row['inherits'], 'FR')
        for key in ('instrument', 'selling', 'buying', 'third_parties'):
            row[key] = self.row('FR', -1)[key]
        row.update({key: value for key, value in self.row('FR').items() if value in ('yes', 'no', 'partial', 'unknown')})
        row.update({key: value for key, value in self.row('FR').items() if key.startswith('provision_')})
        row['inherits'] = ''
        original = (self.data / 'jurisdictions/GP.json').read_bytes()
        self.take_rows()
        record = json.loads((self.data / 'jurisdictions/GP.json').read_text('utf-8'))
        self.assertEqual(list(record), list(json.loads((SOURCE / 'jurisdictions/FR.json').read_text('utf-8'))))
        self.rows = read(self.table)
        self.take_rows()
        self.assertEqual((self.data / 'jurisdictions/GP.json').read_bytes(), original)
        (self.data / 'jurisdictions/AU-NSW.json').unlink()
        self.take_rows()
        self.assert_untouched()

    def test_parts_of_the_table(self):
        """rows and columns that are left out leave what they would say as it is"""
        self.rows = [row for row in self.rows if row['code'] in ('SE', 'KE', 'NZ')]
        self.row('KE')['note'] += ' More.'
        self.take_rows(columns=['note', 'code', 'law_as_of'])
        self.assertEqual(list(self.changed()), ['KE'])
        self.assertEqual(len(self.changed()['KE']), 2)

    def test_faults_name_the_cell(self):
        """every fault is named by row and column, all in one run, and nothing is written"""
        columns = list(self.rows[0])
        place = lambda row, key: (self.rows.index(row) + 2, columns.index(key) + 1)
        kenya, sweden, new_zealand = self.row('KE'), self.row('SE', -1), self.row('NZ', 1)
        kenya['selling'] = 'criminalized'
        kenya['provision_3_sanction'] = 'penal'
        kenya['source_2_year'] = 'MMXX'
        kenya['varies_subnationally'] = 'maybe'
        sweden['instrument'] = ''
        new_zealand['from'] = '28/06/2003'
        self.row('FR')['confidence'] = 'high '
        self.row('DE')['licensed_venues'] = ''
        self.row('TW')['code'] = 'TWN'
        found = self.faults()
        for row, key, words in ((sweden, 'instrument', 'LAW005'),
                                (kenya, 'varies_subnationally', 'expected yes or no'),
                                (new_zealand, 'from', 'from: expected a date (YYYY'),
                                (self.row('FR'), 'confidence', 'unknown confidence'),
                                (self.row('DE'), 'licensed_venues', 'unknown value of a measure'),
                                (self.row('TWN'), 'code', 'did you mean "TW"?')):
            with self.subTest(key):
                self.assertTrue(any(at[:2] == place(row, key) and words in at[2] for at in found), found)
        kenya['varies_subnationally'] = 'yes'  # a row is read to its end when each of its cells can be read
        found = self.faults()
        for key, words in (('selling', 'did you mean "criminalised"'), ('provision_3_sanction', 'unknown sanction'),
                           ('source_2_year', 'expected a year')):
            with self.subTest(key):
                self.assertTrue(any(at[:2] == place(kenya, key) and words in at[2] for at in found), found)

    def test_tables_that_are_none(self):
        """what is no such table is refused with row and column"""
        head, rest = self.table.split(b'\r\n', 1)
        cases = [
            (b'\xff\xfeh\0i\0', (1, 1), 'UTF-8'),
            (b'code,note\r\nKE,caf\xe9\r\n', (2, 1), 'UTF-8'),
            (b'code,note\r\nKE,"open\r\n', (2, 2), 'quotation mark'),
            (b'code,note\r\nKE,mis"placed\r\n', (2, 2), 'quotation mark'),
            (b'code,notes\r\nKE,x\r\n', (1, 2), 'did you mean "note"?'),
            (b'code,note,note\r\nKE,x,y\r\n', (1, 3), 'already a column'),
            (b'note\r\nx\r\n', (1, 1), '"code" is missing'),
            (b'code,from\r\nKE,\r\n', (1, 1), '"selling" is missing'),
            (b'code,provision_2_law\r\nKE,\r\n', (1, 1), '"provision_1_law" is missing'),
            (b'code,provision_65_law\r\nKE,\r\n', (1, 2), 'no column'),
            (b'code,note\r\nKE,x,y\r\n', (2, 3), 'no name in the first row'),
            (b'code,note\r\n../../x,y\r\n', (2, 1), 'no code'),
            (b'code,note\r\n\r\n,y\r\n', (3, 1), 'code of the jurisdiction is missing'),
            (b'code,note\r\nKE,one\r\nKE,two\r\n', (3, 2), 'something else in row 2'),
            (b'code,inherits\r\nKE,XX\r\n', (2, 2), 'not in names.json'),
            (b'code,inherits,zoning\r\nGP,FR,yes\r\n', (2, 3), 'is inherited'),
            (head.replace(b'name', b'nam', 1) + b'\r\n' + rest, (1, 2), 'did you mean "name"?'),
        ]
        for table, place, words in cases:
            with self.subTest(words + str(place)):
                found = self.faults(table)
                self.assertTrue(any(at[:2] == place and words in at[2] for at in found), found)

    def test_usage(self):
        """what cannot be understood, read or written is said"""
        for arguments in (['csv'], ['csv', 'import'], ['csv', 'export', 'x'], ['csv', 'transmogrify'],
                          ['csv', 'import', 'a', 'b']):
            ran = lawmap(*arguments)
            self.assertEqual((ran.returncode, ran.stdout), (2, b''))
        ran = lawmap('csv', 'import', str(self.folder / 'none.csv'), '--data', str(self.data))
        self.assertEqual(ran.returncode, 1)
        self.assertIn(b'none.csv', ran.stderr)
        (self.data / 'jurisdictions/SE.json').write_text('{', 'utf-8')
        for arguments in (['import', str(self.folder / 'table.csv')], ['export']):
            (self.folder / 'table.csv').write_bytes(self.table)
            ran = lawmap('csv', *arguments, '--data', str(self.data))
            self.assertEqual((ran.returncode, ran.stdout), (1, b''))
            self.assertIn('1 faults: see “lawmap check”'.encode(), ran.stderr)

    def test_random_edits(self):
        """edits by chance, taken back, give a table that says the same"""
        chance = random.Random(20261122)
        texts = ['=1+1', '-5', '+5', '@x', "'quoted'", "''", '2003-06', '1.10', '010', '1/2', 'a, "b"; c', 'é 性工作 ѣ', '12',
                 '1E5', 'TRUE', '$500', '(3)']
        words = {'selling': ['unknown', 'no-specific-law'], 'zoning': ['yes', 'no', 'partial', 'unknown'],
                 'basis': ['search', 'knowledge', 'both'], 'confidence': ['high', 'medium', 'low']}
        free = ['note', 'provision_1_section', 'provision_1_penalty', 'source_1_publisher', 'instrument']
        for _ in range(4):
            edited = {}
            for index in chance.sample(range(len(self.rows)), 40):
                row = self.rows[index]
                key = chance.choice(free + list(words))
                starts = index == 0 or self.rows[index - 1]['code'] != row['code']
                if not row[key] or (key == 'selling' and not starts):
                    continue
                text = chance.choice(words.get(key, texts))
                row[key] = edited[index, key] = text
            ran = self.take(write(self.rows))
            # Some break a rule, as chance will have it: those rows go back to what they were.
            for line in ran.stderr.decode().splitlines()[:-1]:
                index = int(line.split(':')[1]) - 2
                code = self.rows[index]['code']
                old = [row for row in read(self.table) if row['code'] == code]
                self.rows = [row if row['code'] != code else old.pop(0) for row in self.rows]
            self.take_rows()
            again = read(self.export())
            restore = lambda cell: cell[1:] if cell[:1] == "'" else cell
            said = lambda rows: [{key: restore(cell) for key, cell in row.items() if key != 'dataset'} for row in rows]
            self.assertEqual(said(again), said(self.rows))
            written = {path: path.read_bytes() for path in (self.data / 'jurisdictions').iterdir()}
            self.assertEqual(self.take(self.export()).returncode, 0)
            self.assertEqual({path: path.read_bytes() for path in written}, written)
            for path, content in written.items():
                self.assertEqual(json.dumps(json.loads(content), indent=2, ensure_ascii=False) + '\n',
                                 content.decode('utf-8'), path.name)
            self.rows = again

    @unittest.skipUnless(shutil.which('soffice'), 'LibreOffice is not installed')
    def test_libreoffice(self):
        """opened and saved by LibreOffice, the table says the same: no byte of any file changes"""
        path = self.folder / 'table.csv'
        path.write_bytes(self.table)
        office = ['soffice', '--headless', f'-env:UserInstallation=file://{self.folder}/profile', '--convert-to']
        utf8 = '44,34,76,1'
        for arguments in (['ods', '--infilter=CSV:' + utf8, '--outdir', str(self.folder), str(path)],
                          ['csv:Text - txt - csv (StarCalc):' + utf8, '--outdir', str(self.folder / 'back'),
                           str(self.folder / 'table.ods')]):
            subprocess.run([*office, *arguments], capture_output=True, timeout=service.PATIENCE, check=True)
        saved = (self.folder / 'back/table.csv').read_bytes()
        self.assertNotEqual(saved, self.table)  # line breaks are its own
        self.assertEqual(read(saved), self.rows)
        ran = self.take(saved)
        self.assertEqual((ran.returncode, ran.stderr), (0, b''))
        self.assert_untouched()
