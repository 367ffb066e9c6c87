/* jurisdictions: which jurisdictions a list has, what it says of each, and the forms of that list. */
#ifndef LAWMAP_HTTP_JURISDICTIONS_H
#define LAWMAP_HTTP_JURISDICTIONS_H

#include "http/protocol/exchange.h"
#include "jurisdiction_columns.h"

enum { SELECTION_NEAR_MAX = 16 };

struct selection {     /* free it with selection_free() */
    uint64_t *classes; /* of each layer, by its place in the codebook: a bit for each class let through */
    size_t layer_count;
    bool chooses;  /* ?fields= is there */
    bool *columns; /* of jurisdiction_columns: those wanted; the code always is */
    size_t column_count;
    const struct jurisdiction *near[SELECTION_NEAR_MAX]; /* what ?q= finds, best first */
    size_t near_count;
};

/* From the query. LAWMAP_BAD_REQUEST, LAWMAP_NO_MEMORY: the problem is set; *out is to be freed all the same.
 */
enum lawmap_status selection_read(struct exchange *exchange, struct selection *out);
void selection_free(struct selection *selection);

/* By code, search, level and region, and by class on the date asked for. */
bool selection_has(const struct selection *selection, const struct exchange *exchange,
                   const struct jurisdiction *jurisdiction);

struct jurisdiction_row row_of(const struct exchange *exchange, const struct jurisdiction *jurisdiction);

/* `subject` is the selection. A row each: */
enum lawmap_status build_jurisdictions_csv(const struct exchange *exchange, const void *subject,
                                           struct buffer *out, struct lawmap_error *error);
/* A feature each: */
enum lawmap_status build_jurisdictions_geojson(const struct exchange *exchange, const void *subject,
                                               struct buffer *out, struct lawmap_error *error);
/* An object each: */
json_t *build_jurisdictions_json(const struct exchange *exchange, const void *subject);

#endif
