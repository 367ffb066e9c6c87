/* The finished geometry of a tile: its picture without the colours.
 *
 * An indexed tile has a palette entry for each (leaf, strength of border) that it shows, at most 256 of them,
 * and its deflated pixels are final: a layer only fills in the palette. A tile of the first zooms that shows
 * more is kept as its two planes, deflated, and composed for each palette from the colours that it really
 * has, a dozen or so. */
#ifndef LAWMAP_TILE_GEOMETRY_H
#define LAWMAP_TILE_GEOMETRY_H

#include "palette.h"
#include "raster.h"
#include "run_length.h"

struct entry {
    uint16_t leaf;    /* ATLAS_NO_LEAF: the sea */
    uint8_t strength; /* of the border: 0 to 255 */
};

struct geometry {
    struct hash hash;    /* of all that follows */
    unsigned size;       /* pixels a side */
    bool composed;       /* false: an indexed tile */
    unsigned char *body; /* owned unless shared: IDAT and IEND, or the deflated planes */
    size_t body_size;
    bool shared_body;
    size_t entry_count; /* of a composed tile: the leaves that it shows */
    struct entry entries[];
};

/* NULL: out of memory. */
struct geometry *geometry_new(const struct planes *planes, struct run_length *encoder);
/* A tile that shows one leaf all over, with a body that another geometry owns. */
struct geometry *geometry_uniform(uint16_t leaf, unsigned size, unsigned char *body, size_t body_size);
void geometry_free(struct geometry *geometry); /* NULL is allowed */
/* In one block, with a body that is not shared. */
size_t geometry_bytes(const struct geometry *geometry);
/* A copy in a block of that size, which nobody frees but the block's owner. */
struct geometry *geometry_copy(const struct geometry *geometry, void *block);

/* out->body borrows from the geometry, or is owned by *out when the tile had to be composed. */
enum lawmap_status geometry_png(const struct geometry *geometry, const struct palette *palette,
                                struct run_length *encoder, struct tile_png *out, struct lawmap_error *error);

#endif
