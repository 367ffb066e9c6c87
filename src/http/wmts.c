/* The capabilities of a Web Map Tile Service: OGC 07-057r7, WMTS 1.0.0, RESTful (section 10). */
#include "handlers.h"
#include "origin.h"
#include "xml.h"

/* Annex E.4, GoogleMapsCompatible: the scale of zoom 0, and the corner of its one tile in metres. */
#define SCALE_ZOOM_0 559082264.0287178
#define WORLD_CORNER "-20037508.3427892 20037508.3427892"

static void put_layer(struct buffer *out, const struct layer *layer, enum language language,
                      const char *origin)
{
    buffer_puts(out, "<Layer>");
    xml_element(out, "ows:Title", layer->label.in[language]);
    xml_element(out, "ows:Abstract", layer->definition.in[language]);
    buffer_puts(out, "<ows:WGS84BoundingBox><ows:LowerCorner>-180 -85.0511288</ows:LowerCorner>"
                     "<ows:UpperCorner>180 85.0511288</ows:UpperCorner></ows:WGS84BoundingBox>");
    xml_element(out, "ows:Identifier", layer->id);
    buffer_printf(out,
                  "<Style isDefault=\"true\"><ows:Identifier>default</ows:Identifier>"
                  "<LegendURL format=\"image/png\" xlink:href=\"%s/legend/%s.png\"/></Style>"
                  "<Format>image/png</Format>"
                  "<TileMatrixSetLink><TileMatrixSet>GoogleMapsCompatible</TileMatrixSet></TileMatrixSetLink>"
                  "<ResourceURL format=\"image/png\" resourceType=\"tile\" "
                  "template=\"%s/tiles/%s/{TileMatrix}/{TileCol}/{TileRow}.png\"/></Layer>\n",
                  origin, layer->id, origin, layer->id);
}

static void put_matrices(struct buffer *out)
{
    buffer_puts(out,
                "<TileMatrixSet><ows:Identifier>GoogleMapsCompatible</ows:Identifier>"
                "<ows:SupportedCRS>urn:ogc:def:crs:EPSG::3857</ows:SupportedCRS>"
                "<WellKnownScaleSet>urn:ogc:def:wkss:OGC:1.0:GoogleMapsCompatible</WellKnownScaleSet>\n");
    for (unsigned z = 0; z <= TILE_ZOOM_MAX; z++)
        buffer_printf(out,
                      "<TileMatrix><ows:Identifier>%u</ows:Identifier>"
                      "<ScaleDenominator>%.10f</ScaleDenominator><TopLeftCorner>" WORLD_CORNER
                      "</TopLeftCorner>"
                      "<TileWidth>%d</TileWidth><TileHeight>%d</TileHeight>"
                      "<MatrixWidth>%u</MatrixWidth><MatrixHeight>%u</MatrixHeight></TileMatrix>\n",
                      z, SCALE_ZOOM_0 / (double)(1U << z), TILE_SIZE, TILE_SIZE, 1U << z, 1U << z);
    buffer_puts(out, "</TileMatrixSet>\n");
}

static void put_capabilities(struct buffer *out, const struct law *law, enum language language,
                             const char *origin)
{
    buffer_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                     "<Capabilities xmlns=\"http://www.opengis.net/wmts/1.0\" "
                     "xmlns:ows=\"http://www.opengis.net/ows/1.1\" "
                     "xmlns:xlink=\"http://www.w3.org/1999/xlink\" version=\"1.0.0\">\n"
                     "<ows:ServiceIdentification><ows:Title>lawmap</ows:Title>"
                     "<ows:ServiceType>OGC WMTS</ows:ServiceType>"
                     "<ows:ServiceTypeVersion>1.0.0</ows:ServiceTypeVersion>"
                     "<ows:Fees>none</ows:Fees><ows:AccessConstraints>CC BY 4.0</ows:AccessConstraints>"
                     "</ows:ServiceIdentification>\n<Contents>\n");
    for (size_t i = 0; i < law_layer_count(law); i++)
        put_layer(out, law_layer(law, i), language, origin);
    put_matrices(out);
    buffer_printf(
        out,
        "</Contents>\n"
        "<ServiceMetadataURL xlink:href=\"%s/wmts/1.0.0/WMTSCapabilities.xml\"/>\n</Capabilities>\n",
        origin);
}

enum lawmap_status get_wmts(struct exchange *exchange)
{
    char origin[ORIGIN_SIZE];
    struct buffer text = {0};
    enum lawmap_status status = origin_of(exchange, origin);
    if (status != LAWMAP_OK)
        return status;
    enum language language = exchange->query.language;
    put_capabilities(&text, exchange->snapshot->law, language, origin);
    if (text.failed) {
        buffer_free(&text);
        return exchange_answer(exchange, NULL);
    }
    return exchange_answer(exchange,
                           answer_of_text(text.data, text.size, "application/xml", language_tag(language)));
}
