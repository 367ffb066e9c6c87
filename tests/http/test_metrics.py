"""/metrics, read with Prometheus' own parser."""
import contextlib
import pathlib
import signal
import socket
import tempfile
import unittest

from prometheus_client.parser import text_string_to_metric_families

import service
from service import PATIENCE, Answer, Server, ServerTest, copy_data

TILE = '/tiles/{layer}/{z}/{x}/{y}.png'


def read(server):
    """The samples by name and labels; every family has help and a type."""
    answer = server.get('/metrics')
    assert answer.fields['content-type'] == 'text/plain; version=0.0.4; charset=utf-8', answer.fields
    assert answer.fields['cache-control'] == 'no-store', answer.fields
    samples = {}
    for family in text_string_to_metric_families(answer.body.decode()):
        assert family.documentation and family.type in ('counter', 'gauge', 'histogram'), family
        for sample in family.samples:
            key = (sample.name, *sorted(sample.labels.items()))
            assert key not in samples, key
            samples[key] = sample.value
    return samples


def requests(samples, route, status):
    return samples.get(('lawmap_http_requests_total', ('route', route), ('status', str(status))), 0)


class MetricsTest(ServerTest):
    def test_requests(self):
        """each request counts once, under its route and status, also when its response was kept"""
        before = read(self.server)
        for _ in range(3):
            tag = self.get('/tiles/framework/2/1/1.png').fields['etag']
        self.get('/tiles/framework/2/1/1.png', '--header', f'If-None-Match: {tag}')
        self.get('/tiles/nothing/2/1/1.png')
        self.get('/tiles/framework/2/1/1.png?x=1')
        for secret in ('/secret-of-a-visitor', '/secret%20two?x=1'):
            self.get(secret)
        after = read(self.server)
        grown = {status: requests(after, TILE, status) - requests(before, TILE, status)
                 for status in (200, 304, 400, 404)}
        self.assertEqual(grown, {200: 3, 304: 1, 400: 1, 404: 1})
        self.assertEqual(requests(after, 'none', 404) - requests(before, 'none', 404), 2)
        self.assertNotIn(b'secret', self.get('/metrics').body)
        self.assertEqual(requests(after, '/metrics', 200) - requests(before, '/metrics', 200), 1)

    def test_histogram(self):
        """of every route: buckets that only grow, the last of all requests, and their time"""
        self.get('/tiles/framework/2/1/1.png')
        samples = read(self.server)
        name = 'lawmap_http_request_duration_seconds'
        counts = {dict(key[1:])['route']: value for key, value in samples.items() if key[0] == name + '_count'}
        self.assertIn(TILE, counts)
        for route, count in counts.items():
            buckets = sorted((float(dict(key[1:])['le']), value) for key, value in samples.items()
                             if key[0] == name + '_bucket' and dict(key[1:])['route'] == route)
            values = [value for _, value in buckets]
            self.assertEqual(values, sorted(values))
            self.assertEqual((buckets[-1]), (float('inf'), count))
            answered = sum(value for key, value in samples.items()
                           if key[0] == 'lawmap_http_requests_total' and ('route', route) in key)
            self.assertEqual(answered, count)
            self.assertGreater(samples[name + '_sum', ('route', route)], 0)

    def test_tiles_and_responses(self):
        """drawn tiles are counted with their memory; a response is made once and kept"""
        before = read(self.server)
        for _ in range(4):
            self.get('/tiles/framework/5/17/10.png')
        after = read(self.server)
        self.assertEqual(after['lawmap_tile_store_tiles',] - before['lawmap_tile_store_tiles',], 1)
        self.assertGreater(after['lawmap_tile_store_bytes',], before['lawmap_tile_store_bytes',])
        kept, made = (('lawmap_responses_total', ('source', source)) for source in ('kept', 'made'))
        self.assertEqual(after[kept] - before[kept], 3)
        self.assertEqual(after[made] - before[made], 2)  # and that of /metrics itself

    def test_connections(self):
        """open connections are counted"""
        with self.server.connect() as one, self.server.connect() as two:
            for connection in (one, two):
                connection.sendall(b'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n')
                connection.recv(4096)
            self.assertGreaterEqual(read(self.server)['lawmap_connections',], 3)


class ReloadMetricsTest(unittest.TestCase):
    def test_reloads(self):
        """reloads and refused ones are counted; version and age are those of the data that answer"""
        with tempfile.TemporaryDirectory() as folder:
            copy_data(folder)
            with Server('--data', folder, '--shapefiles', str(service.SOURCE / 'shapefiles')) as server:
                first = read(server)
                record = pathlib.Path(folder) / 'jurisdictions/NZ.json'
                text = record.read_text('utf-8')
                record.write_text(text.replace('"selling": "decriminalised"', '"selling": "regulated"'), 'utf-8')
                server.signal(signal.SIGHUP)
                server.wait_for_log('^reloaded')
                second = read(server)
                record.write_text('{', 'utf-8')
                server.signal(signal.SIGHUP)
                server.wait_for_log('^not reloaded')
                third = read(server)
                version = server.get('/api/v1/jurisdictions/NZ').json()['dataset']['version']
        self.assertEqual([samples['lawmap_reloads_total',] for samples in (first, second, third)], [0, 1, 1])
        self.assertEqual([samples['lawmap_reload_failures_total',] for samples in (first, second, third)], [0, 0, 1])
        self.assertEqual(third['lawmap_snapshots',], 1)
        self.assertLess(third['lawmap_snapshot_age_seconds',], 60)
        info = [key for key in third if key[0] == 'lawmap_snapshot_info']
        self.assertEqual(info, [('lawmap_snapshot_info', ('version', version))])
        self.assertNotIn(info[0], first)


class ReadyTest(unittest.TestCase):
    def test_not_ready_while_draining(self):
        """/readyz: ready; from SIGTERM on it never is again: who asks finds the connection closed, or 503"""
        with Server() as server:
            self.assertEqual(server.get('/readyz').json(), {'status': 'ready'})
            with server.connect() as waiting, socket.socket() as slow:
                waiting.sendall(b'GET /readyz HTTP/1.1\r\n')
                slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
                slow.settimeout(PATIENCE)
                slow.connect(('127.0.0.1', server.port))
                slow.sendall(b'GET /api/v1/jurisdictions?level=all HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
                slow.recv(1)
                server.signal(signal.SIGTERM)
                while True:  # until the signal has been taken
                    try:
                        server.connect().close()
                    except ConnectionError:
                        break
                raw = b''
                with contextlib.suppress(ConnectionError):
                    waiting.sendall(b'Host: x\r\n\r\n')
                    raw = b''.join(iter(lambda: waiting.recv(65536), b''))
                while slow.recv(65536):
                    pass
            if raw:
                answer = Answer(raw)
                self.assertEqual((answer.status, answer.json()), (503, {'status': 'stopping'}))
            self.assertEqual(server.stop(), 0)
