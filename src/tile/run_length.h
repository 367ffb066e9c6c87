/* Deflate that looks for runs only: zlib's Z_RLE strategy. A tile is runs of few values, and on such pixels
 * it finds shorter output than a search for longer matches does, in a third of the time: over z8 1,194 bytes
 * for a tile with lines and 71 microseconds less than libdeflate at level 3, which takes 1,265. (ISA-L is
 * faster still, but what it writes depends on the processor, and replicas must agree.) */
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
