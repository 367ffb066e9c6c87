import json
import os
import pathlib
import pty
import re
import subprocess
import tempfile
import unittest

import service
from service import copy_data, lawmap

SHAPEFILES = ('--shapefiles', str(service.SOURCE / 'shapefiles'))
DATA = ('--data', str(service.SOURCE / 'data'))


class CommandLineTest(unittest.TestCase):
    def test_usage_errors(self):
        """what is not understood exits 2 and names what was meant"""
        cases = [
            ([], b'usage:'),
            (['serv'], '“serve”'.encode()),
            (['--verison'], '“--version”'.encode()),
            (['frobnicate'], b'unknown command'),
            (['serve', '--lisen', 'x'], '“--listen”'.encode()),
            (['serve', '--frobnicate'], b'unknown option'),
            (['check', '--date', '2000-01-01'], b'unknown option'),
            (['serve', '--listen'], b'needs an argument'),
            (['serve', 'now'], b'only options'),
            (['serve', '--listen', '8080'], b'ADDR:PORT'),
            (['serve', '--listen', '127.0.0.1:65536'], b'ADDR:PORT'),
            (['serve', '--listen', '::1:80'], b'ADDR:PORT'),
            (['serve', '--threads', '0'], b'--threads'),
            (['serve', '--threads', '2x'], b'--threads'),
            (['check', '--format', 'xml'], b'text, json, github or sarif'),
            (['diff', 'data'], b'OLD NEW'),
            (['stats', '--date', '2003'], b'--date'),
            (['diff', '--format', 'xml', 'a', 'b'], b'text or json'),
            (['render', 'framework', '0', '0'], b'LAYER Z X Y'),
            (['render', 'framework', '11', '0', '0'], b'no tile'),
            (['render', 'framework', '0', '0', '0@3x'], b'no tile'),
            (['render', 'framework', '0', '0', '0', '--date', '2003'], b'--date'),
        ]
        for arguments, message in cases:
            with self.subTest(arguments):
                ran = lawmap(*arguments)
                self.assertEqual(ran.returncode, 2)
                self.assertIn(message, ran.stderr)
                self.assertEqual(ran.stdout, b'')

    def test_help(self):
        """--help and --version exit 0 and write to standard output"""
        for arguments, words in ((['--help'], [b'serve', b'check', b'render']),
                                 (['serve', '--help'], [b'--listen ADDR:PORT', b'--threads', b'SIGHUP', b'--watch ']),
                                 (['check', '--help'], [b'--data DIR', b'--code-field']),
                                 (['render', '-h'], [b'LAYER Z X Y', b'-o, --output FILE']),
                                 (['--version'], [b'lawmap '])):
            with self.subTest(arguments):
                ran = lawmap(*arguments)
                self.assertEqual((ran.returncode, ran.stderr), (0, b''))
                for word in words:
                    self.assertIn(word, ran.stdout)

    def test_check_passes(self):
        """`check` of the project's own data exits 0"""
        ran = lawmap('check', *DATA, *SHAPEFILES)
        self.assertEqual((ran.returncode, ran.stderr), (0, b''), ran.stdout)
        self.assertIn(b'no faults', ran.stdout)

    def test_sources_are_found(self):
        """without options the program finds the data beside it or in the source tree"""
        self.assertEqual(lawmap('check').returncode, 0)

    def test_check_names_every_fault(self):
        """`check` exits 1 with a line FILE:LINE:COL for each fault, in one run"""
        with tempfile.TemporaryDirectory() as folder:
            copy_data(folder)
            kenya = pathlib.Path(folder) / 'jurisdictions/KE.json'
            kenya.write_text(kenya.read_text('utf-8').replace('"criminalised"', '"criminalized"', 1), 'utf-8')
            sweden = pathlib.Path(folder) / 'jurisdictions/SE.json'
            sweden.write_text(sweden.read_text('utf-8')[:-20], 'utf-8')
            ran = lawmap('check', '--data', folder, *SHAPEFILES)
            self.assertEqual(ran.returncode, 1)
            lines = ran.stdout.decode().splitlines()
            line = 1 + kenya.read_text('utf-8').split('"criminalized"')[0].count('\n')
            self.assertTrue(any(one.startswith(f'{kenya}:{line}:') and ': error: ' in one for one in lines), lines)
            self.assertTrue(any(one.startswith(f'{sweden}:') and ': error: ' in one for one in lines), lines)
            self.assertTrue(all(': error: ' in one for one in lines), 'warnings can wait')

    def test_check_for_programs(self):
        """`check` gives faults and warnings as JSON and as GitHub's annotations, with the same exit status"""
        with tempfile.TemporaryDirectory() as folder:
            copy_data(folder)
            kenya = pathlib.Path(folder) / 'jurisdictions/KE.json'
            kenya.write_text(kenya.read_text('utf-8').replace('"note": "', '"note": " ', 1), 'utf-8')
            line = 1 + kenya.read_text('utf-8').split('"note"')[0].count('\n')
            ran = lawmap('check', '--format', 'json', '--data', folder)
            self.assertEqual((ran.returncode, ran.stderr), (1, b''))
            found = json.loads(ran.stdout)
            faults = [one for one in found if one['severity'] == 'error']
            self.assertEqual([(one['file'], one['line'], one['column'], one['rule']) for one in faults],
                             [(str(kenya), line, 11, 'LAW002')])
            self.assertTrue(any(one['rule'] == 'LAW101' for one in found))
            ran = lawmap('check', '--format', 'github', '--data', folder)
            self.assertEqual(ran.returncode, 1)
            self.assertIn(f'::error file={kenya},line={line},col=11,title=LAW002::'.encode(), ran.stdout)
            self.assertIn(b'::warning file=', ran.stdout)
        self.assertEqual(lawmap('check', '--format', 'json', *DATA).returncode, 0)

    def test_check_as_sarif(self):
        """`check --format sarif` is a SARIF 2.1.0 log: rules, results with their rule, and places in characters"""
        with tempfile.TemporaryDirectory() as parent:
            folder = pathlib.Path(parent) / 'é data'
            copy_data(folder)
            kenya = folder / 'jurisdictions/KE.json'
            text = kenya.read_text('utf-8').replace('  "code": "KE",\n  "name": "Kenya",',
                                                    '  "code": "KE", "name": "Kénya — Кения ", "nmae": 1,', 1)
            kenya.write_text(text, 'utf-8')
            ran = lawmap('check', '--format', 'sarif', '--data', str(folder))
            self.assertEqual((ran.returncode, ran.stderr), (1, b''))
        log = json.loads(ran.stdout)
        self.assertEqual(log['version'], '2.1.0')
        self.assertTrue(log['$schema'].startswith('https://') and log['$schema'].endswith('sarif-schema-2.1.0.json'))
        run, = log['runs']
        self.assertEqual(run['columnKind'], 'unicodeCodePoints')
        driver = run['tool']['driver']
        self.assertEqual(driver['name'], 'lawmap')
        for rule in driver['rules']:
            self.assertTrue(rule['id'].startswith('LAW') and rule['shortDescription']['text'] and
                            rule['fullDescription']['text'], rule)
        for result in run['results']:
            rule = driver['rules'][result['ruleIndex']]
            self.assertEqual(result['ruleId'], rule['id'])
            self.assertEqual(result['level'], rule['defaultConfiguration']['level'])
            self.assertIn(result['level'], ('error', 'warning'))
            self.assertTrue(result['message']['text'])
            place = result['locations'][0]['physicalLocation']
            self.assertRegex(place['artifactLocation']['uri'], r'^file:///[\w/%.~-]+/%C3%A9%20data/jurisdictions/[\w-]+\.json$')
            self.assertTrue(place['region']['startLine'] >= 1 and place['region']['startColumn'] >= 1)
        errors = {result['ruleId'] + result['message']['text']: result['locations'][0]['physicalLocation']['region']
                  for result in run['results'] if result['level'] == 'error'}
        self.assertEqual(len(errors), 2, errors)
        line = text.split('\n')[2]
        for message, region in errors.items():
            self.assertEqual(region['startLine'], 3)
            found = '"Kénya' if 'LAW002' in message else '"nmae"'
            self.assertEqual(line[region['startColumn'] - 1:].split(' ')[0].split(':')[0], found, message)
        quiet = lawmap('check', '--format', 'sarif', *DATA)
        self.assertEqual(quiet.returncode, 0)
        self.assertEqual({result['level'] for result in json.loads(quiet.stdout)['runs'][0]['results']}, {'warning'})

    def test_check_in_colour(self):
        """`check` is coloured on a terminal, unless NO_COLOR says no, and never elsewhere"""
        def run(**extra):
            try:
                ours, theirs = pty.openpty()
            except OSError as failure:
                self.skipTest(f'no terminal to be had: {failure}')
            with tempfile.TemporaryDirectory() as folder:
                copy_data(folder)
                (pathlib.Path(folder) / 'jurisdictions/SE.json').write_text('{', 'utf-8')
                environment = {key: value for key, value in os.environ.items() if key not in ('NO_COLOR', 'TERM')}
                subprocess.run([service.PROGRAM, 'check', '--data', folder], stdout=theirs, stderr=theirs,
                               env={**environment, 'TERM': 'xterm', **extra}, timeout=60, check=False)
                os.close(theirs)
                text = os.read(ours, 65536)
                os.close(ours)
                return text
        self.assertIn(b'\x1b[1;31merror:\x1b[0m', run())
        self.assertIn(b'\x1b[1;31m', run(NO_COLOR=''))
        self.assertNotIn(b'\x1b', run(NO_COLOR='1'))
        self.assertNotIn(b'\x1b', run(TERM='dumb'))
        self.assertNotIn(b'\x1b', lawmap('check', '--warnings', *DATA).stdout)

    def test_check_warns(self):
        """warnings are counted, or each shown with --warnings, and do not change the exit status"""
        brief, full = lawmap('check', *DATA, *SHAPEFILES), lawmap('check', '--warnings', *DATA, *SHAPEFILES)
        self.assertEqual((brief.returncode, full.returncode), (0, 0))
        count = int(re.search(rb'LAW101: (\d+) warnings?: ', brief.stdout)[1])
        self.assertEqual(len(re.findall(rb'(?m)^\S+\.json:\d+:\d+: warning: .* \[LAW101\]$', full.stdout)), count)
        self.assertGreater(count, 0)

    def test_rules_are_explained(self):
        """`check --explain` tells what a rule asks; one that is none exits 2 and names a near one"""
        ran = lawmap('check', '--explain', 'law007')
        self.assertEqual((ran.returncode, ran.stderr), (0, b''))
        self.assertTrue(ran.stdout.startswith(b'LAW007 (error): '), ran.stdout)
        ran = lawmap('check', '--explain', 'LAW1O1')
        self.assertEqual((ran.returncode, ran.stdout), (2, b''))
        self.assertIn('“LAW101”'.encode(), ran.stderr)

    def test_check_of_broken_shapefiles(self):
        """`check` exits 1 and names the file when the boundaries are broken"""
        with tempfile.TemporaryDirectory() as folder:
            for path in (service.SOURCE / 'shapefiles').iterdir():
                if path.is_file():
                    (pathlib.Path(folder) / path.name).write_bytes(path.read_bytes())
            shapes = pathlib.Path(folder) / 'jurisdictions.shp'
            shapes.write_bytes(shapes.read_bytes()[:100000])
            ran = lawmap('check', *DATA, '--shapefiles', folder)
            self.assertEqual(ran.returncode, 1)
            self.assertIn(b'jurisdictions.sh', ran.stdout)
            self.assertEqual(lawmap('check', *DATA, '--shapefiles', folder + '/none').returncode, 1)

    def test_unrecorded_land_is_a_warning(self):
        """an area that the data do not know is a warning, not a fault"""
        with tempfile.TemporaryDirectory() as folder:
            copy_data(folder)
            (pathlib.Path(folder) / 'jurisdictions/AQ.json').unlink()
            for name in ('regions.json', 'names.json'):
                path = pathlib.Path(folder) / name
                content = json.loads(path.read_text('utf-8'))
                for part in [content, *(one for one in content.values() if isinstance(one, dict))]:
                    part.pop('AQ', None)
                path.write_text(json.dumps(content), 'utf-8')
            ran = lawmap('check', '--data', folder, *SHAPEFILES)
            self.assertEqual(ran.returncode, 0, ran.stdout.decode())
            self.assertRegex(ran.stdout.decode(), r'warning: AQ \(')

    def test_diff(self):
        """`diff` says who, what, from when and until when, for people and as JSON; faulty data exit 1"""
        with tempfile.TemporaryDirectory() as folder:
            copy_data(folder)
            sweden = pathlib.Path(folder) / 'jurisdictions/SE.json'
            sweden.write_text(sweden.read_text('utf-8').replace('"1999-01-01"', '"1998-01-01"'), 'utf-8')
            ran = lawmap('diff', DATA[1], folder)
            self.assertEqual((ran.returncode, ran.stderr), (0, b''))
            lines = ran.stdout.decode().splitlines()
            self.assertEqual(lines[0], 'SE (Sweden)')
            self.assertIn('  buying: not-criminalised → criminalised, from 1998-01-01 until 1999-01-01', lines)
            self.assertRegex(lines[-1], r'^\d+ differences in 1 jurisdiction$')
            rows = json.loads(lawmap('diff', '--format', 'json', DATA[1], folder).stdout)
            self.assertEqual(len(rows), len(lines) - 2)
            self.assertIn({'code': 'SE', 'name': 'Sweden', 'field': 'buying', 'from': '1998-01-01',
                           'until': '1999-01-01', 'before': 'not-criminalised', 'after': 'criminalised'}, rows)
            same = lawmap('diff', folder, folder)
            self.assertEqual((same.returncode, same.stdout), (0, b'no difference in the law of any jurisdiction\n'))
            sweden.write_text('{', 'utf-8')
            ran = lawmap('diff', DATA[1], folder)
            self.assertEqual((ran.returncode, ran.stdout), (1, b''))
            self.assertIn(b'1 fault', ran.stderr)

    def test_explain(self):
        """`explain` traces each status to its rule, each record to its sources and its review"""
        def explain(*arguments):
            ran = lawmap('explain', *arguments, *DATA)
            self.assertEqual((ran.returncode, ran.stderr), (0, b''))
            return ran.stdout.decode()
        record = json.loads((service.SOURCE / 'data/jurisdictions/KE.json').read_text('utf-8'))
        text = explain('ken')
        self.assertTrue(text.startswith('KE (Kenya) on '))
        self.assertIn(f'by: {record["periods"][-1]["instrument"]}\n', text)
        for provision in record['provisions']:
            self.assertIn(f'    {provision["law"]}, {provision["section"]}: {provision["summary"]}\n', text)
            self.assertIn('      sanction: ' + ', '.join(filter(None, (provision['sanction'], provision['penalty']))), text)
        selling = text.split('  selling: ')[1].split('  buying: ')[0]
        self.assertEqual(selling.count('sanction:'), sum(one['act'] == 'selling' for one in record['provisions']))
        for source in record['sources']:
            self.assertIn('  ' + ', '.join(str(one) for one in list(source.values())[:3] if one), text)
        self.assertIn('validated by nobody', text)
        self.assertIn('has the law of FR (France)', explain('GP'))
        early = explain('NZ', '--date', '1990-01-01')
        self.assertIn('  selling: partly-criminalised', early)
        self.assertNotIn('sanction:', early)
        self.assertIn('not known', explain('AO', '--date', '1990-01-01') + explain('US-NV', '--date', '1900-01-01'))
        ran = lawmap('explain', 'Kenia', *DATA)
        self.assertEqual((ran.returncode, ran.stdout), (1, b''))
        self.assertIn(b'did you mean KE (Kenya)?', ran.stderr)

    def test_stats(self):
        """`stats` counts records and, for a date, countries by region; its sums are the records'"""
        records = [json.loads(path.read_text('utf-8')) for path in (service.SOURCE / 'data/jurisdictions').iterdir()]
        countries = [record for record in records if '-' not in record['code']]
        ran = lawmap('stats', *DATA, '--date', '2020-01-01')
        self.assertEqual((ran.returncode, ran.stderr), (0, b''))
        text = ran.stdout.decode()
        self.assertIn(f'{len(records)} records: {len(countries)} countries', text)
        low = sum(record['confidence'] == 'low' for record in records)
        self.assertRegex(text, rf'(?m)^  low +{low} ')
        ages = text.split('law as of\n')[1].split('\n\n')[0].splitlines()
        self.assertEqual(sum(int(re.search(r' (\d+) +[\d.]+ %$', line)[1]) for line in ages), len(records))
        rows = [line.split() for line in text.split('\nbuying ')[1].split('\nthird_parties')[0].splitlines()[1:]]
        self.assertEqual(sum(int(row[-1]) for row in rows), len(countries))
        for row in rows:
            self.assertEqual(sum(map(int, row[1:-1])), int(row[-1]), row)
        self.assertNotEqual(ran.stdout, lawmap('stats', *DATA, '--date', '1990-01-01').stdout)

    def test_render_writes_a_file(self):
        """`render -o` writes the picture to a file, and says why when it cannot"""
        with tempfile.TemporaryDirectory() as folder:
            path = f'{folder}/tile.png'
            ran = lawmap('render', 'framework', '1', '0', '0', '-o', path, *DATA, *SHAPEFILES)
            self.assertEqual((ran.returncode, ran.stdout, ran.stderr), (0, b'', b''))
            piped = lawmap('render', 'framework', '1', '0', '0', *DATA, *SHAPEFILES)
            self.assertEqual(pathlib.Path(path).read_bytes(), piped.stdout)
            ran = lawmap('render', 'framework', '1', '0', '0', '-o', f'{folder}/no/tile.png', *DATA, *SHAPEFILES)
            self.assertEqual(ran.returncode, 1)
            self.assertIn(b'cannot be written', ran.stderr)
        ran = lawmap('render', 'nothing', '1', '0', '0', *DATA, *SHAPEFILES)
        self.assertEqual(ran.returncode, 1)
        self.assertIn(b'framework, selling', ran.stderr)

    def test_a_full_disk_is_an_error(self):
        """whatever prints to a full device exits 1 and says why"""
        data = DATA[1]
        commands = (['render', 'framework', '1', '0', '0', *DATA, *SHAPEFILES], ['--help'], ['--version'], ['serve', '--help'],
                    ['stats', *DATA], ['explain', 'NZ', *DATA], ['csv', 'export', *DATA], ['diff', data, data],
                    ['diff', '--format', 'json', data, data], ['check', '--explain', 'LAW001'], ['check', *DATA, *SHAPEFILES],
                    *(['check', '--format', name, *DATA, *SHAPEFILES] for name in ('json', 'github', 'sarif')))
        for command in commands:
            with self.subTest(command), open('/dev/full', 'wb') as full:
                ran = subprocess.run([service.PROGRAM, *command], stdout=full, stderr=subprocess.PIPE, timeout=60,
                                     check=False)
                self.assertEqual(ran.returncode, 1)
                self.assertIn(b'standard output: cannot be written', ran.stderr)

    def test_closed_output(self):
        """what is printed where nothing is open never ends up in the file that is being written"""
        with tempfile.TemporaryDirectory() as folder:
            ran = subprocess.run(['sh', '-c', 'exec "$@" >&- 2>&-', 'sh', service.PROGRAM, 'export', '--layer', 'framework',
                                  '--format', 'pmtiles', '--zoom', '0-1', '--threads', '1', '--date', '2020-01-01', *DATA,
                                  *SHAPEFILES, f'{folder}/closed'], timeout=60, check=False)
            self.assertEqual(ran.returncode, 0)
            lawmap('export', '--layer', 'framework', '--format', 'pmtiles', '--zoom', '0-1', '--date', '2020-01-01', *DATA,
                   *SHAPEFILES, f'{folder}/open')
            self.assertEqual(*(pathlib.Path(folder, name).read_bytes() for name in ('closed', 'open')))
