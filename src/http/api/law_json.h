/* law_json: pieces of the API's JSON that more than one resource has. Codes stay codes; the words for them,
 * in the language asked for, stand beside. Every function returns a new reference, or NULL: out of memory;
 * and takes NULL for such a part, to return NULL. */
#ifndef LAWMAP_HTTP_LAW_JSON_H
#define LAWMAP_HTTP_LAW_JSON_H

#include <jansson.h>
#include <lawmap/law.h>

/* Both take `value`, and `container` in the end: NULL is returned, and the container freed, when either is
 * NULL or memory is short. */
json_t *json_put(json_t *container, const char *key, json_t *value);
json_t *json_append(json_t *container, json_t *value);

json_t *json_of_string(const char *text);      /* null for NULL */
json_t *json_of_date(struct date date);        /* null: no date */
json_t *json_of_text(const struct text *text); /* {"en": …, …} */
json_t *json_of_colour(uint32_t colour);       /* "#rrggbb" */
/* {default: "#rrggbb", …}, by palette. */
json_t *json_of_class_colours(const struct law *law, const struct code *class);
json_t *json_of_status(const struct code *status, enum language language); /* {status, label, definition} */

/* {selling: {status, …}, …} on a date. */
json_t *json_of_acts(const struct law *law, const struct jurisdiction *jurisdiction, struct date date,
                     enum language language);
/* {zoning: "no", …} on a date. */
json_t *json_of_measures(const struct law *law, const struct jurisdiction *jurisdiction, struct date date);
/* The framework on a date. */
const struct code *framework_at(const struct law *law, const struct jurisdiction *jurisdiction,
                                struct date date);
/* All periods, oldest first. */
json_t *json_of_history(const struct law *law, const struct jurisdiction *jurisdiction,
                        enum language language);
json_t *json_of_review(const struct review *review);
/* Addresses within this server. */
json_t *json_of_links(const struct jurisdiction *jurisdiction);

#endif
