/* jurisdictions: which jurisdictions a list has, and the forms of that list. */
#ifndef LAWMAP_HTTP_JURISDICTIONS_H
#define LAWMAP_HTTP_JURISDICTIONS_H

#include "exchange.h"

enum { ANY_CLASS = -1 };

struct filters {
    int *class_wanted; /* of each layer, by its place in the codebook */
    size_t count;      /* of layers */
};

/* By level and region, and by class on the date asked for. */
bool filters_let_through(const struct filters *filters, const struct exchange *exchange,
                         const struct jurisdiction *jurisdiction);

/* A row each; `subject` is the filters. The columns: see jurisdictions_csv.c. */
enum lawmap_status build_jurisdictions_csv(const struct exchange *exchange, const void *subject,
                                           struct buffer *out, struct lawmap_error *error);
/* A feature each. */
enum lawmap_status build_jurisdictions_geojson(const struct exchange *exchange, const void *subject,
                                               struct buffer *out, struct lawmap_error *error);

#endif
