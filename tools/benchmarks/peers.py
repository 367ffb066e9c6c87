"""Mapnik and MapServer on the same polygons: a choropleth of seven classes with borders of 0.7 px, PNG8.

They start from their best case: the boundaries projected to Web Mercator, cut at the edge of the map and spatially
indexed beforehand. What is timed ends with the bytes of the PNG file, as lawmap's does."""
import pathlib
import subprocess
import warnings

from benchmarks.machine import processor_seconds
from benchmarks.tiles import extent

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # Debian's bindings use what Python will drop
    import mapnik
    import mapscript

TILE = 256
SEA, BORDER, BORDER_WIDTH = (224, 240, 248), (255, 255, 255), 0.7
CLASSES = [(127, 20, 22), (196, 57, 52), (232, 140, 120), (240, 196, 60), (46, 125, 80), (205, 210, 215),
           (150, 158, 170)]


def prepare(shapefile, folder):
    """Writes boundaries.shp with a `class` from 0 to 6, and both peers' indexes, into the folder."""
    out = pathlib.Path(folder, "boundaries.shp")
    layer = pathlib.Path(shapefile).stem
    subprocess.run(
        ["ogr2ogr", "-q", "-t_srs", "EPSG:3857", "-clipsrc", "-180", "-85.0511287", "180", "85.0511287",
         "-nlt", "PROMOTE_TO_MULTI", "-dialect", "SQLite",
         "-sql", f'SELECT geometry, rowid % {len(CLASSES)} AS class FROM "{layer}"', str(out), str(shapefile)],
        check=True)
    for indexer in "shapeindex", "shptree":
        subprocess.run([indexer, str(out)], check=True, capture_output=True)
    return out


class Mapnik:
    """One map for single tiles, one for metatiles: cut into tiles after drawing."""

    def __init__(self, shapefile):
        self.shapefile = shapefile
        self.maps = {}

    def _map(self, size):
        if size not in self.maps:
            rules = "".join(
                f"<Rule><Filter>[class] = {number}</Filter><PolygonSymbolizer fill='rgb{colour}'/>"
                f"<LineSymbolizer stroke='rgb{BORDER}' stroke-width='{BORDER_WIDTH}'/></Rule>"
                for number, colour in enumerate(CLASSES))
            self.maps[size] = mapnik.Map(size, size)
            mapnik.load_map_from_string(
                self.maps[size],
                f"<Map srs='epsg:3857' background-color='rgb{SEA}'><Style name='law'>{rules}</Style>"
                f"<Layer name='law' srs='epsg:3857'><StyleName>law</StyleName><Datasource>"
                f"<Parameter name='type'>shape</Parameter><Parameter name='file'>{self.shapefile}</Parameter>"
                f"</Datasource></Layer></Map>")
        return self.maps[size]

    def draw(self, z, x, y, span=1):
        """The PNG files of span by span tiles, drawn as one picture."""
        size = span * TILE
        world = self._map(size)
        world.zoom_to_box(mapnik.Box2d(*extent(z, x, y, span)))
        image = mapnik.Image(size, size)
        mapnik.render(world, image)
        if span == 1:
            return [image.tostring("png8")]
        return [image.view(column * TILE, row * TILE, TILE, TILE).tostring("png8")
                for row in range(span) for column in range(span)]


class MapServer:
    def __init__(self, shapefile):
        def rgb(colour):
            return " ".join(map(str, colour))

        classes = "".join(
            f"CLASS EXPRESSION '{number}' STYLE COLOR {rgb(colour)} OUTLINECOLOR {rgb(BORDER)} "
            f"WIDTH {BORDER_WIDTH} END END " for number, colour in enumerate(CLASSES))
        self.map = mapscript.fromstring(
            f"MAP SIZE {TILE} {TILE} UNITS METERS IMAGECOLOR {rgb(SEA)} SHAPEPATH '{shapefile.parent}' "
            f"PROJECTION 'init=epsg:3857' END IMAGETYPE 'png8' "
            f"OUTPUTFORMAT NAME 'png8' DRIVER 'AGG/PNG8' MIMETYPE 'image/png' IMAGEMODE RGB END "
            f"LAYER NAME 'law' TYPE POLYGON STATUS ON DATA '{shapefile.stem}' CLASSITEM 'class' {classes} END END")

    def draw(self, z, x, y):
        self.map.setExtent(*extent(z, x, y))
        return [self.map.draw().getBytes()]


def measure(draw, places):
    """Processor seconds a tile, and mean bytes; `draw` returns the PNG files of a place."""
    sizes = []
    seconds = processor_seconds(lambda: sizes.extend(len(png) for place in places for png in draw(*place)))
    return seconds / len(sizes), sum(sizes) / len(sizes)
