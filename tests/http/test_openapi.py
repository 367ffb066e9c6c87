import jsonschema
from description import DescribedTest


class OpenapiTest(DescribedTest):
    def test_document(self):
        """the document is OpenAPI 3.1 and describes every parameter once"""
        self.assertEqual(self.document['openapi'], '3.1.0')
        self.assertTrue(self.document['info']['title'] and self.document['info']['version'])
        for path, variables, query, _ in self.operations():
            with self.subTest(path):
                self.assertTrue(path.startswith('/') and self.document['paths'][path]['get']['summary'])
                names = [one['name'] for one in variables + query]
                self.assertEqual(len(names), len(set(names)))
                self.assertEqual([one['name'] for one in variables],
                                 [part.split('}')[0] for part in path.split('{')[1:]])
                for one in variables + query:
                    self.assertTrue(one['description'])
                    jsonschema.Draft202012Validator.check_schema(one['schema'])

    def test_every_example_is_answered(self):
        """every operation, with each parameter's example, answers with a type and members that are described"""
        for path, variables, query, responses in self.operations():
            for address in self.addresses(path, variables, query):
                with self.subTest(address):
                    answer = self.get(address)
                    self.assertEqual(answer.status, 200, answer.body[:300])
                    media_type = answer.fields['content-type'].split(';')[0]
                    described = responses['200']['content'][media_type]
                    if 'schema' in described:
                        jsonschema.validate(answer.json(), described['schema'])

    def test_formats_are_negotiated(self):
        """every media type of an operation is sent to who accepts only that one"""
        for path, variables, query, responses in self.operations():
            types = list(responses['200']['content'])
            if len(types) > 1:
                for media_type in types:
                    address = next(self.addresses(path, variables, query))
                    answer = self.get(address, '--header', f'Accept: {media_type}')
                    self.assertEqual(answer.fields['content-type'].split(';')[0], media_type)

    def test_values(self):
        """every value that a parameter may have is answered, and a refusal allows the same values"""
        problem = self.document['components']['schemas']['Problem']
        for path, variables, query, _ in self.operations():
            if '.' in path:
                continue
            start = next(self.addresses(path, variables, query))
            for parameter in query:
                allowed = parameter['schema'].get('enum')
                if not allowed or parameter['name'] == 'version':
                    continue
                with self.subTest(path=path, parameter=parameter['name']):
                    joined = start + ('&' if '?' in start else '?') + parameter['name'] + '='
                    for value in allowed:
                        self.assertEqual(self.get(joined + value).status, 200)
                    refused = self.get(joined + 'nonsense')
                    self.assertEqual(refused.status, 400)
                    jsonschema.validate(refused.json(), problem)
                    self.assertEqual(sorted(refused.json()['allowed']), sorted(allowed))

    def test_no_parameter_is_missing(self):
        """the parameters described are those that a refusal lists"""
        for path, variables, query, _ in self.operations():
            with self.subTest(path):
                address = next(self.addresses(path, variables, query)).split('?')[0]
                refused = self.get(address + '?nonsense=1').json()
                self.assertEqual(refused['allowed'], [one['name'] for one in query])
