"""Two servers with the same data are one, for a cache that asks now this, now that one."""
import http.client

from description import DescribedTest
from service import PATIENCE, SOURCE, Server

WISHES = ({'Accept-Language': 'ru'}, {'Accept-Language': 'zh', 'Accept-Encoding': 'gzip'})
SERVER_S_OWN = ('date', 'last-modified')  # when it answered, and when its files were saved


class ReplicasTest(DescribedTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = Server('--data', str(SOURCE / 'data'), '--shapefiles', str(SOURCE / 'shapefiles'), '--threads', '3',
                           *cls.options)
        cls.addClassCleanup(cls.other.stop)

    def crawl(self):
        """An address of every route, of every operation that is described, and of what the routes link to."""
        for path, variables, query, _ in self.operations():
            yield from self.addresses(path, variables, query)
        for language in ('en', 'ru'):
            yield f'/?lang={language}'
            yield f'/country/KE?lang={language}&date=2001-01-01'
        for zoom, x, y in ((0, 0, 0), (1, 1, 0), (4, 8, 5), (6, 33, 21), (9, 264, 178)):
            for scale in ('', '@2x'):
                yield f'/tiles/buying/{zoom}/{x}/{y}{scale}.png?date=1999-01-01&palette=dark&hide=unknown'
                yield f'/tiles/codes/{zoom}/{x}/{y}{scale}.png'
                yield f'/tiles/labels-fr/{zoom}/{x}/{y}{scale}.png'
        yield from ('/nowhere', '/api/v1/jurisdictions/ZZ', '/tiles/framework/1/9/9.png')

    def answers(self, server, addresses):
        """By address and wish, over one connection; figures only where they are small."""
        connection = http.client.HTTPConnection('127.0.0.1', server.port, PATIENCE)
        found = {}
        for address in addresses:
            for index, wish in enumerate(WISHES):
                connection.request('GET', address, headers={'Host': 'maps.example.org', **wish})
                answer = connection.getresponse()
                fields = {name.lower(): value for name, value in answer.getheaders() if name.lower() not in SERVER_S_OWN}
                found[address, index] = (answer.status, fields, answer.read())
        connection.close()
        return found

    def test_equal_bytes_and_entity_tags(self):
        """a crawl of every route finds equal status, fields, entity tags and bytes, in whatever order it goes"""
        addresses = [one for one in dict.fromkeys(self.crawl()) if not one.startswith(('/metrics', '/readyz'))
                     and (not one.startswith('/figures/') or 'width=' in one)]
        self.assertGreater(len(addresses), 100)
        mine = self.answers(self.server, addresses)
        theirs = self.answers(self.other, reversed(addresses))
        for asked, answer in mine.items():
            with self.subTest(asked):
                self.assertEqual(answer, theirs[asked])

    def test_one_revalidates_for_the_other(self):
        """what one has sent, the other confirms with 304"""
        for address in ('/tiles/framework/3/4/3.png', '/api/v1/jurisdictions/KE', '/api/v1/layers/selling/periods', '/'):
            host = ('--header', 'Host: maps.example.org')
            tag = self.server.get(address, *host).fields['etag']
            self.assertEqual(self.other.get(address, *host, '--header', f'If-None-Match: {tag}').status, 304, address)
