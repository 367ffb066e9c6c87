"""What `meson install` puts where, and that it is true to the program."""
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

BUILD = pathlib.Path(os.environ['LAWMAP_BUILD_ROOT'])
MANUAL = BUILD / 'src/cli/manual'
PROGRAM = os.environ['LAWMAP_PROGRAM']


def run(*arguments, **options):
    return subprocess.run([str(each) for each in arguments], capture_output=True, text=True, check=True,
                          **options).stdout


def commands():
    return re.findall(r'(?m)^  (\w+) ', run(PROGRAM, '--help'))


def options(command):
    return set(re.findall(r'(?m)^  (?:-\w, )?--([a-z0-9-]+)', run(PROGRAM, command, '--help')))


class ManualTest(unittest.TestCase):
    @unittest.skipUnless((MANUAL / 'lawmap.1').exists(), 'built without scdoc')
    def test_options(self):
        """lawmap(1) has every command with exactly the options of its --help"""
        page = (MANUAL / 'lawmap.1').read_text('utf-8').replace('\\-', '-').replace('\\&', '')
        sections = re.split(r'(?m)^\.SS lawmap (\w+).*$', page)
        found = dict(zip(sections[1::2], sections[2::2]))
        self.assertEqual(list(found), commands())
        for command, text in found.items():
            self.assertEqual(set(re.findall(r'--([a-z0-9-]+)\\fR', text.split('.SH')[0])) & options(command),
                             options(command), command)


class CompletionTest(unittest.TestCase):
    def complete(self, *words):
        script = f'source {MANUAL}/bash; COMP_WORDS=({" ".join(words)} ""); COMP_WORDS[-1]=${{LAST-}}; ' \
                 'COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _lawmap; printf "%s\\n" "${COMPREPLY[@]}"'
        return run('bash', '-c', script, env={**os.environ, 'LAST': self.last}).split()

    def test_bash(self):
        """bash offers every command, and each command's options"""
        self.last = ''
        self.assertLessEqual(set(commands()), set(self.complete('lawmap')))
        self.last = '--'
        for command in commands():
            self.assertEqual(set(self.complete('lawmap', command)), {'--' + name for name in options(command)})

    def test_others(self):
        """zsh and fish name every command and option"""
        zsh, fish = ((MANUAL / shell).read_text('utf-8') for shell in ('zsh', 'fish'))
        for command in commands():
            self.assertRegex(zsh, rf"'{command}:")
            in_zsh = re.search(rf'(?m)^    {command}\) (.*)$', zsh)[1]
            in_fish = set(re.findall(rf'seen_subcommand_from {command}" -l (\S+)', fish))
            self.assertEqual(set(re.findall(r"'--([a-z0-9-]+)", in_zsh)), options(command))
            self.assertEqual(in_fish, options(command))


class InstallTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.root = pathlib.Path(folder.name)
        run('meson', 'install', '-C', BUILD, '--no-rebuild', '--quiet', '--destdir', cls.root)
        cls.program = next(cls.root.rglob('bin/lawmap'))

    def test_program(self):
        """the installed program finds the installed data"""
        told = run(self.program, 'stats', cwd='/')
        self.assertEqual(told, run(PROGRAM, 'stats'))

    def test_completions(self):
        """completions are where the shells look"""
        for place in ('bash-completion/completions/lawmap', 'zsh/site-functions/_lawmap',
                      'fish/vendor_completions.d/lawmap.fish'):
            self.assertTrue((self.program.parents[1] / 'share' / place).is_file(), place)

    def test_service(self):
        """the service names the installed program, and systemd judges it safe: at most 1.5"""
        unit = next(self.root.rglob('lawmap.service'))
        text = unit.read_text('utf-8')
        self.assertIn(f'ExecStart=/{self.program.relative_to(self.root)} serve $LAWMAP_OPTIONS', text)
        defaults = re.search('EnvironmentFile=-(.*)', text)[1]
        self.assertIn('LAWMAP_OPTIONS=', (self.root / defaults[1:]).read_text('utf-8'))
        self.assertIn('ListenStream=127.0.0.1:8080', unit.with_suffix('.socket').read_text('utf-8'))
        self.assertRegex(next(self.root.rglob('sysusers.d/lawmap.conf')).read_text('utf-8'), '(?m)^u lawmap ')
        if shutil.which('systemd-analyze') is None:
            self.skipTest('no systemd-analyze')
        told = run('systemd-analyze', 'security', '--offline=true', '--no-pager', unit)
        exposure = float(re.search(r'exposure level for lawmap\.service: ([\d.]+)', told)[1])
        self.assertLessEqual(exposure, 1.5)


class PackageTest(unittest.TestCase):
    def test_build_dependencies(self):
        """the Debian package is built with what tools/packages installs for a build"""
        source = pathlib.Path(os.environ['LAWMAP_SOURCE_ROOT'])
        listed = re.search(r'(?ms)^build=\(\n(.*?)^\)', (source / 'tools/packages').read_text('utf-8'))[1]
        wanted = {name for name in re.sub('#.*', '', listed).split() if not name.startswith('fonts-')}
        control = (source / 'tools/deploy/debian/control').read_text('utf-8')
        named = set(re.findall(r'(?m)^ ([a-z0-9.+-]+)(?:,| \()', control.split('Package:')[0]))
        essential = {'gcc', 'libc6-dev', 'ninja-build'}  # of every Debian build, or of Meson
        self.assertEqual(wanted - named - essential, set())
