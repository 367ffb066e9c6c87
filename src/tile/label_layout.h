/* Which names a zoom shows, and where: decided once for the whole world, so that every tile agrees. */
#ifndef LAWMAP_TILE_LABEL_LAYOUT_H
#define LAWMAP_TILE_LABEL_LAYOUT_H

#include "label_site.h"
#include "label_text.h"

#include <lawmap/tile.h>

enum {
    LABEL_MARGIN = 3, /* pixels round the letters that belong to a label: its halo, and some air */
    LABEL_SIZES = 6
};

struct label_name {
    struct label_text text;
    struct label_site site;
    const char *code; /* owned by the law, and of use as long as that lives */
    bool subdivision;
    bool marked; /* the law varies inside */
};

struct label_names { /* the most important first */
    struct label_name *items;
    size_t count;
    float ascent, descent, overhang;           /* of the outlines below, in ems */
    float size_factor;                         /* of the fonts: some scripts need more pixels */
    uint16_t *leaf_country, *leaf_subdivision; /* by leaf: the name it belongs to, or LABEL_NO_NAME */
};
#define LABEL_NO_NAME UINT16_MAX

struct label_box { /* pixels of the zoom at 256 a tile; east and south are outside. x may leave the world */
    int32_t west, north, east, south;
};

enum label_side { LABEL_CENTRED, LABEL_TO_EAST, LABEL_TO_WEST }; /* of its site; how its lines are aligned */

struct label_placed {
    struct label_box box; /* margin included */
    uint16_t name;
    uint8_t lines; /* index into text.broken */
    uint8_t size;  /* index of the font's size */
    uint8_t side;  /* enum label_side */
};

struct label_zoom {
    struct label_placed *items; /* owned */
    size_t count;
};

/* The font's size in pixels at 256 a tile, and from one baseline to the next. */
double label_font_size(const struct label_names *names, size_t size);
double label_leading(const struct label_names *names, size_t size);

/* false: out of memory. Free the zooms' items either way. */
bool label_layout(const struct atlas *atlas, const struct label_names *names,
                  struct label_zoom zooms[TILE_ZOOM_MAX + 1]);

#endif
