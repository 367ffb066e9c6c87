/* The segments of the disputed lines: where a border runs along them, it is itself drawn as disputed. */
#ifndef LAWMAP_ATLAS_SEGMENTS_H
#define LAWMAP_ATLAS_SEGMENTS_H

#include "shapes.h"

struct segment {
    struct atlas_point a, b; /* the smaller end first */
    bool on_border;          /* a ring runs along it */
};

struct segment_set {
    struct segment *segments; /* sorted */
    size_t count;
};

/* False: out of memory. */
bool segments_build(struct segment_set *set, const struct shapes *lines);
void segments_free(struct segment_set *set);
/* NULL when the set has no such segment; the direction does not matter. */
struct segment *segments_find(const struct segment_set *set, struct atlas_point a, struct atlas_point b);

int compare_points(struct atlas_point a, struct atlas_point b); /* by x, then y */

#endif
