/* The map of a figure: sea, graticule, land by its law, lines, and markers for what is too small to see. */
#ifndef LAWMAP_TILE_FIGURE_MAP_H
#define LAWMAP_TILE_FIGURE_MAP_H

#include "frame.h"

/* Draws inside the frame's edge. `line`: canvas units of a line of one pixel, as a tile would have it.
 * LAWMAP_NO_MEMORY; Cairo's own faults show in its status. */
enum lawmap_status figure_map_draw(const struct tile_store *store, const struct law *law,
                                   const struct figure *figure, const struct frame *frame, double line,
                                   cairo_t *cairo, struct lawmap_error *error);

/* Whether figure_map_draw() would draw disputed lines. */
bool figure_map_is_disputed(const struct tile_store *store, const struct frame *frame, double line);

#endif
