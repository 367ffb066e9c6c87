"""lawmap's side: the program beside this file, and `lawmap export`."""
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]


def build(directory, *others):
    """Builds bench_render, lawmap and other programs of this folder where the options say; returns their paths."""
    directory = pathlib.Path(directory)
    if not (directory / "build.ninja").exists():
        subprocess.run(["meson", "setup", str(directory), str(ROOT)], check=True, stdout=sys.stderr)
    programs = ["tools/benchmarks/bench_render", "src/cli/lawmap", *(f"tools/benchmarks/{name}" for name in others)]
    subprocess.run(["ninja", "-C", str(directory), "--quiet", *programs], check=True, stdout=sys.stderr)
    return [directory / program for program in programs]


class Renderer:
    """A running bench_render."""

    def __init__(self, program, shapefiles=ROOT / "shapefiles"):
        self.process = subprocess.Popen([str(program), str(shapefiles), str(ROOT / "data")],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait()

    def ask(self, *lines):
        print(*lines, sep="\n", file=self.process.stdin, flush=True)
        answer = self.process.stdout.readline().split()
        if not answer:
            raise SystemExit("bench_render ended")
        return [float(word) for word in answer]

    def tiles(self, tiles):
        """Processor seconds a tile, and mean bytes, drawn with nothing kept from before."""
        seconds, size = self.ask(f"tiles {len(tiles)}", *(f"{z} {x} {y}" for z, x, y in tiles))
        return seconds / len(tiles), size / len(tiles)

    def pyramid(self, last_zoom):
        return self.ask(f"pyramid {last_zoom}")[0]

    def again(self, layer):
        return self.ask(f"again {layer}")[0]

    def resident_megabytes(self):
        return self.ask("resident")[0] * 1024 / 1e6


def export_seconds(program, last_zoom):
    """Processor seconds of one thread that writes the pyramid into memory, loading included; and the file's bytes."""
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        out = pathlib.Path(folder, "pyramid.mbtiles")
        before = os.times()
        subprocess.run([str(program), "export", "--layer", "framework", "--zoom", f"0-{last_zoom}", "--threads", "1",
                        str(out)], check=True, stderr=subprocess.DEVNULL)
        after = os.times()
        size = out.stat().st_size
    return after.children_user - before.children_user + after.children_system - before.children_system, size
