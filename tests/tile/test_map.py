"""Figures that `lawmap map` writes, read by other programs: an XML parser and Poppler."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unicodedata
import unittest
import xml.etree.ElementTree

LAWMAP = os.environ["LAWMAP_PROGRAM"]
DATA = pathlib.Path(os.environ["LAWMAP_SOURCE_ROOT"], "data")
CODEBOOK = json.loads((DATA / "codebook.json").read_text("utf-8"))
DATE = "2026-01-01"
SVG = "{http://www.w3.org/2000/svg}"


def lawmap_map(*arguments, **options):
    return subprocess.run([LAWMAP, "map", *map(str, arguments)], capture_output=True, **options)


def letters(text):
    """Without spaces, which a PDF may lose where lines break, and in one form of Unicode."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def texts(layer, language):
    """What a figure of the framework says."""
    strings = CODEBOOK["figure_strings"]
    return [
        CODEBOOK["framework_layer"]["label"][language],
        strings["date"][language].format(date=DATE),
        strings["equal_earth"][language],
        strings["source"][language].split("{version}")[0],
        strings["source"][language].split("{boundaries}")[1],
        *(code["label"][language] for code in CODEBOOK[layer]),
    ]


class Map(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def draw(self, name, *arguments):
        path = self.folder / name
        result = lawmap_map("framework", "--date", DATE, "-o", path, *arguments)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual((result.stdout, result.stderr), (b"", b""))
        return path

    def test_svg_is_well_formed_and_says_what_it_shows(self):
        for language in CODEBOOK["languages"]:
            root = xml.etree.ElementTree.parse(self.draw("map.svg", "--lang", language)).getroot()
            self.assertEqual(root.tag, SVG + "svg")
            self.assertEqual(root.get("width"), "1200px")
            said = root.find(SVG + "title").text + root.find(SVG + "desc").text
            for code in CODEBOOK["frameworks"]:
                self.assertIn(code["label"][language], said)
            identifiers = [element.get("id") for element in root.iter() if element.get("id")]
            self.assertEqual(len(identifiers), len(set(identifiers)))

    def test_pdf_has_its_text_in_every_language(self):
        for language in CODEBOOK["languages"]:
            path = self.draw("map.pdf", "--lang", language)
            self.assertTrue(path.read_bytes().startswith(b"%PDF-"))
            found = letters(subprocess.run(["pdftotext", "-raw", path, "-"], check=True, capture_output=True,
                                           text=True).stdout)
            for text in texts("frameworks", language):
                self.assertIn(letters(text), found, language)

    def test_pdf_tells_its_title_and_the_date_of_the_law(self):
        told = subprocess.run(["pdfinfo", "-isodates", self.draw("map.pdf", "--width", "600")], check=True,
                              capture_output=True, text=True).stdout
        facts = dict(line.split(":", 1) for line in told.splitlines() if ":" in line)
        self.assertEqual(facts["Title"].strip(), CODEBOOK["framework_layer"]["label"]["en"])
        self.assertTrue(facts["CreationDate"].strip().startswith(DATE), facts["CreationDate"])
        self.assertEqual(facts["Pages"].strip(), "1")
        self.assertTrue(facts["Page size"].strip().startswith("600 x "), facts["Page size"])

    def test_two_runs_write_the_same_bytes(self):
        for name in "map.png", "map.svg", "map.pdf":
            self.assertEqual(self.draw(name).read_bytes(), self.draw("again-" + name).read_bytes(), name)

    def test_format_follows_the_option_then_the_name(self):
        starts = {"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF"}
        for name, arguments, expected in [
                ("a.pdf", [], "pdf"), ("a.svg", [], "svg"), ("a.png", [], "png"), ("a", [], "png"),
                ("a.PDF", [], "pdf"), ("a.txt", ["--format", "png"], "png"), ("a.pdf", ["--format", "svg"], "svg")]:
            with self.subTest(name=name, arguments=arguments):
                self.assertTrue(self.draw(name, *arguments).read_bytes().startswith(starts[expected]))

    def test_standard_output_is_the_default(self):
        result = lawmap_map("framework", "--date", DATE)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(result.stdout, self.draw("map.png").read_bytes())

    def test_others_boundaries_are_not_credited_to_natural_earth(self):
        shapefiles = pathlib.Path(os.environ["LAWMAP_SOURCE_ROOT"], "shapefiles")
        (self.folder / "ours").symlink_to(shapefiles)
        path = self.draw("map.pdf", "--shapefiles", self.folder / "ours")
        found = subprocess.run(["pdftotext", path, "-"], check=True, capture_output=True, text=True).stdout
        self.assertNotIn("Natural Earth", found)
        self.assertIn("ours", found)

    def edit(self, name, codes, old, new):
        """A copy of the data in which these records say something else."""
        data = self.folder / name
        shutil.copytree(DATA, data)
        for code in codes:
            path = data / "jurisdictions" / f"{code}.json"
            text = path.read_text("utf-8")
            self.assertIn(old, text)
            path.write_text(text.replace(old, new), "utf-8")
        return data

    def draw_changes(self, name, old, new, *arguments):
        path = self.folder / name
        result = lawmap_map("--diff", old, new, "selling", "--date", DATE, "-o", path, *arguments)
        self.assertEqual((result.returncode, result.stdout, result.stderr), (0, b"", b""))
        return path

    def test_changes_are_drawn_and_listed(self):
        statuses = {code["id"]: code for code in CODEBOOK["statuses"]}
        new = self.edit("new", ["KE"], '"selling": "partly-criminalised"', '"selling": "criminalised"')
        for language in CODEBOOK["languages"]:
            path = self.draw_changes("changes.svg", DATA, new, "--lang", language)
            root = xml.etree.ElementTree.parse(path).getroot()
            before, after = (statuses[one]["label"][language] for one in ("partly-criminalised", "criminalised"))
            name = json.loads((DATA / "names.json").read_text("utf-8"))["jurisdictions"]["KE"]["name"][language]
            strings = CODEBOOK["figure_strings"]
            self.assertTrue(root.find(SVG + "desc").text.endswith(
                f"; {strings['change'][language].format(name=name, before=before, after=after)}"
                f"; {strings['unchanged'][language]}"))
        fills = {round(float(one) * 255 / 100) for one in re.findall(r"rgb\(([\d.]+)%", path.read_text("utf-8"))}
        reds = {one: int(code["colours"]["default"][1:3], 16) for one, code in statuses.items()}
        self.assertIn(reds["criminalised"], fills)
        self.assertNotIn(reds["partly-criminalised"], fills)
        self.assertNotEqual(self.draw_changes("there.png", DATA, new).read_bytes(),
                            self.draw_changes("back.png", new, DATA).read_bytes())
        pdf = subprocess.run(["pdftotext", self.draw_changes("changes.pdf", DATA, new), "-"], check=True, capture_output=True)
        self.assertIn(letters("Kenya: Partly criminalised → Criminalised"), letters(pdf.stdout.decode()))

    def test_no_change_and_many(self):
        path = self.draw_changes("none.svg", DATA, DATA)
        said = xml.etree.ElementTree.parse(path).getroot().find(SVG + "desc").text
        self.assertEqual(said.split("; ")[1:], ["No change"])
        alike = [path.stem for path in sorted((DATA / "jurisdictions").iterdir())
                 if '"selling": "criminalised"' in path.read_text("utf-8")
                 and json.loads(path.read_text("utf-8"))["periods"][-1]["selling"] == "criminalised"]
        self.assertGreater(len(alike), 60)
        path = self.draw_changes("many.svg", DATA, self.edit("many", alike, '"selling": "criminalised"',
                                                             '"selling": "partly-criminalised"'))
        said = xml.etree.ElementTree.parse(path).getroot().find(SVG + "desc").text.split("; ")
        self.assertEqual(len(said), 1 + 40 + 2)
        self.assertEqual(said[-2:], [f"and {len(alike) - 40} more", "No change"])

    def test_palettes_differ(self):
        pictures = {self.draw("map.png", "--palette", palette["id"], "--width", 300).read_bytes()
                    for palette in CODEBOOK["palettes"]}
        self.assertEqual(len(pictures), len(CODEBOOK["palettes"]))

    def test_only_the_finished_file_is_there(self):
        path = self.draw("map.png")
        self.assertEqual(os.listdir(self.folder), [path.name])
        self.assertEqual(path.stat().st_mode & 0o777, 0o666 & ~current_umask())

    def test_what_was_there_stays_when_all_goes_wrong(self):
        path = self.folder / "map.png"
        path.write_bytes(b"before")
        for arguments in ["frame-work"], ["framework", "--palette", "pink"], ["framework", "--bbox", "1,2,3"]:
            self.assertNotEqual(lawmap_map(*arguments, "-o", path).returncode, 0)
            self.assertEqual(path.read_bytes(), b"before")
        limited = lawmap_map("framework", "-o", path, preexec_fn=limit_file_size)
        self.assertNotEqual(limited.returncode, 0)
        self.assertEqual(path.read_bytes(), b"before")
        self.assertEqual(os.listdir(self.folder), ["map.png"])

    def test_refuses_in_words(self):
        for arguments, code, words in [
                (["framework", "--bbox", "1,2,3"], 2, "W,S,E,N"),
                (["framework", "--bbox", "1,2,3,4,5"], 2, "W,S,E,N"),
                (["framework", "--bbox", "a,b,c,d"], 2, "W,S,E,N"),
                (["framework", "--bbox", "nan,0,10,10"], 2, "-180 to 180"),
                (["framework", "--bbox", "0,0,400,10"], 2, "-180 to 180"),
                (["framework", "--bbox", "0,20,10,10"], 2, "west,south,east,north"),
                (["framework", "--width", "199"], 2, "200 to 8192"),
                (["framework", "--width", "-1"], 2, "200 to 8192"),
                (["framework", "--width", "8193"], 2, "200 to 8192"),
                (["framework", "--format", "gif"], 2, "png, svg or pdf"),
                (["framework", "-o", "no.such/map.jpg"], 2, ".png, .svg or .pdf"),
                (["framework", "--projection", "mercator"], 2, "web-mercator or equal-earth"),
                (["framework", "--lang", "de"], 2, "en, fr, es, ru or zh"),
                (["framework", "--date", "2026"], 2, "YYYY-MM-DD"),
                (["frame-work"], 1, "framework, selling, buying"),
                (["framework", "--palette", "pink"], 1, "default, colour-vision-safe, greyscale, dark"),
                (["framework", "selling"], 2, "--diff OLD NEW LAYER"),
                (["--diff", "no-such-directory", "framework"], 1, "no-such-directory"),
                ([], 2, "LAYER")]:
            with self.subTest(arguments=arguments):
                result = lawmap_map(*arguments)
                self.assertEqual(result.returncode, code, result.stderr)
                self.assertEqual(result.stdout, b"")
                self.assertIn(words, result.stderr.decode())


def current_umask():
    mask = os.umask(0)
    os.umask(mask)
    return mask


def limit_file_size():
    import resource
    import signal
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))


if __name__ == "__main__":
    unittest.main()
