"""The edge of the world: the source is clipped just inside it."""
import math
from collections import defaultdict

TOLERANCE = 0.03  # degrees: 3 km, what the coast may shift over the 0.2 degrees clipped away


def on_edge(vertex):
    """Which edge of the world a moved vertex lies on."""
    return (abs(vertex[0]) == 180 and vertex[0]), vertex[1] == -90


def same_edge(*vertices):
    edges = [on_edge(vertex) for vertex in vertices]
    return any(edges[0][i] and all(e[i] == edges[0][i] for e in edges) for i in (0, 1))


def move_to_edge(vertex):
    """The source is clipped at +-179.9 and -89.9 degrees, give or take 0.0004 of its reprojection."""
    x, y = vertex
    if abs(x) > 179.8995:
        x = math.copysign(180.0, x)
    if y < -89.8995:
        y = -90.0
    return x, y


def extend_to_edge(parts):
    """Moves the vertices of the clip, drops those between others on the same edge.
    Returns the (state, vertex) moved."""
    moved = set()
    for part in parts:
        for index, ring in enumerate(part.rings):
            new = [move_to_edge(vertex) for vertex in ring]
            if new == ring:
                continue
            moved.update((part.attributes["adm0_a3"], vertex) for vertex in new if vertex not in ring)
            around = zip(new[-1:] + new, new, new[1:] + new[:1])
            part.rings[index] = [v for before, v, after in around if not same_edge(before, v, after)]
    return moved


def cut_ends(parts):
    """(state, whether the land lies to its south) -> longitude -> latitudes of the cuts' ends."""
    ends = defaultdict(lambda: {180: set(), -180: set()})
    for part in parts:
        for ring in part.rings:
            for before, vertex, after in zip(ring[-1:] + ring, ring, ring[1:] + ring[:1]):
                along = [v for v in (before, after) if abs(v[0]) == 180 and v[0] == vertex[0]]
                if len(along) == 1:
                    upper = along[0][1] < vertex[1]
                    ends[part.attributes["adm0_a3"], upper][int(vertex[0])].add(vertex[1])
    return ends


def meet_across(parts):
    """Gives the two ends of a cut coast, one on each side of the antimeridian, their mean
    latitude where they are each other's nearest. Returns old vertex -> new vertex."""
    new = {}
    for sides in cut_ends(parts).values():
        for east in sides[180]:
            west = min(sides[-180], key=lambda y: abs(y - east), default=None)
            if west is None or abs(east - west) > TOLERANCE:
                continue
            if min(sides[180], key=lambda y: abs(y - west)) == east:
                new[180.0, east] = 180.0, (east + west) / 2
                new[-180.0, west] = -180.0, (east + west) / 2
    for part in parts:
        part.rings = [[new.get(vertex, vertex) for vertex in ring] for ring in part.rings]
    return {old: vertex for old, vertex in new.items() if old != vertex}
