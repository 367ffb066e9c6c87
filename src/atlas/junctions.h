/* Which vertices are junctions: where lines of different neighbours meet or part. */
#ifndef LAWMAP_ATLAS_JUNCTIONS_H
#define LAWMAP_ATLAS_JUNCTIONS_H

#include "shapes.h"

/* One byte a point of `shapes`, true at a junction; NULL when memory runs out. Free it with free(). */
unsigned char *junctions_find(const struct shapes *shapes);

/* A segment along the edge of the world, where the source was cut: it is no border. */
bool on_world_edge(struct atlas_point a, struct atlas_point b);

#endif
