#include "parameter_schema.h"

#include "http/api/jurisdiction_columns.h"
#include "http/api/law_json.h"
#include "http/pages/table_columns.h"
#include "parameter.h"

#include <lawmap/tile.h>

/* Takes `values`. */
static json_t *one_of(json_t *values)
{
    return json_pack("{s:s, s:o}", "type", "string", "enum", values);
}

static json_t *degrees(double limit)
{
    return json_pack("{s:s, s:f, s:f}", "type", "number", "minimum", -limit, "maximum", limit);
}

json_t *schema_of_date(const struct law *law)
{
    (void)law;
    return json_pack("{s:s, s:s}", "type", "string", "format", "date");
}

json_t *schema_of_bound(const struct law *law)
{
    (void)law;
    return json_pack("{s:s, s:s}", "type", "string", "pattern", "^\\d{4}(-\\d\\d(-\\d\\d)?)?$");
}

json_t *schema_of_language(const struct law *law)
{
    (void)law;
    json_t *values = json_array();
    for (int i = 0; i < LANGUAGE_COUNT; i++)
        values = json_append(values, json_string(language_tag((enum language)i)));
    return one_of(values);
}

json_t *schema_of_level(const struct law *law)
{
    (void)law;
    return one_of(json_pack("[s, s, s]", "country", "subdivision", "all"));
}

json_t *schema_of_region(const struct law *law)
{
    json_t *values = json_array();
    for (size_t i = 0; i < law_region_count(law); i++)
        values = json_append(values, json_string(law_region(law, i)->id));
    return one_of(values);
}

json_t *schema_of_palette(const struct law *law)
{
    json_t *values = json_array();
    for (size_t i = 0; i < law_palette_count(law); i++)
        values = json_append(values, json_string(law_palette(law, i)->id));
    return one_of(values);
}

json_t *schema_of_latitude(const struct law *law)
{
    (void)law;
    return degrees(90);
}

json_t *schema_of_longitude(const struct law *law)
{
    (void)law;
    return degrees(180);
}

static json_t *whole_number(int limit)
{
    return json_pack("{s:s, s:i, s:i}", "type", "integer", "minimum", 0, "maximum", limit);
}

json_t *schema_of_zoom(const struct law *law)
{
    (void)law;
    return whole_number(TILE_ZOOM_MAX);
}

json_t *schema_of_tile_number(const struct law *law)
{
    (void)law;
    return whole_number((1 << TILE_ZOOM_MAX) - 1);
}

json_t *schema_of_version(const struct law *law)
{
    char version[HASH_TEXT_SIZE];
    return one_of(json_pack("[s]", hash_format(law_fingerprint(law), version)));
}

json_t *schema_of_boundaries(const struct law *law)
{
    (void)law;
    return json_pack("{s:s, s:s}", "type", "string", "pattern", "^[0-9a-f]{32}$");
}

json_t *schema_of_box(const struct law *law)
{
    (void)law;
    return json_pack("{s:s, s:s}", "type", "string", "pattern", "^-?\\d+(\\.\\d*)?(,-?\\d+(\\.\\d*)?){3}$");
}

json_t *schema_of_country(const struct law *law)
{
    (void)law;
    return json_pack("{s:s, s:s}", "type", "string", "pattern", "^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,3})?$");
}

json_t *schema_of_projection(const struct law *law)
{
    (void)law;
    return one_of(json_pack("[s, s]", "equal-earth", "web-mercator"));
}

json_t *schema_of_side(const struct law *law)
{
    (void)law;
    return json_pack("{s:s, s:i, s:i}", "type", "integer", "minimum", (int)FIGURE_SIDE_MIN, "maximum",
                     (int)FIGURE_SIDE_MAX);
}

json_t *schema_of_by(const struct law *law)
{
    (void)law;
    return one_of(json_pack("[s, s, s]", "region", "year", "region,year"));
}

json_t *schema_of_layer(const struct law *law)
{
    json_t *values = json_array();
    for (size_t i = 0; i < law_layer_count(law); i++)
        values = json_append(values, json_string(law_layer(law, i)->id));
    return one_of(values);
}

json_t *schema_of_detail(const struct law *law)
{
    (void)law;
    return one_of(json_pack("[s, s, s]", "low", "medium", "high"));
}

json_t *schema_of_codes(const struct law *law)
{
    (void)law;
    return json_pack("{s:s, s:s}", "type", "string", "pattern", "^[A-Za-z0-9-]+(,[A-Za-z0-9-]+)*$");
}

json_t *schema_of_sort(const struct law *law)
{
    json_t *values = json_array();
    for (size_t i = 0; i < table_column_count(law); i++) {
        const char *column = table_column_id(law, i);
        values = json_append(values, json_string(column));
        values = json_append(values, json_sprintf("-%s", column));
    }
    return one_of(values);
}

json_t *schema_of_search(const struct law *law)
{
    (void)law;
    return json_pack("{s:s}", "type", "string");
}

json_t *schema_of_hide(const struct law *law)
{
    (void)law;
    return json_pack("{s:s, s:s}", "type", "string", "pattern", "^[a-z0-9_-]+(,[a-z0-9_-]+)*$");
}

json_t *names_of_fields(const struct law *law)
{
    json_t *names = json_pack("[s, s]", "acts", "measures");
    for (size_t i = 0; i < column_count(law); i++)
        names = json_append(names, json_string(column_name(law, i)));
    return names;
}

json_t *schema_of_list(json_t *item)
{
    return json_pack("{s:s, s:o, s:i}", "type", "array", "items", item, "minItems", 1);
}

json_t *schema_of_fields(const struct law *law)
{
    return schema_of_list(one_of(names_of_fields(law)));
}

json_t *schema_of_classes(const struct layer *layer)
{
    json_t *values = json_array();
    for (size_t i = 0; i < layer->class_count; i++)
        values = json_append(values, json_string(layer->classes[i].id));
    return one_of(values);
}
