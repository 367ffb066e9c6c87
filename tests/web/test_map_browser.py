"""Filtering, sliding, playing, searching, comparing and sharing on the map page in Chromium."""
import contextlib
import http.server
import json
import os
import pathlib
import signal
import sys
import tempfile
import threading

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

sys.path.insert(0, str(pathlib.Path(os.environ['LAWMAP_SOURCE_ROOT']) / 'tests' / 'http'))

from page import PANEL, STATUS, TILES, TITLE, PageTest  # noqa: E402
from service import SOURCE, Server, copy_data  # noqa: E402

PAINTED = "document.getElementById('map').dataset.painted !== undefined"
OPTIONS = "[...document.querySelectorAll('#search-list [role=option]')].map((option) => option.innerText.replace(/\\s+/g, ' ').trim())"
COMPARED = "[...document.querySelectorAll('#compare thead a')].map((link) => link.textContent)"

# Notes each time that something of the page moves by itself.
SHIFTS = """
window.shifts = [];
new PerformanceObserver((list) => window.shifts.push(...list.getEntries().map((entry) => entry.value)))
  .observe({type: 'layout-shift', buffered: true});
"""

# Whether the canvases that are painted show what the server's tiles of the same picture show: the number of pixels
# compared, and of those that differ.
DIFFERING = """
const pixels = (source) => {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 256;
  const context = canvas.getContext('2d', {willReadFrequently: true});
  context.drawImage(source, 0, 0);
  return context.getImageData(0, 0, 256, 256).data;
};
const load = async (address) => {
  const image = new Image();
  image.src = address;
  await image.decode();
  return image;
};
const [query, done] = arguments;
(async () => {
  let compared = 0, differing = 0;
  for (const tile of document.querySelectorAll('canvas.leaflet-tile')) {
    const painted = pixels(tile), drawn = pixels(await load(query.replace('{tile}', tile.dataset.tile)));
    compared += painted.length / 4;
    for (let i = 0; i < painted.length; i += 4) {
      differing += painted[i] !== drawn[i] || painted[i + 1] !== drawn[i + 1] || painted[i + 2] !== drawn[i + 2];
    }
  }
  done([compared, differing]);
})();
"""


BUYING = "[...document.querySelectorAll('.leaflet-tile')].map((tile) => tile.src).filter((address) => address.includes('/tiles/buying/'))"


@contextlib.contextmanager
def site(page):
    """Another site, all of whose pages are that one; gives its address."""
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header('Content-Type', 'text/html')
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, *_):
            pass

    server = http.server.HTTPServer(('127.0.0.1', 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f'http://127.0.0.1:{server.server_port}/'
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class MapTest(PageTest):
    def paint(self):
        """As when a reader goes to the slider."""
        self.browser.run("document.getElementById('month').focus()")
        self.until(PAINTED)

    def type_into(self, identity, *keys):
        field = self.browser.driver.find_element(By.ID, identity)
        field.send_keys(*keys)
        return field

    def test_the_legend_is_the_filter(self):
        """a class that is not ticked is in the address, off the tiles and off the downloads; all and none work"""
        self.open()
        self.click('#legend input[value=legalisation]')
        self.assertEqual(self.fragment(), '#hide=legalisation')
        self.until(f"{PAINTED} || {TILES}.every((address) => address.endsWith('?hide=legalisation'))")
        for identity, path in (('download-png', '/figures/framework.png'), ('download-csv', '/api/v1/jurisdictions.csv')):
            link = self.browser.driver.find_element(By.ID, identity).get_attribute('href')
            self.assertTrue(link.startswith(self.origin + path + '?'), link)
            self.assertEqual(self.get(link[len(self.origin):]).status, 200)
        listed = self.get(link[len(self.origin):]).body.decode()
        self.assertNotIn('legalisation', listed)
        self.until("document.querySelector('#countries a[data-code=TR]').parentElement.hidden")
        self.assertEqual(self.browser.run("return document.querySelectorAll('#countries li:not([hidden])').length"), listed.count('\n') - 1)
        self.click('#legend-none')
        classes = [one['id'] for one in self.get_json('/api/v1/layers')['layers'][0]['classes']]
        self.assertEqual(self.fragment(), '#hide=' + ','.join(classes))
        self.click('#legend-all')
        self.assertEqual(self.fragment(), '')
        self.browser.driver.back()
        self.until("document.querySelectorAll('#legend input:checked').length === 0")
        self.choose('layer', 'selling')
        self.assertEqual(self.fragment(), '#layer=selling')
        label = self.get_json('/api/v1/jurisdictions/TR?lang=en')['acts']['selling']['label']
        self.until("document.querySelector('#countries a[data-code=TR] ~ span').innerText.trim() === arguments[0]", label)
        self.assertTrue(self.browser.run("return [...document.querySelectorAll('#legend input')].every((box) => box.checked)"))

    def test_painted_tiles_are_the_servers(self):
        """pixel by pixel, on another day, with a class hidden, in another palette and layer; nothing is fetched but periods"""
        self.open('#view=3/30/15')
        self.paint()
        self.browser.requested()
        self.browser.driver.set_script_timeout(60)
        cases = (
            (('day', '1998-12-31'), '/tiles/framework/{tile}.png?date=1998-12-31', 0),
            (('palette', 'dark'), '/tiles/framework/{tile}.png?date=1998-12-31&palette=dark', 0),
            (('layer', 'buying'), '/tiles/buying/{tile}.png?date=1998-12-31&palette=dark', 1),
        )
        for (control, value), address, fetched in cases:
            with self.subTest(address):
                self.browser.requested()
                self.choose(control, value)
                colour = json.dumps(address)
                self.until(f"document.getElementById('map').dataset.painted === {json.dumps(address.split('?')[0].split('/')[2])}"
                           if fetched else PAINTED)
                self.browser.run('return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))')
                asked = [one for one in self.browser.requested() if '/tiles/' in one or '/periods' in one]
                self.assertEqual(len(asked), fetched, asked)
                compared, differing = self.browser.driver.execute_async_script(DIFFERING, address)
                self.assertGreaterEqual(compared, 12 * 65536, colour)
                self.assertEqual(differing, 0)
        self.browser.requested()
        self.click('#legend input[value=criminalised]')
        self.browser.run('return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))')
        self.assertEqual([one for one in self.browser.requested() if '/tiles/' in one], [])
        _, differing = self.browser.driver.execute_async_script(DIFFERING, cases[-1][1] + '&hide=criminalised')
        self.assertEqual(differing, 0)
        self.open()

    def test_without_webgl(self):
        """the server's tiles do what painting would"""
        script = self.browser.driver.execute_cdp_cmd('Page.addScriptToEvaluateOnNewDocument', {
            'source': 'HTMLCanvasElement.prototype.getContext = () => null;'})
        try:
            self.open('#view=3/30/15')
            self.type_into('month', Keys.ARROW_LEFT)
            self.until("location.hash.startsWith('#date=')")
            date = self.fragment()[6:16]
            self.until(f"{TILES}.every((address) => address.endsWith('?date={date}'))")
            self.assertFalse(self.browser.run(f'return {PAINTED}'))
        finally:
            self.browser.driver.execute_cdp_cmd('Page.removeScriptToEvaluateOnNewDocument', script)

    def test_webgl_is_lost(self):
        """as graphics drivers do at times: the server's tiles take over, on the date that is chosen"""
        script = self.browser.driver.execute_cdp_cmd('Page.addScriptToEvaluateOnNewDocument', {'source': """
            const getContext = HTMLCanvasElement.prototype.getContext;
            HTMLCanvasElement.prototype.getContext = function (kind, ...options) {
              const context = getContext.call(this, kind, ...options);
              window.webgl = kind === 'webgl' ? context : window.webgl;
              return context;
            };"""})
        try:
            self.open('#view=3/30/15')
            self.paint()
            self.browser.run("window.webgl.getExtension('WEBGL_lose_context').loseContext()")
            self.choose('day', '1998-01-01')
            self.until(f"{TILES}.length > 4 && {TILES}.every((address) => address.endsWith('?date=1998-01-01'))")
            self.assertEqual(self.browser.run("return document.querySelectorAll('canvas.leaflet-tile').length"), 0)
        finally:
            self.browser.driver.execute_cdp_cmd('Page.removeScriptToEvaluateOnNewDocument', script)

    def test_playing(self):
        """the years go by until it is stopped, as one step of the history; the panel then has the law on that date"""
        self.open('#date=1950-01-01&country=SE')
        self.until(f"{TITLE} === 'Sweden'")
        steps = self.browser.run('return history.length')
        self.click('#play')
        self.assertEqual(self.browser.driver.find_element(By.ID, 'play').text, 'Pause')
        self.until("document.getElementById('month').value > 240")
        self.click('#play')
        self.until("location.hash.slice(6, 16) === document.getElementById('day').value")
        year = self.fragment()[6:10]
        self.assertGreaterEqual(int(year), 1960)
        self.until(f"{PANEL}?.includes({json.dumps(year)})")
        self.assertEqual(self.browser.run('return history.length'), steps + 1)
        self.assertEqual(self.browser.driver.find_element(By.ID, 'play').text, 'Play')

    def test_playing_without_motion(self):
        """where little motion is wanted it goes from reform to reform"""
        self.browser.driver.execute_cdp_cmd('Emulation.setEmulatedMedia', {
            'features': [{'name': 'prefers-reduced-motion', 'value': 'reduce'}]})
        try:
            self.open('#date=2003-06-01')
            self.until("document.querySelectorAll('#reform-list li').length > 0")
            self.click('#play')
            self.until("document.getElementById('day').value === '2003-06-28'")
            self.assertEqual(self.browser.run("return document.getElementById('latest').textContent"),
                             'Last change: 28 June 2003: New Zealand: Decriminalisation')
            self.click('#play')
            self.until("location.hash === '#date=2003-06-28'")
        finally:
            self.browser.driver.execute_cdp_cmd('Emulation.setEmulatedMedia', {'features': []})

    def test_search(self):
        """names of any language, other names, codes, without marks, mistyped; by keyboard, and said aloud"""
        self.open()
        cases = (('Allemagne', 'Germany'), ('россия', 'Russia'), ('日本', 'Japan'), ('Burma', 'Myanmar'), ('cote divoire', 'Ivory Coast'),
                 ('Swedne', 'Sweden'), ('nzl', 'New Zealand'), ('au-nsw', 'New South Wales'), ('reunion', 'Réunion'), ('EEUU', 'United States'))
        names = {one['code']: one['names']['en'] for one in self.get_json('/api/v1/names')['jurisdictions']}
        for typed, name in cases:
            with self.subTest(typed):
                field = self.type_into('search', typed)
                self.until(f'{OPTIONS}.length > 0')
                first = self.browser.run(f'return {OPTIONS}[0]')
                self.assertTrue(first.startswith(names['CI'] if name == 'Ivory Coast' else name), first)
                field.send_keys(Keys.CONTROL, 'a', Keys.NULL, Keys.DELETE)
        field = self.type_into('search', 'guin')
        self.until(f'{OPTIONS}.length >= 4')
        self.assertIn(str(len(self.browser.run(f'return {OPTIONS}'))), self.browser.run("return document.getElementById('search-status').textContent"))
        self.assertEqual(field.get_attribute('aria-expanded'), 'true')
        field.send_keys(Keys.ARROW_DOWN, Keys.ARROW_DOWN)
        second = self.browser.run("return document.querySelectorAll('#search-list [role=option] span:first-child')[1].textContent")
        self.assertEqual(self.browser.run("""return document.getElementById(document.getElementById('search')
            .getAttribute('aria-activedescendant')).getAttribute('aria-selected')"""), 'true')
        field.send_keys(Keys.ENTER)
        self.until(f'{TITLE} === arguments[0]', second)
        self.assertEqual(self.browser.run('return document.activeElement.id'), 'place')
        self.type_into('search', 'zzzzzz')
        self.until("document.getElementById('search-status').textContent.startsWith('No country')")
        self.assertEqual([one for one in self.browser.requested() if 'q=' in one or 'zzz' in one], [])
        self.open()

    def test_a_country_that_is_found_is_shown(self):
        """the map goes there when it is away or too small to see, and stays when it can be seen"""
        self.open('#view=4/-30/24')
        self.type_into('search', 'fiji')
        self.until(f'{OPTIONS}.length > 0')
        self.type_into('search', Keys.ENTER)
        self.until("Math.abs(Math.abs(Number(location.hash.split('view=')[1]?.split('/')[2])) - 180) < 4")
        self.assertIn('country=FJ', self.fragment())
        self.open('#view=4/-30/24')
        self.type_into('search', 'lesotho')
        self.until(f'{OPTIONS}.length > 0')
        self.type_into('search', Keys.ENTER)
        self.until(f"{TITLE} === 'Lesotho'")
        self.assertEqual(self.fragment(), '#country=LS&view=4/-30/24')

    def test_controls_by_keyboard(self):
        """Tab goes through them in the order in which they stand, and keys work them"""
        self.open()
        reached = []
        for _ in range(30):
            ActionChains(self.browser.driver).send_keys(Keys.TAB).perform()
            reached.append(self.browser.run("return document.activeElement.id || document.activeElement.value || ''"))
        wanted = ['leave', 'search', 'map', 'layer', 'decriminalisation', 'palette', 'month', 'play', 'day']
        self.assertEqual([one for one in wanted if one in reached], wanted, reached)
        self.assertEqual(sorted(reached.index(one) for one in wanted), [reached.index(one) for one in wanted])
        self.browser.driver.find_element(By.CSS_SELECTOR, '#legend input[value=varies]').send_keys(Keys.SPACE)
        self.assertEqual(self.fragment(), '#hide=varies')
        self.browser.driver.find_element(By.CSS_SELECTOR, '#share summary').send_keys(Keys.ENTER)
        self.assertTrue(self.browser.driver.find_element(By.ID, 'share-link').get_attribute('value').endswith('?lang=en#hide=varies'))
        self.browser.driver.find_element(By.ID, 'map').send_keys(Keys.ADD)
        self.until("location.hash.includes('view=3/')")

    def test_comparison(self):
        """countries come by button and search, stand in the address, go one by one; five are too many"""
        self.open('#country=SE')
        self.until(f"{TITLE} === 'Sweden'")
        self.browser.run("[...document.querySelectorAll('#place button')].at(-1).click()")
        self.until(f"{COMPARED}.join() === 'Sweden'")
        for typed in ('new zeal', 'germany', 'france'):
            self.type_into('compare-search', typed)
            self.until("document.querySelector('#compare-search-list [role=option]')")
            self.type_into('compare-search', Keys.ENTER)
            self.until("document.activeElement.id === 'compare'")
        self.until(f"{COMPARED}.join() === 'Sweden,New Zealand,Germany,France'")
        self.assertEqual(self.fragment(), '#country=SE&compare=SE,NZ,DE,FR')
        self.assertTrue(self.browser.run("return document.getElementById('compare-field').hidden"))
        rows = {cells[0]: cells[1:] for cells in self.browser.run("""return [...document.querySelectorAll('#compare tbody tr')]
            .map((row) => [...row.children].map((cell) => cell.innerText.trim()))""")}
        for index, code in enumerate(('SE', 'NZ', 'DE', 'FR')):
            record = self.get_json(f'/api/v1/jurisdictions/{code}?lang=en')
            self.assertEqual(rows['Legal framework'][index], record['framework_label'])
            self.assertEqual(rows['Buying sex'][index], record['acts']['buying']['label'])
        self.click('#compare button[data-remove=NZ]')
        self.until(f"{COMPARED}.join() === 'Sweden,Germany,France'")
        self.click('#compare-close')
        self.until("document.getElementById('compare').hidden")
        self.browser.driver.back()
        self.until(f"{COMPARED}.join() === 'Sweden,Germany,France'")

    def test_the_pointer_names_the_country(self):
        """and says what the map shows of it, on the date"""
        self.open('#view=5/-30/24&date=2000-01-01')
        ActionChains(self.browser.driver).move_to_element(self.browser.driver.find_element(By.ID, 'map')).perform()
        self.until("document.querySelector('.tip:not([hidden])')?.textContent.startsWith('South Africa: ')")
        label = self.get_json('/api/v1/jurisdictions/ZA?lang=en&date=2000-01-01')['framework_label']
        self.assertEqual(self.browser.run("return document.querySelector('.tip').textContent"), f'South Africa: {label}')

    def test_the_chosen_country_has_an_outline(self):
        self.open('#country=ZA&view=5/-30/24')
        self.until("document.querySelectorAll('#map path.outline-line').length === 1")
        self.click('#countries a[data-code=LS]')
        self.until(f"{TITLE} === 'Lesotho'")
        self.until("document.querySelectorAll('#map path.outline-line').length === 1")

    def test_narrow_screens(self):
        """at 320 pixels nothing needs scrolling sideways but the table of a comparison, and fingers can hit every control"""
        driver = self.browser.driver
        driver.execute_cdp_cmd('Emulation.setDeviceMetricsOverride', {'width': 320, 'height': 640, 'deviceScaleFactor': 1, 'mobile': True})
        try:
            for language in ('fr', 'ru'):
                with self.subTest(language):
                    self.browser.open(f'/?lang={language}#country=AU&compare=SE,NZ&hide=unknown')
                    self.until("document.querySelector('#compare table') && document.querySelector('#place h2')")
                    self.until("document.querySelectorAll('#reform-list li').length > 0")
                    self.browser.run("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
                    self.assertEqual(self.browser.run('return document.documentElement.scrollWidth'), 320)
                    small = self.browser.run("""return [...document.querySelectorAll('button, select, summary, label:has(input), #leave, input[type=text], input[type=date], input[type=range]')]
                        .filter((one) => one.checkVisibility()).filter((one) => {
                          const {width, height} = one.getBoundingClientRect();
                          return width < 24 || height < 24;
                        }).map((one) => one.outerHTML.slice(0, 80))""")
                    self.assertEqual(small, [])
        finally:
            driver.execute_cdp_cmd('Emulation.clearDeviceMetricsOverride', {})

    def test_the_first_view_is_light_and_still(self):
        """on a phone and a desktop: twenty requests and 150 kB besides tiles, and nothing moves once it is there"""
        driver = self.browser.driver
        script = driver.execute_cdp_cmd('Page.addScriptToEvaluateOnNewDocument', {'source': SHIFTS})
        try:
            for width, height in ((360, 740), (1440, 900)):
                with self.subTest(width):
                    driver.execute_cdp_cmd('Emulation.setDeviceMetricsOverride', {
                        'width': width, 'height': height, 'deviceScaleFactor': 1, 'mobile': width < 400})
                    driver.execute_cdp_cmd('Network.clearBrowserCache', {})
                    self.browser.transferred()
                    self.open('#country=SE')
                    self.until("document.querySelectorAll('#reform-list li').length > 0")
                    self.until(f"{TITLE} === 'Sweden'")
                    self.assertEqual(self.browser.run('return window.shifts'), [])
                    came = [(address, size) for address, size in self.browser.transferred() if '/tiles/' not in address]
                    self.assertIn('leaflet.min.js', ' '.join(address for address, _ in came))
                    self.assertLessEqual(len(came), 20, came)
                    self.assertLessEqual(sum(size for _, size in came), 150_000, came)
        finally:
            driver.execute_cdp_cmd('Page.removeScriptToEvaluateOnNewDocument', script)
            driver.execute_cdp_cmd('Emulation.clearDeviceMetricsOverride', {})
        self.open()

    def test_other_data_are_noticed(self):
        """when an answer comes from another version of the data, the map and the panel are of it too, where they were"""
        with tempfile.TemporaryDirectory() as data:
            copy_data(data)
            record = pathlib.Path(data) / 'jurisdictions' / 'NZ.json'
            with Server('--data', data, '--shapefiles', str(SOURCE / 'shapefiles')) as server:
                fragment = '#hide=unknown&country=NZ&view=3/-30/150'
                self.browser.driver.get(f'http://127.0.0.1:{server.port}/{fragment}')
                self.until(f"{TITLE} === 'New Zealand'")
                self.paint()
                before = self.browser.run(f'return {STATUS}')
                record.write_text(record.read_text('utf-8').replace('"selling": "decriminalised"', '"selling": "criminalised"'), 'utf-8')
                server.signal(signal.SIGHUP)
                server.wait_for_log('^reloaded')
                self.choose('day', '2020-01-01')
                self.until("document.getElementById('notice').textContent.startsWith('The data have changed')")
                self.until(f'({STATUS} ?? arguments[0]) !== arguments[0]', before)
                self.browser.run('return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))')
                address = '/tiles/framework/{tile}.png?date=2020-01-01&hide=unknown'
                self.browser.driver.set_script_timeout(60)
                compared, differing = self.browser.driver.execute_async_script(DIFFERING, address)
                self.assertGreater(compared, 0)
                self.assertEqual(differing, 0)
                self.assertEqual(self.fragment(), fragment.replace('#hide=unknown', '#hide=unknown&date=2020-01-01'))
                self.browser.driver.get('about:blank')
        self.browser.requested()
        self.open()

    def test_the_map_in_a_frame(self):
        """of another site's page: it shows its state, names what is pointed at, and leads to the whole map"""
        options = ('--data', str(SOURCE / 'data'), '--shapefiles', str(SOURCE / 'shapefiles'))
        page = b'<!DOCTYPE html><title>a page</title><iframe src="%s" width="800" height="500"></iframe>'
        with Server(*options, '--frame-ancestors', 'http://127.0.0.1:*') as server:
            address = f'http://127.0.0.1:{server.port}/embed?lang=es#layer=buying&hide=unknown&view=5/-30/24'
            with site(page % address.encode()) as other:
                self.browser.driver.get(other)
                self.browser.driver.switch_to.frame(0)
                self.until("document.querySelectorAll('.leaflet-tile-loaded').length > 4")
                self.assertTrue(self.browser.run(f"return {BUYING}.length > 4 && {BUYING}.every((one) => one.endsWith('?hide=unknown'))"))
                self.click_map_centre()
                record = server.get('/api/v1/jurisdictions/ZA?lang=es').json()
                self.until("document.getElementById('found').textContent === arguments[0]", f"{record['name']}: {record['framework_label']}")
                self.assertEqual(self.browser.driver.find_element(By.ID, 'whole').get_attribute('href'),
                                 f'http://127.0.0.1:{server.port}/?lang=es#layer=buying&hide=unknown&view=5/-30/24')
                self.browser.driver.switch_to.default_content()
                self.browser.driver.get('about:blank')
        self.browser.requested()
        self.browser.complaints()
        self.open()

    def test_five_languages(self):
        """the page, the panel and the search are in the language of the address, and stay in it; its links keep the view"""
        names = self.get_json('/api/v1/jurisdictions/SE')['names']
        for language in ('fr', 'es', 'ru', 'zh', 'en'):
            with self.subTest(language):
                self.browser.open(f'/?lang={language}#country=SE&view=4/62/15')
                self.until(f'{TITLE} === arguments[0]', names[language])
                self.assertEqual(self.browser.run('return document.documentElement.lang'), language)
                self.until("[...document.querySelectorAll('.leaflet-tile')].some((tile) => tile.src.includes(arguments[0]))", f'/tiles/labels-{language}/')
                words = self.browser.run("return document.body.innerText")
                words += self.browser.run("""return [...document.querySelectorAll('[title], [aria-label], [placeholder]')]
                    .flatMap((one) => ['title', 'aria-label', 'placeholder'].map((name) => one.getAttribute(name))).join(' ')""")
                self.assertEqual('Zoom' in words, False)
                self.assertNotRegex(words, r'undefined|\{[a-z]+\}|map\.[a-z]+')
                self.choose('layer', 'selling')
                self.assertEqual(self.browser.run('return location.search + location.hash'), f'?lang={language}#layer=selling&country=SE&view=4/62/15')
        self.click('a[hreflang=fr]')
        self.until("document.documentElement.lang === 'fr' && document.getElementById('layer').value === 'selling'")
        self.assertEqual(self.browser.run('return location.search + location.hash'), '?lang=fr#layer=selling&country=SE&view=4/62/15')
