"""The lines of disputed.shp."""
from collections import defaultdict

from shapely.geometry import LineString
from shapely.ops import linemerge

from .edges import edges_of
from .rules import DISPUTED, NOT_DRAWN
from .source import fail, read_source


def source_lines():
    """(name, state) -> list of coordinates lists; every line must be drawn or explained."""
    lines = defaultdict(list)
    for attributes, pieces in read_source("disputed_borders"):
        key = attributes["name"], attributes["adm0_left"]
        if key not in NOT_DRAWN and key not in {line.source for line in DISPUTED}:
            fail(f"disputed border {key} is neither in DISPUTED nor in NOT_DRAWN")
        lines[key] += pieces
    return lines


def selected(parts, selection):
    return [part for part in parts if any(part.matches(where) for where in selection)]


def disputed_lines(parts):
    """(row of DISPUTED, list of lines), each made of the map's own edges where it has them."""
    source = source_lines()
    for row in DISPUTED:
        if row.between:
            one, other = (edges_of(selected(parts, selection)) for selection in row.between)
            pieces = sorted(one & other)
        else:
            west, south, east, north = row.box or (-180, -90, 180, 90)
            pieces = [line for line in source[row.source]
                      if all(west <= x <= east and south <= y <= north for x, y in line)]
        if not pieces:
            fail(f"nothing in the source for the disputed border {row.name}")
        merged = linemerge([LineString(piece) for piece in pieces])
        lines = [list(line.coords) for line in getattr(merged, "geoms", [merged])]
        yield row, sorted(min(line, line[::-1]) for line in lines)
