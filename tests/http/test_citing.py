import json

from description import DescribedTest

LICENCE = '<https://creativecommons.org/licenses/by/4.0/>; rel="license"'

WITHOUT_DATASET = {'/assets/{version}/{file}', '/legend/classes.css', '/tiles/codes/{z}/{x}/{y}.png', '/healthz', '/readyz', '/metrics',
                   '/api/v1/openapi.json', '/api/v1/status', '/robots.txt', '/sitemap.xml', '/.well-known/security.txt'}


class CitingTest(DescribedTest):
    def cited(self):
        """An address of every operation whose answers rest on the dataset, and one of what is no map and no law."""
        for path, variables, query, _ in self.operations():
            address = next(self.addresses(path, variables, query))
            if any(one['name'] == 'version' for one in query):
                yield address

    def test_which_operations_cite(self):
        """everything but the page's files, codes of the boundaries, the description and the server's state rests on the
        dataset"""
        others = {path for path, _, query, _ in self.operations() if all(one['name'] != 'version' for one in query)}
        self.assertLessEqual(others, WITHOUT_DATASET)

    def test_the_description_says_so(self):
        """the description names the fields, for the operations whose answers have them"""
        for path, _, query, responses in self.operations():
            names = {one['name'] for one in query}
            expected = {'Lawmap-Dataset', 'Link'} if 'version' in names else set()
            if 'version' in names and 'date' in names:
                expected.add('Lawmap-Date-Is-Future')
            self.assertEqual(set(responses['200'].get('headers', {})), expected, path)

    def test_every_answer_says_its_version_and_licence(self):
        """the fields name the version and the licence, whatever the format, for HEAD and 304, too"""
        version = self.get_json('/api/v1/jurisdictions/NZ')['dataset']['version']
        for address in self.cited():
            with self.subTest(address):
                answer = self.get(address)
                for one in (answer, self.get(address, '--head'),
                            self.get(address, '--header', f'If-None-Match: {answer.fields["etag"]}')):
                    self.assertEqual(one.fields.get('lawmap-dataset'), version)
                    self.assertIn(LICENCE, one.fields['link'])
                    exposed = one.fields['access-control-expose-headers'].split(', ')
                    self.assertLessEqual({'ETag', 'Lawmap-Dataset', 'Link'}, set(exposed))
        for path in ('/healthz', '/api/v1/openapi.json', '/nowhere'):
            self.assertNotIn('lawmap-dataset', self.get(path).fields)

    def test_json_says_how_to_cite(self):
        """a body of JSON has the version, the licence and a citation, but for formats that are others' (UTFGrid) and
        the codebook, which is a file"""
        for address in self.cited():
            answer = self.get(address)
            if 'json' not in answer.fields['content-type'] or 'grid.json' in address or 'codebook' in address:
                continue
            with self.subTest(address):
                dataset = json.loads(answer.body)['dataset']
                self.assertEqual(dataset['version'], answer.fields['lawmap-dataset'])
                self.assertEqual(dataset['licence'], 'CC-BY-4.0')
                self.assertRegex(dataset['date'], '^[0-9]{4}(-[0-9]{2}){0,2}$')
                for part in ('version', 'date', 'licence'):
                    self.assertIn(dataset[part], dataset['citation'])

    def test_version(self):
        """the version that is served is answered; any other is a conflict that says which is served"""
        version = self.get_json('/api/v1/jurisdictions/NZ')['dataset']['version']
        for address in self.cited():
            with self.subTest(address):
                joined = address + ('&' if '?' in address else '?') + 'version='
                self.assertEqual(self.get(joined + version).status, 200)
                refused = self.get(joined + '0' * len(version))
                self.assertEqual((refused.status, refused.json()['allowed']), (409, [version]))
