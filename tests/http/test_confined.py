"""What a running server may do: nothing but read its sources and answer."""
import json
import os
import pathlib
import re
import signal
import socket
import subprocess
import tempfile
import threading
import time
import unittest

import service
from service import PATIENCE, SOURCE, Server, copy_data

SHAPEFILES = ('--shapefiles', str(SOURCE / 'shapefiles'))
NZ = '/api/v1/jurisdictions/NZ'


def status_of(process):
    """/proc/PID/status by field."""
    lines = pathlib.Path(f'/proc/{process.pid}/status').read_text('utf-8').splitlines()
    return dict(re.split(r':\s*', line, maxsplit=1) for line in lines)


def change(folder, old='"selling": "decriminalised"', new='"selling": "regulated"'):
    record = pathlib.Path(folder) / 'jurisdictions/NZ.json'
    record.write_text(record.read_text('utf-8').replace(old, new), 'utf-8')


class SandboxTest(unittest.TestCase):
    def test_every_thread(self):
        """every thread has a filter of system calls, no new privileges, no capabilities; fonts are read inside"""
        with Server('--threads', '3') as server:
            threads = list(pathlib.Path(f'/proc/{server.process.pid}/task').iterdir())
            self.assertGreater(len(threads), 2)
            for thread in threads:
                status = (thread / 'status').read_text('utf-8')
                self.assertRegex(status, r'(?m)^NoNewPrivs:\t1$')
                self.assertRegex(status, r'(?m)^Seccomp:\t2$')
                for kind in ('Inh', 'Prm', 'Eff', 'Amb'):
                    self.assertRegex(status, rf'(?m)^Cap{kind}:\t0+$')
            sizes = {lang: len(server.get(f'/tiles/labels-{lang}/2/2/1.png').body)
                     for lang in ('en', 'fr', 'es', 'ru', 'zh')}
            self.assertGreater(min(sizes.values()), 1000, sizes)

    def test_switched_release(self):
        """a directory of data behind a symbolic link is replaced by switching the link"""
        with tempfile.TemporaryDirectory() as folder:
            releases = pathlib.Path(folder)
            for name in ('first', 'second'):
                copy_data(releases / name)
            change(releases / 'second')
            current, fresh = releases / 'current', releases / 'fresh'
            current.symlink_to('first')
            with Server('--data', str(current), *SHAPEFILES) as server:
                self.assertEqual(server.get(NZ).json()['framework'], 'decriminalisation')
                fresh.symlink_to('second')
                fresh.rename(current)
                server.signal(signal.SIGHUP)
                server.wait_for_log('^reloaded')
                self.assertEqual(server.get(NZ).json()['framework'], 'legalisation')

    def test_replaced_directory(self):
        """a directory of data that is renamed into the place of the old one is read"""
        with tempfile.TemporaryDirectory() as folder:
            data, fresh = pathlib.Path(folder) / 'data', pathlib.Path(folder) / 'fresh'
            for path in (data, fresh):
                copy_data(path)
            change(fresh)
            with Server('--data', str(data), *SHAPEFILES) as server:
                data.rename(data.with_name('old'))
                fresh.rename(data)
                server.signal(signal.SIGHUP)
                server.wait_for_log('^reloaded')
                self.assertEqual(server.get(NZ).json()['framework'], 'legalisation')


@unittest.skipUnless(os.geteuid() == 0, 'only root can take another account')
class AccountTest(unittest.TestCase):
    def test_root_is_refused(self):
        """root serves other machines only after saying as whom"""
        ran = subprocess.run([service.PROGRAM, 'serve', '--listen', '0.0.0.0:0'], capture_output=True, text=True,
                             timeout=PATIENCE, check=False)
        self.assertEqual((ran.returncode, ran.stdout), (1, ''))
        self.assertIn('--user', ran.stderr)

    def test_root_at_home(self):
        """root that has not said serves its own machine, without its powers"""
        with subprocess.Popen([service.PROGRAM, 'serve', '--listen', '127.0.0.1:0', '--data', str(SOURCE / 'data'),
                               *SHAPEFILES], stdout=subprocess.PIPE, text=True) as process:
            self.assertIn('listening on http://127.0.0.1:', process.stdout.readline())
            status = status_of(process)
            self.assertEqual({status[name] for name in ('CapEff', 'CapPrm', 'CapInh')}, {'0000000000000000'})
            process.terminate()

    def test_unknown(self):
        """an account that there is not is named"""
        ran = subprocess.run([service.PROGRAM, 'serve', '--user', 'no-such-account'], capture_output=True, text=True,
                             timeout=PATIENCE, check=False)
        self.assertEqual((ran.returncode, ran.stdout), (1, ''))
        self.assertIn('no-such-account', ran.stderr)

    def test_nobody(self):
        """--user nobody: user and groups are that account's; it loads and reloads what that may read"""
        with tempfile.TemporaryDirectory() as folder:
            data, boundaries = pathlib.Path(folder) / 'data', pathlib.Path(folder) / 'shapefiles'
            copy_data(data)
            boundaries.mkdir()
            for path in (SOURCE / 'shapefiles').iterdir():
                (boundaries / path.name).write_bytes(path.read_bytes())
            pathlib.Path(folder).chmod(0o755)
            with Server('--data', str(data), '--shapefiles', str(boundaries), '--user', 'nobody') as server:
                status = status_of(server.process)
                self.assertEqual(set(status['Uid'].split()), {'65534'})
                self.assertEqual(set(status['Gid'].split() + status['Groups'].split()), {'65534'})
                change(data)
                server.signal(signal.SIGHUP)
                server.wait_for_log('^reloaded')
                self.assertEqual(server.get(NZ).json()['framework'], 'legalisation')


class ManagerTest(unittest.TestCase):
    """systemd's protocols."""

    def serve(self, sockets, told):
        """A server that finds a file descriptor 3 and is told that it has so many."""
        shell = f'exec 3<&{sockets.fileno()}; LISTEN_PID=$$ LISTEN_FDS={told} exec "$@"'
        return subprocess.Popen(['sh', '-c', shell, 'sh', service.PROGRAM, 'serve', *service.ACCOUNT],
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, pass_fds=[sockets.fileno()])

    def test_socket_activation(self):
        """a socket that is handed over is served, and no other is opened"""
        with socket.create_server(('127.0.0.1', 0)) as listening:
            port = listening.getsockname()[1]
            with self.serve(listening, 1) as process:
                self.assertEqual(process.stdout.readline(), f'listening on http://127.0.0.1:{port}/\n')
                got = subprocess.run(['curl', '--silent', f'http://127.0.0.1:{port}/healthz'], capture_output=True,
                                     check=False)
                process.terminate()
                self.assertEqual((got.stdout, process.wait(PATIENCE)), (b'{"status":"ok"}', 0))

    def test_next_server_on_the_socket(self):
        """while one server ends and the next begins on the same socket, every request is answered"""
        answers, stop = [], threading.Event()

        def ask_for_ever(address):
            while not stop.is_set():
                with socket.create_connection(address, PATIENCE) as asking:
                    asking.sendall(b'GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
                    try:
                        answers.append(b''.join(iter(lambda: asking.recv(4096), b'')).partition(b'\r\n')[0])
                    except OSError as error:
                        answers.append(error)

        with socket.create_server(('127.0.0.1', 0)) as listening:
            clients = [threading.Thread(target=ask_for_ever, args=[listening.getsockname()]) for _ in range(3)]
            for client in clients:
                client.start()
            for _ in range(3):
                with self.serve(listening, 1) as process:
                    process.stdout.readline()
                    count = len(answers)
                    while len(answers) < count + 50:
                        time.sleep(0.01)
                    process.terminate()
                    self.assertEqual(process.wait(PATIENCE), 0)
            with self.serve(listening, 1) as process:
                process.stdout.readline()
                stop.set()
                for client in clients:
                    client.join()
                process.terminate()
        self.assertEqual(set(answers), {b'HTTP/1.1 200 OK'})

    def test_wrong_sockets(self):
        """two sockets are refused, and so is one that does not listen"""
        with socket.create_server(('127.0.0.1', 0)) as listening, socket.socket() as deaf:
            for sockets, told, word in ((listening, 2, 'expected one'), (deaf, 1, 'listens')):
                with self.serve(sockets, told) as process:
                    out, err = process.communicate(timeout=PATIENCE)
                self.assertEqual((process.returncode, out), (1, ''))
                self.assertIn(word, err)

    def test_notices(self):
        """the manager is told when the server is ready, loads its data again, refuses them, and ends"""
        with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
            data = pathlib.Path(folder) / 'data'
            copy_data(data)
            manager.bind(f'{folder}/notify')
            manager.settimeout(PATIENCE)
            os.environ['NOTIFY_SOCKET'] = f'{folder}/notify'
            try:
                server = Server('--data', str(data), *SHAPEFILES)
            finally:
                del os.environ['NOTIFY_SOCKET']
            serving = f'READY=1\nSTATUS=serving http://127.0.0.1:{server.port}/'
            self.assertEqual(manager.recv(4096).decode(), serving)
            server.signal(signal.SIGHUP)
            self.assertEqual([manager.recv(4096).decode() for _ in range(2)], ['RELOADING=1', serving])
            (data / 'jurisdictions/NZ.json').write_text('{', 'utf-8')
            server.signal(signal.SIGHUP)
            self.assertEqual(manager.recv(4096).decode(), 'RELOADING=1')
            self.assertRegex(manager.recv(4096).decode(), f'^{serving} with the data of before: .*data')
            self.assertEqual(server.stop(), 0)
            self.assertEqual(manager.recv(4096), b'STOPPING=1')


class LogTest(unittest.TestCase):
    def test_json(self):
        """--log-format json: each line is an object with time, level and message"""
        with tempfile.TemporaryDirectory() as folder:
            copy_data(folder)
            with Server('--data', folder, *SHAPEFILES, '--log-format', 'json') as server:
                server.signal(signal.SIGHUP)
                server.wait_for_log('"reloaded: ')
                (pathlib.Path(folder) / 'jurisdictions/NZ.json').write_text('{"code": "é\\"', 'utf-8')
                server.signal(signal.SIGHUP)
                server.wait_for_log('"not reloaded')
                entries = [json.loads(line) for line in server.read_log().splitlines()]
        self.assertEqual([entry['level'] for entry in entries], ['notice', 'error', 'error'])
        self.assertRegex(entries[1]['message'], r'NZ\.json:1:\d+: error: ')
        for entry in entries:
            self.assertRegex(entry['time'], r'^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$')

    def test_unknown_format(self):
        """another format is refused"""
        ran = subprocess.run([service.PROGRAM, 'serve', '--log-format', 'xml'], capture_output=True, text=True,
                             timeout=PATIENCE, check=False)
        self.assertEqual(ran.returncode, 2)
        self.assertIn('xml', ran.stderr)
