/* What this room takes from the store beside tiles. */
#ifndef LAWMAP_TILE_STORE_H
#define LAWMAP_TILE_STORE_H

#include "markers.h"

const struct atlas *tile_store_atlas(const struct tile_store *store);
const struct markers *tile_store_markers(const struct tile_store *store);

/* The leaf of each pixel of a tile, as struct planes has them: row by row, 0 for the sea, else a leaf and 1.
 * `out` has room for the tile's pixels. LAWMAP_NO_MEMORY. */
enum lawmap_status tile_store_leaves(struct tile_store *store, struct tile tile, uint16_t *out,
                                     struct lawmap_error *error);

#endif
