#!/usr/bin/env python3
"""Writes the schemas of the API's answers as C.

usage: embed_schemas.py SCHEMAS OUTPUT

Every member of an object is always there, and there is no other, unless its schema says otherwise.
"""
import json
import pathlib
import sys


def close(schema):
    if isinstance(schema, dict):
        for part in schema.values():
            close(part)
        if 'properties' in schema and schema.get('type') in ('object', ['object', 'null']):
            schema.setdefault('required', list(schema['properties']))
            schema.setdefault('additionalProperties', False)
    elif isinstance(schema, list):
        for part in schema:
            close(part)


def main():
    source, output = map(pathlib.Path, sys.argv[1:])
    schemas = json.loads(source.read_text(encoding='utf-8'))
    close(schemas)
    text = json.dumps(schemas, separators=(',', ':')).encode()
    rows = (','.join(str(byte) for byte in text[i:i + 32]) for i in range(0, len(text), 32))
    output.write_text('#include "http/api/answer_schemas.h"\n\n'
                      'const char answer_schemas[] = {\n' + ',\n'.join(rows) + '};\n'
                      f'const size_t answer_schemas_size = {len(text)};\n', encoding='ascii')


main()
