#!/usr/bin/env python3
"""Writes the examples that the page of the API shows as C: a JSON array of {name, text}.

usage: embed_examples.py EXAMPLE... OUTPUT
"""
import json
import pathlib
import sys


def main():
    *names, output = sys.argv[1:]
    paths = [pathlib.Path(name) for name in names]
    examples = [{'name': path.name, 'text': path.read_text(encoding='utf-8')} for path in paths]
    text = json.dumps(examples, separators=(',', ':')).encode()
    rows = (','.join(str(byte) for byte in text[i:i + 32]) for i in range(0, len(text), 32))
    pathlib.Path(output).write_text('#include "http/pages/api_examples.h"\n\n'
                                    'const char api_examples[] = {\n' + ',\n'.join(rows) + '};\n'
                                    f'const size_t api_examples_size = {len(text)};\n', encoding='ascii')


main()
