"""tools/deploy/nginx.conf with Debian's nginx, in a main file like Debian's."""
import shutil
import signal
import socket
import time
import unittest

from cache import DEPLOY, IS_ROOT, PATIENCE, TILES, VISITOR, CacheTest, get


@unittest.skipUnless(shutil.which('nginx'), 'nginx is not installed')
class NginxTest(CacheTest):
    @classmethod
    def start(cls):
        conf = (DEPLOY / 'nginx.conf').read_text('utf-8')
        for old, new in (('127.0.0.1:8080', f'127.0.0.1:{cls.between.port}'), ('listen 80;', f'listen 127.0.0.1:{cls.port};'),
                         ('/var/cache/nginx/lawmap', str(cls.folder / 'cache'))):
            assert old in conf
            conf = conf.replace(old, new)
        (cls.folder / 'lawmap.conf').write_text(conf, 'utf-8')
        paths = '\n'.join(f'{kind}_temp_path {cls.folder}/{kind};' for kind in ('client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'))
        (cls.folder / 'nginx.conf').write_text(
            f'{"user www-data;" if IS_ROOT else ""} worker_processes 2; daemon off; pid {cls.folder}/pid; error_log stderr crit;\n'
            f'events {{}}\nhttp {{ access_log {cls.folder}/access.log; error_log {cls.folder}/error.log;\n'
            f'{paths}\ninclude {cls.folder}/lawmap.conf; }}\n', 'utf-8')
        return cls.launch('nginx', '-p', str(cls.folder), '-c', str(cls.folder / 'nginx.conf'))

    def test_purge_by_generation(self):
        """another word in the file, and nginx told to read it: everything is asked for again"""
        some = TILES[100:110]
        self.fetch(TILES[:1] + some)
        self.between.taken()
        path = self.folder / 'lawmap.conf'
        path.write_text(path.read_text('utf-8').replace('default "1";', 'default "2";'), 'utf-8')
        self.daemon.send_signal(signal.SIGHUP)
        deadline = time.monotonic() + PATIENCE
        while get(self.port, TILES[0])[1]['X-Cache'] != 'MISS':
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.05)
        self.fetch(some)
        self.assertEqual(self.sent_again(), {TILES[0], *some})

    def test_its_logs_do_not_know_visitors(self):
        """neither those who are answered, nor those whose requests are none, nor when the origin fails"""
        get(self.port, '/api/v1/layers')
        for said in b'nonsense\r\n\r\n', b'GET / HTTP/1.1\r\n\r\n', b'GET /' + b'a' * 40000 + b' HTTP/1.1\r\n\r\n':
            with socket.create_connection(('127.0.0.1', self.port), PATIENCE, (VISITOR, 0)) as connection:
                connection.sendall(said)
                self.assertIn(b' 4', connection.recv(20))
        self.between.is_down = True
        try:
            self.assertGreaterEqual(get(self.port, '/tiles/zoning/4/1/0.png')[0], 500)
        finally:
            self.between.is_down = False
        logs = [self.folder / name for name in ('log', 'access.log', 'error.log')]
        self.assertEqual([path.name for path in logs if VISITOR in path.read_text('utf-8', 'replace')], [])


del CacheTest  # else its tests would run by themselves
