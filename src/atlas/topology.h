/* Shared arcs: every line between two junctions is kept once, however many rings run along it, as TopoJSON
 * has it (M. Bostock, "How to Infer Topology", 2013; the TopoJSON format specification, section 2.1.4). */
#ifndef LAWMAP_ATLAS_TOPOLOGY_H
#define LAWMAP_ATLAS_TOPOLOGY_H

#include "shapes.h"

enum { ARC_UNSEEN = -1 }; /* the cut edge of the world, or inside one leaf: never drawn */

struct arc {
    uint32_t first, count; /* into points; the last point of a closed arc repeats its first */
    uint16_t leaves[2];    /* whose rings run along it; ATLAS_NO_LEAF for none */
    int kind;              /* enum atlas_border, or ARC_UNSEEN */
    bool closed;
};

struct ring {
    uint32_t first, count; /* into refs */
    uint16_t leaf;
};

struct topology {
    struct atlas_point *points;
    size_t point_count;
    struct arc *arcs;
    size_t arc_count;
    uint32_t *refs; /* 2 * arc + 1 where the ring runs it backwards */
    size_t ref_count;
    struct ring *rings; /* in order of leaf */
    size_t ring_count;
};

/* `lines`: the disputed borders; a stretch of a ring that runs along one is ATLAS_DISPUTED itself, and what
 * is left of the lines are arcs of their own, on no ring. LAWMAP_NO_MEMORY leaves *out empty. */
enum lawmap_status topology_build(const struct shapes *polygons, const struct shapes *lines,
                                  struct topology *out, struct lawmap_error *error);
void topology_free(struct topology *topology);

#endif
