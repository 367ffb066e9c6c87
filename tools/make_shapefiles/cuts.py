"""Territories that the source does not part: its provinces are cut."""
import math

from shapely.geometry import LineString, Point
from shapely.ops import linemerge, polygonize

from .edges import edges_of, ring_edges, undirected
from .source import Part, fail, read_source

WESTERN_SAHARA_NORTH = 27 + 40 / 60
GOLAN = Point(35.8, 33.0)


def insert_vertices(parts, inserted):
    """Adds, in every ring that has the edge, the vertex that lies on it: both sides stay equal."""
    for part in parts:
        for index, ring in enumerate(part.rings):
            if not any(undirected(edge) in inserted for edge in ring_edges(ring)):
                continue
            new = []
            for edge in ring_edges(ring):
                new.append(edge[0])
                if undirected(edge) in inserted:
                    new.append(inserted[undirected(edge)])
            part.rings[index] = new


def split(part, chords):
    """The pieces of a part, cut along chords that end on its vertices."""
    lines = [LineString(edge) for ring in part.rings for edge in ring_edges(ring)]
    whole = part.polygon()
    faces = [face for face in polygonize(lines + [LineString(chord) for chord in chords])
             if whole.contains(face.representative_point())]
    return [Part(dict(part.attributes), [list(ring.coords)[:-1] for ring in (face.exterior, *face.interiors)])
            for face in faces]


def chords_at(part, latitude):
    """The stretches of a parallel inside a part that has its crossings as vertices."""
    crossings = sorted(v for ring in part.rings for v in ring if v[1] == latitude)
    polygon = part.polygon()
    return [(a, b) for a, b in zip(crossings, crossings[1:])
            if polygon.contains(Point((a[0] + b[0]) / 2, latitude))]


def cut_western_sahara(parts):
    """Cuts Morocco's provinces at 27°40'N; returns the parts and the vertices added."""
    latitude, inserted = WESTERN_SAHARA_NORTH, {}
    morocco = [part for part in parts if part.matches({"adm0_a3": "MAR"})]
    for a, b in edges_of(morocco):
        if (a[1] - latitude) * (b[1] - latitude) < 0:
            longitude = a[0] + (latitude - a[1]) * (b[0] - a[0]) / (b[1] - a[1])
            inserted[a, b] = (longitude, latitude)
    insert_vertices(parts, inserted)
    result = []
    for part in parts:
        pieces = split(part, chords_at(part, latitude)) if part.matches({"adm0_a3": "MAR"}) else [part]
        for piece in pieces:
            if piece.matches({"adm0_a3": "MAR"}) and piece.polygon().representative_point().y < latitude:
                piece.attributes["cut"] = "south of 27°40'N"
        result += pieces
    return result, set(inserted.values())


def cut_golan(parts):
    """Cuts Israel's Northern District along the source's disputed border of the Golan;
    returns the parts and the vertices added."""
    lines = [line for attributes, lines in read_source("disputed_borders")
             if attributes["name"] == "Syrian claim" for line in lines]
    border = list(linemerge([LineString(line) for line in lines]).coords)
    district = next(p for p in parts if p.matches({"adm0_a3": "ISR"}) and p.polygon().contains(GOLAN))
    for end in (0, -1):
        nearest = min(district.rings[0], key=lambda v: math.dist(v, border[end]))
        if math.dist(nearest, border[end]) > 1e-6:
            fail("the disputed border of the Golan does not end on a vertex of the district")
        border[end] = nearest
    pieces = split(district, list(zip(border, border[1:])))
    if len(pieces) != 2:
        fail(f"the disputed border cuts the Northern District into {len(pieces)} pieces, not 2")
    for piece in pieces:
        if piece.polygon().contains(GOLAN):
            piece.attributes["cut"] = "east of the Syrian claim"
    return [p for p in parts if p is not district] + pieces, set(border[1:-1])
