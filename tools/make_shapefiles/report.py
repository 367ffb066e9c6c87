"""The tables of shapefiles/README.md: what the rules say, beside what the source holds."""
from collections import Counter
from typing import NamedTuple

from .edges import kilometres, square_kilometres
from .rules import CONTESTED, CORRECTED, NOT_DRAWN, SMALL, WITHOUT_POLYGON
from .source import fail

MARK_BEGIN = "<!-- made by tools/make-shapefiles: begin -->"
MARK_END = "<!-- made by tools/make-shapefiles: end -->"


class Counts(NamedTuple):
    """What one build did."""
    leaves: int
    polygons: int
    vertices: int
    shared_edges: int
    other_edges: int
    moved: list  # the state of each vertex moved to the edge of the world
    met: int
    on_parallel: int
    in_golan: int
    filled: dict  # code -> areas in square kilometres
    digest: str


def where_text(rule):
    text = ", ".join(f"{field} {value or 'empty'}" for field, value in rule.where.items())
    return text + (f", inside {rule.box}" if rule.box else "")


def found_text(parts):
    """What a rule decided: how many of the source's provinces, their area, their code there."""
    features = {part.attributes["fid"] for part in parts}
    area = square_kilometres([part.rings for part in parts])
    given = sorted({part.attributes["iso_a2"] for part in parts})
    plural = "province" if len(features) == 1 else "provinces"
    return f"{len(features)} {plural}, {area:,.{0 if area >= 10 else 1}f} km², code {' '.join(given)}"


def rules_table(rules, decided):
    yield "| code | territory in the source | found there | reason |"
    yield "|---|---|---|---|"
    for rule in rules:
        yield f"| {rule.code or 'none'} | {where_text(rule)} | {found_text(decided[id(rule)])} | {rule.reason} |"


def disputed_table(lines):
    yield "| line | parties | taken from | km |"
    yield "|---|---|---|---|"
    for row, coordinates in lines:
        origin = f"source: {row.source[0]}" if row.source else "edge of provinces"
        length = sum(kilometres(a, b) for line in coordinates for a, b in zip(line, line[1:]))
        yield f"| {row.name} | {row.left}, {row.right} | {origin} | {length:,.0f} |"


def count_by(values):
    return ", ".join(f"{name} {count}" for name, count in sorted(Counter(values).items()))


def counts_list(counts):
    yield (f"- {counts.leaves} leaves, {counts.polygons} polygons, {counts.vertices} vertices; "
           f"{counts.shared_edges} edges shared by two leaves, {counts.other_edges} of one")
    yield (f"- vertices moved to the edge of the world: {count_by(counts.moved)}; of these, "
           f"{counts.met} also a little north or south, so that a coast goes on across the antimeridian")
    yield (f"- vertices added: {counts.on_parallel} on 27°40'N, {counts.in_golan} on the line in the Golan, "
           f"4 for each of {' '.join(small.code for small in SMALL)}")
    filled = ", ".join(f"{code} {len(areas)} ({sum(areas):.1f} km²)" for code, areas in sorted(counts.filled.items()))
    yield f"- holes inside one leaf that nothing filled, now land: {filled}"
    yield "- vertices inside an edge of another leaf: 0; edges of more than two leaves: 0; overlaps: 0"
    yield f"- SHA-256 of the source's provinces, attributes and coordinates: `{counts.digest}`"


def report_lines(decided, lines, counts):
    return [
        "### Contested territory", "", *rules_table(CONTESTED, decided), "",
        "### Codes that the source does not give", "", *rules_table(CORRECTED, decided), "",
        "### Subdivisions without a polygon of their own", "",
        *(f"- {code}: {reason}" for code, reason in sorted(WITHOUT_POLYGON.items())), "",
        "### Disputed borders", "", *disputed_table(lines), "",
        "The source's disputed borders that are not drawn:", "",
        *(f"- {name} ({state}): {reason}" for (name, state), reason in sorted(NOT_DRAWN.items())), "",
        "### What the build counted", "", *counts_list(counts),
    ]


def update_readme(path, report):
    """Puts the report between the marks of README.md; the rest of it is written by hand."""
    with open(path, encoding="utf-8") as file:
        before, _, rest = file.read().partition(MARK_BEGIN)
        _, found, after = rest.partition(MARK_END)
    if not found:
        fail(f"{path} lacks the lines {MARK_BEGIN} and {MARK_END}")
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join([before + MARK_BEGIN, *report, MARK_END + after]))
