/* The key of a layer: a box of each class's colour and its label, in columns; then what is hidden, and how
 * disputed lines are drawn. */
#ifndef LAWMAP_TILE_KEY_H
#define LAWMAP_TILE_KEY_H

#include "typeface.h"

#include <lawmap/tile.h>

struct key_item {
    const char *label; /* not NULL */
    uint32_t colour;   /* 0xRRGGBB */
};

struct key_options {
    const struct typeface *typeface;
    const struct law *law;
    const struct layer *layer;
    uint64_t hidden;              /* classes of the layer that have no entry; one for all of them says so */
    bool disputed;                /* the map has disputed lines */
    const struct key_item *items; /* NULL: the classes of the layer; else what stands in their place */
    size_t item_count;
    enum language language;
    size_t colours; /* the palette's index */
    double em;      /* size of the text */
    double width;   /* room; labels that do not fit are broken into lines */
    size_t columns; /* at most */
};

struct key;

/* LAWMAP_NO_MEMORY. */
enum lawmap_status key_new(const struct key_options *options, struct key **out, struct lawmap_error *error);
void key_free(struct key *key); /* NULL is allowed */

struct extent key_extent(const struct key *key);
void key_draw(const struct key *key, cairo_t *cairo, double x, double y);

#endif
