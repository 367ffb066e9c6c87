import http.client
import json
import urllib.parse

import description
import jsonschema
from description import DescribedTest
from service import PATIENCE

# What no parameter takes, whatever it is; raw, as it stands in the address.
UNDECODABLE = ['%00', 'a%00b', '%c0%af', '%c0%ae%c0%ae', '%ff', '%ed%a0%80', '%f4%90%80%80', '%0a', '%0d%0aX:%20y', '%7f',
               '%', '%4', '%zz']
# What few take; their schema says whether this one does.
STRANGE = ['', ' ', '.', '../..', '/', 'a/b', '%2e%2e%2f', '\\', 'null', '[]', '*', '-', '0', '-1', '+1', '1.5', '00', '1e1',
           '0x10', 'nan', 'inf', '9' * 400, "' OR 1=1", '<b>"&amp;', '${x}', '％', 'é' * 50, '\u202e', '😀', 'a' * 64, 'a' * 1000,
           ',', ',,', 'nonsense', '2015-13-01', '2015-02-30', '2015-1-1', '15-01-01', '2015-01-01T00:00', '0000-01-01',
           '10000-01-01']
TOO_LONG = 'a' * 10000


def example(parameter):
    """A good value, or one of the right form where the description cannot know any."""
    return description.example(parameter) if 'example' in parameter else '0' * 32


def quoted(value):
    return urllib.parse.quote(value, safe='')


class BadInputTest(DescribedTest):
    """Every parameter of every operation that the description has, so that a new one is covered by itself."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.problem = cls.validator(cls, {'$ref': '#/components/schemas/Problem'})
        cls.seen = set()
        cls.connection = http.client.HTTPConnection('127.0.0.1', cls.server.port, PATIENCE)

    @classmethod
    def tearDownClass(cls):
        cls.connection.close()
        super().tearDownClass()

    def ask(self, target):
        """Status, fields and body; on one connection, as thousands of curls would take a minute."""
        try:
            self.connection.request('GET', target)
            response = self.connection.getresponse()
            return response.status, response.headers, response.read()
        except (http.client.HTTPException, ConnectionError):
            self.connection.close()
            raise

    def parameters(self, place):
        """Each parameter in that place, with the path and the query of a good request but for it."""
        for path, variables, query, _ in self.operations():
            needed = [(one['name'], example(one)) for one in query if one['required']]
            for parameter in {'path': variables, 'query': query}[place]:
                if place == 'path':
                    others = [one for one in variables if one is not parameter]
                    yield parameter, self.fill_partly(path, others), needed
                else:
                    yield parameter, self.fill(path, variables), [pair for pair in needed if pair[0] != parameter['name']]

    @staticmethod
    def fill_partly(path, variables):
        for one in variables:
            path = path.replace('{' + one['name'] + '}', example(one))
        return path

    def is_page(self, path):
        return path in self.document['paths'] and \
            'text/html' in self.document['paths'][path]['get']['responses']['200']['content']

    def is_taken(self, parameter, value):
        """Does the schema let this text through?"""
        schema = parameter['schema']
        kind = schema.get('type')
        if kind == 'array':
            return bool(value) and all(word in schema['items']['enum'] for word in value.split(','))
        if kind in ('number', 'integer'):
            plain = (value[1:] if value[:1] in ('-', '+') else value).replace('.', '', 1)
            if not plain.isascii() or not plain.isdecimal() or (kind == 'integer' and value != str(int(plain))):
                return False
            value = float(value)
        if parameter['name'] == 'lang' and parameter['in'] == 'query':
            value = value.lower()  # tags of languages have no case (RFC 5646, section 2.1.1)
        checker = jsonschema.FormatChecker()
        return self.validator(schema).evolve(format_checker=checker).is_valid(value)

    def check_refused(self, target, statuses):
        """A problem that is short, not kept, and says what to do; returns it."""
        status, fields, body = self.ask(target)
        shown = f'{target[:150]}: {status} {body[:200]}'
        self.assertIn(status, statuses, shown)
        self.assertEqual(fields['content-type'], 'application/problem+json', shown)
        self.assertEqual(fields['cache-control'], 'no-store')
        self.assertLess(len(body), 4000, shown)
        problem = json.loads(body)
        form = (status, tuple(problem))
        if form not in self.seen:  # validation takes longer than all else
            self.problem.validate(problem)
            self.seen.add(form)
        self.assertEqual(problem['status'], status)
        self.assertLess(len(problem['detail']), 400, shown)
        return problem

    @staticmethod
    def target(path, needed, name, raw):
        pairs = [f'{quoted(key)}={quoted(value)}' for key, value in needed]
        return path + '?' + '&'.join([*pairs, f'{quoted(name)}={raw}'])

    def wrong_values(self, parameter):
        """Strange ones, and good ones in other letters or just out of range, that the schema does not take."""
        schema = parameter['schema']
        good = schema.get('enum', schema.get('items', {}).get('enum', []))
        shown = [str(value) for value in good[:1]]
        values = [*STRANGE, *(value.upper() for value in shown), *(value.title() for value in shown),
                  *(value + ',' for value in shown), *(value + ',nonsense' for value in shown), *(value + ' ' for value in shown)]
        for bound, step in (('minimum', -1), ('maximum', 1)):
            if bound in schema:
                values += [str(schema[bound] + step), str(schema[bound] + step / 1000)]
        return [value for value in dict.fromkeys(values) if not self.is_taken(parameter, value)]

    def test_values_of_the_query(self):
        """a value that is not one of the parameter's is refused, by the parameter's name and with what is allowed"""
        count = 0
        for parameter, path, needed in self.parameters('query'):
            name, values = parameter['name'], self.wrong_values(parameter)
            if parameter['schema'] == {'type': 'string'}:
                continue  # any text
            with self.subTest(path=path, parameter=name):
                for value in values:
                    if value == '' and self.is_page(path):
                        continue  # a form sends every field, and means nothing by an empty one
                    problem = self.check_refused(self.target(path, needed, name, quoted(value)), (400, 404))
                    self.assertEqual(problem.get('parameter'), name, value)
                    allowed = parameter['schema'].get('enum')
                    if allowed and name != 'version':
                        self.assertEqual(sorted(problem['allowed']), sorted(allowed))
                    count += 1
        self.assertGreater(count, 2000)

    def test_repeated(self):
        """a parameter that stands twice is refused, even with the same value"""
        for parameter, path, needed in self.parameters('query'):
            name, value = parameter['name'], quoted(example(parameter))
            with self.subTest(path=path, parameter=name):
                target = self.target(path, needed, name, value)
                problem = self.check_refused(f'{target}&{quoted(name)}={value}', (400,))
                self.assertEqual(problem['parameter'], name)

    def test_names(self):
        """a name in other letters is another name, which is refused with those that there are"""
        for parameter, path, needed in self.parameters('query'):
            for name in (parameter['name'].upper(), parameter['name'] + ' ', parameter['name'] + '[]', ''):
                with self.subTest(path=path, parameter=name):
                    problem = self.check_refused(self.target(path, needed, name, quoted(example(parameter))), (400,))
                    self.assertIn(parameter['name'], problem['allowed'])

    def test_values_of_the_path(self):
        """a value that is not one of a variable's is not found; one that does not decode is refused"""
        for variable, path, needed in self.parameters('path'):
            query = '?' + urllib.parse.urlencode(needed) if needed else ''
            mark = '{' + variable['name'] + '}'
            with self.subTest(path=path):
                for value in self.wrong_values(variable):
                    if variable['schema'] == {'type': 'string'} or '%' in value:
                        continue
                    self.check_refused(path.replace(mark, quoted(value)) + query, (404,))
                for raw in UNDECODABLE:
                    self.check_refused(path.replace(mark, raw) + query, (400,))
                if variable['schema'] == {'type': 'string'} and variable['name'] != 'code':
                    continue  # a name among those embedded, never one of a file
                for raw in ('..', '.', '%2e%2e', '..%2f..%2fetc%2fpasswd', '%2f', 'a/b', '', 'nonsense%20' * 8):
                    self.check_refused(path.replace(mark, raw) + query, (400, 404))

    def test_undecodable(self):
        """what is no UTF-8, or has a control character, is refused wherever it stands"""
        for parameter, path, needed in self.parameters('query'):
            with self.subTest(path=path, parameter=parameter['name']):
                for raw in UNDECODABLE:
                    self.check_refused(self.target(path, needed, parameter['name'], raw), (400,))
                    self.check_refused(f'{path}?{raw}={quoted(example(parameter))}', (400,))

    def test_too_long(self):
        """ten kilobytes are too long for an address, wherever they stand"""
        targets = {self.target(path, needed, parameter['name'], TOO_LONG) for parameter, path, needed in
                   self.parameters('query')}
        targets |= {path.replace('{' + variable['name'] + '}', TOO_LONG) for variable, path, _ in self.parameters('path')}
        for target in targets:
            with self.subTest(target[:80]):
                self.assertIn(self.ask(target)[0], (414, 431))
                self.connection.close()
        self.assertEqual(self.ask('/healthz')[0], 200)

    def test_unknown_code(self):
        """a code that there is not is not found, with those that may have been meant; case does not count"""
        variables = [(variable, path) for variable, path, _ in self.parameters('path') if variable['name'] == 'code']
        self.assertGreater(len(variables), 2)
        for _, path in variables:
            for code, meant in (('NZZ', 'NZ'), ('New%20Zeland', 'NZ'), ('UK', 'GB'), ('au-nws', 'AU-NSW'), ('Suecia', 'SE')):
                with self.subTest(path=path, code=code):
                    problem = self.check_refused(path.replace('{code}', code), (404,))
                    self.assertIn(meant, [one['code'] for one in problem['near']])
            for code in ('nz', 'Nz', 'NZL', 'nzl'):
                self.assertEqual(self.ask(path.replace('{code}', code))[0], 200, code)

    def test_the_future(self):
        """a date to come is answered with the law as last known, and says so, whatever the format"""
        dated = [(path, needed) for parameter, path, needed in self.parameters('query') if parameter['name'] == 'date']
        self.assertGreater(len(dated), 5)
        for path, needed in dated:
            with self.subTest(path):
                for date, flag in (('9999-12-31', 'true'), ('2015-01-01', None)):
                    status, fields, body = self.ask(self.target(path, needed, 'date', date))
                    self.assertEqual((status, fields['lawmap-date-is-future']), (200, flag))
                    if b'"date_is_future"' in body:
                        self.assertIs(json.loads(body)['date_is_future'], flag == 'true')
