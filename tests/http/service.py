"""A running `lawmap serve`, and curl to ask it."""
import json
import os
import pathlib
import re
import signal
import socket
import subprocess
import tempfile
import time
import unittest

PROGRAM = pathlib.Path(os.environ['LAWMAP_PROGRAM']).resolve()
SOURCE = pathlib.Path(os.environ['LAWMAP_SOURCE_ROOT']).resolve()

# Tests run as root in a bare system; a server then gives up root's powers and keeps its files within reach.
ACCOUNT = ('--user', 'root') if os.geteuid() == 0 else ()

PATIENCE = 60  # seconds until a test gives up; nothing is expected to take so long


class Answer:
    """Status, header fields (names in lower case) and body of a response."""

    def __init__(self, raw):
        head, _, self.body = raw.partition(b'\r\n\r\n')
        status_line, *lines = head.decode('latin-1').split('\r\n')
        self.status = int(status_line.split()[1])
        pairs = [line.split(': ', 1) for line in lines]
        self.fields = {name.lower(): value for name, value in pairs}

    def json(self):
        return json.loads(self.body)


class Server:
    """Started on a free port; stopped by stop() or at the end of a `with`. `wrapper`: a command that runs it."""

    def __init__(self, *options, wrapper=()):
        self.log = tempfile.NamedTemporaryFile('a')
        self.process = subprocess.Popen([*wrapper, PROGRAM, 'serve', '--listen', '127.0.0.1:0', *ACCOUNT, *options],
                                        stdout=subprocess.PIPE, stderr=self.log, text=True)
        line = self.process.stdout.readline()
        found = re.fullmatch(r'listening on http://127\.0\.0\.1:(\d+)/\n', line)
        if not found:
            self.process.wait(PATIENCE)
            raise AssertionError(f'server said {line!r}, then: {self.read_log()}')
        self.port = int(found[1])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def read_log(self):
        return pathlib.Path(self.log.name).read_text('utf-8')

    def signal(self, number):
        self.process.send_signal(number)

    def wait_for_log(self, pattern, times=1):
        """Returns once the log has so many such lines; the server writes one when the work is done."""
        deadline = time.monotonic() + PATIENCE
        while len(re.findall(pattern, self.read_log(), re.MULTILINE)) < times:
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(f'no {pattern!r} in: {self.read_log()}')
            time.sleep(0.01)

    def stop(self):
        """SIGTERM; returns the exit status."""
        if self.process.poll() is None:
            self.signal(signal.SIGTERM)
        status = self.process.wait(PATIENCE)
        self.process.stdout.close()
        return status

    def get(self, path, *curl_options):
        """What curl gets, undecoded; the path goes out exactly as given."""
        ran = subprocess.run(
            ['curl', '--silent', '--show-error', '--include', '--path-as-is', '--globoff', '--max-time',
             str(PATIENCE), *curl_options, f'http://127.0.0.1:{self.port}{path}'],
            capture_output=True, check=False)
        if ran.returncode != 0:
            raise AssertionError(f'curl {path}: {ran.stderr.decode()}')
        return Answer(ran.stdout)

    def connect(self, source='127.0.0.1'):
        return socket.create_connection(('127.0.0.1', self.port), PATIENCE, (source, 0))

    def send(self, raw):
        """What comes back, until the server closes the connection, for bytes that curl would not send."""
        with self.connect() as connection:
            connection.sendall(raw)
            return b''.join(iter(lambda: connection.recv(65536), b''))


class ServerTest(unittest.TestCase):
    """Tests that share one server with the project's own data."""
    options = ()

    @classmethod
    def setUpClass(cls):
        cls.server = Server('--data', str(SOURCE / 'data'), '--shapefiles', str(SOURCE / 'shapefiles'),
                            *cls.options)

    @classmethod
    def tearDownClass(cls):
        status, log = cls.server.stop(), cls.server.read_log()
        if (status, log) != (0, ''):
            raise AssertionError(f'the server ended with {status} and logged: {log}')

    def get(self, path, *curl_options):
        return self.server.get(path, *curl_options)

    def get_json(self, path, *curl_options):
        answer = self.get(path, *curl_options)
        self.assertEqual(answer.status, 200, path)
        return answer.json()


def lawmap(*arguments):
    """A command run to its end; output as bytes."""
    return subprocess.run([PROGRAM, *arguments], capture_output=True, stdin=subprocess.DEVNULL,
                          timeout=PATIENCE, check=False)


def copy_data(to):
    """A copy of the dataset that a test may damage."""
    source = SOURCE / 'data'
    for path in sorted(source.rglob('*.json')):
        target = pathlib.Path(to) / path.relative_to(source)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
