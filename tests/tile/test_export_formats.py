"""PMTiles and folders of tiles that `lawmap export` writes, and many pyramids in one run."""
import json
import os
import pathlib
import resource
import signal
import sqlite3
import subprocess
import tempfile
import time
import unittest

from pmtiles_reader import Archive

LAWMAP = os.environ["LAWMAP_PROGRAM"]
DATE = "2026-01-01"
WAIT_LIMIT = 60  # seconds, for what should take a moment


def lawmap(*arguments, **options):
    return subprocess.run([LAWMAP, *map(str, arguments)], capture_output=True, **options)


def export(out, *arguments, **options):
    return lawmap("export", "--layer", "framework", "--date", DATE, *arguments, out, **options)


def files(folder):
    """{path in the folder: bytes}"""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


class ExportTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def exported(self, name, *arguments, **options):
        out = self.folder / name
        result = export(out, *arguments, **options)
        self.assertEqual((result.returncode, result.stdout), (0, b""), result.stderr)
        return out

    def mbtiles(self, path):
        with sqlite3.connect(path) as database:
            rows = database.execute("SELECT zoom_level, tile_column, tile_row, tile_data FROM tiles").fetchall()
        return {(z, x, (1 << z) - 1 - row): data for z, x, row, data in rows}


class SameTiles(ExportTest):
    def test_pmtiles(self):
        """a PMTiles archive has the tiles of the MBTiles file, in leaf directories, too, and says the same of itself"""
        for zooms in "0-3", "2-2", "0-7":
            with self.subTest(zooms):
                expected = self.mbtiles(self.exported(f"{zooms}.mbtiles", "--zoom", zooms))
                path = self.exported(f"{zooms}.pmtiles", "--zoom", zooms, "--format", "pmtiles")
                archive = Archive(path.read_bytes())
                self.assertEqual(archive.read(), expected)
                self.assertEqual((archive.first, archive.last), (int(zooms[0]), int(zooms[2])))
                self.assertEqual(archive.leaves[1] > 0, zooms == "0-7")
                with sqlite3.connect(self.folder / f"{zooms}.mbtiles") as database:
                    self.assertEqual(archive.describe(), dict(database.execute("SELECT name, value FROM metadata")))

    def test_folder(self):
        """a folder has the same tiles as files; equal ones are one file"""
        expected = self.mbtiles(self.exported("world.mbtiles", "--zoom", "0-5"))
        out = self.exported("world", "--zoom", "0-5", "--format", "dir")
        found = files(out)
        self.assertEqual(json.loads(found.pop("metadata.json"))["date"], DATE)
        self.assertEqual(found, {f"{z}/{x}/{y}.png": data for (z, x, y), data in expected.items()})
        inodes = {path.stat().st_ino for path in out.rglob("*.png")}
        self.assertEqual(len(inodes), len(set(expected.values())))
        self.assertEqual(sorted(os.listdir(self.folder)), ["world", "world.mbtiles"])

    def test_threads_change_no_byte(self):
        """however many threads draw, the bytes are the same"""
        for kind in "pmtiles", "dir":
            written = [self.exported(f"{threads}.{kind}", "--zoom", "0-5", "--format", kind, "--threads", threads)
                       for threads in ("1", "2", "7")]
            bytes_of = files if kind == "dir" else pathlib.Path.read_bytes
            for other in written[1:]:
                self.assertEqual(bytes_of(other), bytes_of(written[0]), kind)

    def test_many_layers_and_dates(self):
        """several layers and dates go into a folder, each the same as alone"""
        many = ("--layer", "framework,buying", "--date", "1998-12-31,1999-01-01", "--zoom", "0-3")
        for kind in "pmtiles", "mbtiles", "dir":
            out = self.folder / f"all-{kind}"
            result = lawmap("export", *many, "--format", kind, out)
            self.assertEqual(result.returncode, 0, result.stderr)
            self.assertEqual(sorted(os.listdir(out)), ["buying", "framework"])
            for layer in "framework", "buying":
                for date in "1998-12-31", "1999-01-01":
                    with self.subTest(kind=kind, layer=layer, date=date):
                        alone = self.folder / f"{layer}-{date}.{kind}"
                        result = lawmap("export", "--layer", layer, "--date", date, "--zoom", "0-3", "--format", kind, alone)
                        self.assertEqual(result.returncode, 0, result.stderr)
                        if kind == "dir":
                            self.assertEqual(files(out / layer / date), files(alone))
                        else:
                            self.assertEqual((out / layer / f"{date}.{kind}").read_bytes(), alone.read_bytes())
        shared = {path.stat().st_ino for path in (self.folder / "all-dir").rglob("*.png")}
        self.assertLess(len(shared), 4 * 85 / 2)  # the sea is the same in all four

    def test_all_layers(self):
        """“all” is every layer"""
        out = self.folder / "all"
        self.assertEqual(lawmap("export", "--layer", "all", "--date", DATE, "--zoom", "0", "--format", "pmtiles",
                                out).returncode, 0)
        self.assertEqual(len(os.listdir(out)), 12)


class Faults(ExportTest):
    def test_no_room(self):
        """a disk that is full leaves what was there, and nothing beside it"""
        before = self.folder / "world.pmtiles"
        before.write_bytes(b"before")
        for kind, out, limit in (("pmtiles", before, 100_000), ("dir", self.folder / "world", 2_000)):
            with self.subTest(kind):
                result = export(out, "--zoom", "0-5", "--format", kind,
                                preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)))
                self.assertEqual(result.returncode, 1)
                self.assertIn(f"{out}: cannot be written: File too large", result.stderr.decode())
                self.assertEqual(os.listdir(self.folder), [before.name])
                self.assertEqual(before.read_bytes(), b"before")

    def test_a_full_file_system(self):
        """the same on a file system without a free block"""
        room = self.folder / "room"
        room.mkdir()
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", room], capture_output=True).returncode:
            self.skipTest("may not mount a small file system")
        self.addCleanup(subprocess.run, ["umount", room], check=True)
        for kind in "mbtiles", "pmtiles", "dir":
            result = export(room / "out", "--zoom", "0-4", "--format", kind)
            self.assertEqual(result.returncode, 1, kind)
            self.assertRegex(result.stderr.decode(), "cannot be written: .*(No space left|full)")
            self.assertEqual(os.listdir(room), [])

    def test_interrupted(self):
        """a signal leaves nothing"""
        for kind in "pmtiles", "dir":
            with self.subTest(kind):
                out = self.folder / "out"
                process = subprocess.Popen([LAWMAP, "export", "--layer", "framework", "--zoom", "0-10", "--format", kind,
                                            out], stderr=subprocess.DEVNULL)
                self.addCleanup(process.kill)
                end = time.monotonic() + WAIT_LIMIT
                while not os.listdir(self.folder) and time.monotonic() < end:
                    time.sleep(0.01)
                self.assertFalse(out.exists())
                process.send_signal(signal.SIGTERM)
                self.assertEqual(process.wait(WAIT_LIMIT), -signal.SIGTERM)
                self.assertEqual(os.listdir(self.folder), [])

    def test_a_folder_that_holds_something_stays(self):
        """what is in the place of the folder is never removed, unless it is an empty folder"""
        kept = self.folder / "kept"
        kept.mkdir()
        (kept / "file").write_bytes(b"before")
        result = export(kept, "--zoom", "0", "--format", "dir")
        self.assertEqual(result.returncode, 2)
        self.assertIn("remove what is there", result.stderr.decode())
        self.assertEqual(files(kept), {"file": b"before"})
        empty = self.folder / "empty"
        empty.mkdir()
        self.exported("empty", "--zoom", "0", "--format", "dir")

    def test_wrong_lists(self):
        """a layer or a date that is none is named, before anything is written"""
        out = self.folder / "out"
        for arguments, status, word in ((("--layer", "framework,", "--zoom", "0"), 1, "no layer “”"),
                                        (("--layer", "framework,sale", "--zoom", "0"), 1, "sale"),
                                        (("--layer", "framework", "--date", "2020-01-01,2020-02-30"), 2, "2020-02-30"),
                                        (("--layer", "framework", "--date", ""), 2, "--date")):
            with self.subTest(arguments):
                result = lawmap("export", *arguments, out)
                self.assertEqual(result.returncode, status, result.stderr)
                self.assertIn(word, result.stderr.decode())
                self.assertEqual(os.listdir(self.folder), [])

    def test_broken_boundaries(self):
        """boundaries that cannot be read stop the export before it begins"""
        out = self.folder / "out"
        result = export(out, "--shapefiles", self.folder / "nothing", "--format", "pmtiles")
        self.assertEqual(result.returncode, 1)
        self.assertEqual(os.listdir(self.folder), [])


if __name__ == "__main__":
    unittest.main()
