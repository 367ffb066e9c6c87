/* TileJSON 3.0.0 (github.com/mapbox/tilejson-spec). */
#include "http/api/law_json.h"
#include "http/handlers.h"
#include "http/protocol/origin.h"

#include <stdio.h>

/* Where the square of Web Mercator ends. */
#define LATITUDE_MAX 85.0511288

/* What chooses the colours, as the client asked for it. */
static void format_query(const struct exchange *exchange, char *out, size_t size)
{
    const char *palette = exchange_parameter(exchange, "palette");
    char date[DATE_TEXT_SIZE];
    bool has_date = exchange_parameter(exchange, "date") != NULL;
    snprintf(out, size, "%s%s%s%s%s", has_date || palette != NULL ? "?" : "", has_date ? "date=" : "",
             has_date ? date_format(exchange->query.date, date) : "",
             palette == NULL ? ""
             : has_date      ? "&palette="
                             : "palette=",
             palette == NULL ? "" : palette);
}

enum lawmap_status get_tilejson(struct exchange *exchange)
{
    char origin[ORIGIN_SIZE], query[128];
    const struct layer *layer = exchange_layer(exchange, exchange->variables[0]);
    if (layer == NULL)
        return LAWMAP_NOT_FOUND;
    enum lawmap_status status = origin_of(exchange, origin);
    if (status != LAWMAP_OK)
        return status;
    enum language language = exchange->query.language;
    format_query(exchange, query, sizeof query);
    json_t *tiles = json_pack("[o]", json_sprintf("%s/tiles/%s/{z}/{x}/{y}.png%s", origin, layer->id, query));
    json_t *grids = json_pack("[o]", json_sprintf("%s/tiles/{z}/{x}/{y}.grid.json", origin));
    json_t *object = json_pack(
        "{s:s, s:s, s:s, s:s, s:s, s:o, s:o, s:[], s:i, s:i, s:[f, f, f, f], s:[i, i, i]}", "tilejson",
        "3.0.0", "name", layer->label.in[language], "description", layer->definition.in[language],
        "attribution", "lawmap, CC BY 4.0; boundaries: Natural Earth", "scheme", "xyz", "tiles", tiles,
        "grids", grids, "vector_layers", "minzoom", 0, "maxzoom", (int)TILE_ZOOM_MAX, "bounds", -180.0,
        -LATITUDE_MAX, 180.0, LATITUDE_MAX, "center", 0, 20, 2);
    return exchange_answer_value(exchange, object);
}
