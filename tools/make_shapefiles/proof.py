"""The properties that the atlas relies on, checked on every build."""
import math
from collections import defaultdict

from shapely.geometry import Polygon
from shapely.ops import unary_union

from .edges import edge_owners
from .source import fail
from .world_edge import same_edge


def junctions_inside_edges(edges):
    """Vertices that lie inside another edge, where a sliver could open."""
    cells, found = defaultdict(set), []
    for vertex in {v for edge in edges for v in edge}:
        cells[math.floor(vertex[0] * 20), math.floor(vertex[1] * 20)].add(vertex)
    for a, b in edges:
        if same_edge(a, b):
            continue
        length = math.dist(a, b)
        for i in range(math.floor(min(a[0], b[0]) * 20 - .01), math.floor(max(a[0], b[0]) * 20 + .01) + 1):
            for j in range(math.floor(min(a[1], b[1]) * 20 - .01), math.floor(max(a[1], b[1]) * 20 + .01) + 1):
                for v in cells.get((i, j), ()):
                    along = ((v[0] - a[0]) * (b[0] - a[0]) + (v[1] - a[1]) * (b[1] - a[1])) / length
                    off = abs((b[0] - a[0]) * (v[1] - a[1]) - (b[1] - a[1]) * (v[0] - a[0])) / length
                    if off < 1e-9 and 0 < along < length and v not in (a, b):
                        found.append(v)
    return found


def overlap(polygons):
    """Square degrees that polygons share."""
    return sum(polygon.area for polygon in polygons) - unary_union(polygons).area


def prove(leaves, allowed):
    """Fails unless every vertex is allowed, neighbours share whole edges and nothing overlaps.
    Returns the edges with their leaves."""
    owners = edge_owners(leaves)
    for edge, uses in owners.items():
        if len(uses) > 2 or len(uses) == 2 and (uses[0][0] == uses[1][0] or uses[0][1] == uses[1][1]):
            fail(f"edge {edge} is used by {uses}")
        if not allowed.issuperset(edge):
            fail(f"edge {edge} of {uses[0][0]} has a vertex that is not the source's")
    junctions = junctions_inside_edges(owners)
    if junctions:
        fail(f"{len(junctions)} vertices lie inside another edge: {junctions[:3]}")
    shapes = [(code, Polygon(rings[0], rings[1:])) for code, polygons in leaves.items() for rings in polygons]
    for code, shape in shapes:
        if not shape.is_valid:
            fail(f"{code} has an invalid polygon: {shape.wkt[:80]}")
    if overlap([shape for _, shape in shapes]) > 1e-6:
        fail("two leaves overlap")
    return owners
