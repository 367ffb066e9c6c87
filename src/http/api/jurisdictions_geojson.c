/* The list, or one of it, as features (RFC 7946). Properties are flat, as GIS programs want them: the columns
 * of the CSV. */
#include "http/dataset.h"
#include "http/handlers.h"
#include "jurisdictions.h"
#include "law_json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* `selection` may be NULL: all of them. */
static json_t *json_of_properties(const struct jurisdiction_row *row, const struct selection *selection)
{
    json_t *object = json_object();
    struct cell cell;
    for (size_t i = 0; i < column_count(row->law); i++) {
        if (selection != NULL && !selection->columns[i])
            continue;
        column_read(row, i, &cell);
        object = json_put(object, column_name(row->law, i),
                          cell.is_truth ? json_boolean(strcmp(cell.text, "true") == 0)
                                        : json_of_string(cell.text));
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

/* At a level of detail, or, where lines simplified so far cross, at the first finer one where none do: at the
 * finest no line is simplified. */
static enum lawmap_status find_area(const struct atlas *atlas, const char *code, int level, int digits,
                                    struct atlas_area *out, struct lawmap_error *error)
{
    enum lawmap_status status = atlas_area(atlas, code, level, out, error);
    while (status == LAWMAP_OK && level < ATLAS_LEVEL_MAX && !atlas_area_mend(out, level, digits)) {
        atlas_area_free(out);
        status = atlas_area(atlas, code, ++level, out, error);
    }
    return status;
}

/* null: the shapefiles do not show it. */
static enum lawmap_status put_geometry(struct buffer *out, const struct atlas *atlas, const char *code,
                                       enum detail detail, struct lawmap_error *error)
{
    static const struct {
        int level, digits; /* that a pixel of that level needs */
    } precision[] = {[DETAIL_LOW] = {2, 4}, [DETAIL_MEDIUM] = {4, 4}, [DETAIL_HIGH] = {ATLAS_LEVEL_MAX, 6}};
    struct atlas_area area;
    enum lawmap_status status =
        find_area(atlas, code, precision[detail].level, precision[detail].digits, &area, error);
    if (status == LAWMAP_OK && area.ring_count > 0)
        put_polygons(out, &area, precision[detail].digits);
    else
        buffer_puts(out, "null");
    atlas_area_free(&area);
    return status == LAWMAP_NOT_FOUND ? LAWMAP_OK : status;
}

struct feature {
    const struct jurisdiction *jurisdiction;
    bool has_box; /* false: the shapefiles do not show it */
    struct degrees_box box;
};

static void put_box(struct buffer *out, struct degrees_box box)
{
    buffer_printf(out, "\"bbox\":[%.6f,%.6f,%.6f,%.6f],", box.west, box.south, box.east, box.north);
}

/* What follows "type" in a feature, up to its end. `selection` may be NULL. */
static enum lawmap_status put_feature(struct buffer *out, const struct exchange *exchange,
                                      const struct feature *feature, const struct selection *selection,
                                      struct lawmap_error *error)
{
    const char *code = feature->jurisdiction->code;
    struct jurisdiction_row row = row_of(exchange, feature->jurisdiction);
    buffer_printf(out, "\"id\":\"%s\",", code);
    if (feature->has_box)
        put_box(out, feature->box);
    buffer_puts(out, "\"properties\":");
    put_json(out, json_of_properties(&row, selection));
    buffer_puts(out, ",\"geometry\":");
    enum lawmap_status status =
        put_geometry(out, exchange->snapshot->geometry->atlas, code, exchange->query.detail, error);
    buffer_puts(out, "}");
    return status;
}

static struct feature feature_of(const struct exchange *exchange, const struct jurisdiction *jurisdiction)
{
    struct feature feature = {.jurisdiction = jurisdiction};
    feature.has_box = atlas_extent(exchange->snapshot->geometry->atlas, jurisdiction->code, &feature.box);
    return feature;
}

/* `out` has room for every jurisdiction; returns how many there are. */
static size_t collect(const struct exchange *exchange, const struct selection *selection, struct feature *out)
{
    const struct law *law = exchange->snapshot->law;
    size_t count = 0;
    for (size_t i = 0; i < law_jurisdiction_count(law); i++)
        if (selection_has(selection, exchange, law_jurisdiction(law, i)))
            out[count++] = feature_of(exchange, law_jurisdiction(law, i));
    return count;
}

/* Nothing where no feature has a box (RFC 7946, section 5). */
static enum lawmap_status put_common_box(struct buffer *out, const struct feature *features, size_t count,
                                         struct lawmap_error *error)
{
    struct degrees_box box, *boxes = calloc(count + 1, sizeof *boxes);
    if (boxes == NULL)
        return lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory");
    size_t box_count = 0;
    for (size_t i = 0; i < count; i++)
        if (features[i].has_box)
            boxes[box_count++] = features[i].box;
    enum lawmap_status status = box_count == 0 ? LAWMAP_OK : atlas_join_boxes(boxes, box_count, &box, error);
    if (status == LAWMAP_OK && box_count > 0)
        put_box(out, box);
    free(boxes);
    return status;
}

static enum lawmap_status put_collection(struct buffer *out, const struct exchange *exchange,
                                         const struct feature *features, size_t count,
                                         const struct selection *selection, struct lawmap_error *error)
{
    buffer_puts(out, "{\"type\":\"FeatureCollection\",");
    enum lawmap_status status = put_common_box(out, features, count, error);
    buffer_puts(out, "\"dataset\":");
    put_json(out, json_of_dataset(exchange->snapshot->law));
    buffer_puts(out, ",\"features\":[");
    for (size_t i = 0; status == LAWMAP_OK && i < count; i++) {
        buffer_printf(out, "%s\n{\"type\":\"Feature\",", i == 0 ? "" : ",");
        status = put_feature(out, exchange, &features[i], selection, error);
    }
    buffer_puts(out, "\n]}\n");
    if (status == LAWMAP_OK && out->failed)
        return lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory");
    return status;
}

enum lawmap_status build_jurisdictions_geojson(const struct exchange *exchange, const void *subject,
                                               struct buffer *out, struct lawmap_error *error)
{
    size_t all = law_jurisdiction_count(exchange->snapshot->law);
    struct feature *features = calloc(all + 1, sizeof *features);
    if (features == NULL)
        return lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory");
    size_t count = collect(exchange, subject, features);
    enum lawmap_status status = put_collection(out, exchange, features, count, subject, error);
    free(features);
    return status;
}

static enum lawmap_status build_outline(const struct exchange *exchange, const void *subject,
                                        struct buffer *out, struct lawmap_error *error)
{
    struct feature feature = feature_of(exchange, subject);
    buffer_puts(out, "{\"type\":\"Feature\",\"dataset\":");
    put_json(out, json_of_dataset(exchange->snapshot->law));
    buffer_puts(out, ",");
    enum lawmap_status status = put_feature(out, exchange, &feature, NULL, error);
    buffer_puts(out, "\n");
    if (status == LAWMAP_OK && out->failed)
        return lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory");
    return status;
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
