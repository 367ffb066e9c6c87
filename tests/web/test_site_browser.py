"""`lawmap export --format site`: the files against the server's answers, every link, and the map in a browser."""
import http.client
import json
import os
import pathlib
import posixpath
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, str(pathlib.Path(os.environ['LAWMAP_SOURCE_ROOT']) / 'tests' / 'http'))

from browser import Browser  # noqa: E402
from html_page import Page  # noqa: E402
from selenium.webdriver.common.action_chains import ActionChains  # noqa: E402
from selenium.webdriver.common.by import By  # noqa: E402
from service import PATIENCE, PROGRAM, SOURCE, Server  # noqa: E402
from static_site import OPTIONS, export, few_data, files, host, policy  # noqa: E402

UNDER = '/some/folder'  # where the site is on its host
# The share of pixels that the painted tile and the coloured one have in common.
ALIKE = """const [name, done] = arguments;
    const pixels = (source) => {
        const canvas = Object.assign(document.createElement('canvas'), {width: 512, height: 512});
        const context = canvas.getContext('2d');
        context.drawImage(source, 0, 0);
        return new Uint32Array(context.getImageData(0, 0, 512, 512).data.buffer);
    };
    const image = new Image();
    image.onload = () => {
        const mine = pixels(document.querySelector(`canvas[data-tile="${name}"]`));
        const theirs = pixels(image);
        done(mine.filter((colour, place) => colour === theirs[place]).length / mine.length);
    };
    image.src = `tiles/framework/${name}@2x.png`;"""
TODAY = time.strftime('%Y-%m-%d', time.gmtime())


def setUpModule():
    global place, site
    place = tempfile.TemporaryDirectory()
    site = pathlib.Path(place.name) / UNDER.strip('/')
    site.parent.mkdir(parents=True)
    ran = export(site)
    assert ran.returncode == 0, ran.stderr.decode()


def tearDownModule():
    place.cleanup()


class Files(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.files = files(site)
        cls.pages = {name: path.read_text('utf-8') for name, path in cls.files.items() if name.endswith('.html')}

    def test_every_link_leads_to_a_file(self):
        """whatever a page links to or loads is in the folder, by an address that is relative; no page stands alone"""
        reached = {'404.html', 'ok.txt'}
        for name, text in self.pages.items():
            for address in set(re.findall(r' (?:href|src|action)="([^"#]+)', text)) if name != '404.html' else ():
                if re.match(r'https?://|mailto:|about:', address):
                    continue
                self.assertFalse(address.startswith('/') or '?' in address, f'{name}: {address}')
                path = posixpath.normpath(posixpath.join(posixpath.dirname(name), address + 'index.html' * address.endswith('/')))
                self.assertIn(path, self.files, f'{name}: {address}')
                reached.add(path)
        alone = {name for name in set(self.pages) - reached if not name.endswith('/1940-01-01/index.html')}
        self.assertEqual(alone, set())  # the law before all that is recorded is where the map's panel leads to

    def test_what_is_not_there(self):
        """the page for that finds its way from any depth"""
        links = [one.get('href') for one in Page(self.pages['404.html']).all('a')]
        self.assertTrue({'/', '/table/', '/fr/'} <= set(links), links)

    def test_pages(self):
        """every page has its policy and no script of its own, no form, and is in its folder's language"""
        conf = (SOURCE / 'tools/deploy/site.conf').read_text('utf-8')
        for name, text in self.pages.items():
            self.assertIn(f'"{policy(text)}; frame-ancestors', conf)
            self.assertIn(f'<html lang="{"fr" if name.startswith("fr/") else "en"}"', text, name)
            self.assertNotIn('<form', text, name)
            for script in re.findall('<script[^>]*>', text):
                self.assertRegex(script, r' src="| type="application/(ld\+)?json"', name)

    def test_the_data_are_the_server_s(self):
        """a file that has an address of the server has the server's bytes"""
        with Server('--data', str(SOURCE / 'data'), '--shapefiles', str(SOURCE / 'shapefiles')) as server:
            connection = http.client.HTTPConnection('127.0.0.1', server.port, PATIENCE)
            same = [name for name in self.files if re.match(r'(fr/)?(api/v1/[^/]*$|api/v1/layers/|legend/)', name)
                    or re.match(r'api/v1/jurisdictions/(NZ|US|US-NV|SE|GP)(\.|/history)', name)
                    or re.match(r'tiles/(codes|framework|labels-fr)/2/', name) or re.match(r'fr/figures/.*svg', name)]
            self.assertGreater(len(same), 100)
            for name in same:
                language = '?lang=fr' if name.startswith('fr/') else ''
                connection.request('GET', '/' + name.removeprefix('fr/') + language)
                answer = connection.getresponse()
                body = answer.read()
                self.assertEqual((answer.status, body == self.files[name].read_bytes()), (200, True), name)
            for address, name in (('/api/v1/jurisdictions/NZ?date=1990-05-05', 'api/v1/jurisdictions/NZ/1940-01-01.json'),
                                  ('/api/v1/jurisdictions/NZ?date=2020-05-05', 'api/v1/jurisdictions/NZ.json'),
                                  ('/api/v1/jurisdictions/SE?lang=fr&date=1990-05-05', 'fr/api/v1/jurisdictions/SE/1940-01-01.json')):
                connection.request('GET', address)
                asked, filed = json.load(connection.getresponse()), json.loads(self.files[name].read_bytes())
                self.assertEqual({**asked, 'date': None}, {**filed, 'date': None}, name)
            connection.close()

    def test_every_period_is_filed(self):
        """the law of each period of a jurisdiction is found under its first day, that of today without one"""
        names = json.loads(self.files['api/v1/names.json'].read_bytes())['jurisdictions']
        for code in (one['code'] for one in names):
            record = json.loads(self.files[f'api/v1/jurisdictions/{code}.json'].read_bytes())
            starts = [(period['from'] + {4: '-01-01', 7: '-01', 10: ''}[len(period['from'])]) if period['from'] else '1940-01-01'
                      for period in record['history']]
            now = [start for start in starts if start <= TODAY][-1:]
            dated = {start for start in starts if start not in now}
            if any(period['from'] for period in record['history']) and now != ['1940-01-01']:
                dated.add('1940-01-01')
            found = {name.split('/')[-1].removesuffix('.json') for name in self.files
                     if re.fullmatch(rf'api/v1/jurisdictions/{code}/\d\d\d\d-\d\d-\d\d\.json', name)}
            self.assertEqual(found, dated if len(starts) > 1 or record['history'][0]['from'] else set(), code)


class OfFewData(unittest.TestCase):
    def setUp(self):
        for name in ('folder', 'data'):
            made = tempfile.TemporaryDirectory()
            self.addCleanup(made.cleanup)
            setattr(self, name, pathlib.Path(made.name))
        few_data(self.data)

    def export(self, *options, **how):
        return export(self.folder / 'out', '--data', self.data, *options, **how)

    def test_threads_change_no_byte(self):
        """one thread writes the files that several write; an address of the site's own changes only pages"""
        found = []
        for options in (('--threads', '1'), ('--threads', '3'), ('--public-url', 'https://example.org/some/folder')):
            ran = self.export(*options)
            self.assertEqual((ran.returncode, ran.stdout), (0, b''), ran.stderr)
            found.append({name: path.read_bytes() for name, path in files(self.folder / 'out').items()})
            self.assertIn(f'{len(found[-1])} files', ran.stderr.decode())
            shutil.rmtree(self.folder / 'out')
        one, three, placed = found
        self.assertEqual(list(one), list(three))
        self.assertEqual([name for name in one if one[name] != three[name]], [])
        self.assertEqual({name for name in one if one[name] != placed[name]}, {name for name in one if name.endswith('.html')})
        page = Page(placed['fr/country/FR/index.html'].decode())
        self.assertEqual(page.one('link', rel='canonical').get('href'), 'https://example.org/some/folder/fr/country/FR/')
        card = page.one('meta', property='og:image').get('content')
        self.assertIn(card.removeprefix('https://example.org/some/folder/'), placed)
        self.assertIn('/some/folder/fr/', [link.get('href') for link in Page(placed['404.html'].decode()).all('a')])

    def test_wrong_arguments_are_named(self):
        cases = ((('--zoom', '3-5'), 2, 'from 0 or 1'), (('--lang', 'fr,xx'), 2, 'xx'), (('--palette', 'dark'), 2, 'palette'),
                 (('--public-url', 'example.org'), 2, '--public-url'), (('--public-url', 'https://example.org/a/'), 2, 'slash'),
                 (('--date', '2020-02-30'), 2, '2020-02-30'), (('--threads', '0'), 2, '--threads'), (('--layer', 'sleling'), 1, 'sleling'))
        for arguments, status, word in cases:
            with self.subTest(arguments=arguments):
                ran = self.export(*arguments)
                self.assertEqual(ran.returncode, status, ran.stderr)
                self.assertIn(word, ran.stderr.decode())
                self.assertEqual(os.listdir(self.folder), [])

    def test_a_folder_that_holds_something_stays(self):
        (self.folder / 'out').mkdir()
        (self.folder / 'out' / 'mine').write_text('mine')
        self.assertEqual(self.export().returncode, 2)
        self.assertEqual(os.listdir(self.folder / 'out'), ['mine'])

    def test_no_room_leaves_nothing(self):
        ran = self.export(preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000)))
        self.assertEqual(ran.returncode, 1, ran.stderr)
        self.assertIn('cannot be written', ran.stderr.decode())
        self.assertEqual(os.listdir(self.folder), [])

    def test_interrupted_it_leaves_nothing(self):
        process = subprocess.Popen([PROGRAM, 'export', *OPTIONS, '--data', self.data, self.folder / 'out'], stderr=subprocess.DEVNULL)
        self.addCleanup(process.kill)
        deadline = time.monotonic() + PATIENCE
        while not list(self.folder.glob('*/tiles')) and time.monotonic() < deadline:
            time.sleep(0.01)
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(PATIENCE), -signal.SIGTERM)
        self.assertEqual(os.listdir(self.folder), [])


class InBrowser(unittest.TestCase):
    """The site is in a folder of its host, whose files are all that there is."""
    options = ()

    @classmethod
    def setUpClass(cls):
        cls.host = host(place.name)
        cls.addClassCleanup(cls.host.stop)
        cls.origin = f'http://127.0.0.1:{cls.host.port}'
        cls.browser = Browser(cls.origin + UNDER, *cls.options)
        cls.addClassCleanup(cls.browser.quit)

    def tearDown(self):
        """whatever was done: it came from the site's folder, and was there; nothing was kept or refused by the policy"""
        answered = self.answers()
        self.assertGreater(len(answered), 0)
        self.assertEqual([one for one in answered if not one[0].startswith(self.origin + UNDER + '/') or one[1] not in (200, 304)], [])
        self.assertEqual(self.browser.driver.get_cookies(), [])
        self.assertEqual(self.browser.complaints(), [])

    def answers(self):
        """(address, status) of all that was asked for since the last call."""
        messages = [json.loads(entry['message'])['message'] for entry in self.browser.driver.get_log('performance')]
        came = [message['params']['response'] for message in messages if message['method'] == 'Network.responseReceived']
        return [(one['url'], one['status']) for one in came if one['url'].startswith('http')]

    def until(self, script, *arguments):
        return self.browser.until(script, *arguments)

    def open(self, path):
        self.browser.open(path)
        self.until("document.querySelectorAll('.leaflet-tile-loaded').length > 1")

    def click_map_at(self, right, down):
        element = self.browser.driver.find_element(By.ID, 'map')
        ActionChains(self.browser.driver).move_to_element_with_offset(element, right, down).click().perform()

    TITLE = "document.querySelector('#place h2')?.textContent"


class PaintedMap(InBrowser):
    def paints(self):
        """another layer than that of the coloured tiles is painted here, and that one as those have it"""
        self.open('/#layer=selling')
        self.until("document.getElementById('map').dataset.painted === 'selling'")
        self.open('/')
        self.browser.run("document.getElementById('legend').dispatchEvent(new Event('focusin', {bubbles: true}))")
        self.until("document.getElementById('map').dataset.painted === 'framework'")
        # Where a tile of z2 shows more, its PNG has rounded the strengths of border (src/web/repaint.js).
        self.assertEqual(self.browser.driver.execute_async_script(ALIKE, '2/2/2'), 1)

    def day_of_record(self):
        """another day shows the law of that day, in text and in colour"""
        self.open('/#country=NZ')
        self.until(f"{self.TITLE} === 'New Zealand'")
        status = "document.querySelector('#place .status strong')?.textContent"
        self.assertEqual(self.until(status), 'Decriminalisation')
        self.browser.run("const slider = document.getElementById('month'); slider.focus(); slider.value -= 12 * 40;"
                         "slider.dispatchEvent(new Event('input', {bubbles: true}));")
        self.until(f"!['Decriminalisation', undefined].includes({status})")
        self.until("document.getElementById('map').dataset.painted === 'framework'")
        self.assertIn('date=19', self.browser.run('return location.hash'))
        self.until("document.querySelector('#countries-date').textContent !== ''")


class Map(PaintedMap):
    def test_opens_with_few_requests(self):
        """the first view is coloured tiles, names and five files"""
        self.open('/')
        asked = [address.split(UNDER)[1] for address, _ in self.answers()]
        self.assertTrue(any(address.startswith('/tiles/framework/2/') for address in asked), asked)
        self.assertFalse(any(address.startswith('/tiles/codes/') for address in asked), asked)
        self.open('/')

    def test_paints(self):
        self.paints()

    def test_a_click_opens_the_record(self):
        """what the map shows at a point is open"""
        self.open('/#view=2/20/0')
        self.click_map_at(0, 0)  # of the element's middle: Mali or beside it
        self.assertIn(self.until(self.TITLE), ('Mali', 'Algeria', 'Niger', 'Mauritania'))

    def test_the_slider_changes_record_and_map(self):
        self.day_of_record()

    def test_in_another_language(self):
        """the page in French: its record, the parts of a country, its search, the links back"""
        self.open('/fr/#country=US')
        self.until(f"{self.TITLE} === 'États-Unis'")
        self.assertGreater(self.browser.run("return document.querySelectorAll('#place .parts li').length"), 40)
        self.browser.driver.find_element(By.ID, 'search').send_keys('Suede')
        self.assertEqual(self.until("document.querySelector('#search-list [role=option] span')?.textContent"), 'Suède')
        self.browser.driver.find_element(By.CSS_SELECTOR, 'nav.languages a[hreflang=en]').click()
        self.until(f"{self.TITLE} === 'United States'")
        self.assertEqual(self.browser.run('return location.pathname'), UNDER + '/')

    def test_comparison_and_sharing(self):
        """countries side by side; the link and the files that are offered are there"""
        self.open('/#compare=NZ,SE&date=1995-01-01')
        self.until("document.querySelectorAll('#compare-table thead th').length === 2")
        self.open('/')
        for id_ in ('download-png', 'download-svg', 'download-pdf', 'download-csv'):
            address = self.browser.run(f"return document.getElementById('{id_}').href")
            self.assertTrue((site / address.split(UNDER + '/')[1]).is_file(), address)
        self.assertEqual(self.browser.run("return document.getElementById('share-link').value"), self.origin + UNDER + '/')
        self.open('/#layer=selling')
        self.assertTrue(self.until("document.getElementById('share-picture').hidden"))

    def test_links_of_a_record(self):
        """the page of the country and its data are where the panel says, on a day of the past, too"""
        for fragment in ('', '&date=1990-01-01'):
            self.open(f'/fr/#country=NZ{fragment}')
            self.until(f"{self.TITLE} === 'Nouvelle-Zélande'")
            for address in self.browser.run("return [...document.querySelectorAll('#place .data a')].map((link) => link.href)"):
                path = site / address.split(UNDER + '/')[1]
                self.assertTrue((path / 'index.html' if address.endswith('/') else path).is_file(), address)

    def test_zoomed_in(self):
        """beyond the last tiles they are magnified, and what is at a point is still known"""
        self.open('/#view=4/-42/172')
        self.click_map_at(0, 0)
        self.assertEqual(self.until(self.TITLE), 'New Zealand')

    def test_leaving(self):
        """the way out leaves no step of the page in Back or Forward, and what it leaves is there"""
        self.open('/')
        self.browser.forget()
        self.browser.driver.find_element(By.CSS_SELECTOR, '#countries a[data-code=FR]').click()
        self.until(f"{self.TITLE} === 'France'")
        self.browser.driver.find_element(By.ID, 'leave').click()
        self.until("location.href === 'about:blank'")
        here, *ahead = self.browser.history()
        self.assertEqual((here, set(ahead)), ('about:blank', {self.origin + UNDER + '/ok.txt'}))


class MapWithoutWebGl(PaintedMap):
    """The same, painted without WebGL and without a canvas that is read."""
    options = ('--disable-3d-apis',)

    def test_paints(self):
        self.paints()
        self.assertIsNone(self.browser.run("return document.createElement('canvas').getContext('webgl')"))

    def test_the_slider_changes_record_and_map(self):
        self.day_of_record()


class WithoutScripts(InBrowser):
    options = ('--blink-settings=scriptEnabled=false',)

    def test_pages_of_all_kinds(self):
        """the map as a picture, a list that leads to a country, its history to the law before, the table to a region"""
        driver = self.browser.driver
        self.browser.open('/fr/')
        self.assertTrue(driver.find_element(By.CSS_SELECTOR, '.still img').is_displayed())
        driver.find_element(By.CSS_SELECTOR, '#countries a[data-code=BE]').click()
        self.assertEqual(driver.find_element(By.TAG_NAME, 'h1').text, 'Belgique')
        driver.find_elements(By.CSS_SELECTOR, '.history a')[-1].click()
        self.assertRegex(driver.current_url, r'/fr/country/BE/\d{4}-\d\d-\d\d/$')
        driver.find_element(By.CSS_SELECTOR, 'nav.pages li:nth-child(2) a').click()
        self.assertGreater(len(driver.find_elements(By.CSS_SELECTOR, 'tbody tr')), 200)
        driver.find_element(By.CSS_SELECTOR, '.choices a[href*="region/africa"]').click()
        self.assertLess(len(driver.find_elements(By.CSS_SELECTOR, 'tbody tr')), 70)


@unittest.skipUnless(shutil.which('nginx'), 'nginx is not installed')
class Nginx(unittest.TestCase):
    def test_headers(self):
        """types, how long copies are good, compression, the policy, and the page for what is not there"""
        one = host(site)
        self.addCleanup(one.stop)
        connection = http.client.HTTPConnection('127.0.0.1', one.port, PATIENCE)
        self.addCleanup(connection.close)

        def get(path):
            connection.request('GET', path, headers={'Accept-Encoding': 'gzip'})
            answer = connection.getresponse()
            return answer, answer.read()

        types = {'/': 'text/html; charset=utf-8', '/api/v1/names.json': 'application/json', '/api/v1/changes.csv': 'text/csv; charset=utf-8',
                 '/api/v1/jurisdictions/NZ.geojson': 'application/geo+json', '/tiles/codes/0/0/0@2x.png': 'image/png',
                 '/fr/legend/selling.svg': 'image/svg+xml', '/fr/figures/framework.pdf': 'application/pdf'}
        for path, type_ in types.items():
            answer, _ = get(path)
            self.assertEqual((answer.status, answer.headers['Content-Type']), (200, type_), path)
            self.assertIn('max-age=300', answer.headers['Cache-Control'])
            self.assertTrue(answer.headers['ETag'])
        self.assertEqual(get('/api/v1/names.json')[0].headers['Access-Control-Allow-Origin'], '*')
        self.assertEqual(get('/')[0].headers['Content-Encoding'], 'gzip')
        self.assertIn("frame-ancestors 'self'", get('/')[0].headers['Content-Security-Policy'])
        script = re.search(r'src="(assets/[^"]*/map\.js)"', (site / 'index.html').read_text('utf-8'))[1]
        answer, _ = get('/' + script)
        self.assertEqual(answer.headers['Content-Type'], 'application/javascript; charset=utf-8')
        self.assertIn('immutable', answer.headers['Cache-Control'])
        self.assertEqual(get('/country/NZ')[0].headers['Location'], '/country/NZ/')
        answer, body = get('/nowhere/at/all')
        self.assertEqual((answer.status, answer.headers['Content-Type']), (404, 'text/html; charset=utf-8'))
