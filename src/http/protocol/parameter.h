/* parameter: what may stand in a query. */
#ifndef LAWMAP_HTTP_PARAMETER_H
#define LAWMAP_HTTP_PARAMETER_H

#include <jansson.h>
#include <lawmap/law.h>

struct exchange;

enum { FIGURE_SIDE_MIN = 200, FIGURE_SIDE_MAX = 2000 }; /* pixels: what memory has room for */

struct parameter {
    const char *name;
    const char *summary; /* one line, for people */
    bool required;
    /* Reads the value into exchange->query; on failure exchange->problem says why. */
    enum lawmap_status (*read)(const struct parameter *self, const char *value, struct exchange *exchange);
    json_t *(*schema)(const struct law *law); /* of its values */
    const char *example;                      /* NULL: the first value of the schema, if it lists any */
};

extern const struct parameter parameter_date, parameter_language, parameter_level, parameter_region,
    parameter_palette, parameter_latitude, parameter_longitude, parameter_since, parameter_until,
    parameter_version, parameter_by, parameter_layer, parameter_detail, parameter_fields, parameter_code,
    parameter_search, parameter_sort, parameter_hide, parameter_boundaries;
extern const struct parameter parameter_box, parameter_country, parameter_projection, parameter_width,
    parameter_height; /* of figures */

#endif
