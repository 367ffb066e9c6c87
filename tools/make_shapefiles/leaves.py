"""One set of polygons for each leaf, from its provinces."""
from collections import Counter, defaultdict

from shapely.geometry import Polygon
from shapely.ops import unary_union

from .edges import edge_owners, ring_edges, square_kilometres, undirected
from .rules import SMALL
from .source import fail


def normal_ring(ring, clockwise):
    """Starts at the smallest vertex and runs as told."""
    start = ring.index(min(ring))
    ring = ring[start:] + ring[:start]
    area = sum(a[0] * b[1] - b[0] * a[1] for a, b in ring_edges(ring))
    return ring if (area < 0) == clockwise else ring[:1] + ring[:0:-1]


def normal_polygon(polygon):
    exterior = normal_ring(list(polygon.exterior.coords)[:-1], True)
    return [exterior] + sorted(normal_ring(list(r.coords)[:-1], False) for r in polygon.interiors)


def dissolve(parts):
    """The union of parts as a sorted list of polygons (lists of open rings)."""
    union = unary_union([part.polygon() for part in parts])
    polygons = sorted(normal_polygon(p) for p in getattr(union, "geoms", [union]))
    uses = Counter(undirected(e) for part in parts for ring in part.rings for e in ring_edges(ring))
    outline = {edge for edge, count in uses.items() if count == 1}
    if outline != {undirected(e) for rings in polygons for ring in rings for e in ring_edges(ring)}:
        fail(f"the union of {parts[0].code} moved a vertex")
    return polygons


def fill_lost_land(leaves):
    """Removes holes that no neighbour fills: places too small for the source's generalisation.
    Returns code -> areas. All are under 3 km²; the source has no lakes as holes in one leaf."""
    owners, filled = edge_owners(leaves), defaultdict(list)
    for code, polygons in leaves.items():
        for rings in polygons:
            for hole in rings[1:]:
                if any(len(owners[undirected(edge)]) == 1 for edge in ring_edges(hole)):
                    filled[code].append(square_kilometres([[hole]]))
                    rings.remove(hole)
    if any(area > 3 for areas in filled.values() for area in areas):
        fail(f"a hole that no neighbour fills is too large to be lost land: {dict(filled)}")
    return dict(filled)


def add_small(leaves):
    """Adds the territories that the source lacks, each a hole in its host."""
    for small in SMALL:
        x, y, w, h = small[2:]
        ring = [(x - w, y - h), (x - w, y + h), (x + w, y + h), (x + w, y - h)]
        host = next((rings for rings in leaves[small.host]
                     if Polygon(rings[0], rings[1:]).contains(Polygon(ring))), None)
        if host is None or small.code in leaves:
            fail(f"{small.code} is not wholly inside {small.host}, or the source has it")
        host.append(normal_ring(ring, False))
        leaves[small.code] = [[normal_ring(ring, True)]]
