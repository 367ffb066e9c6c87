"""tools/deploy/varnish.vcl and varnish.service.conf with Debian's Varnish."""
import shlex
import shutil
import subprocess
import unittest

import cache
from cache import DEPLOY, IS_ROOT, TILES, VISITOR, CacheTest, get


def command_of(unit):
    """What ExecStart says, as words."""
    return shlex.split(unit.read_text('utf-8').split('\nExecStart=')[-1].replace('\\\n', ' '))


@unittest.skipUnless(shutil.which('varnishd'), 'varnish is not installed')
class VarnishTest(CacheTest):
    @classmethod
    def start(cls):
        vcl = (DEPLOY / 'varnish.vcl').read_text('utf-8')
        for old, new in ('"8080"', f'"{cls.between.port}"'), ('.interval = 2s', '.interval = 200ms'):
            assert old in vcl
            vcl = vcl.replace(old, new)
        (cls.folder / 'lawmap.vcl').write_text(vcl, 'utf-8')
        (cls.folder / 'secret').write_text('of this test\n', 'utf-8')
        command = command_of(DEPLOY / 'varnish.service.conf')
        for old, new in ((':6081', f'127.0.0.1:{cls.port}'), ('localhost:6082', '127.0.0.1:0'), ('malloc,256m', 'malloc,64m'),
                         ('/etc/varnish/lawmap.vcl', str(cls.folder / 'lawmap.vcl')),
                         ('/etc/varnish/secret', str(cls.folder / 'secret'))):
            command[command.index(old)] = new
        if not IS_ROOT:
            command[command.index('unix,user=vcache')] = 'none'
        return cls.launch(*command, '-n', str(cls.folder / 'varnish'))

    def purge(self, version, source='127.0.0.1'):
        return get(self.port, '/', 'BAN', source, **{'Lawmap-Dataset': version})[0]

    def test_purge_by_version(self):
        """what rests on a version is asked for again; what rests on another is kept"""
        old, new = ([path.replace('framework', 'third_parties') for path in TILES[first:first + 10]] for first in (100, 110))
        version = get(self.port, old[0])[1]['Lawmap-Dataset']
        self.fetch(old)
        self.edit('NZ', 'regulated')
        self.assertNotEqual(get(self.port, new[0])[1]['Lawmap-Dataset'], version)
        self.fetch(new)
        self.between.taken()
        self.assertEqual(self.purge(version), 200)
        self.fetch(old + new)
        self.assertEqual(self.sent_again(), set(old))

    def test_a_purge_names_a_version(self):
        """nothing else is taken for a purge, and from visitors none"""
        for said in '', 'x', '" || true':
            self.assertEqual(self.purge(said), 400, said)
        self.assertEqual(self.purge('0' * 32, source=VISITOR), 405)

    def test_its_log_does_not_know_visitors(self):
        """not even the memory that varnishlog and varnishncsa read"""
        get(self.port, '/api/v1/layers', Cookie='a=b', Referer='http://a.example/', **{'User-Agent': 'reader of maps'})
        get(self.port, '/', 'BAN', **{'Lawmap-Dataset': '0' * 32})
        for command in (['varnishlog', '-g', 'raw'], ['varnishncsa']):
            told = subprocess.run([*command, '-d', '-n', self.folder / 'varnish'], capture_output=True, check=True,
                                  timeout=cache.PATIENCE).stdout.decode()
            self.assertIn('/api/v1/layers', told)
            for word in VISITOR, 'a=b', 'a.example', 'reader of maps':
                self.assertNotIn(word, told)


del CacheTest  # else its tests would run by themselves
