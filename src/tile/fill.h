/* Fills polygons without antialiasing, by the even-odd rule: a pixel belongs to what its centre lies in.
 * Crossings of lines and rows are computed in whole numbers and in the world's coordinates, so a line that
 * two leaves or two tiles share falls on the same pixel in each: no gap, no overlap, no seam. (Cairo's own
 * fill clips to the surface first and rounds where it clips, which moves pixels at the edges of tiles.)
 * Source of the method: the ordered edge list, J. D. Foley et al., Computer Graphics: Principles and
 * Practice, 2nd edition, section 3.6. */
#ifndef LAWMAP_TILE_FILL_H
#define LAWMAP_TILE_FILL_H

#include <lawmap/atlas.h>

struct fill;

struct fill *
fill_new(unsigned size_max);       /* for pictures of up to size_max pixels a side; NULL: out of memory */
void fill_free(struct fill *fill); /* NULL is allowed */

/* The picture to fill: row by row, `size` pixels a side, each `step` units of the world (a power of two)
 * wide; its north-western corner is at (west, north), which may lie outside the world. */
void fill_begin(struct fill *fill, uint16_t *pixels, unsigned size, int64_t west, int64_t north,
                int32_t step);
/* Takes the outlines of one polygon; paths are closed by themselves. */
struct atlas_pen fill_pen(struct fill *fill);
/* Fills what the pen has drawn since the last call. False: out of memory. */
bool fill_end(struct fill *fill, uint16_t value);

#endif
