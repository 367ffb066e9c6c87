import json
import re

import jsonschema
from description import DescribedTest


def shortened(value):
    """Without the middle of long lists, which validates like their ends."""
    if isinstance(value, dict):
        return {name: shortened(member) for name, member in value.items()}
    if isinstance(value, list):
        return [shortened(item) for item in (value if len(value) <= 64 else value[:10] + value[-10:])]
    return value


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

    def test_schemas(self):
        """every JSON answer has a schema; the schemas are valid, used, and refer to one another"""
        schemas = self.document['components']['schemas']
        referred = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(self.document)))
        self.assertEqual(referred, set(schemas))
        for name, schema in schemas.items():
            with self.subTest(name):
                jsonschema.Draft202012Validator.check_schema(schema)
        for path, _, _, responses in self.operations():
            for media_type, content in responses['200']['content'].items():
                self.assertEqual('schema' in content, 'json' in media_type, f'{path} {media_type}')

    def test_every_example_is_answered(self):
        """every operation, with each parameter's example, answers with the type and the schema that are described"""
        for path, variables, query, responses in self.operations():
            addresses = list(self.addresses(path, variables, query))
            if path.endswith('.json') and path.removesuffix('.json') in self.document['paths']:
                addresses = addresses[:1]  # what the address without its suffix gives, too
            for address in addresses:
                with self.subTest(address):
                    answer = self.get(address)
                    self.assertEqual(answer.status, 200, answer.body[:300])
                    described = responses['200']['content'][answer.fields['content-type'].split(';')[0]]
                    if 'schema' in described:
                        fault = jsonschema.exceptions.best_match(
                            self.validator(described['schema']).iter_errors(
                                answer.json() if address == addresses[0] else shortened(answer.json())))
                        self.assertIsNone(fault, fault and f'{fault.json_path}: {fault.message[:300]}')

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
        problem = self.validator({'$ref': '#/components/schemas/Problem'})
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
                    problem.validate(refused.json())
                    self.assertEqual(sorted(refused.json()['allowed']), sorted(allowed))

    def test_no_parameter_is_missing(self):
        """the parameters described are those that a refusal lists"""
        for path, variables, query, _ in self.operations():
            with self.subTest(path):
                address = next(self.addresses(path, variables, query)).split('?')[0]
                refused = self.get(address + '?nonsense=1').json()
                self.assertEqual(refused['allowed'], [one['name'] for one in query])
