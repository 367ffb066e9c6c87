/* The page of one jurisdiction: what the API says of it, with words for all that the API says in codes. */
#include "http/api/jurisdiction.h"
#include "http/api/law_json.h"
#include "http/handlers.h"
#include "page.h"

#include <math.h>
#include <string.h>

enum { PICTURE_ZOOM_MAX = 6 };

#define PI           3.14159265358979323846
#define LATITUDE_MAX 85.0

/* In the order of the codebook, with what the class means: [{id, label, definition, class, class_label,
 * class_definition}]. */
static json_t *json_of_layers(const struct exchange *exchange, const struct jurisdiction *jurisdiction,
                              enum layer_kind kind)
{
    const struct law *law = exchange->snapshot->law;
    enum language language = exchange->query.language;
    json_t *list = json_array();
    for (size_t i = 0; i < law_layer_count(law); i++) {
        const struct layer *layer = law_layer(law, i);
        if (layer->kind != kind)
            continue;
        const struct code *class =
            &layer->classes[law_class_at(law, jurisdiction, layer, exchange->query.date)];
        list = json_append(list,
                           json_pack("{s:s, s:s, s:s, s:s, s:s, s:s}", "id", layer->id, "label",
                                     layer->label.in[language], "definition", layer->definition.in[language],
                                     "class", class->id, "class_label", class->label.in[language],
                                     "class_definition", class->definition.in[language]));
    }
    return list;
}

static json_t *json_of_parts(const struct exchange *exchange, const struct jurisdiction *jurisdiction)
{
    enum language language = exchange->query.language;
    json_t *list = json_array();
    for (size_t i = 0; i < jurisdiction->subdivision_count; i++) {
        const struct jurisdiction *part = jurisdiction->subdivisions[i];
        const struct code *framework = framework_at(exchange->snapshot->law, part, exchange->query.date);
        list = json_append(list, json_pack("{s:s, s:s, s:s, s:s}", "code", part->code, "name",
                                           part->name.in[language], "framework", framework->id,
                                           "framework_label", framework->label.in[language]));
    }
    return list;
}

/* A day on which a law in force since a date is in force: of a month or year alone, one towards its end. */
static struct date day_within(struct date from)
{
    struct date today = date_today();
    struct date day = {from.year, from.month == 0 ? 12 : from.month, from.day == 0 ? 28 : from.day};
    return date_compare(day, today) > 0 && date_compare(from, today) <= 0 ? today : day;
}

/* Each period gets the `day` that its link asks for. */
static json_t *add_days(json_t *record, const struct jurisdiction *jurisdiction)
{
    json_t *history = json_object_get(record, "history");
    for (size_t i = 0; record != NULL && i < jurisdiction->period_count; i++) {
        json_t *period = json_array_get(history, i),
               *day = json_of_date(day_within(jurisdiction->periods[i].from));
        if (jurisdiction->periods[i].from.year == 0)
            json_decref(day);
        else if (json_object_set_new(period, "day", day) != 0) {
            json_decref(record);
            return NULL;
        }
    }
    return record;
}

static json_t *json_of_name(const struct jurisdiction *jurisdiction, enum language language)
{
    return json_of_string(jurisdiction == NULL ? NULL : jurisdiction->name.in[language]);
}

/* Where a longitude and a latitude are on the map of a zoom, in tiles: Web Mercator (EPSG:3857). */
static void tiles_at(double longitude, double latitude, unsigned zoom, double *x, double *y)
{
    double side = (double)(1u << zoom);
    double sine = sin(fmax(-LATITUDE_MAX, fmin(LATITUDE_MAX, latitude)) * PI / 180);
    *x = side * (longitude + 180) / 360;
    *y = side * (0.5 - log((1 + sine) / (1 - sine)) / (4 * PI));
}

/* A window of one and a half tiles round `centre`, within two tiles: the first, and by how many quarters of a
 * tile the window begins in it, at most two. */
static void place_window(double centre, int *tile, int *quarters)
{
    double start = centre - 0.75;
    int steps = (int)lround(start * 4);
    if (((steps % 4) + 4) % 4 == 3)
        steps += steps < start * 4 ? 1 : -1;
    *tile = (int)floor(steps / 4.0);
    *quarters = steps - *tile * 4;
}

/* Two rows of two tiles that have the whole of a jurisdiction, at the largest zoom that has room for it, and
 * the window in them that has it in the middle; null when the shapefiles do not show it. */
static json_t *json_of_picture(const struct atlas *atlas, const struct jurisdiction *jurisdiction)
{
    struct degrees_box box;
    double west, north, east, south;
    int x, y, right, down;
    if (!atlas_extent(atlas, jurisdiction->code, &box))
        return json_null();
    unsigned zoom = PICTURE_ZOOM_MAX + 1;
    do {
        zoom--;
        tiles_at(box.west, box.north, zoom, &west, &north);
        tiles_at(box.east < box.west ? box.east + 360 : box.east, box.south, zoom, &east, &south);
    } while (zoom > 1 && (east - west > 1 || south - north > 1));
    int side = 1 << zoom;
    place_window((west + east) / 2, &x, &right);
    place_window(fmax(0.75, fmin(side - 0.75, (north + south) / 2)), &y, &down);
    json_t *rows = json_array();
    for (int row = y; row < y + 2; row++)
        rows = json_append(rows, json_pack("[{s:i, s:i}, {s:i, s:i}]", "x", (x + side) % side, "y", row, "x",
                                           (x + side + 1) % side, "y", row));
    return json_pack("{s:i, s:i, s:i, s:o}", "zoom", (int)zoom, "right", right, "down", down, "rows", rows);
}

/* The operator's address for corrections, of this jurisdiction. */
static json_t *json_of_correction(const char *address, const struct jurisdiction *jurisdiction)
{
    static const char place[] = "{code}";
    struct buffer out = {0};
    if (address == NULL)
        return json_null();
    for (const char *found; (found = strstr(address, place)) != NULL; address = found + strlen(place)) {
        buffer_append(&out, address, (size_t)(found - address));
        buffer_puts(&out, jurisdiction->code);
    }
    buffer_puts(&out, address);
    json_t *text = out.failed ? NULL : json_stringn(out.data, out.size);
    buffer_free(&out);
    return text;
}

static json_t *build_country(const struct exchange *exchange, const void *subject)
{
    const struct jurisdiction *jurisdiction = subject;
    enum language language = exchange->query.language;
    json_t *record = add_days(build_jurisdiction(exchange, jurisdiction), jurisdiction);
    record = json_put(record, "has_period",
                      json_boolean(law_period_at(jurisdiction, exchange->query.date) != NULL));
    record = json_put(record, "act_list", json_of_layers(exchange, jurisdiction, LAYER_ACT));
    record = json_put(record, "measure_list", json_of_layers(exchange, jurisdiction, LAYER_MEASURE));
    record = json_put(record, "parts", json_of_parts(exchange, jurisdiction));
    record = json_put(record, "picture", json_of_picture(exchange->snapshot->geometry->atlas, jurisdiction));
    record = json_put(record, "parent_name", json_of_name(jurisdiction->parent, language));
    record = json_put(record, "inherits_name", json_of_name(jurisdiction->inherits, language));
    return json_put(record, "correction",
                    json_of_correction(exchange->snapshot->correction_url, jurisdiction));
}

enum lawmap_status get_country_page(struct exchange *exchange)
{
    const struct jurisdiction *jurisdiction = exchange_jurisdiction(exchange, exchange->variables[0]);
    if (jurisdiction == NULL)
        return LAWMAP_NOT_FOUND;
    char path[sizeof "/country/" + ROUTE_VARIABLE_SIZE] = "/country/";
    strcat(path, jurisdiction->code);
    return exchange_answer_page(exchange, "country", path, build_country, jurisdiction);
}
