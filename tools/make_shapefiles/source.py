"""The provinces and disputed borders of world_map.gpkg, read-only."""
import hashlib
import json
import sys

from osgeo import gdal
from shapely.geometry import Polygon

SOURCE = "/usr/share/qgis/resources/data/world_map.gpkg"


def fail(message):
    """A source that the rules do not fit, or a map that breaks a promise, is never written."""
    sys.exit(f"make-shapefiles: error: {message}")


class Part:
    """One polygon of the source with its attributes; rings are open lists of (x, y)."""

    def __init__(self, attributes, rings):
        self.attributes = attributes
        self.rings = rings
        self.code = None

    def polygon(self):
        return Polygon(self.rings[0], self.rings[1:])

    def value(self, field):
        return self.code if field == "code" else self.attributes[field]

    def matches(self, where, box=None):
        if any(self.value(field) != value for field, value in where.items()):
            return False
        if box is None:
            return True
        west, south, east, north = box
        return all(west <= x <= east and south <= y <= north for x, y in self.rings[0])


def coordinates(geometry):
    """Nested lists of (x, y): the bindings' objects do not outlive their feature."""
    if geometry.GetGeometryCount():
        return [coordinates(part) for part in geometry]
    return [point[:2] for point in geometry.GetPoints()]


def read_source(layer_name):
    """Yields (attributes, coordinates) of a layer, opened read-only."""
    source = gdal.OpenEx(SOURCE, gdal.OF_VECTOR | gdal.OF_READONLY, open_options=["IMMUTABLE=YES"])
    for feature in source.GetLayerByName(layer_name):
        yield dict(feature.items(), fid=feature.GetFID()), coordinates(feature.geometry())


def read_parts():
    parts, digest = [], hashlib.sha256()
    for attributes, polygons in read_source("states_provinces"):
        digest.update(json.dumps([attributes, polygons], sort_keys=True).encode())
        for rings in polygons:
            parts.append(Part(dict(attributes, cut=None), [ring[:-1] for ring in rings]))
    return parts, digest.hexdigest()
