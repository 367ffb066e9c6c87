/* changes: every dated change of the law, newest first, and the forms of that list. */
#ifndef LAWMAP_HTTP_CHANGES_H
#define LAWMAP_HTTP_CHANGES_H

#include "http/protocol/exchange.h"

enum change_kind {
    CHANGE_STATUS,      /* of an act */
    CHANGE_PROVISIONS,  /* the statuses are what they were */
    CHANGE_FIRST_KNOWN, /* of what was before, nothing is known */
};
const char *change_kind_id(enum change_kind kind);

struct change {
    const struct jurisdiction *jurisdiction;
    const struct period *period; /* which it began */
    enum change_kind kind;
};

struct change_list {
    struct change *items; /* owned */
    size_t count;
    struct date newest; /* of the whole dataset, whatever the filters */
};

/* What an act's layer, or the framework, was and became: classes of `layer`. */
struct transition {
    const struct code *from, *to;
};
struct transition change_transition(const struct law *law, const struct change *change,
                                    const struct layer *layer);
/* Whether a change is told layer by layer in this one. */
bool change_has_layer(const struct layer *layer);

/* `subject` is the change_list. */
json_t *build_changes_json(const struct exchange *exchange, const void *subject);
enum lawmap_status build_changes_csv(const struct exchange *exchange, const void *subject, struct buffer *out,
                                     struct lawmap_error *error);
enum lawmap_status build_changes_atom(const struct exchange *exchange, const void *subject,
                                      struct buffer *out, struct lawmap_error *error);

#endif
