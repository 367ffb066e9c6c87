"""What a client may send to confuse, exhaust or break the server, byte by byte over the real port. The expected
statuses are those of RFC 9110 and 9112; a request whose end is in doubt is the last of its connection."""
import contextlib
import os
import re
import socket
import struct
import unittest

from service import Answer, ServerTest

JSON = '/api/v1/jurisdictions/NZ'
BIG = '/api/v1/jurisdictions.geojson'
OK = b'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n'  # a smuggled request; its answer would be a second one
LAST = b'GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'


def get(*fields, method=b'GET', target=b'/healthz', version=b'HTTP/1.1', host=b'Host: x', end=b''):
    lines = [b' '.join((method, target, version)), *([host] if host else []), *fields, end, b'']
    return b'\r\n'.join(lines)


def with_length(*fields, body=b'GGGGG'):
    return get(*fields, method=b'POST') + body + OK


FRAMING = [  # what it is, what is sent, the statuses of all answers
    ('a length and a coding', with_length(b'Content-Length: 6', b'Transfer-Encoding: chunked', body=b'0\r\n\r\nG'), [400]),
    ('a coding and a length', with_length(b'Transfer-Encoding: chunked', b'Content-Length: 6', body=b'0\r\n\r\nG'), [400]),
    ('a length of 0 and a coding', get(b'Content-Length: 0', b'Transfer-Encoding: chunked') + OK, [400]),
    ('two lengths', with_length(b'Content-Length: 5', b'Content-Length: 0'), [400]),
    ('two lengths, 0 first', with_length(b'Content-Length: 0', b'Content-Length: 5'), [400]),
    ('the same length twice', with_length(b'Content-Length: 5', b'content-length: 5'), [400]),
    ('a length of many zeros', with_length(b'Content-Length: 00000'), [405]),
    ('a length in front of the colon', with_length(b'Content-Length : 5'), [400]),
    ('a coding with a blank before the colon', with_length(b'Transfer-Encoding : chunked'), [400]),
    ('a coding with a tab before the colon', with_length(b'Transfer-Encoding\t: chunked'), [400]),
    ('a coding with a vertical tab', with_length(b'Transfer-Encoding:\x0bchunked'), [400]),
    ('a coding behind a NUL', with_length(b'X\x00Transfer-Encoding: chunked'), [400]),
    ('an unknown coding', with_length(b'Transfer-Encoding: xchunked'), [405]),
    ('two codings', with_length(b'Transfer-Encoding: gzip', b'Transfer-Encoding: chunked'), [405]),
    ('identity', get(b'Transfer-Encoding: identity') + OK, [200]),
    ('a bad chunk', with_length(b'Transfer-Encoding: chunked', body=b'ZZ\r\nG\r\n0\r\n\r\n'), [405]),
    ('a chunk beyond 64 bits', with_length(b'Transfer-Encoding: chunked', body=b'f' * 40 + b'\r\n'), [405]),
    ('a body to GET', get(b'Content-Length: 5') + b'GGGGG' + OK, [200]),
    ('a body to HEAD', get(b'Content-Length: 5', method=b'HEAD') + b'GGGGG' + OK, [200]),
    ('a promise to wait', with_length(b'Content-Length: 5', b'Expect: 100-continue'), [405]),
    ('a fold in the first field', get(host=b' Host: x') + OK, [400]),
    ('a fold in front of a length', get(host=b' Content-Length: 5') + b'GGGGG' + OK, [400]),
    ('a folded coding', get(b'Transfer-Encoding:', b' chunked') + OK, [400]),
    ('a folded length', get(b'Content-Length: 0', b' 5') + OK, [400]),
    ('a folded name', get(b'X: y', b' Transfer-Encoding: chunked') + OK, [400]),
    ('a fold at the end', get(b'X: y', b' z') + OK, [400]),
    ('a line without name', get(b': y', b'Content-Length: 5') + b'GGGGG' + OK, [400]),
    ('a line without name at the end', get(b':') + OK, [400]),
    ('a length behind a NUL', get(b'X: a\x00\r\nContent-Length: 5') + OK, [400]),
    ('a NUL behind a length', get(b'Content-Length: 0\x005') + OK, [400]),
    ('a NUL in the last value', get(b'X: y\x00z') + OK, [400]),
    ('a NUL in the last value, line feeds alone', b'GET /healthz HTTP/1.1\nHost: x\nX: y\x00z\n\n' + OK, [400]),
    ('a length of 0', get(b'Content-Length: 0') + LAST, [200, 200]),
]

# libmicrohttpd 0.9.75 refuses these itself, and sends the header of its answer twice before it closes the connection.
BAD_LENGTHS = [(b'5, 5', 400), (b'+5', 400), (b'-1', 400), (b'0x5', 400), (b'', 400), (b'5 5', 400),
               (b'99999999999999999999999', 413)]

SYNTAX = [
    ('line feeds alone', b'GET /healthz HTTP/1.1\nHost: x\nConnection: close\n\n', [200]),
    ('empty lines first', b'\r\n\r\n' + LAST, [200]),
    ('a carriage return in a value', get(b'X: a\rContent-Length: 5') + OK, [400]),
    ('a carriage return in the target', get(target=b'/healthz\rX'), [400]),
    ('carriage returns for line ends', b'GET /healthz HTTP/1.1\rHost: x\r\r', []),
    ('a NUL in the target', get(target=b'/healthz\x00x'), [400]),
    ('a NUL that ends like a version', get(target=b'/healthz\x00HTTP/1.1'), [400]),
    ('a NUL in a name', get(b'X\x00Y: z'), [400]),
    ('a control character in a value', get(b'X: \x01'), [400]),
    ('an escape in a value', get(b'Accept: \x1b[2J'), [400]),
    ('bytes beyond ASCII in a value', get(b'X: \xff\xfe', b'Connection: close'), [200]),
    ('a line without colon', get(b'nonsense'), [400]),
    ('a name in brackets', get(b'[X]: y'), [400]),
    ('no Host', get(host=None), [400]),
    ('two Hosts', get(b'Host: y'), [400]),
    ('the same Host twice', get(b'host: x'), [400]),
    ('a Host with a blank', get(host=b'Host: a b'), [400]),
    ('a Host with a path', get(host=b'Host: a/b'), [400]),
    ('a Host with a user', get(host=b'Host: u@a'), [400]),
    ('a Host with a quote', get(host=b'Host: a"b'), [400]),
    ('an empty Host', get(b'Connection: close', host=b'Host:'), [200]),
    ('blanks round a Host', get(b'Connection: close', host=b'Host:  a:80 \t'), [200]),
    ('an IPv6 Host', get(b'Connection: close', host=b'Host: [::1]:8080'), [200]),
    ('absolute form', get(b'Connection: close', target=b'http://other/healthz'), [200]),
    ('absolute form with https', get(b'Connection: close', target=b'https://other:443/healthz'), [200]),
    ('absolute form without path', get(b'Connection: close', target=b'http://other'), [400]),
    ('authority form', get(b'Connection: close', method=b'CONNECT', target=b'other:443'), [400]),
    ('OPTIONS *', get(b'Connection: close', method=b'OPTIONS', target=b'*'), [204]),
    ('GET *', get(b'Connection: close', target=b'*'), [400]),
    ('a lower-case method', get(b'Connection: close', method=b'get'), [405]),
    ('a method of 4,000 letters', get(b'Connection: close', method=b'A' * 4000), [405]),
    ('a version in lower case', get(version=b'http/1.1'), [400]),
    ('a minor version to come', get(b'Connection: close', version=b'HTTP/1.2'), [200]),
    ('a minor version to come, no Host', get(b'Connection: close', version=b'HTTP/1.9', host=None), [400]),
    ('a version of two digits', get(version=b'HTTP/1.10'), [400]),
    ('HTTP/2', b'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', [505]),
    ('HTTP/1.0', get(version=b'HTTP/1.0', host=None) + OK, [200]),
    ('HTTP/1.0 that stays', get(b'Connection: keep-alive', version=b'HTTP/1.0', host=None) + LAST, [200, 200]),
    ('HTTP/0.9', b'GET /healthz\r\n', [400]),
    ('HTTP/0.9 without a path', b'GET\r\n', []),
    ('an upgrade', get(b'Connection: close, Upgrade', b'Upgrade: websocket'), [200]),
    ('a target of 2,049 bytes', get(b'Connection: close', target=b'/' + b'a' * 2048), [414]),
    ('a target of 20,000 bytes', get(target=b'/' + b'a' * 19999), [414]),
    ('a field of 6,000 bytes', get(b'Connection: close', b'X: ' + b'a' * 6000), [200]),
    ('a field of 20,000 bytes', get(b'X: ' + b'a' * 20000), [431]),
    ('2,000 fields', get(*[b'X%d: y' % n for n in range(2000)]), [431]),
    ('pipelined requests', OK + get(target=b'/nowhere') + get(method=b'OPTIONS') + get(method=b'HEAD') + LAST,
     [200, 404, 204, 200, 200]),
    ('requests behind the last', LAST + OK, [200]),
]


def statuses(stream, methods):
    """Of all answers in the stream, each as long as it says; fails when something is left over."""
    found = []
    while stream:
        head, _, rest = stream.partition(b'\r\n\r\n')
        line = re.match(rb'HTTP/1\.1 (\d{3}) ', head)
        if not line:
            return [*found, stream]
        status = int(line[1])
        size = int(re.search(rb'(?i)\r\ncontent-length: (\d+)', head)[1]) if status != 204 else 0
        is_head = len(found) < len(methods) and methods[len(found)] == b'HEAD'
        stream = rest if is_head else rest[size:]
        found.append(status)
    return found


def descriptors(server):
    return len(os.listdir(f'/proc/{server.process.pid}/fd'))


class HostileTest(ServerTest):
    options = ('--timeout', '1')  # of two cases below the server can only wait for the rest

    def ask(self, raw):
        """Everything that comes back; the client closes its half of the connection once it has sent all."""
        with self.server.connect() as connection:
            received = b''
            with contextlib.suppress(OSError):  # the server may have ended the connection
                connection.sendall(raw)
                connection.shutdown(socket.SHUT_WR)
            with contextlib.suppress(ConnectionError):
                for part in iter(lambda: connection.recv(65536), b''):
                    received += part
        return received

    def check(self, table):
        for name, raw, expected in table:
            with self.subTest(name):
                methods = re.findall(rb'(?m)^([A-Za-z]+) \S+ HTTP', raw)
                received = self.ask(raw)
                self.assertEqual(statuses(received, methods), expected, (name, received))

    def test_framing(self):
        """a request whose length is in doubt is refused or its connection's last: nothing behind it is answered"""
        self.check(FRAMING)

    def test_bad_lengths(self):
        """a length that is none is refused, and nothing behind it is answered"""
        for value, status in BAD_LENGTHS:
            received = self.ask(with_length(b'Content-Length: ' + value))
            self.assertEqual(set(re.findall(rb'HTTP/1\.1 (\d+)', received)), {str(status).encode()}, received)
            self.assertEqual(Answer(received).fields['connection'], 'close')

    def test_syntax(self):
        """every other malformed or unusual request gets its status, or its connection ends"""
        self.check(SYNTAX)

    def test_refused_page(self):
        """a malformed request that prefers HTML gets a page, the same however often, whatever was asked before"""
        html = b'Accept: text/html'
        for raw in (get(html, b'[X]: y'), get(html, b'Host: y'), get(html, b'X: \x01'), get(html, host=None),
                    get(html, b'X: a\x00\r\nContent-Length: 5'), get(html, method=b'HEAD', host=None)):
            pages = set()
            for target in (b'/healthz', b'/country/KE', JSON.encode() + b'?lang=fr', b'/' + b'a' * 2000, b'/a/b/c/d'):
                self.ask(get(b'Connection: close', target=target))
                answer = Answer(self.ask(raw))
                self.assertEqual((answer.status, answer.fields['content-type']), (400, 'text/html; charset=utf-8'), raw)
                pages.add(answer.body)
            self.assertEqual(len(pages), 1, raw)

    def test_absolute_form(self):
        """the host in an absolute target counts, not the one in Host"""
        answer = Answer(self.ask(get(b'Connection: close', target=b'http://map.example/tiles/framework.json')))
        self.assertTrue(answer.json()['tiles'][0].startswith('http://map.example/tiles/'))

    def test_ranges(self):
        """ranges are not served: the whole answer comes, and nothing says that they were (RFC 9110, section 14.2)"""
        whole = self.get(JSON)
        for value in ('bytes=0-0', 'bytes=5-2', 'bytes=-1', 'bytes=99999999-', 'bytes=0-1,5-6', 'lines=1-2', 'x'):
            answer = self.get(JSON, '--header', f'Range: {value}', '--header', f'If-Range: {whole.fields["etag"]}')
            self.assertEqual((answer.status, answer.body), (200, whole.body))
            self.assertFalse({'content-range', 'accept-ranges'} & set(answer.fields))

    def test_percent_encoding(self):
        """an address with every byte percent-encoded names the same; an encoded slash or question mark separates nothing"""
        plain = self.get(JSON + '?lang=fr').body
        for hexadecimal in ('{:02x}', '{:02X}'):
            def encode(text, form=hexadecimal):
                return ''.join('%' + form.format(byte) for byte in text.encode())
            path = '/'.join(map(encode, JSON.split('/')))
            self.assertEqual(self.get(f'{path}?{encode("lang")}={encode("fr")}').body, plain)
        for target in ('/api%2Fv1/jurisdictions/NZ', JSON + '%3Flang=fr', '/%2e%2e/healthz', '/healthz%2F',
                       '/%252e%252e/healthz', '/.%2e/data/codebook.json', '/assets/..%2F..%2Fetc%2Fpasswd'):
            self.assertEqual(self.get(target).status, 404, target)
        self.assertEqual(self.get(JSON + '?lang%3Dfr').status, 400)

    def test_leaving_early(self):
        """clients that leave in the middle of an answer, with or without goodbye, cost nothing"""
        before = descriptors(self.server)
        for number in range(60):
            with self.server.connect() as connection:
                connection.sendall(get(target=BIG.encode()))
                if number % 3:
                    connection.recv(100)
                if number % 2:  # a reset
                    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
        self.assertEqual(self.get('/healthz').status, 200)
        while descriptors(self.server) > before:
            self.assertEqual(self.get('/healthz').status, 200)
