/* How much each point of an arc matters: its effective area, after M. Visvalingam and J. D. Whyatt, "Line
 * generalisation by repeated elimination of points", The Cartographic Journal 30(1), 1993. Arcs are
 * simplified, not rings, so neighbours keep sharing their line at every zoom. */
#ifndef LAWMAP_ATLAS_SIMPLIFY_H
#define LAWMAP_ATLAS_SIMPLIFY_H

#include "topology.h"

/* One weight a point, in square units of the world: a point is drawn where its weight is at least what a
 * pixel can show. The ends of an open arc weigh INFINITY. The last three points of a closed arc weigh the
 * area they enclose, so that an islet goes as a whole; those of a leaf's largest ring weigh INFINITY: no leaf
 * goes. NULL: out of memory. */
float *simplify_weights(const struct topology *topology);

#endif
