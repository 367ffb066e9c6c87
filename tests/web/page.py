"""What tests of the map page share: a server, a browser, and what is never to happen."""
import os
import pathlib
import sys

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By

sys.path.insert(0, str(pathlib.Path(os.environ['LAWMAP_SOURCE_ROOT']) / 'tests' / 'http'))

from browser import Browser  # noqa: E402
from service import ServerTest  # noqa: E402

TITLE = "document.querySelector('#place h2')?.textContent"
PANEL = "document.querySelector('#place:not([aria-busy])')?.innerText"  # undefined while it waits
STATUS = "document.querySelector('#place .status strong').textContent"
DRAWN = "document.querySelectorAll('.leaflet-tile-loaded').length > 4"
TILES = "[...document.querySelectorAll('.leaflet-tile')].map((tile) => tile.src ?? '').filter((a) => a.includes('/framework/'))"



class PageTest(ServerTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        try:
            cls.origin = f'http://127.0.0.1:{cls.server.port}'
            cls.browser = Browser(cls.origin)
        except BaseException:
            cls.server.stop()
            raise

    @classmethod
    def tearDownClass(cls):
        cls.browser.quit()
        super().tearDownClass()

    def tearDown(self):
        """whatever was done: nothing came from elsewhere, nothing was kept, nothing was refused by the policy"""
        requested = self.browser.requested()
        self.assertGreater(len(requested), 0)
        self.assertEqual([address for address in requested if not address.startswith(self.origin + '/')], [])
        self.assertEqual(self.browser.driver.get_cookies(), [])
        self.assertEqual(self.browser.complaints(), [])

    def open(self, fragment=''):
        self.browser.forget()  # Chromium keeps fifty steps, which tests would count in vain
        self.browser.open('/' + fragment)
        self.browser.until(DRAWN)

    def until(self, script, *arguments):
        return self.browser.until(script, *arguments)

    def fragment(self):
        return self.browser.run('return location.hash')

    def click(self, selector):
        self.browser.driver.find_element(By.CSS_SELECTOR, selector).click()

    def choose(self, identity, value):
        """As when a reader sets a control: the value, then the events that browsers send."""
        self.browser.run("""const control = document.getElementById(arguments[0]);
            control.value = arguments[1];
            control.dispatchEvent(new Event('input', {bubbles: true}));
            control.dispatchEvent(new Event('change', {bubbles: true}));""", identity, value)

    def click_map_centre(self):
        ActionChains(self.browser.driver).click(self.browser.driver.find_element(By.ID, 'map')).perform()
