"""A site of files alone: exported once for all tests, and hosted by nginx as tools/deploy says or by Python."""
import functools
import http.server
import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(os.environ['LAWMAP_SOURCE_ROOT']) / 'tests' / 'http'))

from service import PATIENCE, PROGRAM, SOURCE, copy_data  # noqa: E402

OPTIONS = ('--format', 'site', '--zoom', '0-2', '--lang', 'fr')


FEW = ('NZ', 'FR', 'GP', 'GB', 'BE', 'XK')


def export(folder, *options, **how):
    """Of the project's own data, unless the options say otherwise."""
    return subprocess.run([PROGRAM, 'export', *OPTIONS, *options, folder], capture_output=True, check=False, timeout=3 * PATIENCE, **how)


def few_data(to):
    """A dataset of nine jurisdictions, which is soon exported."""
    copy_data(to)
    for name in ('names', 'regions'):
        path = pathlib.Path(to, f'{name}.json')
        document = json.loads(path.read_text('utf-8'))
        document['jurisdictions'] = {code: one for code, one in document['jurisdictions'].items() if code.split('-')[0] in FEW}
        path.write_text(json.dumps(document), 'utf-8')
    for path in pathlib.Path(to, 'jurisdictions').iterdir():
        if path.stem.split('-')[0] not in FEW:
            path.unlink()


def free_port():
    with socket.socket() as one:
        one.bind(('127.0.0.1', 0))
        return one.getsockname()[1]


class NginxHost:
    """tools/deploy/site.conf, with `root` as its folder."""

    def __init__(self, root):
        self.work = tempfile.TemporaryDirectory()
        self.port = free_port()
        work = pathlib.Path(self.work.name)
        conf = (SOURCE / 'tools/deploy/site.conf').read_text('utf-8')
        for old, new in (('listen 80;', f'listen 127.0.0.1:{self.port};'), ('root /var/www/lawmap;', f'root {root};')):
            assert conf.count(old) == 1
            conf = conf.replace(old, new)
        (work / 'site.conf').write_text(conf, 'utf-8')
        account = 'user root;\n' if os.geteuid() == 0 else ''  # whose folder it is
        paths = ''.join(f'{name}_temp_path {work}/{name};\n' for name in ('client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'))
        (work / 'nginx.conf').write_text(
            f'{account}daemon off;\nworker_processes 1;\npid {work}/nginx.pid;\nerror_log /dev/null emerg;\n'
            f'events {{}}\nhttp {{\n{paths}include {work}/site.conf;\n}}\n', 'utf-8')
        self.process = subprocess.Popen(['nginx', '-p', work, '-c', work / 'nginx.conf'])
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                socket.create_connection(('127.0.0.1', self.port), PATIENCE).close()
                break
            except ConnectionRefusedError:
                assert self.process.poll() is None and time.monotonic() < deadline, 'nginx does not start'
                time.sleep(0.01)

    def stop(self):
        self.process.terminate()
        self.process.wait(PATIENCE)
        self.work.cleanup()


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


class PythonHost:
    def __init__(self, root):
        self.server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), functools.partial(Quiet, directory=root))
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


def host(root):
    return NginxHost(root) if shutil.which('nginx') else PythonHost(root)


def files(folder):
    """By name, sorted."""
    folder = pathlib.Path(folder)
    return {str(path.relative_to(folder)): path for path in sorted(folder.rglob('*')) if path.is_file()}


def policy(page):
    """The one that a page has in itself."""
    return re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', page)[1]
