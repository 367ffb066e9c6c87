/* The two planes of a tile: which leaf each pixel shows, and how much border covers it. No colours. */
#ifndef LAWMAP_TILE_RASTER_H
#define LAWMAP_TILE_RASTER_H

#include "markers.h"

struct raster; /* what is needed to draw one tile at a time; a thread has its own while it draws */

struct planes {             /* row by row without padding; owned by the raster, until its next tile */
    unsigned size;          /* pixels a side */
    const uint16_t *leaves; /* 0 for the sea, else a leaf and 1 */
    size_t leaf_values;     /* all of them are below this */
    const uint8_t *border;  /* 0: none, 255: all border */
};

/* NULL: out of memory. Borrows the atlas and the markers. */
struct raster *raster_new(const struct atlas *atlas, const struct markers *markers);
void raster_free(struct raster *raster); /* NULL is allowed */

enum lawmap_status raster_draw(struct raster *raster, struct tile tile, struct planes *out,
                               struct lawmap_error *error);

/* The leaf that the whole tile shows (ATLAS_NO_LEAF: sea), found without drawing; false when lines may pass
 * through. */
bool raster_is_uniform(const struct atlas *atlas, const struct markers *markers, struct tile tile,
                       uint16_t *leaf);

#endif
