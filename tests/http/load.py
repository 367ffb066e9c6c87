"""Clients that ask without pause, on connections that stay open, and compare everything that they get."""
import collections
import hashlib
import re
import socket
import threading

from service import PATIENCE

VERSION = re.compile(rb'"dataset":\{"version":"([^"]+)"')


class Broken(Exception):
    """The connection ended before the answer did."""


class Client(threading.Thread):
    """Asks for the paths in turn until stop(). An answer is wrong when it is not whole, not 200, when its body names
    another version of the dataset than its header, or when it is not what the same path gave under that version."""

    def __init__(self, port, requests, seen):
        super().__init__(daemon=True)
        self.address, self.requests, self.seen = ('127.0.0.1', port), requests, seen
        self.ended = threading.Event()
        self.answers, self.wrong = 0, []
        self.received = 0  # bytes of the header of an answer that is not whole yet
        self.stream = None

    def connect(self):
        connection = socket.create_connection(self.address, PATIENCE)
        self.stream = connection.makefile('rwb')
        connection.close()  # the stream keeps it open

    def ask(self, request):
        """Status, fields and body."""
        self.stream.write(request)
        self.stream.flush()
        lines = []
        while not lines or lines[-1] not in (b'\r\n', b''):
            lines.append(self.stream.readline())
            self.received += len(lines[-1])
        if lines[-1] == b'':
            raise Broken
        fields = {name.lower(): value.strip() for name, _, value in (line.partition(b':') for line in lines[1:-1])}
        size = int(fields[b'content-length'])
        body = self.stream.read(size)
        if len(body) != size:
            raise Broken
        self.received = 0
        return int(lines[0].split()[1]), fields, body

    def check(self, request, status, fields, body):
        version = fields.get(b'lawmap-dataset')
        is_plain_json = fields.get(b'content-type') == b'application/json' and b'content-encoding' not in fields
        inside = VERSION.findall(body) if is_plain_json else [version]
        if status != 200 or version is None or inside != [version]:
            return f'{request!r}: {status}, version {version!r}, in the body {inside!r}'
        kept = fields[b'etag'], hashlib.sha256(body).digest()
        if self.seen.setdefault((version, request), kept) != kept:
            return f'{request!r}: two answers under version {version!r}'
        return None

    def run(self):
        try:
            self.connect()
            while not self.ended.is_set():
                for request in self.requests:
                    fault = self.check(request, *self.ask(request))
                    self.answers += 1
                    if fault:
                        self.wrong.append(fault)
        except (OSError, Broken, ValueError, KeyError) as error:
            self.wrong.append(repr(error))
        finally:
            if self.stream:
                self.stream.close()


class Load:
    """Several clients at once, in a `with`; afterwards `answers`, `wrong` and `versions` say what they met."""

    def __init__(self, port, paths, clients=4):
        requests = [f'GET {path} HTTP/1.1\r\nHost: x\r\nAccept-Encoding: {coding}\r\n\r\n'.encode()
                    for path in paths for coding in ('identity', 'gzip')]
        self.seen = {}  # what each request gave under each version; setdefault() of a dict is atomic
        self.clients = [Client(port, requests, self.seen) for _ in range(clients)]

    def __enter__(self):
        for client in self.clients:
            client.start()
        return self

    def __exit__(self, *_):
        for client in self.clients:
            client.ended.set()
        for client in self.clients:
            client.join(PATIENCE)

    @property
    def answers(self):
        return sum(client.answers for client in self.clients)

    @property
    def wrong(self):
        return [fault for client in self.clients for fault in client.wrong]

    @property
    def versions(self):
        return collections.Counter(version for version, _ in self.seen)
