/* Deflate that looks for runs only: zlib's Z_RLE strategy. A tile is runs of few values, on which this writes
 * less than a search for longer matches and takes less time: over z0-z8, 235 bytes a tile of z8 instead of
 * the 243 of libdeflate at level 3, and a fifth less time for the whole pyramid. (ISA-L is faster still, but
 * has code of its own for each kind of processor and does not promise the same bytes from all; replicas must
 * agree.) */
#ifndef LAWMAP_TILE_RUN_LENGTH_H
#define LAWMAP_TILE_RUN_LENGTH_H

#include <stddef.h>

struct run_length; /* for one thread at a time */

struct run_length *run_length_new(void);       /* NULL: out of memory */
void run_length_free(struct run_length *self); /* NULL is allowed */

/* Room enough for any input of that size. */
size_t run_length_bound(struct run_length *self, size_t size);
/* A zlib stream (RFC 1950) of at most 4 GB of input; `out` has the room above. Returns its size, 0 when zlib
 * fails. */
size_t run_length_encode(struct run_length *self, const void *in, size_t size, unsigned char *out,
                         size_t room);

#endif
