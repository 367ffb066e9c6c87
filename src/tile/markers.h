/* Markers: at each zoom, the leaves that are too small to see are drawn as a disc at their place, or near it
 * where several would cover each other. */
#ifndef LAWMAP_TILE_MARKERS_H
#define LAWMAP_TILE_MARKERS_H

#include <lawmap/tile.h>

struct marker {
    struct atlas_point at; /* the disc's centre */
    uint16_t leaf;
};

struct markers {
    struct {
        struct marker *items; /* in order of leaf */
        size_t count;
    } zooms[TILE_ZOOM_MAX + 1];
};

/* Radius of the disc, in pixels at 256 a tile. */
#define MARKER_RADIUS 2.75

/* False: out of memory. */
bool markers_place(struct markers *markers, const struct atlas *atlas);
void markers_free(struct markers *markers);

#endif
