/* geometry: the part of a snapshot that the shapefiles make. Successive snapshots share it, drawn tiles and
 * all, while the files are the same. */
#ifndef LAWMAP_HTTP_GEOMETRY_H
#define LAWMAP_HTTP_GEOMETRY_H

#include "http/protocol/shared.h"

#include <lawmap/atlas.h>
#include <lawmap/tile.h>

struct geometry {
    struct shared shared;
    struct hash signature; /* of the files' inodes, sizes and times when they were read */
    struct atlas *atlas;
    struct tile_store *tiles; /* thread-safe */
    struct palette *codes;    /* of the leaves */
};

/* `*out` is `previous` with a reference more when the files have not been touched since it was loaded, else
 * new. `previous` may be NULL. Errors: those of atlas_load() and tile_store_new(). */
enum lawmap_status geometry_load(const struct atlas_options *options, struct geometry *previous,
                                 struct geometry **out, struct lawmap_error *error);
void geometry_release(struct geometry *geometry); /* NULL is allowed */

#endif
