/* A canvas: one of Cairo's surfaces, for the format of a picture, that ends up in a buffer. Equal drawings
 * give equal bytes: no times, no counters. */
#ifndef LAWMAP_TILE_CANVAS_H
#define LAWMAP_TILE_CANVAS_H

#include <lawmap/tile.h>

#include <cairo.h>

struct canvas_options {
    enum picture_format format;
    unsigned width, height;  /* pixels, or points in a PDF */
    const char *title;       /* for those who do not see the picture; PDF, SVG */
    const char *description; /* the same */
    struct date date;        /* that a PDF gives as its own; no date: none */
    enum language language;  /* of title and description */
};

struct canvas;

enum lawmap_status canvas_new(const struct canvas_options *options, struct canvas **out,
                              struct lawmap_error *error);
void canvas_free(struct canvas *canvas); /* NULL is allowed */

cairo_t *canvas_cairo(struct canvas *canvas);                            /* borrowed */
void canvas_set_colour(cairo_t *cairo, uint32_t colour, double opacity); /* 0xRRGGBB */

/* Appends the finished picture to `out`. The canvas can only be freed then. */
enum lawmap_status canvas_finish(struct canvas *canvas, struct buffer *out, struct lawmap_error *error);

#endif
