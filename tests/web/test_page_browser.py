"""The map page in Chromium, against the real program."""
import json
import os
import pathlib
import sys
import tempfile
from urllib.parse import urlsplit

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

sys.path.insert(0, str(pathlib.Path(os.environ['LAWMAP_SOURCE_ROOT']) / 'tests' / 'http'))

from page import DRAWN, PANEL, STATUS, TILES, TITLE, PageTest  # noqa: E402
from service import SOURCE, Server, copy_data  # noqa: E402


def rgb(colour):
    """As browsers write it."""
    return f"rgb({', '.join(str(int(colour[i:i + 2], 16)) for i in (1, 3, 5))})"


class MapPageTest(PageTest):
    def test_click_opens_the_country(self):
        """a click in the middle of a map of South Africa opens it, and its address says so"""
        self.open('#view=5/-30/24')
        self.click_map_centre()
        self.until(f"{TITLE} === 'South Africa'")
        self.assertEqual(self.fragment(), '#country=ZA&view=5/-30/24')

    def test_an_address_shows_what_its_sender_saw(self):
        """layer, country and view come from the address, and stay in it"""
        fragment = '#layer=buying&country=SE&view=4/62.5/15.5'
        self.open(fragment)
        self.until(f"{TITLE} === 'Sweden'")
        self.assertEqual(self.browser.run("return document.getElementById('layer').value"), 'buying')
        self.assertEqual(self.fragment(), fragment)
        self.assertTrue(self.browser.run("return document.getElementById('notice').hidden"))
        tiles = self.browser.run("return [...document.querySelectorAll('.leaflet-tile')].map((tile) => tile.src)")
        self.assertIn(f'{self.origin}/tiles/buying/4/8/4.png', tiles)

    def test_back_and_forward(self):
        """each country and layer is a step of the browser's history"""
        self.open()
        self.click('#countries a[data-code=FR]')
        self.until(f"{TITLE} === 'France'")
        self.click('#countries a[data-code=DE]')
        self.until(f"{TITLE} === 'Germany'")
        self.choose('layer', 'selling')
        self.assertEqual(self.fragment(), '#layer=selling&country=DE')
        self.browser.driver.back()
        self.until("document.getElementById('layer').value === 'framework'")
        self.browser.driver.back()
        self.until(f"{TITLE} === 'France'")
        self.browser.driver.back()
        self.until("document.querySelector('#place .hint')")
        self.assertEqual(self.fragment(), '')
        self.browser.driver.forward()
        self.until(f"{TITLE} === 'France'")

    def test_moving_the_map_is_no_step(self):
        """the view is in the address, but Back does not go through every move"""
        self.open()
        steps = self.browser.run('return history.length')
        self.click('.leaflet-control-zoom-in')
        self.until("location.hash.startsWith('#view=3/')")
        self.assertEqual(self.browser.run('return history.length'), steps)

    def test_broken_addresses(self):
        """what cannot be read falls back field by field, is named, and nothing of it becomes part of the page"""
        cases = (
            ('#layer=nonsense&country=SE', 'layer', '#country=SE'),
            ('#country=%3Cscript%3E&view=4/62/15', 'country', '#view=4/62/15'),
            ('#country=../../healthz', 'country', ''),
            ('#view=99/0/0&layer=buying', 'view', '#layer=buying'),
            ('#view=3/NaN/1e9', 'view', ''),
            ('#date=2021-02-30&country=SE', 'date', '#country=SE'),
            ('#date=9999-01-01', 'date', ''),
            ('#palette=%22%3E&date=0', 'palette, date', ''),
            ('#country=' + 'A' * 5000, 'all of it', ''),
            ('#hide=criminalised&country=SE', 'hide', '#country=SE'),
            ('#layer=selling&hide=criminalised,criminalised', 'hide', '#layer=selling'),
            ('#compare=SE,NZ,DE,FR,IT', 'compare', ''),
            ('#compare=SE,%3Cb%3E&date=2000-01-01', 'compare', '#date=2000-01-01'),
        )
        for fragment, refused, kept in cases:
            with self.subTest(fragment[:40]):
                self.open(fragment)
                notice = self.until("document.getElementById('notice').textContent")
                self.assertIn(f'({refused})', notice)
                self.assertEqual(self.fragment(), kept)

    def test_links_within_the_page_keep_the_state(self):
        """the way to the list of countries does not take the state's place in the address"""
        self.open('#layer=buying')
        # As the Tab key does: the link is out of sight until it has the focus.
        self.browser.driver.execute_script("document.querySelector('.skip').focus()")
        self.browser.driver.switch_to.active_element.send_keys('\n')
        self.until("document.activeElement.id === 'countries'")
        self.assertEqual(self.fragment(), '#layer=buying')

    def test_the_panel_shows_the_law_on_the_date(self):
        """New Zealand decriminalised on 28 June 2003: a day before, the panel and the tiles show the older law"""
        self.open('#date=2003-06-27&country=NZ&view=5/-41/173')
        self.until(f"{PANEL}?.includes('The law on 27 June 2003')")
        self.assertEqual(self.browser.run(f'return {STATUS}'), 'Selling sex partly criminalised')
        self.choose('day', '2003-06-28')
        self.until(f"{STATUS} === 'Decriminalisation'")
        self.assertEqual(self.fragment(), '#date=2003-06-28&country=NZ&view=5/-41/173')
        self.until("[...document.querySelectorAll('.leaflet-tile-loaded')].some((tile) => tile.src.endsWith('?date=2003-06-28'))")
        self.assertEqual(self.browser.run("return document.querySelectorAll('#reform-marks .own').length"), 1)
        self.click('#now')
        self.until("!location.hash.includes('date')")
        self.until(f"{PANEL}?.includes('New Zealand') && !{PANEL}.includes('The law on')")
        self.assertEqual(self.browser.run(f'return {STATUS}'), 'Decriminalisation')

    def test_the_slider_works_by_keyboard_and_is_one_step(self):
        """arrow keys move it by months, in words for screen readers; Back returns to before it was moved"""
        self.open('#date=2003-06-01')
        steps = self.browser.run('return history.length')
        slider = self.browser.driver.find_element(By.ID, 'month')
        slider.send_keys(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT)
        self.assertEqual(slider.get_attribute('aria-valuetext'), '1 August 2003')
        self.until("location.hash === '#date=2003-08-01'")
        self.assertEqual(self.browser.run('return history.length'), steps + 1)
        slider.send_keys(Keys.END)
        self.assertTrue(slider.get_attribute('aria-valuetext').startswith('today, '))
        self.until("location.hash === ''")
        self.browser.driver.back()
        self.until("location.hash === '#date=2003-06-01'")
        self.until("document.getElementById('day-words').textContent === '1 June 2003'")

    def test_impossible_days_are_refused(self):
        """a day that is not between the first and today changes nothing and says what can be chosen"""
        self.open('#date=2003-06-01')
        for day in ('1850-01-01', '9999-12-31', ''):
            with self.subTest(day):
                self.choose('day', day)
                self.until("document.getElementById('day-refused').textContent.includes('1 January 1940')")
                self.assertEqual(self.fragment(), '#date=2003-06-01')

    def test_colours_follow_the_device_until_chosen(self):
        """on a dark device the map, its key and the page are dark; a palette that was chosen stays, in the address too"""
        self.browser.prefer('dark')
        try:
            self.open()
            self.until(f"{TILES}.every((address) => address.endsWith('?palette=dark'))")
            dark = self.colours()
            self.choose('palette', 'default')
            self.assertEqual(self.fragment(), '#palette=default')
            self.until(f"{TILES}.every((address) => address.endsWith('.png'))")
            light = self.colours()
        finally:
            self.browser.prefer('light')
        layers = self.get_json('/api/v1/layers?lang=en')
        for shown, identity in ((dark, 'dark'), (light, 'default')):
            palette = next(one for one in layers['palettes'] if one['id'] == identity)
            colour = layers['layers'][0]['classes'][0]['colours'][identity]
            self.assertEqual(shown, [rgb(palette['page']), rgb(palette['ink']), rgb(palette['sea']), rgb(colour)])
        self.browser.driver.back()
        self.until(f"{TILES}.every((address) => address.endsWith('.png'))")
        self.assertEqual(self.fragment(), '')
        self.assertEqual(self.colours(), light)

    def colours(self):
        return self.browser.run("""const colour = (selector, name) => getComputedStyle(document.querySelector(selector))[name];
            return [colour('body', 'backgroundColor'), colour('body', 'color'), colour('#map', 'backgroundColor'),
                    colour('#legend .swatch', 'backgroundColor')];""")

    def test_leaving(self):
        """the button, or Escape twice, leaves about:blank, and no step of the page in Back or Forward"""
        ways = {'button': lambda: self.click('#leave'),
                'Escape': lambda: ActionChains(self.browser.driver).send_keys(Keys.ESCAPE, Keys.ESCAPE).perform()}
        for name, leave in ways.items():
            with self.subTest(name):
                self.open()
                self.browser.forget()
                for country in ('FR', 'DE', 'IT'):
                    self.click(f'#countries a[data-code={country}]')
                    self.until(f"{TITLE} && location.hash === '#country={country}' && {PANEL}")
                self.browser.driver.back()
                self.until("location.hash === '#country=DE'")
                leave()
                self.until("location.href === 'about:blank'")
                here, *ahead = self.browser.history()
                self.assertEqual(here, 'about:blank')
                self.assertEqual(set(ahead), {self.origin + '/healthz'})

    def test_the_panel_tells_all(self):
        """provisions with penalties, history, networks and guidance of the record; links outside tell no referrer"""
        record = self.get_json('/api/v1/jurisdictions/NZ?lang=en')
        self.open('#country=NZ')
        self.until(f"{TITLE} === 'New Zealand'")
        self.click('#place summary')
        panel = self.browser.run(f'return {PANEL}')
        for provision in record['provisions']:
            self.assertIn(provision['summary'], panel)
            self.assertIn(provision['penalty'] or '', panel)
        for period in record['history']:
            self.assertIn(period['instrument'], panel)
        self.assertIn('From 28 June 2003', panel)
        for linked in record['network'] + record['resources'] + record['sources']:
            link = self.browser.driver.find_element(By.CSS_SELECTOR, f'#place a[href="{linked["url"]}"]')
            self.assertEqual(link.get_attribute('rel'), 'noreferrer')
        links = self.browser.run("return [...document.querySelectorAll('#place a:not([rel])')].map((a) => a.pathname)")
        self.assertIn('/api/v1/jurisdictions/NZ', links)

    def test_reforms_lead_to_their_country_and_date(self):
        """every change of a status is marked under the slider and listed; its link opens the country on that day"""
        reforms = [one for one in self.get_json('/api/v1/changes?level=all')['changes'] if one['kind'] == 'status']
        self.open()
        self.until("document.querySelectorAll('#reform-list li').length === arguments[0]", len(reforms))
        self.assertEqual(self.browser.run("return document.querySelectorAll('#reform-marks .other').length"), len(reforms))
        self.click('#reforms summary')
        self.click('#reform-list a[data-code=NZ]')
        self.until(f"{TITLE} === 'New Zealand'")
        self.assertEqual(self.fragment(), '#date=2003-06-28&country=NZ')

    def test_history_leads_to_its_date(self):
        """a period's link shows the law at its beginning, and Back returns"""
        self.open('#country=SE')
        self.until(f"{TITLE} === 'Sweden'")
        self.click('#place a[data-date="1999-01-01"]')
        self.until(f"{PANEL}?.includes('The law on 1 January 1999')")
        self.assertEqual(self.fragment(), '#date=1999-01-01&country=SE')
        self.browser.driver.back()
        self.until(f"{PANEL}?.includes('Sweden') && !{PANEL}?.includes('The law on')")

    def test_subdivisions_open(self):
        """a country's subdivisions are links that open them, and lead back"""
        self.open('#country=AU')
        self.until(f"{TITLE} === 'Australia'")
        self.assertEqual(self.browser.run("return document.querySelectorAll('#place .parts li').length"),
                         len(self.get_json('/api/v1/jurisdictions/AU')['subdivisions']))
        self.click('#place a[data-code="AU-NSW"]')
        self.until(f"{TITLE} === 'New South Wales'")
        self.assertEqual(self.fragment(), '#country=AU-NSW')
        self.click('#place a[data-code="AU"]')
        self.until(f"{TITLE} === 'Australia'")

    def test_text_of_a_record_is_text(self):
        """what a record holds is shown as it is written, and only addresses of the web become links"""
        with tempfile.TemporaryDirectory() as data:
            copy_data(data)
            path = pathlib.Path(data) / 'jurisdictions' / 'NZ.json'
            record = json.loads(path.read_text('utf-8'))
            hostile = '<script>document.title = "taken"</script><img src=x onerror=alert(1)>'
            record['note'] = record['provisions'][0]['summary'] = record['periods'][1]['instrument'] = hostile
            record['notes'] = {'fr': 'Une remarque.'}
            path.write_text(json.dumps(record), 'utf-8')
            with Server('--data', data, '--shapefiles', str(SOURCE / 'shapefiles')) as server:
                for lang, note in (('fr', ['fr', 'Une remarque.']), ('es', ['en', hostile])):
                    self.browser.driver.get(f'http://127.0.0.1:{server.port}/?lang={lang}#country=NZ')
                    self.until("document.querySelector('#place .note') !== null")
                    self.assertEqual(self.browser.run("""const note = document.querySelector('#place .note');
                        return [note.lang, note.innerText]"""), note)
                self.browser.driver.get('about:blank')
                self.browser.driver.get(f'http://127.0.0.1:{server.port}/#country=NZ')
                self.until(f"{TITLE} === 'New Zealand'")
                self.assertEqual(self.browser.run(f'return {PANEL}').count(hostile), 4)
                self.assertEqual(self.browser.run("return document.querySelectorAll('#place script, #place img').length"), 0)
                self.browser.driver.get('about:blank')
        self.assertEqual({urlsplit(address).port for address in self.browser.requested()}, {server.port})
        self.open()

    def test_the_list_says_what_the_map_shows(self):
        """below the map every country is listed with its framework on the date, in the map's colours"""
        cases = (('#date=1998-12-31', '1998-12-31', 'default'), ('#palette=greyscale', None, 'greyscale'), ('', None, 'default'))
        classes = self.get_json('/api/v1/layers?lang=en')['layers'][0]['classes']
        for fragment, date, palette in cases:
            with self.subTest(fragment):
                at = f'&date={date}' if date else ''
                countries = self.get_json('/api/v1/jurisdictions?lang=en' + at)['jurisdictions']
                colours = {one['id']: one['colours'][palette] for one in classes}
                expected = [[one['code'], one['framework_label'], colours[one['framework']]] for one in countries]
                self.open(fragment)
                self.until("document.querySelector('#countries a[data-code=SE] ~ span rect').getAttribute('fill') === arguments[0]",
                           next(colour for code, _, colour in expected if code == 'SE'))
                listed = self.browser.run("""return [...document.querySelectorAll('#countries a[data-code]')].map((link) =>
                    [link.dataset.code, link.nextElementSibling.innerText.trim(),
                     link.nextElementSibling.querySelector('rect').getAttribute('fill')])""")
                self.assertEqual(sorted(listed), sorted(expected))

    def test_keyboard_alone(self):
        """Enter on the map opens what is at its centre and moves the focus to it"""
        self.open('#view=5/-30/24')
        self.browser.driver.find_element(By.ID, 'map').send_keys(Keys.ENTER)
        self.until(f"{TITLE} === 'South Africa'")
        self.until("document.activeElement.id === 'place'")
        self.assertIn('South Africa', self.browser.run("return document.getElementById('announcement').textContent"))

    def test_the_server_is_gone(self):
        """the page says so, and the map that is there stays"""
        with Server('--data', str(SOURCE / 'data'), '--shapefiles', str(SOURCE / 'shapefiles')) as server:
            self.browser.driver.get(f'http://127.0.0.1:{server.port}/#view=5/-30/24')
            self.until(DRAWN)
            self.until("document.querySelectorAll('#reform-list li').length > 0")
        self.click('#countries a[data-code=FR]')
        self.until(f"{PANEL}?.includes('could not be loaded')")
        self.assertTrue(self.browser.run(f'return {DRAWN}'))
        self.choose('layer', 'selling')
        self.until("document.getElementById('trouble').textContent.includes('could not be loaded')")
        self.assertTrue(all('ERR_CONNECTION_REFUSED' in one for one in self.browser.complaints()))
        self.browser.driver.get('about:blank')
        self.assertEqual({urlsplit(address).port for address in self.browser.requested()}, {server.port})
        self.open()
