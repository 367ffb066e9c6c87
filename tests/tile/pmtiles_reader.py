"""A reader of PMTiles version 3 (github.com/protomaps/PMTiles, spec/v3), strict where the specification is."""
import gzip
import json
import struct

GZIP, UNCOMPRESSED, PNG = 2, 1, 2


def varint(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, at


def directory(packed):
    """(tile, offset, size, run) of each entry."""
    data = gzip.decompress(packed)
    count, at = varint(data, 0)
    assert count > 0
    columns = []
    for _ in range(4):
        column = []
        for _ in range(count):
            value, at = varint(data, at)
            column.append(value)
        columns.append(column)
    assert at == len(data)
    entries, tile = [], 0
    for difference, run, size, offset in zip(*columns):
        tile += difference
        offset = offset - 1 if offset else entries[-1][1] + entries[-1][2]
        assert size > 0
        entries.append((tile, offset, size, run))
    return entries


def tile_of(number):
    """z, x, y of a tile by its place on the curve: the quarters of a square in the order in which it goes through."""
    z = 0
    while number >= 4 ** z:
        number -= 4 ** z
        z += 1
    x = y = 0
    for level in range(z):
        quarter, side = number >> 2 * level & 3, 1 << level
        if quarter == 0:
            x, y = y, x
        elif quarter == 1:
            y += side
        elif quarter == 2:
            x, y = x + side, y + side
        else:
            x, y = 2 * side - 1 - y, side - 1 - x
    return z, x, y


class Archive:
    def __init__(self, data):
        self.data = data
        assert data[:8] == b"PMTiles\3"
        numbers = struct.unpack("<11Q", data[8:96])
        self.root, self.metadata, self.leaves, self.tiles = (numbers[i:i + 2] for i in (0, 2, 4, 6))
        self.addressed, self.entries, self.contents = numbers[8:]
        clustered, internal, compression, kind, self.first, self.last = data[96:102]
        assert (clustered, internal, compression, kind) == (1, GZIP, UNCOMPRESSED, PNG)
        self.bounds = [value / 1e7 for value in struct.unpack("<4i", data[102:118])]
        assert self.root[0] + self.root[1] < 16384
        assert self.tiles[0] + self.tiles[1] == len(data)

    def section(self, where):
        return self.data[where[0]:where[0] + where[1]]

    def describe(self):
        return json.loads(gzip.decompress(self.section(self.metadata)))

    def all_entries(self):
        for tile, offset, size, run in directory(self.section(self.root)):
            if run > 0:
                yield tile, offset, size, run
            else:
                start = self.leaves[0] + offset
                leaf = directory(self.data[start:start + size])
                assert leaf[0][0] == tile
                yield from leaf

    def read(self):
        """{(z, x, y): bytes}; checks the counts of the header, and that images come in order, each once."""
        found, end, before, images, entries = {}, 0, -1, {}, 0
        for tile, offset, size, run in self.all_entries():
            assert tile > before and run > 0
            before = tile + run - 1
            entries += 1
            assert offset <= end, "a gap"
            image = self.data[self.tiles[0] + offset:self.tiles[0] + offset + size]
            if offset == end:
                assert image not in images, "an image twice"
                end += size
            images[image] = offset
            for number in range(tile, tile + run):
                found[tile_of(number)] = image
        assert (end, entries, len(images), len(found)) == (self.tiles[1], self.entries, self.contents, self.addressed)
        return found
