#!/usr/bin/python3
"""The committed shapefiles keep what shapefiles/README.md promises.

Needs python3-gdal and iso-codes; the bytes of the .shp are read here, since a
library might repair a ring on its way in. Run: /usr/bin/python3 tests/shapefiles/test_shapefiles.py
"""
import json
import math
import os
import re
import struct
import unittest
from collections import Counter, defaultdict
from functools import lru_cache

from osgeo import ogr

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SHAPEFILES = os.path.join(ROOT, "shapefiles")
JURISDICTIONS = os.path.join(ROOT, "data", "jurisdictions")
ISO_CODES = "/usr/share/iso-codes/json"
ZONES = "/usr/share/zoneinfo/zone.tab"

WITHOUT_POLYGON = {"ID-KU"}  # README: split from ID-KI after the source was made
GB = {"GB-EAW", "GB-SCT", "GB-NIR"}
# Types of the first level where iso-codes lists others beside it.
FIRST_LEVEL = {
    "ES": {"Autonomous community", "Autonomous city in north africa"},
    "ID": {"Province", "Capital district", "Special region"},
    "US": {"State", "District"},
}
PLACES = (
    ("Simferopol", 44.95, 34.10, "UA"), ("Sevastopol", 44.60, 33.55, "UA"), ("Kherson", 46.65, 32.60, "UA"),
    ("Nicosia, south", 35.15, 33.35, "CY"), ("Nicosia, north", 35.22, 33.33, "CY"), ("Famagusta", 35.125, 33.93, "CY"),
    ("Akrotiri", 34.60, 32.97, "CY"), ("Dhekelia", 34.995, 33.74, "CY"),
    ("Hargeisa", 9.56, 44.06, "SO"), ("Mogadishu", 2.05, 45.32, "SO"), ("Baikonur", 45.96, 63.31, "KZ"),
    ("Laayoune", 27.15, -13.20, "EH"), ("Dakhla, inland", 23.6, -15.5, "EH"), ("Tifariti", 26.16, -10.57, "EH"),
    ("just south of 27°40'N", 27.66, -10, "EH"), ("just north of 27°40'N", 27.67, -10, "MA"), ("Tarfaya", 27.93, -12.88, "MA"),
    ("Pristina", 42.67, 21.17, "XK"), ("Nis", 43.32, 21.90, "RS"), ("Ramallah", 31.90, 35.20, "PS"),
    ("Gaza", 31.45, 34.40, "PS"), ("Tel Aviv", 32.07, 34.80, "IL"), ("Quneitra", 33.12, 35.82, "SY"), ("Katzrin, Golan", 32.99, 35.70, "SY"),
    ("Tiberias", 32.79, 35.50, "IL"), ("Srinagar", 34.08, 74.80, "IN"), ("Muzaffarabad", 34.30, 73.45, "PK"),
    ("Aksai Chin", 35.2, 79.5, "CN"), ("Siachen", 35.4, 77.1, "IN"), ("Sukhumi", 43.05, 41.05, "GE"),
    ("Tiraspol", 46.84, 29.63, "MD"), ("Taipei", 25.03, 121.53, "TW"), ("Guantanamo Bay", 19.91, -75.11, "CU"),
    ("Maseru", -29.33, 27.55, "LS"), ("Bloemfontein", -29.12, 26.21, "ZA"), ("San Marino", 43.94, 12.45, "SM"),
    ("Vatican", 41.9033, 12.4534, "VA"), ("Rome", 41.89, 12.50, "IT"), ("Cayenne", 4.90, -52.33, "GF"),
    ("Saint-Denis", -20.90, 55.45, "RE"), ("Fort-de-France", 14.65, -61.03, "MQ"), ("Guadeloupe", 16.1, -61.7, "GP"),
    ("Mayotte", -12.8, 45.15, "YT"), ("Paris", 48.86, 2.35, "FR"), ("Longyearbyen", 78.20, 15.60, "SJ"),
    ("Jan Mayen", 71.0, -8.4, "SJ"), ("Oslo", 59.93, 10.75, "NO"), ("Kralendijk", 12.16, -68.27, "BQ"),
    ("Saba", 17.63, -63.235, "BQ"), ("Christmas Island", -10.49, 105.63, "CX"), ("Bouvet", -54.42, 3.40, "BV"),
    ("Anadyr", 64.73, 177.45, "RU"), ("Chukotka across", 66.5, -175.0, "RU"), ("Chukotka at 180", 67.0, 179.999, "RU"),
    ("Chukotka at -180", 67.0, -179.999, "RU"), ("Wrangel, west", 71.2, 179.95, "RU"), ("Wrangel, east", 71.2, -179.95, "RU"),
    ("Fiji, west", -16.72, 179.999, "FJ"), ("Taveuni, east", -16.75, -179.95, "FJ"), ("South Pole", -89.99, 0, "AQ"),
    ("Antarctica at 180", -86, 179.999, "AQ"), ("Antarctica at -180", -86, -179.999, "AQ"),
    ("Cardiff", 51.50, -3.22, "GB-EAW"), ("Edinburgh", 55.93, -3.20, "GB-SCT"), ("Belfast", 54.57, -5.95, "GB-NIR"),
    ("Canberra", -35.3, 149.1, "AU-ACT"), ("Jervis Bay", -35.16, 150.68, "AU-ACT"), ("Hobart", -42.85, 147.30, "AU-TAS"),
    ("Macquarie Island", -54.6, 158.88, "AU-TAS"), ("Sydney", -33.87, 151.1, "AU-NSW"), ("Sarajevo", 43.86, 18.40, "BA-BIH"),
    ("Banja Luka", 44.77, 17.19, "BA-SRP"), ("Brcko", 44.83, 18.80, "BA-BRC"), ("Bilbao", 43.25, -2.93, "ES-PV"),
    ("Tenerife", 28.3, -16.55, "ES-CN"), ("Barcelona", 41.40, 2.15, "ES-CT"), ("Banda Aceh", 5.5, 95.35, "ID-AC"),
    ("Kuala Lumpur", 3.14, 101.69, "MY-14"), ("Labuan", 5.32, 115.22, "MY-15"), ("Kota Kinabalu", 5.95, 116.12, "MY-12"),
    ("Abuja", 9.06, 7.45, "NG-FC"), ("Kano", 12.0, 8.52, "NG-KN"), ("Washington", 38.90, -77.03, "US-DC"),
    ("Honolulu", 21.33, -157.85, "US-HI"), ("Mexico City", 19.35, -99.15, "MX-CMX"), ("Alacranes reef", 22.5, -89.653, "MX-YUC"),
    ("Buenos Aires", -34.61, -58.45, "AR-C"), ("Berlin", 52.52, 13.40, "DE-BE"), ("Vienna", 48.21, 16.37, "AT-9"),
    ("Geneva", 46.2, 6.13, "CH-GE"), ("Caspian Sea", 41.9, 50.6, None), ("Atlantic", 30.0, -40.0, None),
)
# Where the time zone database's point is not within 0.25° of its country here, and why.
ZONES_ELSEWHERE = {
    "Europe/Busingen": "an enclave that the source's generalisation drops",
    "Asia/Jerusalem": "the point lies east of the line of 1949",
    "Pacific/Kwajalein": "an atoll that the source does not have",
    "America/Lower_Princes": "a generalised border: 1 km north of it",
}


def read_shp(name):
    """The records of a shapefile: lists of parts, each a list of (x, y)."""
    with open(os.path.join(SHAPEFILES, name + ".shp"), "rb") as file:
        data = file.read()
    records, offset = [], 100
    while offset < len(data):
        number, words = struct.unpack_from(">2i", data, offset)
        assert number == len(records) + 1, "record numbers run from 1"
        part_count, point_count = struct.unpack_from("<2i", data, offset + 44)
        starts = list(struct.unpack_from(f"<{part_count}i", data, offset + 52)) + [point_count]
        values = struct.unpack_from(f"<{2 * point_count}d", data, offset + 52 + 4 * part_count)
        points = list(zip(values[::2], values[1::2]))
        records.append([points[a:b] for a, b in zip(starts, starts[1:])])
        offset += 8 + 2 * words
    return records


def read_attributes(name):
    source = ogr.Open(os.path.join(SHAPEFILES, name + ".shp"))
    return [feature.items() for feature in source.GetLayer()]


@lru_cache(maxsize=None)
def leaves():
    """code -> rings, as they are in the file."""
    return dict(zip((a["code"] for a in read_attributes("jurisdictions")), read_shp("jurisdictions")))


@lru_cache(maxsize=None)
def geometries():
    source = ogr.Open(os.path.join(SHAPEFILES, "jurisdictions.shp"))
    return [(feature["code"], feature.geometry().Clone()) for feature in source.GetLayer()]


def twice_area(ring):
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:]))


@lru_cache(maxsize=None)
def edges():
    """Undirected edge -> [(code, whether it runs from the smaller end)]."""
    owners = defaultdict(list)
    for code, rings in leaves().items():
        for ring in rings:
            for a, b in zip(ring, ring[1:]):
                owners[min(a, b), max(a, b)].append((code, a < b))
    return dict(owners)


def on_world_edge(a, b):
    return a[0] == b[0] and abs(a[0]) == 180 or a[1] == b[1] == -90


def codes_at(latitude, longitude, distance=0.0):
    point = ogr.CreateGeometryFromWkt(f"POINT({longitude} {latitude})")
    return {code for code, geometry in geometries() if geometry.Distance(point) <= distance}


def iso_entries(standard):
    with open(os.path.join(ISO_CODES, f"iso_{standard}.json"), encoding="utf-8") as file:
        return json.load(file)[standard]


def data_codes():
    return {name[:-5] for name in os.listdir(JURISDICTIONS) if name.endswith(".json")}


def subdivided():
    return {code[:2] for code in data_codes() if "-" in code}


class Files(unittest.TestCase):
    def test_declare_utf8_and_wgs84(self):
        for name in ("jurisdictions", "disputed"):
            with open(os.path.join(SHAPEFILES, name + ".cpg"), encoding="ascii") as file:
                self.assertEqual(file.read().strip(), "UTF-8")
            with open(os.path.join(SHAPEFILES, name + ".prj"), encoding="ascii") as file:
                self.assertTrue(file.read().startswith('GEOGCS["GCS_WGS_1984"'))

    def test_index_points_at_every_record(self):
        for name in ("jurisdictions", "disputed"):
            base = os.path.join(SHAPEFILES, name)
            with open(base + ".shx", "rb") as index, open(base + ".shp", "rb") as shapes:
                entries, data = index.read()[100:], shapes.read()
            self.assertEqual(len(entries) // 8, len(read_shp(name)))
            for number, (words, length) in enumerate(struct.iter_unpack(">2i", entries), start=1):
                self.assertEqual(struct.unpack_from(">2i", data, 2 * words), (number, length))

    def test_fields(self):
        rows = read_attributes("jurisdictions")
        codes = [row["code"] for row in rows]
        self.assertEqual(codes, sorted(set(codes)))
        for row in rows:
            self.assertRegex(row["code"], r"^[A-Z]{2}(-[A-Z0-9]{1,3})?$")
            self.assertEqual(row["parent"] or "", row["code"][:2] if "-" in row["code"] else "")
            self.assertTrue(0 < len(row["name"].encode()) < 80, row)
        names = {row["code"]: row["name"] for row in rows}
        self.assertEqual((names["CI"], names["MX-MIC"]), ("Côte d'Ivoire", "Michoacán de Ocampo"))


class Codes(unittest.TestCase):
    def test_every_country_has_a_polygon(self):
        countries = {entry["alpha_2"] for entry in iso_entries("3166-1")}
        self.assertEqual(len(countries), 249)
        self.assertEqual({code[:2] for code in leaves()}, countries | {"XK"})

    def test_a_country_is_a_leaf_or_its_subdivisions_are(self):
        parents = {code[:2] for code in leaves() if "-" in code}
        self.assertEqual(parents, subdivided())
        self.assertFalse(parents & set(leaves()))

    def test_every_first_level_subdivision_has_a_polygon(self):
        entries = iso_entries("3166-2")
        for country in subdivided() - {"GB"}:
            types = FIRST_LEVEL.get(country)
            expected = {e["code"] for e in entries if e["code"].startswith(country + "-")
                        and (e["type"] in types if types else "parent" not in e)}
            self.assertGreater(len(expected), 2)
            self.assertEqual({c for c in leaves() if c.startswith(country + "-")}, expected - WITHOUT_POLYGON)
        self.assertEqual({c for c in leaves() if c.startswith("GB-")}, GB)

    def test_every_record_of_the_dataset_has_a_polygon(self):
        self.assertEqual(data_codes() - set(leaves()) - subdivided(), set())


class Places(unittest.TestCase):
    def test_places(self):
        for name, latitude, longitude, code in PLACES:
            with self.subTest(name):
                self.assertEqual(codes_at(latitude, longitude), {code} if code else set())

    @unittest.skipUnless(os.path.exists(ZONES), "needs Debian's tzdata")
    def test_every_country_lies_where_the_time_zone_database_says(self):
        with open(ZONES, encoding="utf-8") as file:
            rows = [line.split("\t")[:3] for line in file if not line.startswith("#")]
        for country, position, zone in rows:
            latitude, longitude = (degrees(text) for text in re.findall(r"[+-]\d+", position))
            found = {code[:2] for code in codes_at(latitude, longitude, 0.25)}
            with self.subTest(zone.strip()):
                if zone.strip() not in ZONES_ELSEWHERE:
                    self.assertIn(country, found)


def degrees(text):
    """+DDMM, +DDDMM or with seconds, as in ISO 6709."""
    digits = text[1:]
    width = 2 if len(digits) in (4, 6) else 3
    seconds = int(digits[width:width + 2]) * 60 + int(digits[width + 2:] or 0)
    return (-1 if text[0] == "-" else 1) * (int(digits[:width]) + seconds / 3600)


class Topology(unittest.TestCase):
    def test_rings(self):
        for code, rings in leaves().items():
            with self.subTest(code):
                self.assertLess(twice_area(rings[0]), 0, "the first ring is an exterior: clockwise")
                for ring in rings:
                    self.assertGreaterEqual(len(ring), 4)
                    self.assertEqual(ring[0], ring[-1])
                    self.assertEqual(len(set(ring)), len(ring) - 1, "no vertex twice")
                    self.assertNotEqual(twice_area(ring), 0)
                    self.assertTrue(all(-180 <= x <= 180 and -90 <= y <= 90 for x, y in ring))

    def test_polygons_are_valid(self):
        for code, geometry in geometries():
            self.assertTrue(geometry.IsValid(), code)

    def test_holes_are_filled_by_others_or_by_the_sea(self):
        for code, rings in leaves().items():
            for ring in rings:
                if twice_area(ring) > 0:
                    users = {len(edges()[min(e), max(e)]) for e in zip(ring, ring[1:])}
                    self.assertEqual(users, {2}, f"{code} has a hole at {ring[0]} that nobody fills")

    def test_enclaves_share_every_vertex_with_their_hole(self):
        for enclave, around in (("LS", "ZA"), ("SM", "IT"), ("VA", "IT")):
            self.assertEqual(len(leaves()[enclave]), 1)
            outline = leaves()[enclave][0]
            holes = [ring for ring in leaves()[around] if set(ring) == set(outline)]
            self.assertEqual(len(holes), 1, enclave)
            self.assertGreater(twice_area(holes[0]), 0, "a hole runs counter-clockwise")

    def test_an_edge_is_a_coast_or_a_border_of_two(self):
        for edge, users in edges().items():
            self.assertLessEqual(len(users), 2, edge)
            if len(users) == 2:
                (one, forward), (other, backward) = users
                self.assertNotEqual(one, other, edge)
                self.assertNotEqual(forward, backward, edge)

    def test_no_vertex_lies_inside_an_edge(self):
        size = 0.05
        cells = defaultdict(set)
        for vertex in {vertex for edge in edges() for vertex in edge}:
            cells[math.floor(vertex[0] / size), math.floor(vertex[1] / size)].add(vertex)
        for a, b in edges():
            if on_world_edge(a, b):
                continue
            columns, rows = (range(math.floor((min(a[i], b[i]) - 1e-9) / size), math.floor((max(a[i], b[i]) + 1e-9) / size) + 1)
                             for i in (0, 1))
            for cell in ((i, j) for i in columns for j in rows):
                for v in cells.get(cell, ()):
                    if v not in (a, b):
                        self.assertGreater(distance_inside(v, a, b), 1e-9, f"{v} on {a} {b}")

    def test_nothing_overlaps_and_the_caspian_is_the_one_hole(self):
        everything = ogr.Geometry(ogr.wkbMultiPolygon)
        for _, geometry in geometries():
            for part in (geometry,) if geometry.GetGeometryName() == "POLYGON" else geometry:
                everything.AddGeometry(part)
        total = everything.GetArea()
        land = everything.UnionCascaded()
        self.assertAlmostEqual(land.GetArea(), total, delta=1e-6)
        holes = [polygon.GetGeometryRef(i).GetEnvelope() for polygon in land for i in range(1, polygon.GetGeometryCount())]
        self.assertEqual(len(holes), 1, holes)
        west, east, south, north = holes[0]
        self.assertTrue(46 < west < 48 and 53 < east < 55 and 36 < south < 37 and 46 < north < 48, holes)

    def test_cut_coasts_reach_the_edge_of_the_world(self):
        cut = Counter()
        for (a, b), users in edges().items():
            if on_world_edge(a, b):
                self.assertEqual(len(users), 1)
                cut[users[0][0], a[0] if a[0] == b[0] else "south"] += 1
            for x, y in (a, b):
                self.assertFalse(179.8995 < abs(x) < 179.9005 or -89.9005 < y < -89.8995, (x, y))
        self.assertEqual(set(cut), {(code, x) for code in ("RU", "FJ", "AQ") for x in (-180.0, 180.0)} | {("AQ", "south")})

    def test_russia_and_antarctica_go_on_across_the_antimeridian(self):
        for code, latitude in (("RU", 65.07), ("RU", 68.97), ("RU", 70.99), ("RU", 71.53), ("AQ", -84.35)):
            sides = [min((y for ring in leaves()[code] for x, y in ring if x == side), key=lambda y: abs(y - latitude))
                     for side in (-180.0, 180.0)]
            self.assertEqual(sides[0], sides[1])
            self.assertAlmostEqual(sides[0], latitude, delta=0.05)


def distance_inside(v, a, b):
    """Distance from v to the line through a and b where it falls between them, else infinite."""
    length = math.dist(a, b)
    along = ((v[0] - a[0]) * (b[0] - a[0]) + (v[1] - a[1]) * (b[1] - a[1])) / length
    if not 0 < along < length:
        return math.inf
    return abs((b[0] - a[0]) * (v[1] - a[1]) - (b[1] - a[1]) * (v[0] - a[0])) / length


class Disputed(unittest.TestCase):
    # Lines drawn on the map's own edges; the others run inside a province of the source.
    BORDERS = {"Kosovo": {"RS", "XK"}, "Western Sahara, 27°40'N": {"EH", "MA"}, "Line of control, Kashmir": {"IN", "PK"},
               "Armistice line, West Bank and Gaza": {"IL", "PS"}, "Golan, line before 1967": {"IL", "SY"},
               "Sudan and South Sudan": {"SD", "SS"}, "Military demarcation line, Korea": {"KP", "KR"}}
    INNER = {"Crimea": "UA", "Green Line, Cyprus": "CY", "Somaliland": "SO", "Western Sahara, berm": "EH",
             "Golan, line of separation": "SY", "Abkhazia": "GE", "South Ossetia": "GE", "Transnistria": "MD", "Abyei": "SD"}

    def setUp(self):
        self.rows = {row["name"]: row for row in read_attributes("disputed")}
        self.lines = dict(zip(self.rows, read_shp("disputed")))

    def test_names_and_parties(self):
        self.assertEqual(len(self.lines), len(read_attributes("disputed")))
        for row in self.rows.values():
            self.assertTrue(row["name"] and row["left"] and row["right"], row)
        for name, parties in self.BORDERS.items():
            self.assertEqual({self.rows[name]["left"], self.rows[name]["right"]}, parties)

    def test_a_disputed_border_runs_on_the_edges_of_its_leaves(self):
        for name, parties in self.BORDERS.items():
            for line in self.lines[name]:
                for a, b in zip(line, line[1:]):
                    self.assertEqual({code for code, _ in edges().get((min(a, b), max(a, b)), ())}, parties, name)

    def test_a_line_inside_a_leaf_lies_in_it(self):
        for name, code in self.INNER.items():
            for line in self.lines[name]:
                x, y = line[len(line) // 2]
                self.assertIn(code, codes_at(y, x, 0.02), name)

    def test_western_sahara_ends_at_its_parallel(self):
        for line in self.lines["Western Sahara, 27°40'N"]:
            self.assertEqual({y for _, y in line}, {27 + 40 / 60})


if __name__ == "__main__":
    unittest.main()
