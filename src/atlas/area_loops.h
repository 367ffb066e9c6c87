/* Loops: closed walks along arcs, each of which leaves no junction twice. */
#ifndef LAWMAP_ATLAS_AREA_LOOPS_H
#define LAWMAP_ATLAS_AREA_LOOPS_H

#include "levels.h"

struct loops {
    uint32_t *refs; /* 2 * arc + 1 where the loop runs it backwards */
    size_t ref_count;
    size_t *ends; /* of each loop in refs */
    size_t count;
};

/* Takes apart `arcs`, `count` of a level's, that bound an area: an even number of them meets everywhere.
 * LAWMAP_NO_MEMORY leaves *out empty. */
enum lawmap_status loops_find(const struct level *level, const uint32_t *arcs, size_t count,
                              struct loops *out, struct lawmap_error *error);
void loops_free(struct loops *loops);

#endif
