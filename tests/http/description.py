"""The service as its own description tells it: what may be asked, with examples, and what the answers look like."""
import urllib.parse

import jsonschema
from service import ServerTest

OPENAPI = '/api/v1/openapi.json'


def example(parameter):
    """As it stands in a query: of a list, with commas between (style form, not exploded)."""
    value = parameter['example']
    return ','.join(value) if isinstance(value, list) else str(value)


class DescribedTest(ServerTest):
    options = ('--security-contact', 'mailto:security@example.org', '--security-expires', '9999-12-31')

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.document = cls.server.get(OPENAPI).json()

    def operations(self):
        """Path, parameters in the path, parameters of the query, and the answer described, of every operation."""
        for path, item in self.document['paths'].items():
            operation = item['get']
            places = {'path': [], 'query': []}
            for parameter in operation['parameters']:
                places[parameter['in']].append(parameter)
            yield path, places['path'], places['query'], operation['responses']

    def fill(self, path, variables):
        """The path with its examples."""
        for variable in variables:
            self.assertTrue(variable['required'])
            path = path.replace('{' + variable['name'] + '}', example(variable))
        self.assertNotIn('{', path)
        return path

    def addresses(self, path, variables, query):
        """The operation with what it must have, and with each of the other parameters."""
        path = self.fill(path, variables)
        needed = {one['name']: example(one) for one in query if one['required']}
        for optional in [{}, *({one['name']: example(one)} for one in query
                                if not one['required'] and 'example' in one)]:
            fields = urllib.parse.urlencode({**needed, **optional})
            yield path + ('?' + fields if fields else '')

    def validator(self, schema):
        return jsonschema.Draft202012Validator({**schema, 'components': self.document['components']})
