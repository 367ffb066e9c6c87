/* Strokes thin lines, antialiased, into a plane of strengths. The coverage of a pixel is that of a box as
 * wide as the pixel, laid across the line at the distance of its centre (S. Gupta and R. Sproull, "Filtering
 * edges for gray-scale displays", SIGGRAPH 1981); joins and ends are round; where lines meet the stronger one
 * holds. It depends on nothing but the line and the pixel's place in the world, so that a line goes on across
 * the edge of a tile without a trace. Cairo's strokes, made for shapes of any width, are clipped to their
 * surface with rounding and took most of a tile's time. */
#ifndef LAWMAP_TILE_STROKE_H
#define LAWMAP_TILE_STROKE_H

#include <lawmap/atlas.h>

struct stroke {
    uint8_t *plane; /* row by row, `size` pixels a side; 0: no line, 255: all line */
    unsigned size;
    int64_t west, north; /* of the plane, in units of the world */
    int32_t step;        /* units a pixel */
    double half_width;   /* pixels */
    double strength;     /* 0 to 1: of a pixel that the line covers */
    double dash;         /* pixels drawn, and then left out; 0: not dashed */

    struct atlas_point last; /* of the path being drawn */
    double length;           /* of the path so far, in pixels: where in the dashes it is */
};

/* A dashed path must be drawn from its start, or its dashes begin elsewhere in each tile. */
struct atlas_pen stroke_pen(struct stroke *stroke);

#endif
