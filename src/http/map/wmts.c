/* The capabilities of a Web Map Tile Service: OGC 07-057r7, WMTS 1.0.0, RESTful (section 10). */
#include "http/handlers.h"
#include "http/protocol/origin.h"
#include "http/protocol/xml.h"

/* Annex E.4, GoogleMapsCompatible: the scale of zoom 0, and the corner of its one tile in metres. */
#define SCALE_ZOOM_0 559082264.0287178
#define WORLD_CORNER "-20037508.3427892 20037508.3427892"

/* Palettes are styles. */
static void put_styles(struct buffer *out, const struct law *law, const struct layer *layer,
                       enum language language, const char *origin)
{
    for (size_t i = 0; i < law_palette_count(law); i++) {
        const struct palette_colours *palette = law_palette(law, i);
        buffer_printf(out, "<Style isDefault=\"%s\">", i == 0 ? "true" : "false");
        xml_element(out, "ows:Title", palette->label.in[language]);
        xml_element(out, "ows:Identifier", palette->id);
        buffer_printf(
            out,
            "<LegendURL format=\"image/png\" xlink:href=\"%s/legend/%s.png?palette=%s&amp;lang=%s\"/>"
            "</Style>",
            origin, layer->id, palette->id, language_tag(language));
    }
}

static struct date first_day(struct date date)
{
    return (struct date){date.year, date.month == 0 ? 1 : date.month, date.day == 0 ? 1 : date.day};
}

/* The law on a day: those on which it changed, for a client that lets its user choose among them; any other
 * is served, too. Measures are known of today's law only. */
static void put_days(struct buffer *out, const struct exchange *exchange, const struct layer *layer)
{
    const struct snapshot *snapshot = exchange->snapshot;
    struct date last = {0};
    char text[DATE_TEXT_SIZE];
    buffer_puts(out, "<Dimension><ows:Identifier>Time</ows:Identifier><ows:UOM>ISO8601</ows:UOM>");
    xml_element(out, "Default", date_format(exchange->query.date, text));
    for (size_t i = 0; i < snapshot->change_count && layer->kind != LAYER_MEASURE; i++) {
        struct date day = first_day(snapshot->changes[i]);
        if (date_compare(day, last) != 0 && date_compare(day, exchange->query.date) != 0)
            xml_element(out, "Value", date_format(day, text));
        last = day;
    }
    xml_element(out, "Value", date_format(exchange->query.date, text));
    buffer_puts(out, "</Dimension>");
}

static void put_layer(struct buffer *out, const struct exchange *exchange, const struct layer *layer,
                      const char *origin)
{
    enum language language = exchange->query.language;
    buffer_puts(out, "<Layer>");
    xml_element(out, "ows:Title", layer->label.in[language]);
    xml_element(out, "ows:Abstract", layer->definition.in[language]);
    buffer_puts(out, "<ows:WGS84BoundingBox><ows:LowerCorner>-180 -85.0511288</ows:LowerCorner>"
                     "<ows:UpperCorner>180 85.0511288</ows:UpperCorner></ows:WGS84BoundingBox>");
    xml_element(out, "ows:Identifier", layer->id);
    put_styles(out, exchange->snapshot->law, layer, language, origin);
    buffer_puts(out, "<Format>image/png</Format>");
    put_days(out, exchange, layer);
    buffer_printf(out,
                  "<TileMatrixSetLink><TileMatrixSet>GoogleMapsCompatible</TileMatrixSet></TileMatrixSetLink>"
                  "<ResourceURL format=\"image/png\" resourceType=\"tile\" template=\"%s/tiles/%s/"
                  "{TileMatrix}/{TileCol}/{TileRow}.png?date={Time}&amp;palette={Style}\"/></Layer>\n",
                  origin, layer->id);
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

static void put_service(struct buffer *out, const struct law *law)
{
    buffer_puts(out, "<ows:ServiceIdentification>");
    xml_element(out, "ows:Title", law_dataset(law)->title);
    buffer_puts(out, "<ows:ServiceType>OGC WMTS</ows:ServiceType>"
                     "<ows:ServiceTypeVersion>1.0.0</ows:ServiceTypeVersion><ows:Fees>none</ows:Fees>");
    xml_element(out, "ows:AccessConstraints", law_dataset(law)->licence);
    buffer_puts(out, "</ows:ServiceIdentification>\n");
}

static void put_capabilities(struct buffer *out, const struct exchange *exchange, const char *origin)
{
    const struct law *law = exchange->snapshot->law;
    buffer_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                     "<Capabilities xmlns=\"http://www.opengis.net/wmts/1.0\" "
                     "xmlns:ows=\"http://www.opengis.net/ows/1.1\" "
                     "xmlns:xlink=\"http://www.w3.org/1999/xlink\" version=\"1.0.0\">\n");
    put_service(out, law);
    buffer_puts(out, "<Contents>\n");
    for (size_t i = 0; i < law_layer_count(law); i++)
        put_layer(out, exchange, law_layer(law, i), origin);
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
    put_capabilities(&text, exchange, origin);
    return exchange_answer(
        exchange, answer_of_buffer(&text, "application/xml", language_tag(exchange->query.language)));
}
