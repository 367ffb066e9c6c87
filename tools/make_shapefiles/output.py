"""Writing the two shapefiles: the same bytes on every build."""
import os

from osgeo import ogr, osr

from .source import fail

DATE = "2018-05-01"  # in the header of the .dbf: a build must not depend on its day


def create_layer(folder, name, geometry_type, fields):
    """An empty shapefile; the caller keeps the data source alive while it writes."""
    reference = osr.SpatialReference()
    reference.SetWellKnownGeogCS("WGS84")
    data_source = ogr.GetDriverByName("ESRI Shapefile").CreateDataSource(os.path.join(folder, name + ".shp"))
    layer = data_source.CreateLayer(name, reference, geometry_type,
                                    ["ENCODING=UTF-8", f"DBF_DATE_LAST_UPDATE={DATE}"])
    for field, width in fields:
        definition = ogr.FieldDefn(field, ogr.OFTString)
        definition.SetWidth(width)
        layer.CreateField(definition)
    return data_source, layer


def add_feature(layer, values, geometry):
    feature = ogr.Feature(layer.GetLayerDefn())
    for field, value in values.items():
        feature.SetField(field, value)
    feature.SetGeometry(geometry)
    if layer.CreateFeature(feature) != ogr.OGRERR_NONE:
        fail(f"cannot write {values}")


def multi_polygon(polygons):
    geometry = ogr.Geometry(ogr.wkbMultiPolygon)
    for rings in polygons:
        polygon = ogr.Geometry(ogr.wkbPolygon)
        for ring in rings:
            linear = ogr.Geometry(ogr.wkbLinearRing)
            for x, y in ring + ring[:1]:
                linear.AddPoint_2D(x, y)
            polygon.AddGeometry(linear)
        geometry.AddGeometry(polygon)
    return geometry


def multi_line(lines):
    geometry = ogr.Geometry(ogr.wkbMultiLineString)
    for line in lines:
        piece = ogr.Geometry(ogr.wkbLineString)
        for x, y in line:
            piece.AddPoint_2D(x, y)
        geometry.AddGeometry(piece)
    return geometry


def write_jurisdictions(folder, leaves, names):
    owner, layer = create_layer(folder, "jurisdictions", ogr.wkbPolygon,
                                [("code", 10), ("parent", 2), ("name", 80)])
    for code in sorted(leaves):
        parent = code[:2] if "-" in code else ""
        add_feature(layer, {"code": code, "parent": parent, "name": names[code]}, multi_polygon(leaves[code]))
    del layer, owner


def write_disputed(folder, lines):
    owner, layer = create_layer(folder, "disputed", ogr.wkbLineString,
                                [("name", 40), ("left", 20), ("right", 20)])
    for row, coordinates in lines:
        add_feature(layer, {"name": row.name, "left": row.left, "right": row.right}, multi_line(coordinates))
    del layer, owner
