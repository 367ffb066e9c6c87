"""The page of somebody who edits the data, in Chromium: what is saved is shown, and so is what is wrong with it."""
import os
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(os.environ['LAWMAP_SOURCE_ROOT']) / 'tests' / 'http'))

from browser import Browser  # noqa: E402
from service import SOURCE, Server, copy_data  # noqa: E402

STATUS = "document.querySelector('#place:not([aria-busy]) .status strong')?.textContent"
REFUSAL = "document.querySelector('#refusal:not([hidden])')?.innerText"
SHAPEFILES = ('--shapefiles', str(SOURCE / 'shapefiles'))


class WatchTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        copy_data(folder.name)
        self.record = pathlib.Path(folder.name) / 'jurisdictions/NZ.json'
        self.text = self.record.read_text('utf-8')
        self.folder = folder.name

    def start(self, *options):
        server = Server('--data', self.folder, *SHAPEFILES, *options)
        self.addCleanup(server.stop)
        self.browser = Browser(f'http://127.0.0.1:{server.port}')
        self.addCleanup(self.browser.quit)
        return server

    def save(self, old, new):
        """As editors do that write another file and give it the name."""
        self.assertIn(old, self.text)
        other = self.record.with_name('.NZ.json.swp')
        other.write_text(self.text.replace(old, new), 'utf-8')
        other.rename(self.record)

    def test_what_is_saved_is_shown(self):
        """a change is on the page without a reload; a faulty file is named, with the old data; then it is mended"""
        self.start('--watch')
        self.browser.open('/#country=NZ')
        before = self.browser.until(STATUS)
        self.browser.run('window.sameDocument = true')
        self.save('"selling": "decriminalised"', '"selling": "criminalised"')
        changed = self.browser.until(f'({STATUS} ?? arguments[0]) !== arguments[0] && {STATUS}', before)
        self.save('"selling": "decriminalised"', '"selling": "criminalized"')
        said = self.browser.until(REFUSAL)
        line = 1 + self.text.split('"selling": "decriminalised"')[0].count('\n')
        self.assertIn(f'jurisdictions/NZ.json:{line}:18: unknown status "criminalized"; did you mean "criminalised"? '
                      '[LAW001]', said)
        self.assertEqual(self.browser.run(f'return {STATUS}'), changed)
        self.record.write_text(self.text[:len(self.text) // 2], 'utf-8')  # half written, and left so
        self.browser.until(f"{REFUSAL}?.includes('malformed JSON')")
        self.save('"name"', '"name"')
        self.browser.until(f'{STATUS} === arguments[0]', before)
        self.browser.until(f'!({REFUSAL})')
        self.assertTrue(self.browser.run('return window.sameDocument'))
        self.assertEqual(self.browser.complaints(), [])

    def test_nobody_else_waits(self):
        """a server that does not watch sends no page that asks it again and again, and tells no faults"""
        server = self.start()
        self.browser.open('/#country=NZ')
        self.browser.until(STATUS)
        self.assertEqual([address for address in self.browser.requested() if 'watch' in address or 'status' in address], [])
        self.assertNotIn(b'refusal', server.get('/').body)
        self.record.write_text('{', 'utf-8')
        server.signal(1)
        server.wait_for_log('^not reloaded')
        status = server.get('/api/v1/status').json()
        self.assertEqual((status['watching'], status['refused']), (False, None))
