from service import SOURCE, Server, ServerTest, lawmap

OPTIONS = ('--data', str(SOURCE / 'data'), '--shapefiles', str(SOURCE / 'shapefiles'))


def frame_ancestors(answer):
    policy = dict(part.strip().split(' ', 1) for part in answer.fields['content-security-policy'].split(';'))
    return policy['frame-ancestors']


class EmbedTest(ServerTest):
    def test_nobody_may_frame_it_by_default(self):
        """and the map's page does not offer to"""
        answer = self.get('/embed')
        self.assertEqual(answer.status, 200)
        self.assertEqual(frame_ancestors(answer), "'none'")
        self.assertNotIn(b'share-embed', self.get('/').body)

    def test_the_operator_says_who_may(self):
        """only of the map alone; the other pages stay out of frames"""
        for origins in ('*', 'https://example.org', 'https://*.example.org http://127.0.0.1:8081'):
            with self.subTest(origins), Server(*OPTIONS, '--frame-ancestors', origins) as server:
                answer = server.get('/embed?lang=fr')
                self.assertEqual(frame_ancestors(answer), origins)
                self.assertNotIn('cross-origin-opener-policy', answer.fields)
                self.assertIn(b'lang="fr"', answer.body)
                self.assertEqual(frame_ancestors(server.get('/')), "'self'")
                self.assertIn(b'share-embed', server.get('/').body)

    def test_what_is_no_origin_is_refused(self):
        """before it becomes part of a header"""
        for origins in ('', "'none'; script-src *", 'example.org', 'https://', 'https://a;b', 'https://a,b', 'https://a  ', 'javascript:1'):
            with self.subTest(origins):
                ended = lawmap('serve', '--listen', '127.0.0.1:0', *OPTIONS, '--frame-ancestors', origins)
                self.assertEqual(ended.returncode, 2)
                self.assertIn(b'--frame-ancestors', ended.stderr)
