"""More clients than the server has time or room for: slow, silent, greedy. Others are answered all the same."""
import contextlib
import re
import resource
import signal
import socket
import time
import unittest

from service import PATIENCE, Server

REQUEST = b'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n'
BEGINNING = b'GET /healthz HTTP/1.1\r\nX: '  # of a request that does not end
LARGE = b'GET /api/v1/jurisdictions.geojson?detail=high HTTP/1.1\r\nHost: x\r\n\r\n'
CROWD, SPARE = 10000, 300
PATIENT = '3600'  # seconds: no connection ends because its time is up
PATHS = '/healthz', '/tiles/framework/1/0/0.png', '/api/v1/jurisdictions/NZ'


def allow_files():
    """Raises this process's own limit; how many connections it may open."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    return most - SPARE if most != resource.RLIM_INFINITY else CROWD


def has_ended(connection, seconds):
    """Whether the server closes it within so many seconds."""
    connection.settimeout(seconds)
    try:
        while connection.recv(65536):
            pass
    except (TimeoutError, BlockingIOError):
        return False
    except ConnectionError:
        pass
    return True


def connect_with_little_room(server):
    """So that most of an answer waits at the server."""
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.settimeout(PATIENCE)
    connection.connect(('127.0.0.1', server.port))
    return connection


def promised_and_read(connection):
    """The Content-Length of an answer of which one byte has been read, and the size of its body."""
    header, body = b'H', b''
    while b'\r\n\r\n' not in header:
        header += connection.recv(65536)
    header, _, body = header.partition(b'\r\n\r\n')
    promised, size = int(re.search(rb'(?i)content-length: (\d+)', header)[1]), len(body)
    while size < promised and (more := connection.recv(65536)):
        size += len(more)
    return promised, size


def held(server):
    """How many connections have not sent the header of a request."""
    return int(re.search(r'^lawmap_held_connections (\d+)$', server.get('/metrics').body.decode(), re.MULTILINE)[1])


class CrowdTest(unittest.TestCase):
    def start(self, *options, wrapper=()):
        server = Server(*options, wrapper=wrapper)
        self.addCleanup(server.stop)
        return server

    def assert_answers(self, server):
        for path in PATHS:
            self.assertEqual(server.get(path).status, 200)

    def test_crowd(self):
        """10,000 connections from twenty addresses, silent or sending a byte at a time, are held back: others are answered;
        so they are when half of them ask at the same time"""
        server = self.start()
        with contextlib.ExitStack() as crowd:
            connections = [crowd.enter_context(server.connect(f'127.0.1.{number % 20 + 1}'))
                           for number in range(min(CROWD, allow_files()))]
            slow = connections[::2]
            for connection in slow:
                connection.sendall(BEGINNING)
            for _ in range(3):
                for connection in slow:
                    connection.sendall(b'y')
                self.assert_answers(server)
            silent = connections[1::2]
            for connection in silent[::100]:
                connection.sendall(REQUEST)
                self.assertTrue(connection.recv(65536).startswith(b'HTTP/1.1 200 '))
            self.assertGreater(held(server), 0.9 * len(connections))
            for connection in slow:
                connection.sendall(b'\r\n\r\n')
            self.assert_answers(server)
        self.assert_answers(server)

    def test_places_for_who_comes(self):
        """those that wait for their own next request make room for others, and so do those that read no answers"""
        server = self.start('--timeout', PATIENT, wrapper=('prlimit', '--nofile=256:256'))
        with contextlib.ExitStack() as crowd:
            for request in REQUEST, LARGE:
                for number in range(300):
                    connection = crowd.enter_context(server.connect(f'127.0.4.{number % 50 + 1}'))
                    with contextlib.suppress(ConnectionError):
                        connection.sendall(request)
                        connection.recv(1)
                self.assert_answers(server)

    def test_answers_before_who_waits(self):
        """those that read an answer slowly get all of it while others, that came later, only wait for their next request"""
        server = self.start('--timeout', PATIENT, wrapper=('prlimit', '--nofile=256:256'))
        with contextlib.ExitStack() as crowd:
            readers = [crowd.enter_context(connect_with_little_room(server)) for _ in range(5)]
            for reader in readers:
                reader.sendall(LARGE)
                self.assertTrue(reader.recv(1))
            for number in range(300):
                waiting = crowd.enter_context(server.connect(f'127.0.5.{number % 50 + 1}'))
                waiting.sendall(REQUEST)
                self.assertTrue(waiting.recv(65536).startswith(b'HTTP/1.1 200 '))
            for reader in readers:
                self.assertEqual(*promised_and_read(reader))

    def test_time_is_up(self):
        """a connection ends when it is silent, later when it takes too long over a header, however it sends; one in use
        does not"""
        server = self.start('--timeout', '1')
        slow, later, active = connections = [server.connect() for _ in range(3)]
        slow.sendall(BEGINNING)
        later.sendall(REQUEST + BEGINNING)
        active.settimeout(PATIENCE)
        time.sleep(0.5)
        silent, half = [server.connect() for _ in range(2)]
        connections += silent, half
        half.sendall(BEGINNING)
        ended, deadline = set(), time.monotonic() + PATIENCE
        while len(ended) < 2:  # while they send in time, nothing but the header's deadline ends them
            self.assertLess(time.monotonic(), deadline)
            for connection in {slow, later} - ended:
                try:
                    connection.sendall(b'y')
                except ConnectionError:
                    ended.add(connection)
                    if connection == slow:
                        self.assertTrue(has_ended(silent, 0) and has_ended(half, 0))
            active.sendall(REQUEST)
            self.assertTrue(active.recv(65536).startswith(b'HTTP/1.1 200 '))
            time.sleep(0.1)
        active.sendall(REQUEST)
        self.assertTrue(active.recv(65536).startswith(b'HTTP/1.1 200 '))
        for connection in connections:
            connection.close()

    def test_bad_timeout(self):
        """--timeout takes a number of seconds"""
        for value in ('0', '-1', '1s', '', '9999999'):
            with self.assertRaisesRegex(AssertionError, f'--timeout “{value}”'):
                Server('--timeout', value)

    def test_one_client(self):
        """one address cannot take all connections: what is too much for it ends at once, and others are answered"""
        server = self.start('--timeout', PATIENT, wrapper=('prlimit', '--nofile=512:512'))
        with contextlib.ExitStack() as crowd:
            greedy = [crowd.enter_context(server.connect('127.0.2.1')) for _ in range(300)]
            self.assert_answers(server)
            self.assertTrue(20 < held(server) < 100)
            answered = 0
            for connection in greedy:
                with contextlib.suppress(ConnectionError):
                    connection.sendall(REQUEST)
                    answered += connection.recv(65536).startswith(b'HTTP/1.1 200 ')
            self.assertTrue(50 < answered < 150, answered)

    def test_no_more_files(self):
        """with all connections taken the server loads data and ends as ever; it answers again when some have left"""
        server = self.start('--timeout', PATIENT, wrapper=('prlimit', '--nofile=256:256'))
        with contextlib.ExitStack() as crowd:
            taken = [crowd.enter_context(server.connect(f'127.0.3.{number % 9 + 1}')) for number in range(400)]
            for connection in taken[-20:]:
                connection.sendall(REQUEST)
                self.assertTrue(connection.recv(65536).startswith(b'HTTP/1.1 200 '))
            server.signal(signal.SIGHUP)
            server.wait_for_log(r'^reloaded')
        self.assert_answers(server)
        self.assertEqual(server.stop(), 0)
