"""The colours of every palette in data/codebook.json can be told apart, by everyone and in print.

Within each layer's classes, for each palette:
- CIEDE2000 between any two classes is at least 10 (in some palettes more, see below), in normal vision and under
  simulated protanopia, deuteranopia and tritanopia; so is the difference of each class from the sea; that from
  the border drawn over it is at least 10 in normal vision;
- in greyscale, classes come in the order of severity given below, the most severe darkest, and no two classes
  of a layer, `varies` and `unknown` included, have the same grey.

From black to white CIEDE2000 adds up to 75. Nine greys and a white sea, which the frameworks need, can thus be at
most 8.3 apart, so the palette of greys is held to 8; its two smaller sets of classes are further apart.

Sources:
- colour difference: G. Sharma, W. Wu and E. N. Dalal, "The CIEDE2000 color-difference formula: implementation
  notes, supplementary test data, and mathematical observations", Color Research and Application 30 (2005);
- colour-vision deficiency: G. M. Machado, M. M. Oliveira and L. A. F. Fernandes, "A physiologically-based model
  for simulation of color vision deficiency", IEEE Transactions on Visualization and Computer Graphics 15 (2009),
  matrices of severity 1.0, which apply to linear RGB;
- contrast: W3C, Web Content Accessibility Guidelines 2.1, "contrast ratio";
- sRGB and its matrix to CIE XYZ (D65): IEC 61966-2-1.
"""
import itertools
import json
import math
import pathlib
import unittest

CODEBOOK = pathlib.Path(__file__).resolve().parents[2] / "data" / "codebook.json"

SMALLEST_DIFFERENCE = 10.0  # CIEDE2000, but for:
SMALLEST_DIFFERENCE_IN = {"colour-vision-safe": 14.0, "greyscale": 8.0, "dark": 15.0}
SMALLEST_STEP = 2.0  # of CIE L*, between two greys in order of severity, but for:
SMALLEST_STEP_IN = {"greyscale": 8.0}
SMALLEST_CONTRAST = 7.0  # of text: level AAA of WCAG 2.1, success criterion 1.4.6

# Most severe first. `varies` and `unknown` have no severity.
SEVERITY = {
    "frameworks": [
        "selling-criminalised", "buying-criminalised", "selling-partly-criminalised",
        "third-parties-criminalised", "legalisation", "decriminalisation", "no-specific-law",
    ],
    "statuses": [
        "criminalised", "partly-criminalised", "regulated", "decriminalised", "not-criminalised", "no-specific-law",
    ],
    "measure_values": ["yes", "partial", "no"],
}

NORMAL = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))
VISIONS = {
    "normal vision": NORMAL,
    "protanopia": (
        (0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}

# L1 a1 b1  L2 a2 b2  expected: rows of table 1 of Sharma et al., chosen for the branches they take.
SHARMA = [
    ((50.0000, 2.6772, -79.7751), (50.0000, 0.0000, -82.7485), 2.0425),
    ((50.0000, -1.3802, -84.2814), (50.0000, 0.0000, -82.7485), 1.0000),
    ((50.0000, 0.0000, 0.0000), (50.0000, -1.0000, 2.0000), 2.3669),
    ((50.0000, 2.4900, -0.0010), (50.0000, -2.4900, 0.0009), 7.1792),
    ((50.0000, 2.4900, -0.0010), (50.0000, -2.4900, 0.0011), 7.2195),
    ((50.0000, 2.5000, 0.0000), (50.0000, 0.0000, -2.5000), 4.3065),
    ((50.0000, 2.5000, 0.0000), (73.0000, 25.0000, -18.0000), 27.1492),
    ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
    ((90.9257, -0.5406, -0.9208), (88.6381, -0.8985, -0.7239), 1.5381),
    ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
]


def linear_rgb(hexadecimal):
    """The linear-light channels, 0 to 1, of "#rrggbb"."""
    channels = (int(hexadecimal[start:start + 2], 16) / 255 for start in (1, 3, 5))
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]


def see(rgb, matrix):
    """Linear RGB as it looks in a kind of vision, within the gamut of the screen."""
    return [min(1.0, max(0.0, sum(m * c for m, c in zip(row, rgb)))) for row in matrix]


def cie_lab(rgb):
    red, green, blue = rgb
    x = (0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047
    y = 0.2126729 * red + 0.7151522 * green + 0.0721750 * blue
    z = (0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883
    fx, fy, fz = (t ** (1 / 3) if t > 216 / 24389 else (24389 / 27 * t + 16) / 116 for t in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def hue(a, b):
    return math.degrees(math.atan2(b, a)) % 360 if a or b else 0.0


def mean_hue(h1, h2, grey):
    if grey:
        return h1 + h2
    if abs(h1 - h2) <= 180:
        return (h1 + h2) / 2
    return (h1 + h2 + 360) / 2 if h1 + h2 < 360 else (h1 + h2 - 360) / 2


def ciede2000(first, second):
    """The difference of two CIE L*a*b* colours, with the notation of Sharma et al., kL = kC = kH = 1."""
    (l1, a1, b1), (l2, a2, b2) = first, second
    mean_chroma = (math.hypot(a1, b1) + math.hypot(a2, b2)) / 2
    g = 0.5 * (1 - math.sqrt(mean_chroma ** 7 / (mean_chroma ** 7 + 25 ** 7)))
    a1, a2 = (1 + g) * a1, (1 + g) * a2
    c1, c2 = math.hypot(a1, b1), math.hypot(a2, b2)
    h1, h2 = hue(a1, b1), hue(a2, b2)
    grey = c1 * c2 == 0
    turn = 0.0 if grey else (h2 - h1 + 180) % 360 - 180
    delta_l, delta_c = l2 - l1, c2 - c1
    delta_h = 2 * math.sqrt(c1 * c2) * math.sin(math.radians(turn / 2))
    mean_l, mean_c, mean_h = (l1 + l2) / 2, (c1 + c2) / 2, mean_hue(h1, h2, grey)
    t = (1 - 0.17 * math.cos(math.radians(mean_h - 30)) + 0.24 * math.cos(math.radians(2 * mean_h))
         + 0.32 * math.cos(math.radians(3 * mean_h + 6)) - 0.20 * math.cos(math.radians(4 * mean_h - 63)))
    s_l = 1 + 0.015 * (mean_l - 50) ** 2 / math.sqrt(20 + (mean_l - 50) ** 2)
    s_c, s_h = 1 + 0.045 * mean_c, 1 + 0.015 * mean_c * t
    rotation = 60 * math.exp(-(((mean_h - 275) / 25) ** 2))
    r_t = -math.sin(math.radians(rotation)) * 2 * math.sqrt(mean_c ** 7 / (mean_c ** 7 + 25 ** 7))
    l, c, h = delta_l / s_l, delta_c / s_c, delta_h / s_h
    return math.sqrt(l * l + c * c + h * h + r_t * c * h)


def difference(first, second, matrix):
    return ciede2000(*(cie_lab(see(linear_rgb(colour), matrix)) for colour in (first, second)))


def lightness(colour):
    return cie_lab(linear_rgb(colour))[0]


def smallest_step(palette):
    return SMALLEST_STEP_IN.get(palette["id"], SMALLEST_STEP)


def contrast(first, second):
    lighter, darker = sorted(
        (0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in map(linear_rgb, (first, second))), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


class ColourDifferenceTest(unittest.TestCase):
    def test_published_pairs(self):
        for first, second, expected in SHARMA:
            with self.subTest(first=first, second=second):
                self.assertAlmostEqual(ciede2000(first, second), expected, places=4)
                self.assertAlmostEqual(ciede2000(second, first), expected, places=4)

    def test_white_and_grey_look_the_same_to_everyone(self):
        for name, matrix in VISIONS.items():
            with self.subTest(vision=name):
                for colour in ("#ffffff", "#808080"):
                    self.assertLess(ciede2000(cie_lab(see(linear_rgb(colour), matrix)), cie_lab(linear_rgb(colour))), 0.1)


class PaletteTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        codebook = json.loads(CODEBOOK.read_text(encoding="utf-8"))
        cls.palettes = codebook["palettes"]
        cls.layers = {layer: codebook[layer] for layer in SEVERITY}

    def each_layer(self):
        """Each palette with each layer's colours by class."""
        for palette in self.palettes:
            for layer, classes in self.layers.items():
                yield palette, layer, {one["id"]: one["colours"][palette["id"]] for one in classes}

    def assert_apart(self, palette, vision, first, second, most=100.0):
        distance = difference(first[1], second[1], VISIONS[vision])
        self.assertGreaterEqual(
            distance, min(SMALLEST_DIFFERENCE_IN.get(palette["id"], SMALLEST_DIFFERENCE), most),
            f"palette {palette['id']}, {vision}: {first[0]} {first[1]} and {second[0]} {second[1]}")

    def test_every_class_has_a_place(self):
        for palette, layer, colours in self.each_layer():
            with self.subTest(palette=palette["id"], layer=layer):
                self.assertEqual(set(colours) - {"varies", "unknown"}, set(SEVERITY[layer]))

    def test_classes_differ_from_each_other(self):
        for palette, layer, colours in self.each_layer():
            for vision, pair in itertools.product(VISIONS, itertools.combinations(colours.items(), 2)):
                with self.subTest(palette=palette["id"], layer=layer, vision=vision):
                    self.assert_apart(palette, vision, *pair)

    def test_classes_differ_from_the_sea(self):
        for palette, layer, colours in self.each_layer():
            for vision, one in itertools.product(VISIONS, colours.items()):
                with self.subTest(palette=palette["id"], layer=layer, vision=vision):
                    self.assert_apart(palette, vision, one, ("the sea", palette["sea"]))

    def test_classes_differ_from_the_border(self):
        for palette, layer, colours in self.each_layer():
            for one in colours.items():
                with self.subTest(palette=palette["id"], layer=layer):
                    border = ("the border", palette["border"])
                    self.assert_apart(palette, "normal vision", one, border, SMALLEST_DIFFERENCE)

    def test_greys_follow_severity(self):
        for palette, layer, colours in self.each_layer():
            for darker, lighter in itertools.pairwise(SEVERITY[layer]):
                with self.subTest(palette=palette["id"], layer=layer, darker=darker, lighter=lighter):
                    self.assertGreaterEqual(
                        lightness(colours[lighter]) - lightness(colours[darker]), smallest_step(palette))

    def test_greys_differ(self):
        for palette, layer, colours in self.each_layer():
            for first, second in itertools.combinations(colours, 2):
                with self.subTest(palette=palette["id"], layer=layer, first=first, second=second):
                    self.assertGreaterEqual(
                        abs(lightness(colours[first]) - lightness(colours[second])), smallest_step(palette))

    def test_the_palette_of_greys_has_only_greys(self):
        colours = [colour for palette, _, classes in self.each_layer() if palette["id"] == "greyscale"
                   for colour in classes.values()]
        self.assertTrue(colours)
        for colour in colours:
            self.assertEqual(colour[1:3] * 3, colour[1:])

    def test_land_without_a_record_looks_unknown(self):
        for palette in self.palettes:
            unknown = next(one for one in self.layers["frameworks"] if one["id"] == "unknown")
            self.assertEqual(palette["no_data"], unknown["colours"][palette["id"]], palette["id"])

    def test_what_is_hidden_recedes_but_is_no_class(self):
        for palette, layer, colours in self.each_layer():
            for vision, one in itertools.product(VISIONS, [*colours.items(), ("the sea", palette["sea"])]):
                with self.subTest(palette=palette["id"], layer=layer, vision=vision, other=one[0]):
                    self.assertGreaterEqual(difference(palette["hidden"], one[1], VISIONS[vision]), 4.0)

    def test_text_is_legible(self):
        for palette in self.palettes:
            self.assertGreaterEqual(contrast(palette["ink"], palette["page"]), SMALLEST_CONTRAST, palette["id"])


if __name__ == "__main__":
    unittest.main()
