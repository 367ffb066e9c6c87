/* The arcs as each zoom draws them: simplified, and boxed in chunks so that what is far from a tile costs
 * nothing. */
#ifndef LAWMAP_ATLAS_LEVELS_H
#define LAWMAP_ATLAS_LEVELS_H

#include "box_tree.h"
#include "topology.h"

enum { LEVEL_COUNT = ATLAS_LEVEL_MAX + 1, CHUNK_SEGMENTS = 32 };

struct level_arc {
    struct atlas_box box;
    uint32_t first, count; /* into points; fewer than 2: not drawn at this level */
    uint32_t chunk;        /* its first chunk */
};

/* The last level is not simplified. */
struct level {
    const struct level_arc *arcs;     /* one an arc of the topology */
    const struct atlas_point *points; /* borrowed, as the chunks: an arc that is the same at several levels */
    const struct atlas_box *chunks;   /* is kept once */
};

struct levels {
    struct level at[LEVEL_COUNT];
    struct level_arc *arcs; /* of all levels, one level after the other */
    struct atlas_point *points;
    size_t point_count;
    struct atlas_box *chunks; /* of points i*CHUNK_SEGMENTS to (i+1)*CHUNK_SEGMENTS of their arc, both
                                 included */
    size_t chunk_count;
};

enum lawmap_status levels_build(const struct topology *topology, struct levels *levels,
                                struct lawmap_error *error);
void levels_free(struct levels *levels);

#endif
