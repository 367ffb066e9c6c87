"""Reloads and the end of the server under load. By default as many reloads as a test run can spare; more, and wrk at
full rate beside the clients that check each answer: LAWMAP_RELOADS=1000 meson test -C BUILD http-load -t 20"""
import contextlib
import os
import pathlib
import re
import signal
import statistics
import subprocess
import tempfile
import time
import unittest

import service
from load import Client, Load
from service import PATIENCE, Server, copy_data

SETTLED = 21  # reloads after which memory is at its level
TOLERANCE = 0.05

NZ, TILE = '/api/v1/jurisdictions/NZ', '/tiles/framework/3/7/5.png'
PATHS = (NZ, TILE, '/api/v1/changes.csv', '/api/v1/summary', '/api/v1/jurisdictions?date=2010-01-01')
SHAPEFILES = ('--shapefiles', str(service.SOURCE / 'shapefiles'))
STATES = [  # of New Zealand's record, one after the other: what it says, and whether the server may take it
    ('"selling": "regulated"', True),
    ('"selling": "decriminalized"', False),
    ('"selling": "decriminalised"', True),
]


def is_sanitised():
    """Then memory is not what the program uses."""
    return re.search(rb'__[at]san_init', service.PROGRAM.read_bytes()) is not None


IS_LONG = 'LAWMAP_RELOADS' in os.environ
FEW, MANY = 12, 42  # reloads; where memory is watched, so many more than SETTLED that a leak shows


@contextlib.contextmanager
def wrk(port):
    """At full rate, in the long form only; what it found."""
    found = []
    if not IS_LONG:
        yield found
        return
    with subprocess.Popen(['wrk', '-t1', '-c32', '-d1h', f'http://127.0.0.1:{port}{NZ}'],
                          stdout=subprocess.PIPE, text=True) as process:
        yield found
        process.send_signal(signal.SIGINT)
        found.append(process.communicate(timeout=PATIENCE)[0])


class ReloadStormTest(unittest.TestCase):
    def start(self, *options):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        copy_data(folder.name)
        self.record = pathlib.Path(folder.name) / 'jurisdictions/NZ.json'
        self.text = self.record.read_text('utf-8')
        self.assertIn(STATES[-1][0], self.text)
        self.server = Server('--data', folder.name, *SHAPEFILES, *options)
        self.addCleanup(self.server.stop)

    def resident(self):
        status = pathlib.Path(f'/proc/{self.server.process.pid}/status').read_text('ascii')
        return int(re.search(r'VmRSS:\s+(\d+) kB', status)[1])

    def reload(self, number, by_signal):
        """Saves the next state and returns once the server has taken or refused it."""
        said, is_valid = STATES[number % len(STATES)]
        aside = self.record.with_suffix('.new')
        aside.write_text(self.text.replace(STATES[-1][0], said), 'utf-8')
        aside.rename(self.record)
        if by_signal:
            self.server.signal(signal.SIGHUP)
        cycles = number // len(STATES)
        if is_valid:
            self.server.wait_for_log(r'^reloaded', 2 * cycles + (1 if number % len(STATES) == 0 else 2))
        else:
            self.server.wait_for_log(r'^not reloaded', cycles + 1)

    def storm(self, by_signal, reloads):
        reloads = int(os.environ.get('LAWMAP_RELOADS', reloads))
        levels = []
        with Load(self.server.port, PATHS) as load, wrk(self.server.port) as at_full_rate:
            for number in range(reloads):
                self.reload(number, by_signal)
                was_refused = not STATES[number % len(STATES)][1]  # so what was loaded before is in use, and the caches are full
                if was_refused and number >= min(SETTLED, reloads - len(STATES)):
                    levels.append(self.resident())
        self.assertEqual(load.wrong, [])
        self.assertEqual(len(load.versions), 2)
        self.assertGreater(load.answers, reloads)
        for report in at_full_rate:
            self.assertNotRegex(report, 'Non-2xx|Socket errors')
            print(f'# {report}'.replace('\n', '\n# '))
        window = max(min(3, len(levels)), len(levels) // 4)  # what is under way at a moment differs by more than a leak would
        before, after = statistics.median(levels[:window]), statistics.median(levels[-window:])
        print(f'# {reloads} reloads, {load.answers} answers compared, resident kB: at first {before}, at last {after}, '
              f'most {max(levels)}', flush=True)
        metrics = self.server.get('/metrics').body.decode()
        self.assertRegex(metrics, r'(?m)^lawmap_snapshots 1$')
        return before, after

    def test_signal(self):
        """SIGHUP, valid, invalid and valid data: no request fails, none is of two versions, memory keeps its level"""
        self.start()
        before, after = self.storm(True, FEW if is_sanitised() else MANY)
        if not is_sanitised():
            self.assertLessEqual(after, before * (1 + TOLERANCE))

    def test_watch(self):
        """the same with --watch"""
        self.start('--watch')
        self.storm(False, FEW)


class EndTest(unittest.TestCase):
    def test_end_under_load(self):
        """SIGTERM under load: what is answered is whole, then connections end, and new ones are refused"""
        server = Server()
        self.addCleanup(server.stop)
        with Load(server.port, PATHS) as load:
            deadline = time.monotonic() + PATIENCE
            while load.answers < 100:
                self.assertLess(time.monotonic(), deadline)
                time.sleep(0.01)
            self.assertEqual(server.stop(), 0)
        for client in load.clients:
            self.assertEqual(client.received, 0, 'a part of an answer')
        self.assertEqual([fault for fault in load.wrong if 'Broken' not in fault and 'Connection' not in fault], [])
        with self.assertRaises(ConnectionRefusedError):
            server.connect()


class ClientTest(unittest.TestCase):
    """What the tests above rest on: that a wrong answer would be seen."""

    def test_mixed_answers_are_seen(self):
        """a client finds an answer of two versions, and two answers under one"""
        seen = {}
        client = Client(0, [], seen)
        fields = {b'lawmap-dataset': b'v1', b'etag': b'"a"', b'content-type': b'application/json'}
        body = b'{"dataset":{"version":"v1"}}'
        self.assertIsNone(client.check(b'x', 200, fields, body))
        self.assertIn('two answers', client.check(b'x', 200, fields, body + b' '))
        self.assertIn("in the body [b'v1']", client.check(b'x', 200, {**fields, b'lawmap-dataset': b'v2'}, body))
        self.assertIn('in the body []', client.check(b'x', 200, fields, b'{}'))
        self.assertIn('503', client.check(b'x', 503, fields, body))
