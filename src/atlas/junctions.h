/* Which vertices are junctions: where lines of different neighbours meet or part. */
#ifndef LAWMAP_ATLAS_JUNCTIONS_H
#define LAWMAP_ATLAS_JUNCTIONS_H

#include "segments.h"

/* One byte a point of `shapes`, true at a junction; NULL when memory runs out. Free it with free(). Where a
 * line joins or leaves the edge of the world, or a disputed line among `lines`, is a junction too. */
unsigned char *junctions_find(const struct shapes *shapes, const struct shapes *lines,
                              const struct segment_set *disputed);

/* A segment along the edge of the world, where the source was cut: it is no border. */
bool on_world_edge(struct atlas_point a, struct atlas_point b);

#endif
