"""What the caches of tools/deploy have in common: lawmap behind them, visitors before them, and the tests that each passes."""
import collections
import contextlib
import http.client
import http.server
import json
import os
import pathlib
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / 'http'))

from service import PATIENCE, SOURCE, Server, copy_data  # noqa: E402

DEPLOY = SOURCE / 'tools/deploy'
FRESH = 1  # seconds, in place of the five minutes of lawmap's own header
TILES = [f'/tiles/framework/4/{x}/{y}.png' for x in range(16) for y in range(16)]
VISITOR = '127.0.0.9'  # the address from which visitors come, unlike any other here
IS_ROOT = os.geteuid() == 0


def free_port():
    with socket.socket() as one:
        one.bind(('127.0.0.1', 0))
        return one.getsockname()[1]


@contextlib.contextmanager
def visit(port, source=VISITOR):
    """A function that asks, over one connection: status, fields and body."""
    connection = http.client.HTTPConnection('127.0.0.1', port, PATIENCE, (source, 0))

    def ask(path, method='GET', **headers):
        connection.request(method, path, headers={'Host': 'maps.example.org', **headers})
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()

    try:
        yield ask
    finally:
        connection.close()


def get(port, path, method='GET', source=VISITOR, **headers):
    with visit(port, source) as ask:
        return ask(path, method, **headers)


def accounts_below(process):
    """The users of the processes that this one has started."""
    found = set()
    for status in pathlib.Path('/proc').glob('[0-9]*/status'):
        with contextlib.suppress(OSError):
            fields = dict(line.split(':\t', 1) for line in status.read_text('utf-8').splitlines() if ':\t' in line)
            if fields['PPid'] == str(process.pid):
                found.update(fields['Uid'].split())
    return found


class Between(http.server.ThreadingHTTPServer):
    """Stands between cache and lawmap: notes what the cache asks for, and shortens how long copies are good."""
    daemon_threads = True

    def __init__(self, origin):
        self.origin, self.asked, self.lock = origin, [], threading.Lock()
        self.is_down = False  # then connections end without an answer
        super().__init__(('127.0.0.1', 0), Relay)
        self.port = self.server_address[1]
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def taken(self):
        """What was asked since the last time: (path, status, bytes, header fields)."""
        with self.lock:
            asked, self.asked = self.asked, []
        return [one for one in asked if one[0] != '/readyz']


class Relay(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def do_GET(self):
        if self.server.is_down:
            self.close_connection = True
            return
        connection = http.client.HTTPConnection('127.0.0.1', self.server.origin.port, PATIENCE)
        connection.request('GET', self.path, headers=dict(self.headers.items()))
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        with self.server.lock:
            self.server.asked.append((self.path, answer.status, len(body), dict(self.headers.items())))
        self.send_response_only(answer.status)
        for name, value in answer.getheaders():
            if name.lower() == 'cache-control':
                value = value.replace('max-age=300', f'max-age={FRESH}')
            if name.lower() not in ('transfer-encoding', 'connection', 'content-length'):
                self.send_header(name, value)
        if answer.status != 304:
            self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class CacheTest(unittest.TestCase):
    """For each daemon: start(), which gives its process, and purge() are its own. Tests share it."""

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix='lawmap-deploy-')
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        cls.folder.chmod(0o755)
        cls.data = cls.folder / 'data'
        copy_data(cls.data)
        cls.origin = Server('--data', str(cls.data), '--shapefiles', str(SOURCE / 'shapefiles'))
        cls.addClassCleanup(cls.origin.stop)
        cls.between = Between(cls.origin)
        cls.addClassCleanup(cls.between.shutdown)
        cls.port = free_port()
        cls.daemon = cls.start()
        cls.addClassCleanup(cls.end)
        cls.wait_until_it_answers('/healthz')

    def setUp(self):
        self.between.taken()

    @classmethod
    def launch(cls, *command):
        with open(cls.folder / 'log', 'wb') as log:
            return subprocess.Popen(command, stdout=log, stderr=log)

    @classmethod
    def end(cls):
        cls.daemon.terminate()
        cls.daemon.wait(PATIENCE)

    @classmethod
    def wait_until_it_answers(cls, path):
        deadline = time.monotonic() + PATIENCE
        while True:
            with contextlib.suppress(OSError, http.client.HTTPException):
                if get(cls.port, path)[0] == 200:
                    return
            if cls.daemon.poll() is not None or time.monotonic() > deadline:
                raise AssertionError((cls.folder / 'log').read_text('utf-8', 'replace'))
            time.sleep(0.05)

    def fetch(self, paths):
        bodies = {}
        with visit(self.port) as ask:
            for path in paths:
                status, headers, bodies[path] = ask(path)
                self.assertEqual(status, 200, path)
                self.assertIn('X-Cache', headers)
        return bodies

    def sent_again(self):
        """The paths that came whole from the origin since the last time."""
        return {path for path, status, _, _ in self.between.taken() if status == 200}

    def edit(self, code, selling):
        """A country's law, from the first period on, so that it shows on every day."""
        path = self.data / f'jurisdictions/{code}.json'
        record = json.loads(path.read_text('utf-8'))
        for period in record['periods']:
            self.assertNotEqual(period['selling'], selling)
            period['selling'] = selling
        path.write_text(json.dumps(record), 'utf-8')
        done = self.origin.read_log().count('reloaded: ')
        self.origin.signal(signal.SIGHUP)
        self.origin.wait_for_log('^.*reloaded: ', done + 1)

    def test_visitors_are_answered_by_the_cache(self):
        """a hundred visitors who look at twenty tiles each cost the origin one request a tile"""
        chance = random.Random(7)
        ranks = [1 / (rank + 1) for rank in range(len(TILES))]
        tiles = [path.replace('framework', 'buying') for path in TILES]  # which no other test asks for
        shown = [chance.choices(tiles, ranks, k=20) for _ in range(100)]
        started = time.monotonic()
        hits = 0
        for paths in shown:
            with visit(self.port) as ask:
                hits += sum(ask(path)[1]['X-Cache'] in ('HIT', 'UPDATING', 'STALE', 'REVALIDATED') for path in paths)
        seconds = time.monotonic() - started
        asked = self.between.taken()
        sent = [path for path, status, _, _ in asked if status == 200]
        self.assertEqual(len(sent), len(set(sent)))  # whole only once
        self.assertLessEqual(len(asked), len(set(sum(shown, []))) * (2 + seconds / FRESH))
        self.assertGreater(hits / 2000, 0.8)
        print(f'# 2000 requests, {hits / 2000:.1%} hits; origin: {len(sent)} sent, {len(asked) - len(sent)} confirmed,'
              f' {sum(one[2] for one in asked)} bytes in {seconds:.1f} s')

    def test_an_edit_costs_the_tiles_that_show_it(self):
        """after an edit only the tiles that show it are sent again; the others are confirmed by 304"""
        before = self.fetch(TILES)
        self.between.taken()
        self.edit('KE', 'decriminalised')
        with visit(self.origin.port) as ask:
            after = {path: ask(path)[2] for path in TILES}
        changed = {path for path in TILES if after[path] != before[path]}
        self.assertTrue(0 < len(changed) < 10, changed)
        asked = []
        deadline = time.monotonic() + PATIENCE
        confirmed = set()
        while confirmed | changed != set(TILES) or self.fetch(TILES) != after:  # an old copy goes out while one is fetched
            self.assertLess(time.monotonic(), deadline)
            time.sleep(FRESH)
            self.fetch(TILES)
            asked += self.between.taken()
            confirmed = {path for path, status, _, _ in asked if status == 304}
        asked += self.between.taken()
        self.assertEqual({path for path, status, _, _ in asked if status == 200}, changed)
        statuses = collections.Counter(status for _, status, _, _ in asked)
        self.assertEqual(set(statuses), {200, 304})
        print(f'# {len(TILES)} tiles: {statuses[200]} sent again, {len(confirmed - changed)} confirmed by 304')

    def test_the_origin_may_be_down(self):
        """what has been seen goes on being shown while the origin is down, and what has not is refused"""
        seen = [path.replace('framework', 'selling') for path in TILES[:20]]
        before = self.fetch(seen)
        self.between.taken()
        self.between.is_down = True
        try:
            for _ in range(2):
                time.sleep(2 * FRESH)
                self.assertEqual(self.fetch(seen), before)
            self.assertEqual(self.between.taken(), [])
            self.assertGreaterEqual(get(self.port, '/tiles/zoning/4/0/0.png')[0], 500)
        finally:
            self.between.is_down = False
        self.wait_until_it_answers('/tiles/zoning/4/0/1.png')

    def test_languages_and_compression_are_kept_apart(self):
        """a copy goes only to who asked for its language and coding"""
        for _ in range(2):
            for language in 'fr', 'ru':
                for coding in 'gzip', 'identity':
                    status, headers, body = get(self.port, '/api/v1/jurisdictions/KE',
                                                **{'Accept-Language': f'{language},en;q=0.5', 'Accept-Encoding': coding})
                    self.assertEqual((status, headers['Content-Language']), (200, language))
                    self.assertEqual(body[:2] == b'\x1f\x8b', coding == 'gzip')
                    self.assertIn('Accept-Language', headers['Vary'])
        self.assertEqual(len(self.sent_again()), 1)

    def test_nothing_about_visitors_goes_on(self):
        """the origin sees no cookie, no address and no user agent"""
        get(self.port, '/api/v1/layers?lang=es', Cookie='a=b', Referer='http://a.example/',
            **{'User-Agent': 'visitor', 'X-Forwarded-For': '192.0.2.7', 'X-Real-IP': '192.0.2.7', 'Forwarded': 'for=192.0.2.7'})
        (_, _, _, fields), = self.between.taken()
        said = json.dumps(fields)
        self.assertIn('maps.example.org', said)
        for word in 'a=b', 'visitor', 'a.example', VISITOR, '192.0.2.7':
            self.assertNotIn(word, said)

    def test_its_workers_are_not_root(self):
        """who talks with visitors has an account of its own"""
        accounts = accounts_below(self.daemon)
        self.assertGreater(len(accounts), 0)
        self.assertEqual(accounts & {'0'}, set())
