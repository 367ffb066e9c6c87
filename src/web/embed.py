#!/usr/bin/env python3
"""Writes the page and the files that it loads as C, for asset.h.

usage: embed.py PAGE ASSET... OUTPUT

Every @VERSION@ of the page becomes a hash of all assets.
"""
import gzip
import hashlib
import pathlib
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


def main():
    page, *names, output = sys.argv[1:]
    paths = [pathlib.Path(name) for name in names]
    bodies = [path.read_bytes() for path in paths]
    version = digest(b''.join(digest(body).encode() for body in bodies))[:12]
    text = pathlib.Path(page).read_text(encoding='utf-8').replace('@VERSION@', version).encode()

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
    out.append(array('static const unsigned char', 'page', text))
    out.append('const char *const web_map_page = (const char *)page;\n')
    out.append(f'const size_t web_map_page_size = {len(text)};\n')
    pathlib.Path(output).write_text(''.join(out), encoding='ascii')


main()
