/* pmtiles_directory: which tiles of a PMTiles archive are where (PMTiles version 3, "Directory
 * Serialization"). */
#ifndef LAWMAP_TILE_PMTILES_DIRECTORY_H
#define LAWMAP_TILE_PMTILES_DIRECTORY_H

#include <lawmap/base.h>

struct pmtiles_entry {
    uint64_t tile;   /* the first that it is for: tiles are counted along the curve, zoom after zoom */
    uint64_t offset; /* in the section of tiles, or of leaf directories */
    uint32_t size;   /* bytes */
    uint32_t run;    /* so many tiles; 0: it is for a leaf directory */
};

struct pmtiles_directory {         /* all zero is a valid empty one */
    struct pmtiles_entry *entries; /* owned, ascending */
    size_t count, capacity;
};

/* Adds the next tile, to the run of the last when it shows the same image. False: out of memory. */
bool pmtiles_directory_add(struct pmtiles_directory *directory, uint64_t tile, uint64_t offset,
                           uint32_t size);
void pmtiles_directory_free(struct pmtiles_directory *directory);

/* The root, gzipped, of at most `root_max` bytes, and after it, if that needs them, the leaves one after
 * another. False: out of memory. */
bool pmtiles_directory_write(const struct pmtiles_directory *directory, size_t root_max, struct buffer *root,
                             struct buffer *leaves);

/* gzip (RFC 1952), with no time in it, at the end of `out`; false: out of memory. */
bool pmtiles_gzip(const struct buffer *text, struct buffer *out);

#endif
