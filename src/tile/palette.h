/* The fields of a palette. */
#ifndef LAWMAP_TILE_PALETTE_H
#define LAWMAP_TILE_PALETTE_H

#include <lawmap/tile.h>

struct palette {
    bool is_codes;        /* strength is not mixed in but written beside the code of the leaf */
    uint32_t sea, border; /* 0xRRGGBB */
    size_t leaf_count;
    uint32_t leaves[]; /* 0xRRGGBB, by leaf */
};

/* The colour of a leaf (ATLAS_NO_LEAF: the sea) under `strength` (0 to 255) of border. */
uint32_t palette_mix(const struct palette *palette, uint16_t leaf, uint8_t strength);

#endif
