/* pyramid: many tiles drawn on several threads and taken by one. */
#ifndef LAWMAP_TILE_PYRAMID_H
#define LAWMAP_TILE_PYRAMID_H

#include <lawmap/tile.h>

struct zooms {
    unsigned first, last;
};

size_t pyramid_size(struct zooms zooms); /* how many tiles */

struct pyramid_taker {
    enum lawmap_status (*take)(void *context, struct tile tile, const struct tile_png *png,
                               struct lawmap_error *error);
    void *context;
};

/* Draws all tiles and has them taken in the caller's thread, always in the same order: by zoom, then column,
 * then row from the south (the order of keys in an MBTiles file), so that how many threads draw makes no
 * difference. At most a few hundred tiles a thread wait to be taken. Stops when a tile cannot be drawn or
 * taken, and returns the status of that. */
enum lawmap_status pyramid_draw(struct tile_store *store, const struct palette *palette, struct zooms zooms,
                                unsigned threads, const struct pyramid_taker *taker,
                                struct lawmap_error *error);

#endif
