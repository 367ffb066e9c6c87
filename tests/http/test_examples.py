"""The programs that the page of the API shows run as they stand, but for the address that they ask."""
import csv
import html
import io
import re
import shutil
import subprocess
import tempfile
import unittest
import urllib.parse

import service
from service import ServerTest

EXAMPLES = service.SOURCE / 'src/web/examples'
ADDRESS = 'http://127.0.0.1:8080'
RUNNERS = {'.sh': ['sh'], '.py': ['/usr/bin/python3'], '.R': ['Rscript', '--vanilla'], '.mjs': ['node']}


class ExamplesTest(ServerTest):
    def run_example(self, name, needs=()):
        """What it prints, and the files that it writes."""
        for program in (RUNNERS['.' + name.split('.')[1]][0], *needs):
            if shutil.which(program) is None:
                raise unittest.SkipTest(f'{program} is not installed')
        text = (EXAMPLES / name).read_text('utf-8')
        self.assertIn(ADDRESS, text)
        with tempfile.TemporaryDirectory() as directory:
            path = service.pathlib.Path(directory) / name
            path.write_text(text.replace(ADDRESS, f'http://127.0.0.1:{self.server.port}'), 'utf-8')
            ran = subprocess.run([*RUNNERS[path.suffix], name], cwd=directory, capture_output=True, text=True, check=False,
                                 timeout=service.PATIENCE)
            self.assertEqual((ran.returncode, ran.stderr), (0, ''))
            return ran.stdout, {one.name: one.read_bytes() for one in path.parent.iterdir() if one != path}

    def table(self, path):
        return list(csv.DictReader(io.StringIO(self.get(path).body.decode('utf-8'), newline='')))

    def test_curl_and_jq(self):
        """curl and jq: a table by region"""
        printed, _ = self.run_example('curl-jq.sh', ['curl', 'jq'])
        rows = [line.split('\t') for line in printed.splitlines()]
        self.assertEqual(rows[0], ['region', 'criminalised', 'countries'])
        expected = [[row['region'], row['count'], row['total']]
                    for row in self.table('/api/v1/summary.csv?by=region&layer=selling&date=2015-01-01')
                    if row['class'] == 'criminalised']
        self.assertEqual(sorted(rows[1:]), sorted(expected))

    def test_python(self):
        """Python: a table of frameworks by year"""
        printed, _ = self.run_example('table.py')
        lines = printed.splitlines()
        self.assertEqual(lines[0], 'data version ' + self.get('/').fields['lawmap-dataset'])
        years = lines[1].split()[1:]
        self.assertEqual(years[:2], ['2000', '2005'])
        expected = [row for row in self.table('/api/v1/summary.csv?layer=framework&date=2005-12-31')]
        self.assertEqual(len(lines), 2 + len(expected))
        for line, row in zip(lines[2:], expected):
            self.assertEqual((line[:42].strip(), line[43:].split()[1]), (row['label'], row['count']))

    def test_r(self):
        """R: a figure, and the newest shares by region"""
        printed, files = self.run_example('figure.R')
        self.assertEqual(list(files), ['buying.pdf'])
        self.assertTrue(files['buying.pdf'].startswith(b'%PDF-') and len(files['buying.pdf']) > 4000)
        rows = [row for row in self.table('/api/v1/summary.csv?by=region&layer=buying') if row['class'] == 'criminalised']
        for row in rows:
            self.assertIn(row['region'], printed)
        self.assertEqual(sorted(float(word) for word in re.findall(r'\d+\.\d|(?<= )\d+(?= |\n)', printed)),
                         sorted(round(100 * float(row['share']), 1) for row in rows))

    def test_javascript(self):
        """JavaScript: a table of reforms"""
        printed, _ = self.run_example('fetch.mjs')
        body = self.get('/api/v1/changes?since=2010&level=country&lang=en').json()
        reforms = [one for one in body['changes'] if one['kind'] == 'status'][:10]
        lines = [line for line in printed.splitlines() if re.match(r'│ +\d+ ', line)]
        self.assertEqual(len(lines), len(reforms))
        for line, one in zip(lines, reforms):
            self.assertIn(f"'{one['date']}'", line)
            self.assertIn(one['framework']['to_label'], line)
        self.assertIn(body['dataset']['citation'], printed)


class PageTest(ServerTest):
    options = ('--public-url', 'https://maps.example.org')

    def test_page_shows_the_examples(self):
        """the page shows each example whole, with this server's address"""
        page = self.get('/api?lang=fr').body.decode('utf-8')
        shown = [html.unescape(text) for text in re.findall(r'<pre[^>]*><code>(.*?)</code></pre>', page, re.DOTALL)]
        names = re.findall(r'<h3 id="([a-z-]+\.[A-Za-z]+)" lang="en">', page)
        self.assertEqual(set(names), {path.name for path in EXAMPLES.iterdir()})
        for name, text in zip(names, shown, strict=True):
            self.assertEqual(text, (EXAMPLES / name).read_text('utf-8').replace(ADDRESS, 'https://maps.example.org'))

    def test_page_describes_every_operation(self):
        """the page has every operation, parameter and schema of the document, in each language, and its links lead on"""
        document = self.get_json('/api/v1/openapi.json')
        for language in ('en', 'ru'):
            answer = self.get(f'/api?lang={language}')
            page = html.unescape(answer.body.decode('utf-8'))
            self.assertEqual(answer.fields['content-language'], language)
            for path, item in document['paths'].items():
                base = document['paths'].get(re.sub(r'\.\w+$', '', path))
                if path.endswith(('.csv', '.json', '.geojson', '.atom')) and base and \
                        set(item['get']['responses']['200']['content']) <= set(base['get']['responses']['200']['content']):
                    continue  # another form of what the page has
                place = page.split(f'<h3 id="{path}"', 1)[1].split('<h3 id="', 1)[0]
                for parameter in item['get']['parameters']:
                    self.assertIn(f'<code>{parameter["name"]}</code>', place)
                    self.assertIn(parameter['description'], place)
                for media_type in item['get']['responses']['200']['content']:
                    self.assertIn(media_type, place)
            for name in document['components']['schemas']:
                self.assertIn(f'<h3 id="{name}"', page)
            identifiers = re.findall(r' id="([^"]+)"', page)
            self.assertEqual(len(identifiers), len(set(identifiers)))
            for target in set(re.findall(r' href="#([^"]+)"', page)):
                self.assertIn(urllib.parse.unquote(target), identifiers)
        for address in set(re.findall(r'<a href="(/[^"]*)"><code>', self.get('/api').body.decode('utf-8'))):
            if 'security.txt' not in address:
                self.assertEqual(self.get(html.unescape(address)).status, 200, address)
