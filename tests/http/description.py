"""The service as its own description tells it: what may be asked, with examples."""
import urllib.parse

from service import ServerTest

OPENAPI = '/api/v1/openapi.json'


class DescribedTest(ServerTest):
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

    def addresses(self, path, variables, query):
        """The operation with what it must have, and with each of the other parameters."""
        for variable in variables:
            self.assertTrue(variable['required'])
            path = path.replace('{' + variable['name'] + '}', variable['example'])
        self.assertNotIn('{', path)
        needed = {one['name']: one['example'] for one in query if one['required']}
        for optional in [{}, *({one['name']: one['example']} for one in query if not one['required'])]:
            fields = urllib.parse.urlencode({**needed, **optional})
            yield path + ('?' + fields if fields else '')
