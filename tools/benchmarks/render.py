"""Times lawmap beside Mapnik and MapServer on the same tiles of the same polygons, one thread, one run."""
import statistics
import tempfile

from benchmarks import lawmap, machine, tiles

SECOND_LAYER = "zoning"
METATILES = 8
NAMES = {"lawmap": "lawmap", "mapnik": "Mapnik", "metatiles": "Mapnik 8×8", "mapserver": "MapServer"}


def add_options(parser):
    parser.add_argument("--rounds", type=int, default=5, help="of which the median counts; default 5")
    parser.add_argument("--samples", type=int, default=200, help="tiles a zoom, at most; default 200")
    parser.add_argument("--seed", type=int, default=1, help="which tiles; default 1")
    parser.add_argument("--last-zoom", type=int, default=8, choices=range(11), help="default 8")


def measure_zoom(options, contenders, z):
    """By contender: seconds a tile and mean bytes, the median of the rounds; each round starts with another."""
    places = tiles.sample(z, options.samples, options.seed)
    span, squares = tiles.metatiles(places, METATILES)
    found = {name: [] for name in contenders}
    names = list(contenders)
    for number in range(options.rounds):
        turn = number % len(names)
        for name in names[turn:] + names[:turn]:
            found[name].append(contenders[name](places, squares, span))
    return {name: tuple(map(statistics.median, zip(*results))) for name, results in found.items()}


def measure_pyramid(options, renderer_program, export_program):
    """Of lawmap alone: all tiles, one after the other, in a process of its own."""
    results = []
    for _ in range(options.rounds):
        with lawmap.Renderer(renderer_program) as renderer:
            loaded = renderer.resident_megabytes()
            cold = renderer.pyramid(options.last_zoom)
            again = renderer.again(SECOND_LAYER)
            results.append((loaded, cold, again, renderer.resident_megabytes(),
                            *lawmap.export_seconds(export_program, options.last_zoom)))
    return dict(zip(("loaded", "cold", "again", "resident", "export", "file"), map(statistics.median, zip(*results))))


def row(*cells):
    print("| " + " | ".join(str(cell) for cell in cells) + " |", flush=True)


def print_head(options):
    print(f"`tools/bench render` on {machine.today()}, {machine.processor()}. Debian's Mapnik "
          f"{machine.debian_version('libmapnik3.1')} and MapServer {machine.debian_version('libmapserver2')}. "
          f"One thread each; processor time, the median of {options.rounds} rounds in turn. 256 px PNG8 tiles of "
          f"shapefiles/jurisdictions.shp with borders: the layer “framework” here, seven classes there. The same "
          f"tiles for all, up to {options.samples} a zoom, nothing kept from before; metatiles are the first "
          f"{METATILES} that hold them; seed {options.seed}.\n")
    row("Zoom", *(f"{name}, ms a tile" for name in NAMES.values()), "best peer ÷ lawmap",
        *(f"{NAMES[name]}, bytes" for name in ("lawmap", "mapnik", "mapserver")))
    row(*["---:"] * 9)


def print_zoom(z, found):
    best = min(seconds for name, (seconds, _) in found.items() if name != "lawmap")
    row(z, *(f"{1e3 * found[name][0]:.3f}" for name in NAMES), f"{best / found['lawmap'][0]:.1f}",
        *(f"{found[name][1]:.0f}" for name in ("lawmap", "mapnik", "mapserver")))


def print_pyramid(options, zooms, pyramid):
    count = sum(4**z for z in range(options.last_zoom + 1))
    at_rate = {name: sum(4**z * found[name][0] for z, found in enumerate(zooms)) for name in NAMES}
    best = sum(4**z * min(found[name][0] for name in NAMES if name != "lawmap") for z, found in enumerate(zooms))
    print(f"\n{count:,} tiles of z0–z{options.last_zoom}; the peers' seconds follow from the rates above, "
          "“best peers” takes the fastest at each zoom.\n")
    row("Pyramid", "seconds")
    row("---", "---:")
    for name in NAMES:
        row(f"{NAMES[name]}, at the rates above", f"{at_rate[name]:.2f}")
    row("best peers, at the rates above", f"{best:.2f}")
    row("lawmap, every tile drawn", f"{pyramid['cold']:.2f}")
    row("lawmap export into memory, loading included", f"{pyramid['export']:.2f}")
    row("lawmap, another layer of the tiles drawn", f"{pyramid['again']:.3f}")
    print()
    row("Ratio", "found", "wanted")
    row("---", "---:", "---:")
    row("best peers ÷ lawmap, whole pyramid cold", f"{best / pyramid['cold']:.1f}", "≥ 40")
    row("best peers ÷ lawmap export", f"{best / pyramid['export']:.1f}", "≥ 40")
    lowest = min(range(len(zooms)), key=lambda z: ratio(zooms[z]))
    row(f"best peer ÷ lawmap at the worst zoom (z{lowest})", f"{ratio(zooms[lowest]):.1f}", "≥ 3")
    row("best peers ÷ lawmap, another layer", f"{best / pyramid['again']:.0f}", "≥ 1000")
    row("MB resident with all tiles drawn", f"{pyramid['resident']:.1f} (loaded: {pyramid['loaded']:.1f})", "≤ 64")
    row("MB of the MBTiles file", f"{pyramid['file'] / 1e6:.1f}", "")


def ratio(found):
    return min(seconds for name, (seconds, _) in found.items() if name != "lawmap") / found["lawmap"][0]


def run(options):
    from benchmarks import peers  # needs packages that nothing else does

    renderer_program, export_program = lawmap.build(options.build)
    with tempfile.TemporaryDirectory() as folder, lawmap.Renderer(renderer_program) as renderer:
        shapefile = peers.prepare(lawmap.ROOT / "shapefiles" / "jurisdictions.shp", folder)
        mapnik, mapserver = peers.Mapnik(shapefile), peers.MapServer(shapefile)
        contenders = {
            "lawmap": lambda places, squares, span: renderer.tiles(places),
            "mapnik": lambda places, squares, span: peers.measure(mapnik.draw, places),
            "metatiles": lambda places, squares, span: peers.measure(
                mapnik.draw, [(*square, span) for square in squares]),
            "mapserver": lambda places, squares, span: peers.measure(mapserver.draw, places),
        }
        print_head(options)
        zooms = []
        for z in range(options.last_zoom + 1):
            zooms.append(measure_zoom(options, contenders, z))
            print_zoom(z, zooms[-1])
    print_pyramid(options, zooms, measure_pyramid(options, renderer_program, export_program))
