import contextlib
import pathlib
import signal
import socket
import subprocess
import tempfile
import time
import unittest

import service
from service import PATIENCE, Answer, Server, copy_data

NZ = '/api/v1/jurisdictions/NZ'
TILE_WITH_NZ, TILE_WITHOUT = '/tiles/framework/3/7/5.png', '/tiles/framework/3/4/2.png'
SHAPEFILES = ('--shapefiles', str(service.SOURCE / 'shapefiles'))


class ReloadTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        copy_data(folder.name)
        self.record = pathlib.Path(folder.name) / 'jurisdictions/NZ.json'
        self.server = Server('--data', folder.name, *SHAPEFILES)
        self.addCleanup(self.server.stop)

    def edit(self, old, new):
        text = self.record.read_text('utf-8')
        self.assertIn(old, text)
        self.record.write_text(text.replace(old, new), 'utf-8')

    def test_valid_edit(self):
        """SIGHUP: a valid edit is served; what it does not touch keeps its tag; the boundaries are kept"""
        before = {path: self.server.get(path) for path in (NZ, TILE_WITH_NZ, TILE_WITHOUT)}
        self.edit('"selling": "decriminalised"', '"selling": "criminalised"')
        self.server.signal(signal.SIGHUP)
        self.server.wait_for_log(r'^reloaded: .*boundaries unchanged, kept')
        after = {path: self.server.get(path) for path in before}
        self.assertEqual(before[NZ].json()['framework'], 'decriminalisation')
        self.assertEqual(after[NZ].json()['framework'], 'selling-criminalised')
        changed = [path for path in before if before[path].fields['etag'] != after[path].fields['etag']]
        self.assertEqual(changed, [NZ, TILE_WITH_NZ])

    def test_status_says_what_was_refused(self):
        """--watch: the status names each fault of a refused save until it is mended; answers are asked for again"""
        server = Server('--data', str(self.record.parents[1]), *SHAPEFILES, '--watch')
        self.addCleanup(server.stop)
        self.assertEqual(server.get(NZ).fields['cache-control'], 'public, no-cache')
        self.assertNotEqual(self.server.get(NZ).fields['cache-control'], 'public, no-cache')
        first = server.get('/api/v1/status')
        self.assertEqual(first.fields['cache-control'], 'no-store')
        self.assertEqual((first.json()['watching'], first.json()['refused']), (True, None))
        self.assertEqual(first.json()['dataset'], server.get(NZ).json()['dataset'])
        good = self.record.read_text('utf-8')
        self.record.write_text(good.replace('"basis"', '"bases"').replace('"decriminalised"', '"decriminalized"'), 'utf-8')
        server.wait_for_log('^not reloaded')
        status = server.get('/api/v1/status').json()
        self.assertEqual(status['dataset'], first.json()['dataset'])
        refused = status['refused']
        self.assertEqual((refused['count'], len(refused['faults'])), (4, 4))
        self.assertEqual({fault['file'] for fault in refused['faults']}, {'jurisdictions/NZ.json'})
        line = 1 + good.split('"basis"')[0].count('\n')
        self.assertIn({'file': 'jurisdictions/NZ.json', 'line': line, 'column': 3, 'rule': 'LAW001',
                       'message': 'unknown key "bases"; did you mean "basis"?'}, refused['faults'])
        for path in self.record.parent.iterdir():
            path.write_text('{', 'utf-8')
        server.wait_for_log('^not reloaded', 2)
        refused = server.get('/api/v1/status').json()['refused']
        self.assertEqual(len(refused['faults']), 50)
        self.assertGreater(refused['count'], 300)
        copy_data(self.record.parents[1])
        server.wait_for_log('^reloaded')
        self.assertEqual(server.get('/api/v1/status').json(), first.json())

    def test_invalid_edit(self):
        """SIGHUP: data with faults are refused, the log says where, the old ones stay; a mended file is served"""
        before = self.server.get(NZ)
        self.edit('"selling": "decriminalised"', '"selling": "decriminalized"')
        self.server.signal(signal.SIGHUP)
        self.server.wait_for_log(r'^not reloaded')
        self.assertRegex(self.server.read_log(), rf'(?m)^{self.record}:\d+:\d+: error: ')
        after = self.server.get(NZ)
        self.assertEqual((after.body, after.fields['etag']), (before.body, before.fields['etag']))
        self.edit('decriminalized', 'decriminalised')
        self.server.signal(signal.SIGHUP)
        self.server.wait_for_log(r'^reloaded')
        self.assertEqual(self.server.get(NZ).body, before.body)

    def test_reload_under_load(self):
        """requests during reloads are all answered, each from one version of the data"""
        for round_number in range(6):
            old, new = ('decriminalised', 'regulated') if round_number % 2 == 0 else ('regulated', 'decriminalised')
            self.edit(f'"selling": "{old}"', f'"selling": "{new}"')
            self.server.signal(signal.SIGHUP)
            for _ in range(10):
                body = self.server.get(NZ).json()
                status, framework = body['acts']['selling']['status'], body['framework']
                self.assertIn((status, framework), [('decriminalised', 'decriminalisation'),
                                                    ('regulated', 'legalisation')])
            self.server.wait_for_log(r'^reloaded', round_number + 1)


class WatchTest(unittest.TestCase):
    """--watch: the data are loaded again after a save, however an editor saves."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        copy_data(folder.name)
        self.folder = pathlib.Path(folder.name)
        self.record = self.folder / 'jurisdictions/NZ.json'
        self.server = Server('--watch', '--data', folder.name, *SHAPEFILES)
        self.addCleanup(self.server.stop)

    def framework(self):
        return self.server.get(NZ).json()['framework']

    def changed(self, old='"selling": "decriminalised"', new='"selling": "regulated"'):
        text = self.record.read_text('utf-8')
        self.assertIn(old, text)
        return text.replace(old, new)

    def test_save_in_place(self):
        """a file written over is served; an invalid one is not, the log says where, and the old data stay"""
        whole = self.record.read_text('utf-8')
        self.record.write_text(self.changed(), 'utf-8')
        self.server.wait_for_log(r'^reloaded')
        self.assertEqual(self.framework(), 'legalisation')
        self.record.write_text(whole[:-20], 'utf-8')
        self.server.wait_for_log(r'^not reloaded')
        self.assertRegex(self.server.read_log(), rf'(?m)^{self.record}:\d+:\d+: error: ')
        self.assertEqual(self.framework(), 'legalisation')
        self.record.write_text(whole, 'utf-8')
        self.server.wait_for_log(r'^reloaded', 2)
        self.assertEqual(self.framework(), 'decriminalisation')

    def test_save_by_renaming(self):
        """a file renamed over the old one is served; files that editors keep beside it are no change"""
        (self.folder / 'jurisdictions/.NZ.json.swp').write_text('x', 'utf-8')
        (self.folder / 'jurisdictions/NZ.json~').write_text('x', 'utf-8')
        fresh = self.folder / 'jurisdictions/.NZ.json.new'
        fresh.write_text(self.changed(), 'utf-8')
        self.assertEqual(self.server.read_log(), '')
        fresh.rename(self.record)
        self.server.wait_for_log(r'^reloaded')
        self.assertEqual(self.framework(), 'legalisation')

    def test_half_written(self):
        """a file that is being written is not read until it is closed"""
        text = self.changed()
        with self.record.open('w', encoding='utf-8') as file:
            file.write(text[:100])
            file.flush()
            for _ in range(20):
                self.assertEqual(self.framework(), 'decriminalisation')
            file.write(text[100:])
        self.server.wait_for_log(r'^reloaded')
        self.assertEqual(self.framework(), 'legalisation')
        self.assertNotIn('not reloaded', self.server.read_log())

    def test_replaced_directory(self):
        """a directory that is replaced by another is watched again; so are the files beside the records"""
        records, aside = self.folder / 'jurisdictions', self.folder / '.old'
        records.rename(aside)
        records.mkdir()
        for path in aside.iterdir():
            path.rename(records / path.name)
        self.server.wait_for_log(r'^reloaded')
        self.record.write_text(self.changed(), 'utf-8')
        deadline = time.monotonic() + PATIENCE
        while self.framework() != 'legalisation':  # a second load of the move may come first
            self.assertLess(time.monotonic(), deadline, self.server.read_log())

    def test_replaced_data(self):
        """the whole directory may be replaced, by renaming or by turning a link on the way to it: both are loaded, and so are
        the edits that follow"""
        release = self.folder / 'release'
        copy_data(release / 'first')
        copy_data(release / 'second')
        (release / 'current').symlink_to('first')
        server = Server('--watch', '--data', str(release / 'current'), *SHAPEFILES)
        self.addCleanup(server.stop)

        def replace(name, framework, edit=None):
            record = release / name / 'jurisdictions/NZ.json'
            if edit:
                record.write_text(self.changed(new=f'"selling": "{edit}"'), 'utf-8')
            deadline = time.monotonic() + PATIENCE
            while server.get(NZ).json()['framework'] != framework:
                self.assertLess(time.monotonic(), deadline, server.read_log())
                time.sleep(0.02)

        replace('first', 'legalisation', 'regulated')
        (release / 'next').symlink_to('second')
        (release / 'next').rename(release / 'current')
        replace('second', 'decriminalisation')
        replace('second', 'selling-criminalised', 'criminalised')
        (release / 'second').rename(release / 'third')
        (release / 'first').rename(release / 'second')
        replace('second', 'legalisation')
        replace('second', 'selling-criminalised', 'criminalised')

    def test_signals_still_count(self):
        """with --watch SIGHUP loads the data and SIGTERM ends the server"""
        self.server.signal(signal.SIGHUP)
        self.server.wait_for_log(r'^reloaded')
        self.assertEqual(self.server.stop(), 0)


class EndTest(unittest.TestCase):
    def setUp(self):
        self.server = Server()
        self.addCleanup(self.server.stop)

    def test_signals_end_it(self):
        """SIGTERM and SIGINT end the server with exit status 0, and it logs nothing about visitors"""
        self.assertEqual(self.server.get('/readyz').status, 200)
        self.assertEqual(self.server.stop(), 0)
        self.assertEqual(self.server.read_log(), '')
        other = Server()
        other.signal(signal.SIGINT)
        self.assertEqual(other.process.wait(PATIENCE), 0)
        other.stop()

    def test_idle_connections_do_not_hold_it(self):
        """an idle connection and half a request line do not delay the end"""
        with socket.create_connection(('127.0.0.1', self.server.port)) as idle, \
                socket.create_connection(('127.0.0.1', self.server.port)) as half:
            half.sendall(b'GET /heal')
            idle.sendall(b'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n')
            idle.recv(4096)
            self.assertEqual(self.server.stop(), 0)

    def test_requests_under_way_finish(self):
        """SIGTERM: an answer on its way arrives whole, new connections are refused, and the server says that it ends"""
        path = '/api/v1/jurisdictions.geojson?level=all&detail=high'  # more than the system takes off the server's hands
        whole = self.server.get(path)
        ready = b'GET /readyz HTTP/1.1\r\nHost: x\r\n\r\n'
        with socket.socket() as slow, self.server.connect() as kept:
            kept.sendall(ready)
            self.assertIn(b'"ready"', kept.recv(65536))
            slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            slow.settimeout(PATIENCE)
            slow.connect(('127.0.0.1', self.server.port))
            slow.sendall(f'GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'.encode())
            first = slow.recv(1)
            self.server.signal(signal.SIGTERM)
            while True:  # until the signal has been taken
                try:
                    socket.create_connection(('127.0.0.1', self.server.port), PATIENCE).close()
                except ConnectionError:
                    break
            self.assertIsNone(self.server.process.poll())
            kept.sendall(ready)
            self.assertRegex(kept.recv(65536), rb'(?s)^HTTP/1\.1 503 .*"stopping"')
            answer = Answer(first + b''.join(iter(lambda: slow.recv(65536), b'')))
        self.assertEqual(answer.body, whole.body)
        self.assertEqual(self.server.stop(), 0)


    def test_who_has_just_come(self):
        """SIGTERM: who has connected within the last second is still answered"""
        came = time.monotonic()
        with self.server.connect() as connection, self.server.connect() as other:
            other.sendall(b'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n')
            self.assertTrue(other.recv(65536))  # so the one before it has been taken, too
            self.server.signal(signal.SIGTERM)
            connection.sendall(b'GET /healthz HTTP/1.1\r\n')
            time.sleep(0.1)  # the signal comes first
            with contextlib.suppress(ConnectionError):
                connection.sendall(b'Host: x\r\n\r\n')
            took = time.monotonic() - came
            answer = b''
            with contextlib.suppress(ConnectionError):
                answer = connection.recv(65536)
        if took > 0.5 and not answer:
            self.skipTest(f'the machine took {took:.1f} s to connect')
        self.assertTrue(answer.startswith(b'HTTP/1.1 200 '), answer)


class StartTest(unittest.TestCase):
    def serve(self, *options):
        return subprocess.run([service.PROGRAM, 'serve', *service.ACCOUNT, *options], capture_output=True, text=True, timeout=PATIENCE,
                              check=False)

    def test_port_in_use(self):
        """a port in use, by another program or another lawmap, is named, and the exit status is 1"""
        with socket.create_server(('127.0.0.1', 0)) as taken, Server() as other:
            for port in taken.getsockname()[1], other.port:
                ran = self.serve('--listen', f'127.0.0.1:{port}')
                self.assertEqual((ran.returncode, ran.stdout), (1, ''))
                self.assertIn(str(port), ran.stderr)
                self.assertIn('in use', ran.stderr)

    def test_bad_address(self):
        """an address that is none is refused"""
        ran = self.serve('--listen', 'localhost.invalid:0')
        self.assertEqual(ran.returncode, 1)
        self.assertIn('localhost.invalid', ran.stderr)

    def test_bad_data(self):
        """data with faults are not served: each is logged with its place, and the exit status is 1"""
        with tempfile.TemporaryDirectory() as folder:
            copy_data(folder)
            record = pathlib.Path(folder) / 'jurisdictions/NZ.json'
            record.write_text('{"code": "NZ", "code": "NZ"}', 'utf-8')
            ran = self.serve('--listen', '127.0.0.1:0', '--data', folder)
        self.assertEqual((ran.returncode, ran.stdout), (1, ''))
        self.assertRegex(ran.stderr, rf'{record}:1:\d+: error: ')

    def test_ipv6(self):
        """IPv6 addresses are written in brackets"""
        try:
            socket.create_server(('::1', 0), family=socket.AF_INET6).close()
        except OSError:
            self.skipTest('this machine has no IPv6')
        with subprocess.Popen([service.PROGRAM, 'serve', '--listen', '[::1]:0', '--threads', '1', *service.ACCOUNT],
                              stdout=subprocess.PIPE, text=True) as process:
            url = process.stdout.readline().split()[-1]
            got = subprocess.run(['curl', '--silent', '--globoff', url + 'healthz'], capture_output=True, check=False)
            process.terminate()
        self.assertRegex(url, r'^http://\[::1\]:\d+/$')
        self.assertEqual(got.stdout, b'{"status":"ok"}')
