"""Pyramids that `lawmap export` writes, read by SQLite, by GDAL, and against `lawmap render`."""
import os
import pathlib
import resource
import signal
import sqlite3
import subprocess
import tempfile
import time
import unittest

from osgeo import gdal

LAWMAP = os.environ["LAWMAP_PROGRAM"]
DATE = "2026-01-01"
HALF_WORLD = 20037508.342789244  # metres, EPSG:3857
WAIT_LIMIT = 60  # seconds, for what should take a moment

gdal.UseExceptions()


def lawmap(*arguments, **options):
    return subprocess.run([LAWMAP, *map(str, arguments)], capture_output=True, **options)


def export(out, *arguments, **options):
    return lawmap("export", "--layer", "framework", "--date", DATE, *arguments, out, **options)


class Export(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        cls.path = pathlib.Path(cls.folder.name, "world.mbtiles")
        cls.result = export(cls.path, "--format", "mbtiles", "--zoom", "0-4", "--threads", "1")

    def query(self, statement, *values):
        with sqlite3.connect(f"file:{self.path}?mode=ro", uri=True) as database:
            return database.execute(statement, values).fetchall()

    def test_succeeds_and_reports_what_it_wrote(self):
        self.assertEqual(self.result.returncode, 0, self.result.stderr)
        images = self.query("SELECT count(*) FROM images")[0][0]
        self.assertEqual(self.result.stdout, b"")
        self.assertEqual(
            self.result.stderr.decode(),
            f"{self.path}: 341 tiles, {images} different images, {self.path.stat().st_size} bytes\n")

    def test_is_the_only_file_left(self):
        self.assertEqual(os.listdir(self.folder.name), [self.path.name])

    def test_threads_change_no_byte(self):
        with tempfile.TemporaryDirectory() as folder:
            for threads in "2", "4", "9":
                other = pathlib.Path(folder, threads)
                self.assertEqual(export(other, "--zoom", "0-4", "--threads", threads).returncode, 0)
                self.assertEqual(other.read_bytes(), self.path.read_bytes(), f"{threads} threads")

    def test_has_every_tile_once(self):
        rows = self.query("SELECT zoom_level, tile_column, tile_row FROM tiles")
        self.assertEqual(sorted(rows), [(z, x, y) for z in range(5) for x in range(1 << z) for y in range(1 << z)])

    def test_has_every_image_once(self):
        images = [row[0] for row in self.query("SELECT tile_data FROM images")]
        self.assertEqual(len(images), len(set(images)))
        self.assertLess(len(images), 341)
        self.assertEqual(self.query("SELECT count(*) FROM images WHERE tile_id NOT IN (SELECT tile_id FROM map)"),
                         [(0,)])

    def test_tiles_are_those_of_render(self):
        for z, x, y in (0, 0, 0), (1, 1, 0), (3, 4, 2), (4, 15, 9), (4, 3, 15), (4, 8, 5):
            rendered = lawmap("render", "framework", z, x, y, "--date", DATE).stdout
            stored = self.query("SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?",
                                z, x, (1 << z) - 1 - y)
            self.assertEqual(stored, [(rendered,)], f"{z}/{x}/{y}")

    def test_metadata_are_those_of_the_specification(self):
        metadata = dict(self.query("SELECT name, value FROM metadata"))
        self.assertEqual(metadata["format"], "png")
        self.assertEqual((metadata["minzoom"], metadata["maxzoom"]), ("0", "4"))
        self.assertEqual(metadata["type"], "baselayer")
        self.assertIn(DATE, metadata["name"])
        west, south, east, north = map(float, metadata["bounds"].split(","))
        self.assertEqual((west, east, north), (-180, 180, -south))
        self.assertAlmostEqual(north, 85.0511, 4)
        longitude, latitude, zoom = map(float, metadata["center"].split(","))
        self.assertTrue(west <= longitude <= east and south <= latitude <= north and 0 <= zoom <= 4)
        self.assertTrue(metadata["version"].isdigit())
        self.assertTrue(metadata["attribution"] and metadata["description"])
        self.assertRegex(metadata["dataset"], "^[0-9a-f]{32}$")
        self.assertRegex(metadata["dataset_date"], "^[0-9]{4}(-[0-9]{2}){0,2}$")
        self.assertEqual(metadata["licence"], "CC-BY-4.0")
        for part in ("dataset", "dataset_date", "licence"):
            self.assertIn(metadata[part], metadata["citation"])
        self.assertEqual(self.query("PRAGMA application_id"), [(0x4D504258,)])
        self.assertEqual(self.query("PRAGMA integrity_check"), [("ok",)])

    def test_gdal_opens_it_where_it_belongs(self):
        dataset = gdal.Open(str(self.path))
        self.assertEqual(dataset.GetDriver().ShortName, "MBTiles")
        self.assertEqual((dataset.RasterXSize, dataset.RasterYSize), (256 << 4, 256 << 4))
        west, width, _, north, _, height = dataset.GetGeoTransform()
        self.assertAlmostEqual(west, -HALF_WORLD, 2)
        self.assertAlmostEqual(north, HALF_WORLD, 2)
        self.assertAlmostEqual(width * (256 << 4), 2 * HALF_WORLD, 2)
        self.assertAlmostEqual(height * (256 << 4), -2 * HALF_WORLD, 2)
        # The pole of Antarctica is land and the Arctic is sea: the rows are the right way up.
        south, north = (dataset.ReadAsArray(2048, row, 1, 1)[:3].ravel().tolist() for row in (4090, 10))
        self.assertNotEqual(south, north)

    def test_another_palette_or_layer_is_another_file(self):
        with tempfile.TemporaryDirectory() as folder:
            out = pathlib.Path(folder, "zoning")
            result = lawmap("export", "--layer", "zoning", "--palette", "default", "--zoom", "2", out)
            self.assertEqual(result.returncode, 0, result.stderr)
            with sqlite3.connect(out) as database:
                self.assertEqual(database.execute("SELECT zoom_level, count(*) FROM tiles").fetchall(), [(2, 16)])


class Refusals(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.out = self.folder / "out.mbtiles"

    def assert_refused(self, result, status, *words):
        text = result.stderr.decode()
        self.assertEqual(result.returncode, status, text)
        self.assertTrue(text.startswith("lawmap export: "), text)
        for word in words:
            self.assertIn(word, text)

    def test_wrong_arguments_are_named(self):
        cases = [
            (("--layer", "framework", "--zoom", "8-0"), 2, "8-0"),
            (("--layer", "framework", "--zoom", "0-11"), 2, "0-11"),
            (("--layer", "framework", "--zoom", "-"), 2, "--zoom"),
            (("--layer", "framework", "--zoom", "99999999999"), 2, "--zoom"),
            (("--layer", "framework", "--threads", "0"), 2, "--threads"),
            (("--layer", "framework", "--threads", "257"), 2, "--threads"),
            (("--layer", "framework", "--format", "zip"), 2, "mbtiles"),
            (("--layer", "framework", "--date", "2026-02-30"), 2, "2026-02-30"),
            (("--zoom", "0"), 2, "--layer"),
            (("--layer", "framwork", "--zoom", "0"), 1, "framework"),
            (("--layer", "framework", "--zoom", "0", "--palette", "pink"), 1, "default"),
        ]
        for arguments, status, word in cases:
            with self.subTest(arguments=arguments):
                self.assert_refused(lawmap("export", *arguments, self.out), status, word)
                self.assertEqual(os.listdir(self.folder), [])

    def test_a_directory_that_is_not_there(self):
        out = self.folder / "missing" / "out.mbtiles"
        self.assert_refused(export(out, "--zoom", "0"), 1, str(out), "No such file or directory")
        self.assertEqual(os.listdir(self.folder), [])

    def test_a_file_in_the_place_of_the_directory(self):
        self.out.write_bytes(b"before")
        out = self.out / "world.mbtiles"
        self.assert_refused(export(out, "--zoom", "0"), 1, str(out), "Not a directory")
        self.assertEqual(self.out.read_bytes(), b"before")

    def test_a_directory_in_the_place_of_the_file(self):
        self.assert_refused(export(self.folder, "--zoom", "0"), 2, str(self.folder))

    def test_no_room_leaves_what_was_there(self):
        self.out.write_bytes(b"before")
        result = export(self.out, "--zoom", "0-5",
                        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)))
        self.assert_refused(result, 1, str(self.out), "cannot be written")
        self.assertEqual(os.listdir(self.folder), [self.out.name])
        self.assertEqual(self.out.read_bytes(), b"before")

    def test_interrupted_it_leaves_nothing(self):
        for number in signal.SIGINT, signal.SIGTERM:
            with self.subTest(signal=number):
                process = subprocess.Popen(
                    [LAWMAP, "export", "--layer", "framework", "--zoom", "0-10", self.out],
                    stderr=subprocess.DEVNULL)
                self.addCleanup(process.kill)
                end = time.monotonic() + WAIT_LIMIT
                while not os.listdir(self.folder) and time.monotonic() < end:
                    time.sleep(0.01)
                self.assertFalse(self.out.exists())
                self.assertEqual(len(os.listdir(self.folder)), 1)
                process.send_signal(number)
                self.assertEqual(process.wait(WAIT_LIMIT), -number)
                self.assertEqual(os.listdir(self.folder), [])
