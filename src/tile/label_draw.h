/* Draws the labels of a tile. */
#ifndef LAWMAP_TILE_LABEL_DRAW_H
#define LAWMAP_TILE_LABEL_DRAW_H

#include "label_layout.h"
#include "png.h"

/* A square of the world in pixels of a zoom at 256 a tile. */
struct label_window {
    unsigned zoom, scale;
    int32_t west, north;
    unsigned side; /* times `scale`: pixels of the picture */
};

/* Whether a label is drawn there, `turn` worlds to the east of where it was placed. */
bool label_is_in(const struct label_placed *placed, struct label_window window, int turn);

/* The window's pixels, row by row: indexes into the palette below. Equal places get equal pixels in every
 * window. Free *out with free(). */
enum lawmap_status label_draw(const struct label_names *names, const struct label_outlines *outlines,
                              const struct label_zoom *labels, struct label_window window, uint8_t **out,
                              struct lawmap_error *error);

/* From nothing over halo to text, in steps. */
enum { LABEL_HALO_STEPS = 4, LABEL_TEXT_STEPS = 11, LABEL_COLOURS = 1 + LABEL_HALO_STEPS + LABEL_TEXT_STEPS };
void label_palette(uint32_t colours[LABEL_COLOURS], uint8_t alphas[LABEL_COLOURS]);

#endif
