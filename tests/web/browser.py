"""Chromium, driven; what it asked for and what it complained of."""
import json
import tempfile

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.support.ui import WebDriverWait

DRIVER = '/usr/bin/chromedriver'  # of Debian's chromium-driver
PATIENCE = 30  # seconds until a test gives up; nothing is expected to take so long

OPTIONS = ('--headless=new', '--no-sandbox', '--disable-gpu', '--enable-unsafe-swiftshader', '--disable-quic', '--no-first-run',
           '--disable-background-networking', '--disable-component-update', '--disable-sync', '--window-size=1280,900')


class Browser:
    """A browser with a profile of its own, at one origin."""

    def __init__(self, origin, *options):
        self.origin = origin
        self.profile = tempfile.TemporaryDirectory()
        wanted = webdriver.ChromeOptions()
        for option in (*OPTIONS, *options, f'--user-data-dir={self.profile.name}'):
            wanted.add_argument(option)
        wanted.set_capability('goog:loggingPrefs', {'performance': 'ALL', 'browser': 'ALL'})
        self.driver = webdriver.Chrome(service=Service(DRIVER), options=wanted)

    def quit(self):
        self.driver.quit()
        self.profile.cleanup()

    def open(self, path):
        """A page from the start, also where only the fragment differs from the one that is there."""
        self.driver.get('about:blank')
        self.driver.get(self.origin + path)

    def prefer(self, scheme):
        """As a device whose owner prefers a light or a dark screen."""
        self.driver.execute_cdp_cmd('Emulation.setEmulatedMedia',
                                    {'features': [{'name': 'prefers-color-scheme', 'value': scheme}]})

    def forget(self):
        """Nothing is left in Back and Forward."""
        self.driver.execute_cdp_cmd('Page.resetNavigationHistory', {})

    def history(self):
        """The addresses that Back and Forward lead to, and the one that is there."""
        entries = self.driver.execute_cdp_cmd('Page.getNavigationHistory', {})['entries']
        return [entry['url'] for entry in entries]

    def run(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    def until(self, script, *arguments):
        """Returns what the script's expression gives, once it is true."""
        def holds(_):
            return self.run(f'return {script}', *arguments)
        return WebDriverWait(self.driver, PATIENCE, poll_frequency=0.02).until(holds, f'never: {script}')

    def requested(self):
        """The addresses asked for over a network since the last call, not those of the browser's own pages."""
        messages = [json.loads(entry['message'])['message'] for entry in self.driver.get_log('performance')]
        addresses = [message['params']['request']['url'] for message in messages
                     if message['method'] == 'Network.requestWillBeSent']
        return [address for address in addresses if not address.startswith(('about:', 'chrome:', 'chrome-untrusted:', 'data:'))]

    def transferred(self):
        """The addresses that came since the last call, with their bytes and header fields, as a network carries them."""
        messages = [json.loads(entry['message'])['message'] for entry in self.driver.get_log('performance')]
        sizes = {message['params']['requestId']: message['params']['encodedDataLength']
                 for message in messages if message['method'] == 'Network.loadingFinished'}
        came = [message['params'] for message in messages if message['method'] == 'Network.responseReceived']
        return [(one['response']['url'], sizes.get(one['requestId'], 0)) for one in came
                if one['response']['url'].startswith('http')]

    def complaints(self):
        """What the console had to say since the last call, worse than a remark; not on WebGL without graphics hardware."""
        return [entry['message'] for entry in self.driver.get_log('browser')
                if entry['level'] in ('SEVERE', 'WARNING') and '[.WebGL-' not in entry['message']]
