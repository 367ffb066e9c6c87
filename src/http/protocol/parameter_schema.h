/* parameter_schema: what a parameter may be, as JSON Schema (draft 2020-12), for the description of the API.
 */
#ifndef LAWMAP_HTTP_PARAMETER_SCHEMA_H
#define LAWMAP_HTTP_PARAMETER_SCHEMA_H

#include <jansson.h>
#include <lawmap/law.h>

/* Each returns a new reference, or NULL: out of memory. */
json_t *schema_of_date(const struct law *law);
json_t *schema_of_bound(const struct law *law);
json_t *schema_of_language(const struct law *law);
json_t *schema_of_level(const struct law *law);
json_t *schema_of_region(const struct law *law);
json_t *schema_of_palette(const struct law *law);
json_t *schema_of_latitude(const struct law *law);
json_t *schema_of_longitude(const struct law *law);
json_t *schema_of_zoom(const struct law *law);
json_t *schema_of_tile_number(const struct law *law);
json_t *schema_of_version(const struct law *law);
json_t *schema_of_boundaries(const struct law *law);
json_t *schema_of_box(const struct law *law);
json_t *schema_of_country(const struct law *law);
json_t *schema_of_projection(const struct law *law);
json_t *schema_of_side(const struct law *law);
json_t *schema_of_by(const struct law *law);
json_t *schema_of_layer(const struct law *law);
json_t *schema_of_codes(const struct law *law);
json_t *schema_of_sort(const struct law *law);
json_t *schema_of_search(const struct law *law);
json_t *schema_of_hide(const struct law *law);
json_t *schema_of_detail(const struct law *law);
json_t *names_of_fields(const struct law *law); /* an array: all that ?fields= takes */
json_t *schema_of_fields(const struct law *law);
json_t *schema_of_list(json_t *item); /* several values with commas between; takes `item` */
json_t *schema_of_classes(const struct layer *layer);

#endif
