"""Times lawmap on boundaries with twice the vertices: how much longer does the same pyramid take?"""
import math
import pathlib
import shutil
import statistics
import tempfile

from benchmarks import lawmap, machine

BEND = 0.2  # how far a new vertex is from the line that it is put into, by the line's length
EDGES = (-180, 180), (-90, 90)  # of the world, in degrees


def add_options(parser):
    parser.add_argument("--rounds", type=int, default=5, help="of which the median counts; default 5")
    parser.add_argument("--last-zoom", type=int, default=8, choices=range(11), help="default 8")


def between(a, b):
    """A vertex between two, off their line so that it says something new; the same for both neighbours, who draw
    the line in opposite directions. A line along the edge of the world stays straight."""
    middle = [(a[i] + b[i]) / 2 for i in (0, 1)]
    if any(a[i] == b[i] and a[i] in EDGES[i] for i in (0, 1)):
        return tuple(middle)
    (x, y), (other_x, other_y) = sorted((a, b))
    bent = middle[0] - BEND * (other_y - y), middle[1] + BEND * (other_x - x)
    return tuple(math.copysign(min(abs(bent[i]), EDGES[i][1]), bent[i]) for i in (0, 1))


def double_ring(ring):
    points = [point[:2] for point in ring.GetPoints()]
    ring.Empty()
    for a, b in zip(points, points[1:]):
        ring.AddPoint_2D(*a)
        ring.AddPoint_2D(*between(a, b))
    ring.AddPoint_2D(*points[-1])
    return 2 * len(points) - 1, len(points)


def double_geometry(geometry):
    """Changes it in place; returns how many vertices there are, and were."""
    parts = [geometry.GetGeometryRef(i) for i in range(geometry.GetGeometryCount())]
    counts = [double_geometry(part) for part in parts] if parts else [double_ring(geometry)]
    return tuple(map(sum, zip(*counts)))


def double(source, target):
    from osgeo import ogr

    ogr.UseExceptions()
    shutil.copytree(source, target)
    layers = ogr.Open(str(pathlib.Path(target, "jurisdictions.shp")), update=1)
    layer = layers.GetLayer(0)
    counts = []
    for feature in layer:
        geometry = feature.GetGeometryRef().Clone()
        counts.append(double_geometry(geometry))
        feature.SetGeometry(geometry)
        layer.SetFeature(feature)
    layers.FlushCache()
    return tuple(map(sum, zip(*counts)))


def measure(program, folders, options):
    """Processor seconds of the pyramid, by folder; the rounds go from one to the other."""
    found = [[] for _ in folders]
    for _ in range(options.rounds):
        for folder, seconds in zip(folders, found):
            with lawmap.Renderer(program, folder) as renderer:
                seconds.append(renderer.pyramid(options.last_zoom))
    return map(statistics.median, found)


def run(options):
    program, _ = lawmap.build(options.build)
    source = lawmap.ROOT / "shapefiles"
    with tempfile.TemporaryDirectory() as folder:
        doubled = pathlib.Path(folder, "doubled")
        after, before = double(source, doubled)
        once, twice = measure(program, (source, doubled), options)
    print(f"`tools/bench vertices` on {machine.today()}, {machine.processor()}; processor time of one thread, the "
          f"median of {options.rounds} rounds; z0–z{options.last_zoom}, nothing kept from before.\n\n"
          "| Boundaries | vertices | seconds |\n| --- | ---: | ---: |\n"
          f"| as they are | {before:,} | {once:.2f} |\n"
          f"| a vertex more in each line | {after:,} | {twice:.2f} |\n"
          f"| ratio | {after / before:.2f} | {twice / once:.2f} |")
