"""Figures over HTTP: what `lawmap map` draws, bounded in size and in number."""
import concurrent.futures
import struct
import xml.etree.ElementTree

from service import SOURCE, Server, ServerTest, lawmap

SOURCES = ('--data', str(SOURCE / 'data'), '--shapefiles', str(SOURCE / 'shapefiles'))
FIGURE = '/figures/framework'


def size_of(png):
    return struct.unpack('>II', png[16:24])


def texts(svg):
    """Title and description, which say in words what the paths draw."""
    root = xml.etree.ElementTree.fromstring(svg)
    return [root.find('{http://www.w3.org/2000/svg}' + name).text for name in ('title', 'desc')]


class FiguresTest(ServerTest):
    def test_the_same_as_the_command(self):
        """a figure is the one that `lawmap map` draws"""
        drawn = lawmap('map', 'selling', '--date', '2001-02-03', '--bbox=-26,34,45,72', '--width', '500', '--lang', 'ru',
                       '--palette', 'dark', '--format', 'svg', *SOURCES[:2])
        answer = self.get('/figures/selling.svg?date=2001-02-03&bbox=-26,34,45,72&width=500&lang=ru&palette=dark')
        self.assertEqual((answer.status, answer.fields['content-type']), (200, 'image/svg+xml'))
        self.assertEqual(answer.body, drawn.stdout)
        self.assertEqual(answer.fields['content-language'], 'ru')

    def test_formats(self):
        """PNG, SVG and PDF; the same again has the same bytes and entity tag"""
        for suffix, kind, start in (('png', 'image/png', b'\x89PNG'), ('svg', 'image/svg+xml', b'<?xml'),
                                    ('pdf', 'application/pdf', b'%PDF')):
            with self.subTest(suffix):
                address = f'{FIGURE}.{suffix}?width=300&bbox=0,30,40,60'
                one, again = self.get(address), self.get(address)
                self.assertEqual((one.status, one.fields['content-type'], one.body[:len(start)]), (200, kind, start))
                self.assertEqual((one.body, one.fields['etag']), (again.body, again.fields['etag']))

    def test_card(self):
        """width and height together are kept to: the size of a card for social media"""
        for query in ('', '&country=KE', '&country=RU&lang=zh', '&country=VA&lang=fr', '&country=AQ', '&country=US-NV'):
            with self.subTest(query):
                answer = self.get(f'{FIGURE}.png?width=1200&height=630{query}')
                self.assertEqual((answer.status, size_of(answer.body)), (200, (1200, 630)), answer.body[:200])

    def test_country(self):
        """country= shows one country with its neighbours and says its name in the language"""
        title, _ = texts(self.get(f'{FIGURE}.svg?country=ken&width=300&lang=fr').body)
        self.assertTrue(title.startswith('Kenya · '), title)
        title, _ = texts(self.get(f'{FIGURE}.svg?country=CI&width=300&lang=es').body)
        self.assertTrue(title.startswith('Costa de Marfil · ') or 'Ivoire' in title, title)
        for code in ('FJ', 'KI', 'CL', 'MO', 'XK', 'AS'):
            self.assertEqual(self.get(f'{FIGURE}.png?country={code}&width=200').status, 200, code)

    def test_hidden(self):
        """hidden classes are not in the key, but one entry says that something is hidden"""
        plain, hidden = (self.get(f'{FIGURE}.svg?width=300&bbox=0,30,40,60{query}').body
                         for query in ('', '&hide=unknown,legalisation'))
        self.assertIn('Legalisation (regulation)', texts(plain)[1])
        self.assertNotIn('Legalisation (regulation)', texts(hidden)[1])
        self.assertNotEqual(plain, hidden)

    def test_refusals(self):
        """what cannot be drawn is refused, and says why"""
        for query, status, parameter in (('width=199', 400, 'width'), ('width=2001', 400, 'width'),
                                         ('height=-3', 400, 'height'), ('width=1e3', 400, 'width'),
                                         ('bbox=1,2,3', 400, 'bbox'), ('bbox=1,2,3,4,5', 400, 'bbox'),
                                         ('bbox=1,2,nan,4', 400, 'bbox'), ('bbox=1,2,3,400', 400, 'bbox'),
                                         ('bbox=5,5,6,5.01', 400, None), ('bbox=0,0,9,9&country=KE', 400, 'bbox'),
                                         ('country=KEX', 404, 'country'), ('width=200&height=200', 400, None),
                                         ('hide=yes', 400, 'hide'), ('projection=mercator', 400, 'projection')):
            with self.subTest(query):
                answer = self.get(f'{FIGURE}.png?{query}')
                self.assertEqual(answer.status, status, answer.body)
                self.assertEqual(answer.json().get('parameter'), parameter)
                self.assertTrue(answer.json()['detail'])
        self.assertEqual(self.get('/figures/nothing.png').status, 404)
        self.assertEqual(self.get('/figures/framework.gif').status, 404)

    def test_one_at_a_time(self):
        """who asks while another figure is drawn is told when to come again; nobody gets anything else"""
        with Server(*SOURCES, '--threads', '4') as server, concurrent.futures.ThreadPoolExecutor(5) as pool:
            addresses = [f'{FIGURE}.png?width={width}' for width in range(1500, 1505)]
            answers = list(pool.map(server.get, addresses))
            self.assertEqual({one.status for one in answers}, {200, 503})
            for one in answers:
                if one.status == 503:
                    self.assertEqual((one.fields['retry-after'], one.fields['cache-control']), ('1', 'no-store'))
            drawn = next(address for address, one in zip(addresses, answers) if one.status == 200)
            self.assertEqual(server.get(drawn).status, 200)  # kept
            for address in addresses:
                self.assertEqual(server.get(address).status, 200)

    def test_legend_without_hidden(self):
        """the legend's pictures leave out what is hidden, too"""
        drawing = self.get('/legend/framework.svg?hide=unknown')
        self.assertNotIn('Unknown', texts(drawing.body)[1])
        self.assertIn('Unknown', texts(self.get('/legend/framework.svg').body)[1])
        self.assertEqual(self.get('/legend/framework.png?hide=yes').status, 400)
