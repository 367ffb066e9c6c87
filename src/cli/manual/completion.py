#!/usr/bin/env python3
"""usage: completion.py PROGRAM bash|zsh|fish OUT: what a shell offers after "lawmap"."""
import pathlib
import sys

import help

DIRECTORIES, FILES = {'DIR'}, {'FILE'}


def quote(text):
    return "'" + text.replace("'", "'\\''") + "'"


def bash(commands):
    names = ' '.join(item['name'] for item in commands)
    cases = '\n'.join(
        f'    {item["name"]}) words={quote(" ".join("--" + each["name"] for each in item["options"]))} ;;'
        for item in commands)
    directories = '|'.join(sorted({'--' + each['name'] for item in commands for each in item['options']
                                   if each['argument'] in DIRECTORIES}))
    return f'''# bash completion for lawmap
_lawmap() {{
    local word=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD-1]}} words={quote(names + " --help --version")}
    case $before in
    {directories})
        mapfile -t COMPREPLY < <(compgen -d -- "$word")
        return ;;
    esac
    [ "$COMP_CWORD" = 1 ] || case ${{COMP_WORDS[1]}} in
{cases}
    *) words= ;;
    esac
    if [ "$COMP_CWORD" -gt 1 ] && [[ $word != -* ]]; then
        mapfile -t COMPREPLY < <(compgen -f -- "$word")
    else
        mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
    fi
}}
complete -o filenames -F _lawmap lawmap
'''


def zsh_option(item):
    text = item['summary'].replace('[', '(').replace(']', ')').replace(':', '\\:')
    action = '_files -/' if item['argument'] in DIRECTORIES else '_files' if item['argument'] in FILES else ' '
    argument = f':{item["argument"].replace(":", " ")}:{action}' if item['argument'] else ''
    return quote(f'--{item["name"]}{"=" if item["argument"] else ""}[{text}]{argument}')


def zsh(commands):
    names = ' '.join(quote(f'{item["name"]}:{item["summary"]}') for item in commands)
    cases = '\n'.join(
        f'    {item["name"]}) _arguments {" ".join(zsh_option(each) for each in item["options"])} {quote("*:file:_files")} ;;'
        for item in commands)
    return f'''#compdef lawmap
_lawmap() {{
    local -a commands=({names})
    if (( CURRENT == 2 )); then
        _describe command commands
        return
    fi
    local command=$words[2]
    shift words
    (( CURRENT-- ))
    case $command in
{cases}
    esac
}}
_lawmap "$@"
'''


def fish_option(command, item):
    letter = f' -s {item["letter"]}' if item['letter'] else ''
    needs = '' if not item['argument'] else ' -r -a "(__fish_complete_directories)"' \
        if item['argument'] in DIRECTORIES else ' -r'
    return (f'complete -c lawmap -n "__fish_seen_subcommand_from {command}" -l {item["name"]}{letter}{needs} '
            f'-d {quote(item["summary"])}')


def fish(commands):
    lines = [f'complete -c lawmap -n __fish_use_subcommand -f -a {item["name"]} -d {quote(item["summary"])}'
             for item in commands]
    lines += [fish_option(item['name'], each) for item in commands for each in item['options']]
    return '\n'.join(lines) + '\n'


def main():
    program, shell, out = sys.argv[1:]
    text = {'bash': bash, 'zsh': zsh, 'fish': fish}[shell](help.read_commands(program))
    pathlib.Path(out).write_text(text, 'utf-8')


main()
