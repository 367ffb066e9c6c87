/* pyramid: many tiles drawn on several threads and taken by one. */
#ifndef LAWMAP_TILE_PYRAMID_H
#define LAWMAP_TILE_PYRAMID_H

#include <lawmap/tile.h>

enum pyramid_order {                /* of the tiles of a zoom */
                     ORDER_COLUMNS, /* by column, then row from the south: the order of keys in an MBTiles
                                       file */
                     ORDER_HILBERT, /* along Hilbert's curve: the order of a PMTiles archive */
};

struct zooms {
    unsigned first, last;
    enum pyramid_order order;
};

size_t pyramid_size(struct zooms zooms); /* how many tiles */

struct pyramid_taker {
    enum lawmap_status (*take)(void *context, struct tile tile, const struct tile_png *png,
                               struct lawmap_error *error);
    void *context;
};

/* Draws all tiles and has them taken in the caller's thread, always in the same order: by zoom, then as
 * asked, so that how many threads draw makes no difference. At most a few hundred tiles a thread wait to be
 * taken. Stops when a tile cannot be drawn or taken, and returns the status of that. */
enum lawmap_status pyramid_draw(struct tile_store *store, const struct palette *palette, struct zooms zooms,
                                unsigned threads, const struct pyramid_taker *taker,
                                struct lawmap_error *error);

/* Tells the one who exports how far it is, now and then; LAWMAP_BAD_REQUEST: who is told wants to stop. */
enum lawmap_status export_progress(const struct export_options *options, size_t done, size_t total,
                                   struct lawmap_error *error);
/* LAWMAP_BAD_REQUEST unless the zooms are in order and in range. */
enum lawmap_status export_check(const struct export_options *options, struct lawmap_error *error);

#endif
