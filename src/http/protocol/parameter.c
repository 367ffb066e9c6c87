#include "parameter.h"

#include "exchange.h"
#include "http/pages/table_columns.h"
#include "parameter_schema.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static enum lawmap_status refuse(const struct parameter *self, const char *value, json_t *allowed,
                                 const char *expected, struct exchange *exchange)
{
    char shown[EXCERPT_SIZE];
    return problem_of_parameter(&exchange->problem, self->name, allowed, "%s is “%s”, but must be %s",
                                self->name, excerpt(value, shown), expected);
}

static enum lawmap_status read_date(const struct parameter *self, const char *value,
                                    struct exchange *exchange)
{
    struct date date;
    if (!date_parse(value, &date) || !date_is_full(date))
        return refuse(self, value, json_pack("[s]", "YYYY-MM-DD"), "a day of the calendar as YYYY-MM-DD",
                      exchange);
    exchange->query.date = date;
    exchange->query.date_is_future = date_compare(date, date_today()) > 0;
    return LAWMAP_OK;
}

static enum lawmap_status read_bound(const struct parameter *self, const char *value, struct date *out,
                                     struct exchange *exchange)
{
    if (date_parse(value, out))
        return LAWMAP_OK;
    return refuse(self, value, json_pack("[s, s, s]", "YYYY", "YYYY-MM", "YYYY-MM-DD"),
                  "a year, a month or a day of the calendar", exchange);
}

static enum lawmap_status read_since(const struct parameter *self, const char *value,
                                     struct exchange *exchange)
{
    return read_bound(self, value, &exchange->query.since, exchange);
}

/* To the last day of a month or a year; that no month is longer than 31 days is enough to compare. */
static enum lawmap_status read_until(const struct parameter *self, const char *value,
                                     struct exchange *exchange)
{
    struct date date = {0};
    enum lawmap_status status = read_bound(self, value, &date, exchange);
    if (status != LAWMAP_OK)
        return status;
    exchange->query.until =
        (struct date){date.year, date.month == 0 ? 12 : date.month, date.day == 0 ? 31 : date.day};
    return LAWMAP_OK;
}

static bool is_hash(const char *text)
{
    return strlen(text) == HASH_TEXT_SIZE - 1 && strspn(text, "0123456789abcdef") == HASH_TEXT_SIZE - 1;
}

/* `what` there is one of, and `served` is it: 409 for another. */
static enum lawmap_status read_hash(const struct parameter *self, const char *value, const char *served,
                                    const char *what, struct exchange *exchange)
{
    if (!is_hash(value))
        return refuse(self, value, json_pack("[s]", served), "32 hexadecimal digits in lower case", exchange);
    if (strcmp(value, served) == 0)
        return LAWMAP_OK;
    problem_of_parameter(&exchange->problem, self->name, json_pack("[s]", served),
                         "this server has version %s of the %s, and no other", served, what);
    exchange->problem.http_status = lawmap_status_http(LAWMAP_CONFLICT);
    return LAWMAP_CONFLICT;
}

static enum lawmap_status read_version(const struct parameter *self, const char *value,
                                       struct exchange *exchange)
{
    return read_hash(self, value, law_dataset(exchange->snapshot->law)->version, "dataset", exchange);
}

static enum lawmap_status read_boundaries(const struct parameter *self, const char *value,
                                          struct exchange *exchange)
{
    char served[HASH_TEXT_SIZE];
    hash_format(atlas_fingerprint(exchange->snapshot->geometry->atlas), served);
    return read_hash(self, value, served, "boundaries", exchange);
}

static enum lawmap_status read_language(const struct parameter *self, const char *value,
                                        struct exchange *exchange)
{
    if (language_parse(value, &exchange->query.language))
        return LAWMAP_OK;
    json_t *allowed = json_array();
    for (int i = 0; i < LANGUAGE_COUNT; i++)
        json_array_append_new(allowed, json_string(language_tag((enum language)i)));
    return refuse(self, value, allowed, "one of the languages allowed", exchange);
}

static enum lawmap_status read_level(const struct parameter *self, const char *value,
                                     struct exchange *exchange)
{
    static const char *const names[] = {
        [LEVEL_COUNTRY] = "country", [LEVEL_SUBDIVISION] = "subdivision", [LEVEL_ALL] = "all"};
    json_t *allowed = json_array();
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(value, names[i]) == 0) {
            exchange->query.level = (enum level)i;
            json_decref(allowed);
            return LAWMAP_OK;
        }
        json_array_append_new(allowed, json_string(names[i]));
    }
    return refuse(self, value, allowed, "one of the levels allowed", exchange);
}

static enum lawmap_status read_detail(const struct parameter *self, const char *value,
                                      struct exchange *exchange)
{
    static const char *const names[] = {
        [DETAIL_LOW] = "low", [DETAIL_MEDIUM] = "medium", [DETAIL_HIGH] = "high"};
    json_t *allowed = json_array();
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(value, names[i]) == 0) {
            exchange->query.detail = (enum detail)i;
            json_decref(allowed);
            return LAWMAP_OK;
        }
        json_array_append_new(allowed, json_string(names[i]));
    }
    return refuse(self, value, allowed, "one of the details allowed", exchange);
}

static enum lawmap_status read_region(const struct parameter *self, const char *value,
                                      struct exchange *exchange)
{
    const struct law *law = exchange->snapshot->law;
    json_t *allowed = json_array();
    for (size_t i = 0; i < law_region_count(law); i++) {
        const struct region *region = law_region(law, i);
        if (strcmp(value, region->id) == 0) {
            exchange->query.region = region;
            json_decref(allowed);
            return LAWMAP_OK;
        }
        json_array_append_new(allowed, json_string(region->id));
    }
    return refuse(self, value, allowed, "one of the regions allowed", exchange);
}

static enum lawmap_status read_by(const struct parameter *self, const char *value, struct exchange *exchange)
{
    static const struct {
        const char *value;
        bool region, year;
    } choices[] = {{"region", true, false}, {"year", false, true}, {"region,year", true, true}};
    json_t *allowed = json_array();
    for (size_t i = 0; i < sizeof choices / sizeof choices[0]; i++) {
        if (strcmp(value, choices[i].value) == 0) {
            exchange->query.by_region = choices[i].region;
            exchange->query.by_year = choices[i].year;
            json_decref(allowed);
            return LAWMAP_OK;
        }
        json_array_append_new(allowed, json_string(choices[i].value));
    }
    return refuse(self, value, allowed, "one of the groupings allowed", exchange);
}

static enum lawmap_status read_layer(const struct parameter *self, const char *value,
                                     struct exchange *exchange)
{
    const struct law *law = exchange->snapshot->law;
    exchange->query.layer = law_find_layer(law, value);
    if (exchange->query.layer != NULL)
        return LAWMAP_OK;
    json_t *allowed = json_array();
    for (size_t i = 0; i < law_layer_count(law); i++)
        json_array_append_new(allowed, json_string(law_layer(law, i)->id));
    return refuse(self, value, allowed, "one of the layers allowed", exchange);
}

static enum lawmap_status read_palette(const struct parameter *self, const char *value,
                                       struct exchange *exchange)
{
    const struct law *law = exchange->snapshot->law;
    json_t *allowed = json_array();
    for (size_t i = 0; i < law_palette_count(law); i++) {
        if (strcmp(value, law_palette(law, i)->id) == 0) {
            exchange->query.colours = i;
            json_decref(allowed);
            return LAWMAP_OK;
        }
        json_array_append_new(allowed, json_string(law_palette(law, i)->id));
    }
    /* A palette that there is not is not found, like a layer. */
    char shown[EXCERPT_SIZE];
    problem_of_parameter(&exchange->problem, self->name, allowed, "there is no palette “%s”",
                         excerpt(value, shown));
    exchange->problem.http_status = lawmap_status_http(LAWMAP_NOT_FOUND);
    return LAWMAP_NOT_FOUND;
}

static enum lawmap_status read_codes(const struct parameter *self, const char *value,
                                     struct exchange *exchange)
{
    for (const char *code = value; code != NULL;) {
        char copy[ROUTE_VARIABLE_SIZE] = "";
        size_t size = strcspn(code, ",");
        if (size < sizeof copy)
            memcpy(copy, code, size);
        if (law_find(exchange->snapshot->law, copy) == NULL) {
            char shown[EXCERPT_SIZE];
            exchange_find_near(exchange, copy);
            return problem_of_parameter(&exchange->problem, self->name, NULL,
                                        "%s has “%s”, but must be codes of jurisdictions with commas between",
                                        self->name, excerpt(copy, shown));
        }
        code = code[size] == ',' ? code + size + 1 : NULL;
    }
    exchange->query.codes = value;
    exchange->query.level = LEVEL_ALL; /* unless told otherwise */
    return LAWMAP_OK;
}

static enum lawmap_status read_search(const struct parameter *self, const char *value,
                                      struct exchange *exchange)
{
    (void)self;
    exchange->query.search = value;
    exchange->query.level = LEVEL_ALL; /* unless told otherwise */
    return LAWMAP_OK;
}

static enum lawmap_status read_sort(const struct parameter *self, const char *value,
                                    struct exchange *exchange)
{
    const struct law *law = exchange->snapshot->law;
    const char *column = *value == '-' ? value + 1 : value;
    for (size_t i = 0; i < table_column_count(law); i++)
        if (strcmp(table_column_id(law, i), column) == 0) {
            exchange->query.sort = value;
            return LAWMAP_OK;
        }
    json_t *schema = self->schema(law);
    json_t *allowed = json_incref(json_object_get(schema, "enum"));
    json_decref(schema);
    return refuse(self, value, allowed, "one of the columns allowed", exchange);
}

/* Which classes there are depends on the layer, which the handler knows. */
static enum lawmap_status read_hide(const struct parameter *self, const char *value,
                                    struct exchange *exchange)
{
    (void)self;
    exchange->query.hide = value;
    return LAWMAP_OK;
}

/* A plain decimal number; strtod() alone would also take blanks, hexadecimal and "inf". */
static bool parse_degrees(const char *text, double limit, double *out)
{
    if (*text == '\0' || strspn(text, "+-.0123456789") != strlen(text))
        return false;
    char *end;
    double value = strtod(text, &end);
    if (*end != '\0' || !(fabs(value) <= limit))
        return false;
    *out = value;
    return true;
}

static enum lawmap_status read_latitude(const struct parameter *self, const char *value,
                                        struct exchange *exchange)
{
    if (parse_degrees(value, 90, &exchange->query.latitude))
        return LAWMAP_OK;
    return refuse(self, value, json_pack("[s]", "-90 to 90"), "a number of degrees from -90 to 90", exchange);
}

static enum lawmap_status read_longitude(const struct parameter *self, const char *value,
                                         struct exchange *exchange)
{
    if (parse_degrees(value, 180, &exchange->query.longitude))
        return LAWMAP_OK;
    return refuse(self, value, json_pack("[s]", "-180 to 180"), "a number of degrees from -180 to 180",
                  exchange);
}

/* "W,S,E,N"; what they may be with one another is for the figure to say. */
static enum lawmap_status read_box(const struct parameter *self, const char *value, struct exchange *exchange)
{
    struct degrees_box *box = &exchange->query.box;
    double *const sides[] = {&box->west, &box->south, &box->east, &box->north};
    const char *at = value;
    for (size_t i = 0; i < 4; i++) {
        char side[32];
        size_t size = strcspn(at, ",");
        bool ok = size < sizeof side && (at[size] == ',') == (i < 3);
        memcpy(side, at, ok ? size : 0);
        side[ok ? size : 0] = '\0';
        if (!parse_degrees(side, i % 2 == 0 ? 180 : 90, sides[i]))
            return refuse(self, value, json_pack("[s]", "W,S,E,N"), "west,south,east,north in degrees",
                          exchange);
        at += size + 1;
    }
    exchange->query.has_box = true;
    return LAWMAP_OK;
}

static enum lawmap_status read_country(const struct parameter *self, const char *value,
                                       struct exchange *exchange)
{
    exchange->query.place = exchange_jurisdiction(exchange, value);
    if (exchange->query.place != NULL)
        return LAWMAP_OK;
    excerpt(self->name, exchange->problem.parameter);
    return LAWMAP_NOT_FOUND;
}

static enum lawmap_status read_projection(const struct parameter *self, const char *value,
                                          struct exchange *exchange)
{
    static const char *const names[] = {
        [PROJECTION_WEB_MERCATOR] = "web-mercator", [PROJECTION_EQUAL_EARTH] = "equal-earth"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(value, names[i]) == 0) {
            exchange->query.projection = (enum projection)i;
            return LAWMAP_OK;
        }
    return refuse(self, value, json_pack("[s, s]", names[0], names[1]), "one of the projections allowed",
                  exchange);
}

/* In pixels. */
static enum lawmap_status read_side(const struct parameter *self, const char *value, unsigned *out,
                                    struct exchange *exchange)
{
    size_t digits = strspn(value, "0123456789");
    unsigned long side = value[digits] == '\0' && digits <= 4 ? strtoul(value, NULL, 10) : 0;
    if (side < FIGURE_SIDE_MIN || side > FIGURE_SIDE_MAX)
        return refuse(self, value, json_pack("[s]", "200 to 2000"), "a number of pixels from 200 to 2000",
                      exchange);
    *out = (unsigned)side;
    return LAWMAP_OK;
}

static enum lawmap_status read_width(const struct parameter *self, const char *value,
                                     struct exchange *exchange)
{
    return read_side(self, value, &exchange->query.width, exchange);
}

static enum lawmap_status read_height(const struct parameter *self, const char *value,
                                      struct exchange *exchange)
{
    return read_side(self, value, &exchange->query.height, exchange);
}

const struct parameter parameter_date = {
    "date",      "the law on that day, YYYY-MM-DD; today (UTC) by default", false, read_date, schema_of_date,
    "2015-01-01"};
const struct parameter parameter_language = {
    "lang",
    "language of labels: en, fr, es, ru or zh; by default what Accept-Language asks for",
    false,
    read_language,
    schema_of_language,
    "fr"};
const struct parameter parameter_level = {
    "level", "country (the default), subdivision or all", false, read_level, schema_of_level, NULL};
const struct parameter parameter_region = {
    "region", "only this region, by its id", false, read_region, schema_of_region, NULL};
const struct parameter parameter_palette = {
    "palette", "the colours: a palette of the codebook, by its id", false, read_palette, schema_of_palette,
    NULL};
const struct parameter parameter_latitude = {"lat",         "degrees north, -90 to 90", true,
                                             read_latitude, schema_of_latitude,         "-1.29"};
const struct parameter parameter_longitude = {"lon",          "degrees east, -180 to 180", true,
                                              read_longitude, schema_of_longitude,         "36.82"};
const struct parameter parameter_since = {
    "since",         "only what happened on or after that day, month or year: YYYY-MM-DD, YYYY-MM or YYYY",
    false,           read_since,
    schema_of_bound, "2000"};
const struct parameter parameter_until = {
    "until",         "only what happened by the end of that day, month or year: YYYY-MM-DD, YYYY-MM or YYYY",
    false,           read_until,
    schema_of_bound, "2020-06"};
const struct parameter parameter_version = {
    "version",
    "of the dataset, as answers give it; 409 when another one is served",
    false,
    read_version,
    schema_of_version,
    NULL};
const struct parameter parameter_by = {
    "by",         "what is counted apart: region, year or region,year; by default the world on one day",
    false,        read_by,
    schema_of_by, NULL};
const struct parameter parameter_layer = {
    "layer", "only this layer, by its id", false, read_layer, schema_of_layer, NULL};
const struct parameter parameter_detail = {
    "detail",
    "of the outlines in GeoJSON: low, medium (the default) or high, which is not simplified",
    false,
    read_detail,
    schema_of_detail,
    NULL};
const struct parameter parameter_code = {
    "code",
    "only these jurisdictions: codes with commas between; of any level unless level is given",
    false,
    read_codes,
    schema_of_codes,
    "NZ,SE"};
const struct parameter parameter_search = {
    "q",
    "only those whose code, or name in any language, is this, begins so or is spelt nearly so; of any "
    "level unless level is given",
    false,
    read_search,
    schema_of_search,
    "Zeland"};
const struct parameter parameter_sort = {
    "sort", "the column by which rows stand in order, after - if downwards", false, read_sort, schema_of_sort,
    NULL};
const struct parameter parameter_hide = {
    "hide",         "classes of the layer to paint in the palette's neutral colour, with commas between",
    false,          read_hide,
    schema_of_hide, "unknown"};
const struct parameter parameter_boundaries = {
    "boundaries",
    "version of the boundaries, as /api/v1/layers/{layer}/periods gives it, which the numbers belong to; 409 "
    "when others are served",
    false,
    read_boundaries,
    schema_of_boundaries,
    NULL};
/* What may stand there depends on more than the parameter. */
static enum lawmap_status leave_to_handler(const struct parameter *self, const char *value,
                                           struct exchange *exchange)
{
    (void)self, (void)value, (void)exchange;
    return LAWMAP_OK;
}

const struct parameter parameter_fields = {"fields",
                                           "only these fields of each jurisdiction, with commas between, in "
                                           "the usual order; acts and measures stand "
                                           "for all of theirs; the code is always there",
                                           false,
                                           leave_to_handler,
                                           schema_of_fields,
                                           "framework,acts"};
const struct parameter parameter_box = {
    "bbox",
    "the part of the world that a figure shows: west,south,east,north in degrees; west > east "
    "where it crosses the antimeridian",
    false,
    read_box,
    schema_of_box,
    "-26,34,45,72"};
const struct parameter parameter_country = {
    "country",
    "a jurisdiction that the figure shows, with what lies around it: its code",
    false,
    read_country,
    schema_of_country,
    "KE"};
const struct parameter parameter_projection = {"projection",
                                               "equal-earth, which is equal-area, or web-mercator; by "
                                               "default the first, but for a country of usual size",
                                               false,
                                               read_projection,
                                               schema_of_projection,
                                               NULL};
const struct parameter parameter_width = {
    "width", "pixels, or points in a PDF, 200 to 2000; 1200 by default", false, read_width, schema_of_side,
    "600"};
const struct parameter parameter_height = {
    "height",       "pixels or points, 200 to 2000: the map shrinks to fit; by default as high as it needs",
    false,          read_height,
    schema_of_side, "1000"};
