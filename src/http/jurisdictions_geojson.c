/* The list, or one of it, as features (RFC 7946). Properties are flat, as GIS programs want them: the columns
 * of the CSV. */
#include "dataset.h"
#include "handlers.h"
#include "jurisdictions.h"
#include "law_json.h"

#include <stdio.h>
#include <stdlib.h>

static json_t *json_of_properties(const struct law *law, const struct query *query,
                                  const struct jurisdiction *jurisdiction)
{
    const struct period *period = law_period_at(jurisdiction, query->date);
    const struct jurisdiction *parent = jurisdiction->parent;
    json_t *object = json_pack("{s:s, s:s?, s:s, s:s?, s:s, s:o, s:o}", "code", jurisdiction->code, "alpha3",
                               jurisdiction->alpha3, "name", jurisdiction->name.in[query->language], "parent",
                               parent == NULL ? NULL : parent->code, "region", jurisdiction->region->id,
                               "date", json_of_date(query->date), "since",
                               period == NULL ? json_null() : json_of_date(period->from));
    for (size_t i = 0; i < law_layer_count(law); i++) {
        const struct layer *layer = law_layer(law, i);
        size_t class = law_class_at(law, jurisdiction, layer, query->date);
        object = json_put(object, layer->id, json_string(layer->classes[class].id));
    }
    return object;
}

/* Takes `value`; NULL: memory was short. */
static void put_json(struct buffer *out, json_t *value)
{
    char *text = value == NULL ? NULL : json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);
    json_decref(value);
    if (text == NULL)
        out->failed = true;
    else
        buffer_puts(out, text);
    free(text);
}

/* Mercator ends short of the pole, to which Antarctica reaches. */
static double latitude_of(struct atlas_point point)
{
    return point.y >= atlas_project(0, -90).y ? -90 : atlas_latitude(point.y);
}

static void put_ring(struct buffer *out, const struct atlas_area *area, const struct atlas_ring *ring,
                     int digits)
{
    for (size_t i = 0; i < ring->count; i++) {
        struct atlas_point point = area->points[ring->first + i];
        buffer_printf(out, "%s[%.*f,%.*f]", i == 0 ? "[" : ",", digits, atlas_longitude(point.x), digits,
                      latitude_of(point));
    }
    buffer_puts(out, "]");
}

static void put_polygons(struct buffer *out, const struct atlas_area *area, int digits)
{
    buffer_puts(out, "{\"type\":\"MultiPolygon\",\"coordinates\":[");
    for (size_t i = 0; i < area->ring_count; i++) {
        const struct atlas_ring *ring = &area->rings[i];
        buffer_puts(out, ring->is_hole ? "," : i == 0 ? "[" : "],[");
        put_ring(out, area, ring, digits);
    }
    buffer_puts(out, "]]}");
}

/* null: the shapefiles do not show it. */
static enum lawmap_status put_geometry(struct buffer *out, const struct atlas *atlas, const char *code,
                                       enum detail detail, struct lawmap_error *error)
{
    static const struct {
        int level, digits; /* that a pixel of that level needs */
    } precision[] =        /* simplified lines may cross themselves; at high detail none does */
        {[DETAIL_LOW] = {2, 4}, [DETAIL_MEDIUM] = {4, 4}, [DETAIL_HIGH] = {ATLAS_LEVEL_MAX, 6}};
    struct atlas_area area;
    enum lawmap_status status = atlas_area(atlas, code, precision[detail].level, &area, error);
    if (status == LAWMAP_OK && area.ring_count > 0)
        put_polygons(out, &area, precision[detail].digits);
    else
        buffer_puts(out, "null");
    atlas_area_free(&area);
    return status == LAWMAP_NOT_FOUND ? LAWMAP_OK : status;
}

/* What follows "type" in a feature, up to its end. */
static enum lawmap_status put_feature(struct buffer *out, const struct exchange *exchange,
                                      const struct jurisdiction *jurisdiction, struct lawmap_error *error)
{
    const struct snapshot *snapshot = exchange->snapshot;
    struct degrees_box box;
    buffer_printf(out, "\"id\":\"%s\",", jurisdiction->code);
    if (atlas_extent(snapshot->geometry->atlas, jurisdiction->code, &box))
        buffer_printf(out, "\"bbox\":[%.6f,%.6f,%.6f,%.6f],", box.west, box.south, box.east, box.north);
    buffer_puts(out, "\"properties\":");
    put_json(out, json_of_properties(snapshot->law, &exchange->query, jurisdiction));
    buffer_puts(out, ",\"geometry\":");
    enum lawmap_status status =
        put_geometry(out, snapshot->geometry->atlas, jurisdiction->code, exchange->query.detail, error);
    buffer_puts(out, "}");
    return status;
}

enum lawmap_status build_jurisdictions_geojson(const struct exchange *exchange, const void *subject,
                                               struct buffer *out, struct lawmap_error *error)
{
    const struct law *law = exchange->snapshot->law;
    bool first = true;
    buffer_puts(out, "{\"type\":\"FeatureCollection\",\"dataset\":");
    put_json(out, json_of_dataset(law));
    buffer_puts(out, ",\"features\":[");
    for (size_t i = 0; i < law_jurisdiction_count(law); i++) {
        const struct jurisdiction *jurisdiction = law_jurisdiction(law, i);
        if (!filters_let_through(subject, exchange, jurisdiction))
            continue;
        buffer_printf(out, "%s\n{\"type\":\"Feature\",", first ? "" : ",");
        first = false;
        enum lawmap_status status = put_feature(out, exchange, jurisdiction, error);
        if (status != LAWMAP_OK)
            return status;
    }
    buffer_puts(out, "\n]}\n");
    return out->failed ? lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory") : LAWMAP_OK;
}

static enum lawmap_status build_outline(const struct exchange *exchange, const void *subject,
                                        struct buffer *out, struct lawmap_error *error)
{
    buffer_puts(out, "{\"type\":\"Feature\",\"dataset\":");
    put_json(out, json_of_dataset(exchange->snapshot->law));
    buffer_puts(out, ",");
    enum lawmap_status status = put_feature(out, exchange, subject, error);
    if (status != LAWMAP_OK)
        return status;
    buffer_puts(out, "\n");
    return out->failed ? lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory") : LAWMAP_OK;
}

enum lawmap_status get_outline(struct exchange *exchange)
{
    const struct query *query = &exchange->query;
    const struct jurisdiction *jurisdiction = exchange_jurisdiction(exchange, exchange->variables[0]);
    if (jurisdiction == NULL)
        return LAWMAP_NOT_FOUND;
    char date[DATE_TEXT_SIZE], key[128];
    snprintf(key, sizeof key, "outline/%s/%d/%s/%s", jurisdiction->code, (int)query->detail,
             date_format(query->date, date), language_tag(query->language));
    return exchange_answer_text(exchange, key, format_names[FORMAT_GEOJSON].content_type, build_outline,
                                jurisdiction);
}
