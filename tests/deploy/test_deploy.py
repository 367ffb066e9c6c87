"""The caches of tools/deploy, with the real daemons: what they spare the origin, and what an edit costs."""
import collections
import http.client
import http.server
import json
import pathlib
import random
import shutil
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


def free_port():
    with socket.socket() as one:
        one.bind(('127.0.0.1', 0))
        return one.getsockname()[1]


def get(port, path, method='GET', **headers):
    """Status, fields and body."""
    connection = http.client.HTTPConnection('127.0.0.1', port, PATIENCE)
    connection.request(method, path, headers={'Host': 'maps.example.org', **headers})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, answer.headers, body


class Between(http.server.ThreadingHTTPServer):
    """Stands between cache and lawmap: counts what the cache asks for, and shortens how long copies are good."""
    daemon_threads = True

    def __init__(self, origin):
        self.origin, self.asked, self.lock = origin, [], threading.Lock()
        super().__init__(('127.0.0.1', 0), Relay)
        self.port = self.server_address[1]
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def taken(self):
        """What was asked since the last time: (path, status, bytes)."""
        with self.lock:
            asked, self.asked = self.asked, []
        return [one for one in asked if one[0] != '/readyz']


class Relay(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def do_GET(self):
        try:
            connection = http.client.HTTPConnection('127.0.0.1', self.server.origin.port, PATIENCE)
            connection.request('GET', self.path, headers=dict(self.headers.items()))
            answer = connection.getresponse()
            body = answer.read()
        except OSError:
            self.close_connection = True
            return
        with self.server.lock:
            self.server.asked.append((self.path, answer.status, len(body)))
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
        connection.close()

    def log_message(self, *_):
        pass


class CacheTests:
    """For each daemon: start() and purge() are its own."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix='lawmap-deploy-')
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.folder.chmod(0o755)
        self.data = self.folder / 'data'
        copy_data(self.data)
        self.origin = Server('--data', str(self.data), '--shapefiles', str(SOURCE / 'shapefiles'))
        self.addCleanup(self.origin.stop)
        self.between = Between(self.origin)
        self.addCleanup(self.between.shutdown)
        self.port = free_port()
        self.daemon = self.start()
        self.addCleanup(self.end)
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                if get(self.port, '/healthz')[0] == 200:
                    break
            except OSError:
                pass
            self.assertIsNone(self.daemon.poll(), self.log())
            self.assertLess(time.monotonic(), deadline, self.log())
            time.sleep(0.05)
        self.between.taken()

    def end(self):
        self.daemon.terminate()
        self.daemon.wait(PATIENCE)

    def log(self):
        return (self.folder / 'log').read_text('utf-8', 'replace')

    def launch(self, *command):
        with open(self.folder / 'log', 'wb') as log:
            return subprocess.Popen(command, stdout=log, stderr=log)

    def fetch(self, paths):
        bodies = {}
        for path in paths:
            status, headers, bodies[path] = get(self.port, path)
            self.assertEqual(status, 200, path)
            self.assertIn('X-Cache', headers)
        return bodies

    def edit(self):
        """Kenya's law, on a day long ago, so that it shows on every later one."""
        path = self.data / 'jurisdictions/KE.json'
        record = json.loads(path.read_text('utf-8'))
        for period in record['periods']:
            period['selling'] = 'decriminalised'
        path.write_text(json.dumps(record), 'utf-8')
        self.origin.signal(signal.SIGHUP)
        self.origin.wait_for_log('^.*reloaded: ')

    def test_visitors_are_answered_by_the_cache(self):
        """a hundred visitors who look at twenty tiles each cost the origin one request a tile"""
        chance = random.Random(7)
        ranks = [1 / (rank + 1) for rank in range(len(TILES))]
        hits = total = 0
        shown = chance.choices(TILES, ranks, k=100 * 20)
        started = time.monotonic()
        for path in shown:
            _, headers, _ = get(self.port, path)
            total += 1
            hits += headers['X-Cache'] in ('HIT', 'UPDATING', 'STALE', 'REVALIDATED')
        asked = self.between.taken()
        sent = [path for path, status, _ in asked if status == 200]
        self.assertEqual(len(sent), len(set(sent)))  # whole only once
        seconds = time.monotonic() - started
        self.assertLessEqual(len(asked), len(set(shown)) * (2 + seconds / FRESH))
        self.assertGreater(hits / total, 0.8)
        print(f'# {total} requests, {hits / total:.1%} hits; origin: {len(sent)} sent, {len(asked) - len(sent)} confirmed,'
              f' {sum(size for _, _, size in asked)} bytes in {seconds:.1f} s')

    def test_an_edit_costs_the_tiles_that_show_it(self):
        """after an edit only the tiles that show it are sent again; the others are confirmed by 304"""
        before = self.fetch(TILES)
        self.between.taken()
        self.edit()
        after = {path: get(self.origin.port, path)[2] for path in TILES}
        changed = {path for path in TILES if after[path] != before[path]}
        self.assertTrue(0 < len(changed) < 10, changed)
        asked = []
        deadline = time.monotonic() + PATIENCE
        while self.fetch(TILES) != after:  # an old copy goes out while a new one is fetched
            self.assertLess(time.monotonic(), deadline)
            time.sleep(FRESH)
            asked += self.between.taken()
        asked += self.between.taken()
        self.assertEqual({path for path, status, _ in asked if status == 200}, changed)
        statuses = collections.Counter(status for _, status, _ in asked)
        self.assertEqual(set(statuses), {200, 304})
        confirmed = {path for path, status, _ in asked if status == 304}
        print(f'# {len(TILES)} tiles: {statuses[200]} sent again, {len(confirmed - changed)} confirmed by 304')

    def test_the_origin_may_be_down(self):
        """what has been seen goes on being shown while the origin is down, and what has not is refused"""
        seen = TILES[:20]
        before = self.fetch(seen)
        self.origin.stop()
        time.sleep(2 * FRESH)
        for _ in range(2):
            self.assertEqual(self.fetch(seen), before)
            time.sleep(FRESH)
        status, _, _ = get(self.port, TILES[-1])
        self.assertGreaterEqual(status, 500)

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

    def test_purge_by_version(self):
        """a purge makes the cache ask for everything again"""
        some = TILES[100:110]
        version = get(self.port, some[0])[1]['Lawmap-Dataset']
        self.fetch(some)
        self.between.taken()
        self.purge(version)
        self.fetch(some)
        self.assertEqual({path for path, status, _ in self.between.taken() if status == 200}, set(some))

    def test_nothing_about_visitors_goes_on(self):
        """the origin sees no cookie, no address and no user agent"""
        seen = []
        handler = Relay.do_GET
        self.addCleanup(setattr, Relay, 'do_GET', handler)

        def record(relay):
            seen.append(dict(relay.headers.items()))
            handler(relay)

        Relay.do_GET = record
        get(self.port, '/api/v1/layers?lang=es', Cookie='a=b', **{'User-Agent': 'visitor', 'Referer': 'http://a.example/'})
        sent = json.dumps([one for one in seen if one.get('Host') == 'maps.example.org'])
        self.assertIn('maps.example.org', sent)
        for word in 'a=b', 'visitor', 'a.example':
            self.assertNotIn(word, sent)


@unittest.skipUnless(shutil.which('varnishd'), 'varnish is not installed')
class Varnish(CacheTests, unittest.TestCase):
    def start(self):
        vcl = (DEPLOY / 'varnish.vcl').read_text('utf-8').replace('"8080"', f'"{self.between.port}"')
        self.assertIn(str(self.between.port), vcl)
        (self.folder / 'lawmap.vcl').write_text(vcl, 'utf-8')
        return self.launch('varnishd', '-F', '-n', str(self.folder / 'varnish'), '-a', f'127.0.0.1:{self.port}',
                           '-f', str(self.folder / 'lawmap.vcl'), '-s', 'malloc,64m', '-j', 'none', '-p', 'feature=+http2')

    def purge(self, version):
        status, _, _ = get(self.port, '/', 'BAN', **{'Lawmap-Dataset': version})
        self.assertEqual(status, 200)

    def test_a_purge_names_a_version(self):
        """nothing else is taken for a purge"""
        self.assertEqual(get(self.port, '/', 'BAN')[0], 400)
        self.assertEqual(get(self.port, '/', 'BAN', **{'Lawmap-Dataset': '" || true'})[0], 400)


@unittest.skipUnless(shutil.which('nginx'), 'nginx is not installed')
class Nginx(CacheTests, unittest.TestCase):
    def start(self):
        conf = (DEPLOY / 'nginx.conf').read_text('utf-8')
        for old, new in (('127.0.0.1:8080', f'127.0.0.1:{self.between.port}'), ('listen 80;', f'listen 127.0.0.1:{self.port};'),
                         ('/var/cache/nginx/lawmap', str(self.folder / 'cache'))):
            self.assertIn(old, conf)
            conf = conf.replace(old, new)
        (self.folder / 'lawmap.conf').write_text(conf, 'utf-8')
        paths = '\n'.join(f'{kind}_temp_path {self.folder}/{kind};'
                          for kind in ('client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'))
        (self.folder / 'nginx.conf').write_text(
            f'daemon off; master_process off; pid {self.folder}/pid; error_log stderr crit;\nevents {{}}\n'
            f'http {{ {paths}\ninclude {self.folder}/lawmap.conf; }}\n', 'utf-8')
        return self.launch('nginx', '-p', str(self.folder), '-c', str(self.folder / 'nginx.conf'))

    def purge(self, _):
        path = self.folder / 'lawmap.conf'
        path.write_text(path.read_text('utf-8').replace('default "1";', 'default "2";'), 'utf-8')
        self.end()
        self.daemon = self.launch('nginx', '-p', str(self.folder), '-c', str(self.folder / 'nginx.conf'))
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            with socket.socket() as one:
                if one.connect_ex(('127.0.0.1', self.port)) == 0:
                    return
            time.sleep(0.05)


if __name__ == '__main__':
    unittest.main()
