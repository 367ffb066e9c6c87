/* The outline of a jurisdiction that may be made of several leaves: borders between its own leaves are left
 * out. */
#ifndef LAWMAP_TILE_LABEL_RINGS_H
#define LAWMAP_TILE_LABEL_RINGS_H

#include <lawmap/atlas.h>

struct label_ring {
    size_t first, count; /* into the points; the last point joins the first */
    struct atlas_box box;
    double on_map;    /* its area on the map, in square units; negative: a hole */
    double on_sphere; /* in steradians; the same sign */
};

struct label_rings { /* all zero is a valid empty list */
    struct atlas_point *points;
    size_t point_count, point_capacity;
    struct label_ring *rings;
    size_t ring_count, ring_capacity;
    bool failed; /* an allocation failed: the list is not whole */
};

/* The rings of the leaves at a level of detail; false: out of memory. Free *out either way. */
bool label_rings_draw(const struct atlas *atlas, const uint16_t *leaves, size_t leaf_count, int level,
                      struct label_rings *out);
void label_rings_free(struct label_rings *rings); /* leaves it empty */

#endif
