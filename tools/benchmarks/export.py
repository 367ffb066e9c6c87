"""Times `lawmap export` of many layers and dates at once: does the time grow with the bytes written, or with what is
drawn? The data have twelve layers; a copy of them gets further measures, each with the values of one that is there."""
import json
import pathlib
import resource
import shutil
import subprocess
import tempfile

from benchmarks import lawmap, machine

LAYERS = 12  # of the data


def add_options(parser):
    parser.add_argument("--dates", type=int, default=60, help="how many, a year apart; default 60")
    parser.add_argument("--layers", type=int, default=24, help="of the largest run; default 24")
    parser.add_argument("--last-zoom", type=int, default=6, choices=range(11), help="default 6")
    parser.add_argument("--format", default="pmtiles", choices=("pmtiles", "mbtiles", "dir"), help="default pmtiles")


def add_measures(data, count):
    """To a copy of the data: so many measures more."""
    codebook = json.loads((data / "codebook.json").read_text())
    known = [measure["id"] for measure in codebook["measures"]]
    copied = {f"{known[i % len(known)]}_{i}": known[i % len(known)] for i in range(count)}
    codebook["measures"] += [{**codebook["measures"][known.index(known_id)], "id": new_id}
                             for new_id, known_id in copied.items()]
    (data / "codebook.json").write_text(json.dumps(codebook, ensure_ascii=False))
    for path in (data / "jurisdictions").glob("*.json"):
        record = json.loads(path.read_text())
        measures = record.get("measures", {})
        measures.update({new_id: measures[known_id] for new_id, known_id in copied.items() if known_id in measures})
        path.write_text(json.dumps(record, ensure_ascii=False))


def measure(program, folder, data, layers, dates, options):
    """Tiles, bytes, and processor seconds in the program itself and in the system for it."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [program, "export", "--format", options.format, "--layer", layers, "--zoom", f"0-{options.last_zoom}",
         "--threads", "1", "--date", ",".join(f"{2025 - year}-01-01" for year in range(dates)),
         "--data", data, "--shapefiles", lawmap.ROOT / "shapefiles", pathlib.Path(folder, "out")],
        check=True, capture_output=True, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    words = done.stderr.split()
    return int(words[1]), int(words[-2]), after.ru_utime - before.ru_utime, after.ru_stime - before.ru_stime


def run(options):
    _, program = lawmap.build(options.build)
    print(f"{machine.today()}, {machine.processor()}; {options.format}, z0-z{options.last_zoom}, one thread\n")
    print("| layers | dates | tiles | MB | processor s: lawmap | system | ms a MB |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as copy:
        larger = pathlib.Path(copy, "data")
        shutil.copytree(lawmap.ROOT / "data", larger)
        add_measures(larger, options.layers - LAYERS)
        runs = (("framework", 1, lawmap.ROOT / "data", 1), ("framework", options.dates, lawmap.ROOT / "data", 1),
                ("all", options.dates, lawmap.ROOT / "data", LAYERS), ("all", options.dates, larger, options.layers))
        for layers, dates, data, count in runs:
            with tempfile.TemporaryDirectory() as folder:
                tiles, size, user, system = measure(program, folder, data, layers, dates, options)
            print(f"| {count} | {dates} | {tiles:,} | {size / 1e6:,.1f} | {user:.2f} | {system:.2f} |"
                  f" {(user + system) * 1e9 / size:.1f} |", flush=True)
