/* Where the name of a jurisdiction belongs: the pole of inaccessibility of its largest polygon. */
#ifndef LAWMAP_TILE_LABEL_SITE_H
#define LAWMAP_TILE_LABEL_SITE_H

#include <lawmap/atlas.h>

struct label_site {
    struct atlas_point pole;
    double radius;    /* units: of the largest circle round the pole that stays inside */
    double on_map;    /* square units: the area of all its polygons as Mercator shows them */
    double on_sphere; /* steradians: the same, as it is */
};

/* The site of the union of the leaves; borders between them do not count. false: out of memory.
 * A jurisdiction without any area gets radius 0. */
bool label_site_find(const struct atlas *atlas, const uint16_t *leaves, size_t leaf_count,
                     struct label_site *out);

#endif
