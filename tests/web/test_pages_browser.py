"""The pages of text in Chromium, and all pages without scripts, against the real program."""
import base64
import os
import pathlib
import subprocess
import tempfile
import unittest
from urllib.parse import urlsplit

from page import PageTest  # noqa: I001; it makes the modules of tests/http known
from browser import PATIENCE, Browser
from selenium.common.exceptions import NoSuchElementException, StaleElementReferenceException
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

PAGES = ('/', '/country/NZ', '/country/AU?date=1995-06-01', '/table', '/table?q=Zeland', '/table?q=xyzzy', '/about', '/api', '/country/Swden')

# npm install --prefix DIRECTORY axe-core gives node_modules/axe-core/axe.min.js; it is not part of Debian.
AXE = pathlib.Path(os.environ.get('LAWMAP_AXE', '/usr/share/nodejs/axe-core/axe.min.js'))

STORED = """return Promise.all([indexedDB.databases(), caches.keys().catch(() => []), navigator.serviceWorker?.getRegistrations() ?? []])
    .then((lists) => lists.flat().length + localStorage.length + sessionStorage.length + document.cookie.length);"""

WIDTHS = 'return [document.documentElement.scrollWidth, document.documentElement.clientWidth];'
SWATCHES = "[...document.querySelectorAll('.swatch')].map((one) => getComputedStyle(one).backgroundColor)"

# Of what is shown and can be pressed, and is not a link within a line of text (WCAG 2.2, 2.5.8).
SMALL_TARGETS = """return [...document.querySelectorAll('button, input:not([type=hidden]), select, nav a, thead a, #leave')]
    .filter((one) => one.checkVisibility()).map((one) => one.type === 'checkbox' ? one.closest('label') : one)
    .filter((one) => one.getBoundingClientRect().height < 24 || one.getBoundingClientRect().width < 24)
    .map((one) => one.outerHTML.slice(0, 80));"""


def address_in(path, language):
    return f"{path}{'&' if '?' in path else '?'}lang={language}"


class PagesTest(PageTest):
    def tearDown(self):
        """as for the map; that a page is not there is said on the console"""
        self.browser.complaints = (lambda complaints: lambda: [one for one in complaints() if ' 404 ' not in one])(
            Browser.complaints.__get__(self.browser))
        super().tearDown()

    def width(self, width, height=800):
        self.browser.driver.execute_cdp_cmd('Emulation.setDeviceMetricsOverride',
                                            {'width': width, 'height': height, 'deviceScaleFactor': 1, 'mobile': False})
        self.addCleanup(self.browser.driver.execute_cdp_cmd, 'Emulation.clearDeviceMetricsOverride', {})

    def test_nothing_is_asked_elsewhere_and_nothing_kept(self):
        """on every page: each request goes to this server, no cookie, no storage, no worker, no word on the console"""
        for path in PAGES:
            with self.subTest(path):
                self.browser.open(path)
                self.assertEqual(self.browser.run(STORED), 0)
                requested = self.browser.requested()
                self.assertTrue(requested)
                self.assertEqual({urlsplit(address).netloc for address in requested}, {urlsplit(self.origin).netloc})
                self.assertEqual(self.browser.driver.get_cookies(), [])
                self.assertEqual([one for one in self.browser.complaints() if ' 404 ' not in one], [])
        self.browser.open('/about')

    def test_reflow(self):
        """320 pixels wide, as at 400 % zoom, no page is wider than the screen, with the longest words; targets are 24 pixels"""
        self.width(320)
        for path in PAGES:
            for language in ('ru', 'zh'):
                with self.subTest(address_in(path, language)):
                    self.browser.open(address_in(path, language))
                    width, seen = self.browser.run(WIDTHS)  # beside a scroll bar, which takes some of the 320
                    self.assertEqual(width, seen)
                    self.assertEqual(self.browser.run(SMALL_TARGETS), [])

    def test_forced_colours(self):
        """a reader's high-contrast colours leave the key its own: the map's pictures keep theirs"""
        emulate = self.browser.driver.execute_cdp_cmd
        emulate('Emulation.setEmulatedMedia', {'features': [{'name': 'forced-colors', 'value': 'active'}]})
        self.addCleanup(emulate, 'Emulation.setEmulatedMedia', {'features': []})
        for path, classes in (('/', 9), ('/table', 7), ('/country/US?lang=en', 2)):
            with self.subTest(path):
                self.browser.open(path)
                self.until(f'new Set({SWATCHES}).size >= {classes}')

    def test_keyboard(self):
        """the first key leads past the header; the search is sent by Enter; what is found is opened by Enter"""
        self.browser.open('/country/SE?lang=en')
        body = self.browser.driver.find_element(By.TAG_NAME, 'body')
        body.send_keys(Keys.TAB)
        skip = self.browser.driver.switch_to.active_element
        self.assertEqual(skip.get_attribute('class'), 'skip')
        self.assertGreaterEqual(skip.rect['x'], 0)
        skip.send_keys(Keys.ENTER)
        self.until("document.activeElement.id === 'content'")
        self.browser.driver.find_element(By.ID, 'q').send_keys('Zeland', Keys.ENTER)
        self.until("location.pathname === '/table' && document.querySelector('tbody a')?.textContent === 'New Zealand'")
        self.browser.driver.find_element(By.CSS_SELECTOR, 'tbody a').send_keys(Keys.ENTER)
        self.until("location.pathname === '/country/NZ'")

    def test_leaving(self):
        """the link, or Escape twice, leaves about:blank in the page's place"""
        for leave in (lambda: self.click('#leave'),
                      lambda: ActionChains(self.browser.driver).send_keys(Keys.ESCAPE, Keys.ESCAPE).perform()):
            self.browser.open('/country/NZ')
            self.browser.forget()
            leave()
            self.until("location.href === 'about:blank'")
            self.assertEqual([one for one in self.browser.history() if 'country' in one], [])

    def test_dark(self):
        """on a dark device pages and swatches are dark, and each loads only its own tiles"""
        self.browser.prefer('dark')
        self.addCleanup(self.browser.prefer, 'light')
        self.browser.requested()
        self.browser.open('/country/NZ')
        self.until("document.querySelectorAll('.on-dark')[3].complete && document.querySelectorAll('.on-dark')[3].naturalWidth > 0")
        tiles = [address for address in self.browser.requested() if '/tiles/framework/' in address]
        self.assertEqual((len(tiles), all('palette=dark' in address for address in tiles)), (4, True))
        dark = next(one for one in self.get_json('/api/v1/layers')['palettes'] if one['id'] == 'dark')
        paper = self.browser.run("return getComputedStyle(document.body).backgroundColor")
        self.browser.open('/about')
        self.assertEqual(paper, f"rgb({', '.join(str(int(dark['page'][i:i + 2], 16)) for i in (1, 3, 5))})")

    def printed(self, **options):
        """The words on paper, A4, and how many sheets."""
        pdf = self.browser.driver.execute_cdp_cmd('Page.printToPDF', {'paperWidth': 8.27, 'paperHeight': 11.69, **options})
        with tempfile.NamedTemporaryFile(suffix='.pdf') as file:
            file.write(base64.b64decode(pdf['data']))
            file.flush()
            text = subprocess.run(['pdftotext', file.name, '-'], capture_output=True, text=True, check=True).stdout
        return ' '.join(text.split()), text.count('\f')

    def test_print(self):
        """a country on paper: its law, penalties and where links lead; no controls"""
        self.browser.open('/country/NZ?lang=en')
        text, _ = self.printed()
        for words in ('New Zealand', 'Decriminalisation', 'Prostitution Reform Act 2003', 'fine up to NZD 10,000', 'Desk research',
                      'https://apnsw.info'):
            self.assertIn(words, text)
        for words in ('Leave this page', 'Français', 'Search'):
            self.assertNotIn(words, text)

    def test_print_map(self):
        """what the map shows now on one sheet across: its key, the day, the open country's law; no controls"""
        self.browser.open('/?lang=en#country=SE&date=2010-01-01')
        self.until("document.querySelector('#place:not([aria-busy]) h2')?.textContent === 'Sweden'")
        text, pages = self.printed(preferCSSPageSize=True)
        self.assertEqual(pages, 2)
        for words in ('Legal framework', 'Decriminalisation', 'The law on 1 January 2010', 'Sweden', 'Buying sex criminalised'):
            self.assertIn(words, text)
        for words in ('Leave this page', 'Français', 'Play', 'Algeria'):
            self.assertNotIn(words, text)

    @unittest.skipUnless(AXE.is_file(), 'axe-core is not installed: LAWMAP_AXE says where')
    def test_access(self):
        """axe-core finds nothing on any page, on a light and on a dark device, wide and narrow"""
        axe = AXE.read_text('utf-8')
        for width in (1280, 360):
            self.width(width)
            for scheme in ('light', 'dark'):
                self.browser.prefer(scheme)
                self.addCleanup(self.browser.prefer, 'light')
                for path in PAGES:
                    with self.subTest(f'{path} {scheme} {width}'):
                        self.browser.open(path)
                        self.browser.run(axe)
                        found = self.browser.run("return axe.run(document, {resultTypes: ['violations']})")['violations']
                        self.assertEqual([(one['id'], one['impact'], one['nodes'][0]['html'][:120]) for one in found], [])


class WithoutScriptsTest(PageTest):
    """As Tor Browser does at its safest level."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.browser.quit()
        cls.browser = Browser(cls.origin, '--blink-settings=scriptEnabled=false')

    def follow(self, selector):
        self.browser.driver.find_element(By.CSS_SELECTOR, selector).click()

    def until_says(self, selector, words):
        """Returns once the page that is on its way has an element with these words."""
        def says(driver):
            return words in driver.find_element(By.CSS_SELECTOR, selector).text
        gone = (NoSuchElementException, StaleElementReferenceException)
        WebDriverWait(self.browser.driver, PATIENCE, 0.05, ignored_exceptions=gone).until(says, f'{selector} never says {words}')

    def query(self):
        return urlsplit(self.browser.driver.current_url).query

    def test_the_way_from_the_map_to_a_law(self):
        """picture and list, a country, another day, another language, the table, its order, a search, out"""
        driver = self.browser.driver
        self.browser.open('/?lang=en')
        pictures = driver.find_elements(By.CSS_SELECTOR, '.still img')
        self.assertEqual([one.get_property('naturalWidth') > 0 and one.is_displayed() for one in pictures], [True] * 8)
        self.follow('#countries a[data-code=NZ]')
        self.until_says('h1', 'New Zealand')
        self.follow('.history a')
        self.until_says('.overview', 'The law on 28 June 2003')
        self.follow('.languages a[lang=fr]')
        self.until_says('h1', 'Nouvelle-Zélande')
        self.assertEqual(self.query(), 'date=2003-06-28&lang=fr')
        self.follow('.pages a[href^="/table"]')
        self.until_says('h1', 'Tous les pays')
        self.follow('thead th:last-child a')
        self.until_says('th[aria-sort=ascending]', 'Depuis')
        driver.find_element(By.ID, 'q').send_keys('Alemania', Keys.ENTER)
        self.until_says('tbody tr:first-child a', 'Allemagne')
        self.follow('#leave')
        WebDriverWait(driver, PATIENCE, 0.05).until(lambda _: driver.current_url == 'about:blank')
        self.browser.open('/about')

    def test_the_form_for_a_day(self):
        """asks for the law on it"""
        self.browser.open('/country/NZ?lang=en')
        field = self.browser.driver.find_element(By.ID, 'date')
        field.send_keys('06272003')
        self.follow('form.day button')
        self.until_says('.overview', 'Selling sex partly criminalised')
        self.assertEqual(self.query(), 'date=2003-06-27&lang=en')
