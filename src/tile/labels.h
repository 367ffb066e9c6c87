/* The fields of the labels. */
#ifndef LAWMAP_TILE_LABELS_H
#define LAWMAP_TILE_LABELS_H

#include "label_layout.h"

enum { LABEL_SCALES = 2 };

struct labels {
    struct label_names names;
    struct label_outlines outlines;
    struct label_zoom zooms[TILE_ZOOM_MAX + 1];
    unsigned char *empty[LABEL_SCALES]; /* the body of a tile without names */
    size_t empty_size[LABEL_SCALES];
};

#endif
