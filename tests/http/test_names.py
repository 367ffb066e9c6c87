import json

from service import SOURCE, ServerTest


class NamesTest(ServerTest):
    def test_names(self):
        """every jurisdiction with its codes, five names and other names, as the data have them"""
        data = json.loads((SOURCE / 'data' / 'names.json').read_text('utf-8'))['jurisdictions']
        answer = self.get_json('/api/v1/names')
        self.assertEqual([one['code'] for one in answer['jurisdictions']], sorted(data))
        for one in answer['jurisdictions']:
            known = data[one['code']]
            self.assertEqual((one['alpha3'], one['names'], one['also']),
                             (known.get('alpha3'), known['name'], known.get('also', [])))
            self.assertEqual(one['parent'], one['code'][:2] if '-' in one['code'] else None)
        self.assertIn('version', answer['dataset'])

    def test_other_names(self):
        """the names that people use are among them, and lead to the country where a code is asked for"""
        also = {one['code']: one['also'] for one in self.get_json('/api/v1/names')['jurisdictions']}
        for name, code in (('Burma', 'MM'), ('Holland', 'NL'), ('США', 'US'), ('刚果金', 'CD'), ('England', 'GB-EAW')):
            with self.subTest(name):
                self.assertIn(name, also[code])
        near = self.get('/api/v1/jurisdictions/Burma').json()
        self.assertIn('MM', json.dumps(near))
