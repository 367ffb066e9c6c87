"""Rings, their edges and sizes; a ring is an open list of (longitude, latitude)."""
import math
from collections import defaultdict

from shapely.geometry import Polygon
from shapely.ops import transform


def ring_edges(ring):
    return zip(ring, ring[1:] + ring[:1])


def undirected(edge):
    return (min(edge), max(edge))


def edges_of(parts):
    """The undirected edges of the rings of parts."""
    return {undirected(edge) for part in parts for ring in part.rings for edge in ring_edges(ring)}


def edge_owners(leaves):
    owners = defaultdict(list)
    for code, polygons in leaves.items():
        for rings in polygons:
            for ring in rings:
                for edge in ring_edges(ring):
                    owners[undirected(edge)].append((code, edge))
    return owners


def square_kilometres(polygons):
    """On a sphere of 6371.0 km, by the equal-area cylindrical projection."""
    flat = [transform(lambda x, y: (math.radians(x), math.sin(math.radians(y))), Polygon(r[0], r[1:]))
            for r in polygons]
    return sum(p.area for p in flat) * 6371.0 ** 2


def kilometres(a, b):
    """Great-circle distance on a sphere of 6371.0 km (haversine)."""
    (x1, y1), (x2, y2) = ([math.radians(value) for value in vertex] for vertex in (a, b))
    h = math.sin((y2 - y1) / 2) ** 2 + math.cos(y1) * math.cos(y2) * math.sin((x2 - x1) / 2) ** 2
    return 2 * 6371.0 * math.asin(math.sqrt(h))
