/* The two planes of a tile: which leaf each pixel shows, and how much border covers it. No colours. */
#ifndef LAWMAP_TILE_RASTER_H
#define LAWMAP_TILE_RASTER_H

#include "markers.h"

/* A square of pixels of the world at one zoom and scale; it may reach beyond the antimeridian. */
struct window {
    unsigned zoom, scale;
    int64_t x, y; /* of its north-western pixel: tile number times TILE_SIZE times scale */
    unsigned size;
};
struct window window_of(struct tile tile);

struct raster; /* what is needed to draw one window at a time; a thread has its own while it draws */

struct planes {             /* row by row without padding; owned by the raster, until its next window */
    unsigned size;          /* pixels a side */
    const uint16_t *leaves; /* 0 for the sea, else a leaf and 1 */
    size_t leaf_values;     /* all of them are below this */
    const uint8_t *border;  /* 0: none, 255: all border */
};

/* For windows of up to size_max pixels a side. NULL: out of memory. Borrows the atlas and the markers. */
struct raster *raster_new(const struct atlas *atlas, const struct markers *markers, unsigned size_max);
void raster_free(struct raster *raster); /* NULL is allowed */

enum lawmap_status raster_draw(struct raster *raster, struct window window, struct planes *out,
                               struct lawmap_error *error);

/* The leaf that the whole window shows (ATLAS_NO_LEAF: sea), found without drawing; false when lines may pass
 * through. */
bool raster_is_uniform(const struct atlas *atlas, const struct markers *markers, struct window window,
                       uint16_t *leaf);

#endif
