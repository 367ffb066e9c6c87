#!/usr/bin/env python3
"""Writes the pages' stylesheet, their strings and the files that they load as C, for asset.h.

usage: embed.py PAGES.xsl STRINGS.json... ASSET... OUTPUT

What PAGES.xsl includes is put in its place, so that nothing is read when the program runs.
"""
import gzip
import hashlib
import json
import pathlib
import re
import sys

CONTENT_TYPES = {
    '.css': 'text/css; charset=utf-8',
    '.js': 'text/javascript; charset=utf-8',
    '.png': 'image/png',
    '.svg': 'image/svg+xml',
}


def digest(data):
    return hashlib.sha256(data).hexdigest()[:32]


def array(kind, name, data):
    rows = (','.join(str(byte) for byte in data[i:i + 32]) for i in range(0, len(data), 32))
    return f'{kind} {name}[] = {{\n' + ',\n'.join(rows) + '};\n'


def asset(index, path, data, packed):
    return (f'    {{"{path.name}", "{CONTENT_TYPES[path.suffix]}", body_{index}, {len(data)}, '
            f'gzip_{index}, {len(packed)}, "{digest(data)}"}},\n')


def stylesheet(path):
    """With what <xsl:include> names in its place: the children of that file's <xsl:stylesheet>."""
    def included(match):
        text = (path.parent / match[1]).read_text(encoding='utf-8')
        return re.search(r'<xsl:stylesheet\b[^>]*>(.*)</xsl:stylesheet>', text, re.DOTALL)[1]
    return re.sub(r'<xsl:include href="([^"]*)"/>', included, path.read_text(encoding='utf-8'))


def body_of(path):
    """A file that the page loads; of CSS, with what @import names in its place."""
    def imported(match):
        return (path.parent / match[1]).read_bytes().decode()
    data = path.read_bytes()
    return re.sub(r'@import "([^"]*)";\n', imported, data.decode()).encode() if path.suffix == '.css' else data


def text(name, value):
    """Bytes without a NUL at the end, and their size."""
    data = value.encode()
    return (array('static const unsigned char', f'{name}_bytes', data)
            + f'const struct web_text {name} = {{(const char *){name}_bytes, {len(data)}}};\n')


def strings(paths):
    return json.dumps({path.stem: json.loads(path.read_text(encoding='utf-8')) for path in paths},
                      ensure_ascii=False, separators=(',', ':'))


def main():
    pages, *names, output = sys.argv[1:]
    files = [pathlib.Path(name) for name in names]
    tables = [path for path in files if path.suffix == '.json']
    paths = [path for path in files if path.suffix != '.json']
    bodies = [body_of(path) for path in paths]
    version = digest(b''.join(digest(body).encode() for body in bodies))[:12]

    out = ['#include "web/asset.h"\n\n']
    table = []
    for index, (path, body) in enumerate(zip(paths, bodies)):
        packed = gzip.compress(body, 9, mtime=0)
        out.append(array('static const unsigned char', f'body_{index}', body))
        out.append(array('static const unsigned char', f'gzip_{index}', packed))
        table.append(asset(index, path, body, packed))
    out.append('\nconst struct asset web_assets[] = {\n' + ''.join(table) + '};\n')
    out.append(f'const size_t web_asset_count = {len(paths)};\n')
    out.append(f'const char web_assets_version[] = "{version}";\n')
    out.append(text('web_stylesheet', stylesheet(pathlib.Path(pages))))
    out.append(text('web_strings', strings(tables)))
    pathlib.Path(output).write_text(''.join(out), encoding='ascii')


main()
