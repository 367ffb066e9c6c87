"""The pyramid of Web Mercator tiles, and samples of it."""
import random

HALF_WORLD = 20037508.342789244  # metres: EPSG:3857 is a square of twice that


def extent(z, x, y, span=1):
    """West, south, east and north, in metres, of `span` by `span` tiles from (x, y) on."""
    side = 2 * HALF_WORLD / (1 << z)
    return (x * side - HALF_WORLD, HALF_WORLD - (y + span) * side,
            (x + span) * side - HALF_WORLD, HALF_WORLD - y * side)


def sample(z, count, seed):
    """All tiles of a zoom when there are no more than `count`, else so many of them, each as likely."""
    side = 1 << z
    if side * side <= count:
        return [(z, x, y) for y in range(side) for x in range(side)]
    chosen = random.Random(f"{seed}/{z}").sample(range(side * side), count)
    return [(z, index % side, index // side) for index in chosen]


def metatiles(tiles, count, span_max=8):
    """The first `count` different squares of 8 by 8 tiles (the whole zoom where that is less) that hold the
    first of the tiles."""
    z = tiles[0][0]
    span = min(span_max, 1 << z)
    return span, list(dict.fromkeys((z, x - x % span, y - y % span) for z, x, y in tiles))[:count]
