"""Times `lawmap export` of many layers and dates at once: does the time grow with the bytes written, or with what is
drawn?"""
import pathlib
import resource
import subprocess
import tempfile

from benchmarks import lawmap, machine


def add_options(parser):
    parser.add_argument("--dates", type=int, default=60, help="how many, a year apart; default 60")
    parser.add_argument("--last-zoom", type=int, default=6, choices=range(11), help="default 6")
    parser.add_argument("--format", default="pmtiles", choices=("pmtiles", "mbtiles", "dir"), help="default pmtiles")


def measure(program, folder, layers, dates, options):
    """Tiles, bytes, and processor seconds in the program itself and in the system for it."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [program, "export", "--format", options.format, "--layer", layers, "--zoom", f"0-{options.last_zoom}",
         "--threads", "1", "--date", ",".join(f"{2025 - year}-01-01" for year in range(dates)),
         "--data", lawmap.ROOT / "data", "--shapefiles", lawmap.ROOT / "shapefiles", pathlib.Path(folder, "out")],
        check=True, capture_output=True, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    words = done.stderr.split()
    return int(words[1]), int(words[-2]), after.ru_utime - before.ru_utime, after.ru_stime - before.ru_stime


def run(options):
    _, program = lawmap.build(options.build)
    print(f"{machine.today()}, {machine.processor()}; {options.format}, z0-z{options.last_zoom}, one thread\n")
    print("| layers | dates | tiles | MB | processor s: lawmap | system | ms a MB |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    for layers, dates in (("framework", 1), ("framework", options.dates), ("all", options.dates)):
        with tempfile.TemporaryDirectory() as folder:
            tiles, size, user, system = measure(program, folder, layers, dates, options)
        print(f"| {layers} | {dates} | {tiles:,} | {size / 1e6:,.1f} | {user:.2f} | {system:.2f} |"
              f" {(user + system) * 1e9 / size:.1f} |", flush=True)
