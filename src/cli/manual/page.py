#!/usr/bin/env python3
"""usage: page.py PROGRAM TEMPLATE OUT: lawmap(1) as scdoc(5) takes it; the commands in place of "@COMMANDS@"."""
import pathlib
import re
import sys

import help


def escape(text):
    return re.sub(r'([\\_*#<`~]|^-)', r'\\\1', text, flags=re.MULTILINE)


def option(item):
    letter = f'*-{item["letter"]}*, ' if item['letter'] else ''
    argument = f' _{escape(item["argument"])}_' if item['argument'] else ''
    return f'{letter}*--{item["name"]}*{argument}\n\t{escape(item["summary"])}\n'


def command(item):
    description = f'\n{escape(item["description"])}\n' if item['description'] else ''
    options = '\n'.join(option(each) for each in item['options'])
    return f'## {escape(item["synopsis"])}\n\n{escape(item["summary"])}\n{description}\n{options}'


def main():
    program, template, out = sys.argv[1:]
    text = pathlib.Path(template).read_text('utf-8')
    commands = '\n'.join(command(item) for item in help.read_commands(program))
    pathlib.Path(out).write_text(text.replace('@COMMANDS@', commands), 'utf-8')


main()
