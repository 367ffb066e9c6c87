"""What can go wrong round a running server: its files go, the clock is wrong, nobody reads what it says."""
import email.utils
import os
import pathlib
import re
import shutil
import signal
import subprocess
import tempfile
import time
import unittest

import service
from service import ACCOUNT, PATIENCE, Server, copy_data

NZ, TILE = '/api/v1/jurisdictions/NZ', '/tiles/framework/3/7/5.png'
SHAPEFILES = ('--shapefiles', str(service.SOURCE / 'shapefiles'))
DAY = 24 * 60 * 60


class FaultTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.data = pathlib.Path(folder.name) / 'data'
        copy_data(self.data)

    def start(self, *options):
        server = Server('--data', str(self.data), *SHAPEFILES, *options)
        self.addCleanup(server.stop)
        return server

    def assert_serves(self, server, kept):
        self.assertEqual({path: server.get(path).body for path in kept}, kept)
        self.assertEqual(server.get('/api/v1/jurisdictions/FR?date=2001-01-01').status, 200)  # never asked before

    def test_data_removed(self):
        """the data are removed: what was loaded is served, the log says what is missing; once back, they are loaded"""
        server = self.start()
        kept = {path: server.get(path).body for path in (NZ, TILE)}
        for child in self.data.iterdir():
            shutil.rmtree(child) if child.is_dir() else child.unlink()
        server.signal(signal.SIGHUP)
        server.wait_for_log(rf'^not reloaded.*{self.data}')
        self.assert_serves(server, kept)
        copy_data(self.data)
        server.signal(signal.SIGHUP)
        server.wait_for_log(r'^reloaded')
        self.assertEqual(server.get(NZ).body, kept[NZ])
        shutil.rmtree(self.data)  # the directory itself
        server.signal(signal.SIGHUP)
        server.wait_for_log(rf'^not reloaded.*{self.data}', 2)
        self.assert_serves(server, kept)

    def test_watched_data_removed(self):
        """with --watch, too; the server waits for the directory to come back, as when it is being replaced"""
        server = self.start('--watch')
        kept = {path: server.get(path).body for path in (NZ, TILE)}
        shutil.rmtree(self.data / 'jurisdictions')
        self.assert_serves(server, kept)
        copy_data(self.data)
        server.wait_for_log(r'^reloaded')

    def test_future_files(self):
        """files from a time to come, as after the clock was set back: Last-Modified is never after Date"""
        for path in self.data.rglob('*.json'):
            os.utime(path, (time.time() + 2 * DAY,) * 2)
        server = self.start()
        for path in (NZ, NZ, TILE, '/'):
            fields = server.get(path).fields
            modified, date = (email.utils.parsedate_to_datetime(fields[name]) for name in ('last-modified', 'date'))
            self.assertLessEqual(modified, date)

    def test_clock_reset(self):
        """a clock from before the data, as after an empty battery: the server serves, and its log says what is wrong"""
        package = self.data / 'datapackage.json'
        package.write_text(re.sub(r'"created": "\d{4}', '"created": "9990', package.read_text('utf-8')), 'utf-8')
        record = self.data / 'jurisdictions/NZ.json'
        record.write_text(record.read_text('utf-8').replace('2003-06-28', '9989-06-28'), 'utf-8')
        server = self.start()
        server.wait_for_log(r'^the clock says 20\d\d-\d\d-\d\d, the data are of 9990-')
        self.assertEqual(server.get(NZ).json()['framework'], 'selling-partly-criminalised')

    def test_nobody_reads_the_log(self):
        """the reader of the log goes: the server serves and loads on"""
        reader, writer = os.pipe()
        with subprocess.Popen([service.PROGRAM, 'serve', '--listen', '127.0.0.1:0', *ACCOUNT, '--data', str(self.data),
                               *SHAPEFILES], stdout=subprocess.PIPE, stderr=writer, text=True) as process:
            os.close(writer)
            os.close(reader)
            url = process.stdout.readline().split()[-1]
            record = self.data / 'jurisdictions/NZ.json'
            record.write_text(record.read_text('utf-8').replace('"selling": "decriminalised"', '"selling": "regulated"'),
                              'utf-8')
            process.send_signal(signal.SIGHUP)
            deadline = time.monotonic() + PATIENCE
            body = b''
            while b'"framework":"legalisation"' not in body:
                self.assertLess(time.monotonic(), deadline)
                body = subprocess.run(['curl', '--silent', '--fail', url + NZ[1:]], capture_output=True, check=True).stdout
            process.terminate()
            self.assertEqual(process.wait(PATIENCE), 0)

    def test_two_servers(self):
        """a second server on the same port says that it is taken, by its number, and what to do; the first one serves on"""
        server = self.start()
        ran = subprocess.run([service.PROGRAM, 'serve', '--listen', f'127.0.0.1:{server.port}', *ACCOUNT, '--data',
                              str(self.data), *SHAPEFILES], capture_output=True, text=True, timeout=PATIENCE, check=False)
        self.assertEqual((ran.returncode, ran.stdout), (1, ''))
        self.assertRegex(ran.stderr, rf'127\.0\.0\.1 port {server.port}: .*in use.*another port')
        self.assertEqual(server.get(NZ).status, 200)
