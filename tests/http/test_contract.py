from description import DescribedTest

NOT_STORED = {'/healthz', '/readyz', '/metrics', '/api/v1/status'}  # about the server at this moment


class ContractTest(DescribedTest):
    """What every resource does that the description has, so that a new one does it too."""

    def resources(self):
        for path, variables, query, _ in self.operations():
            yield path, next(self.addresses(path, variables, query))

    def test_fields(self):
        """a strong entity tag, how long to keep it, who may read it, no guessing of types, nothing about visitors"""
        for path, address in self.resources():
            with self.subTest(address):
                fields = self.get(address).fields
                self.assertRegex(fields['etag'], r'^"[0-9a-f]{32}"$')
                self.assertEqual(fields['cache-control'] == 'no-store', path in NOT_STORED)
                self.assertEqual('last-modified' in fields, path not in NOT_STORED)
                self.assertEqual(fields['access-control-allow-origin'], '*')
                self.assertEqual((fields['x-content-type-options'], fields['referrer-policy']), ('nosniff', 'no-referrer'))
                self.assertNotIn('set-cookie', fields)

    def test_head(self):
        """HEAD has the fields of GET and no body"""
        for path, address in self.resources():
            if path in NOT_STORED:
                continue
            with self.subTest(address):
                got, head = self.get(address), self.get(address, '--head')
                got.fields.pop('date'), head.fields.pop('date')
                self.assertEqual((head.status, head.fields, head.body), (200, got.fields, b''))

    def test_not_modified(self):
        """who has the newest copy is told so, with the fields that keep it fresh"""
        for path, address in self.resources():
            if path in NOT_STORED:
                continue
            with self.subTest(address):
                whole = self.get(address)
                for value in (whole.fields['etag'], f'W/{whole.fields["etag"]}', f'"x", {whole.fields["etag"]}', '*'):
                    answer = self.get(address, '--header', f'If-None-Match: {value}')
                    self.assertEqual((answer.status, answer.body), (304, b''))
                    for name in ('etag', 'cache-control', 'vary', 'last-modified'):
                        self.assertEqual(answer.fields.get(name), whole.fields.get(name))

    def test_methods(self):
        """OPTIONS says what may be asked; what would change something is refused, with what may be asked"""
        for _, address in self.resources():
            with self.subTest(address):
                self.assertEqual(self.get(address, '--request', 'OPTIONS').fields['allow'], 'GET, HEAD, OPTIONS')
                for method in ('POST', 'DELETE'):
                    answer = self.get(address, '--request', method)
                    self.assertEqual((answer.status, answer.fields['allow']), (405, 'GET, HEAD, OPTIONS'))
