/* The fields of an atlas, for the files of this room. */
#ifndef LAWMAP_ATLAS_PRIVATE_H
#define LAWMAP_ATLAS_PRIVATE_H

#include "levels.h"

struct atlas {
    struct atlas_leaf *leaves;
    size_t leaf_count;
    struct topology topology; /* its points are freed once the levels have them */
    struct levels levels;
    struct atlas_box *ring_boxes; /* at full detail, one a ring of the topology */
    struct atlas_box *leaf_boxes;
    uint32_t *leaf_rings;     /* the rings of leaf i: leaf_rings[i] to leaf_rings[i + 1] */
    struct box_tree arc_tree; /* of arcs at full detail, which their simpler forms lie inside */
    struct hash fingerprint;
};

uint16_t leaf_at_level(const struct atlas *atlas, const struct level *level, struct atlas_point point);

/* Has it that code, or is it a part of what has? No code is nobody's. */
bool leaf_belongs(const struct atlas_leaf *leaf, const char *code);

static inline const struct level *full_detail(const struct atlas *atlas)
{
    return &atlas->levels.at[LEVEL_COUNT - 1];
}

#endif
