"""What the program's --help says, so that its manual page and the shells' completions cannot say anything else."""
import re
import subprocess

OPTION = re.compile(r'  (?:-(?P<letter>\w), )?--(?P<name>[a-z0-9-]+)(?: (?P<argument>[A-Z][A-Z,:-]*))? +(?P<summary>.*)')


def ask(program, *words):
    return subprocess.run([program, *words, '--help'], check=True, capture_output=True, text=True,
                          encoding='utf-8').stdout


def read_command(program, name):
    """Name, synopsis, paragraphs of text and options of one command."""
    usage, rest = ask(program, name).split('\n\n', 1)
    text, options = rest.rsplit('\n\n', 1)
    summary, _, description = text.partition('\n')
    return {
        'name': name,
        'synopsis': usage.removeprefix('usage: '),
        'summary': summary,
        'description': description,
        'options': [OPTION.fullmatch(line).groupdict() for line in options.splitlines()],
    }


def read_commands(program):
    names = re.findall(r'(?m)^  (\w+) ', ask(program))
    return [read_command(program, name) for name in names]
