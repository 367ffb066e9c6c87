/* A frame: the part of the globe that a figure shows, its projection, and where it lies on the canvas. */
#ifndef LAWMAP_TILE_FRAME_H
#define LAWMAP_TILE_FRAME_H

#include <lawmap/tile.h>

#include <cairo.h>

struct frame {
    enum projection projection;
    double west, south, east, north; /* degrees; east of the antimeridian counted on, so that west < east */
    double middle;                   /* the meridian that is drawn upright */
    struct plane_point corner;       /* of the map's upper left in the projection, in radians */
    struct plane_point extent;       /* width and height in the projection, in radians */
    double left, top;                /* of the map on the canvas: for the figure to set */
    double scale;                    /* canvas units a radian: for the figure to set */
};

/* `box` must be valid; what Mercator cannot show of it is left out. */
struct frame frame_new(enum projection projection, struct degrees_box box);

/* Where a place is on the canvas; `longitude` counted on like the frame's. */
struct plane_point frame_point(const struct frame *frame, double longitude, double latitude);
bool frame_shows(const struct frame *frame, double longitude, double latitude);

/* What the frame shows of the world `turn` worlds to the east of the atlas's, and `margin` canvas units more.
 */
struct atlas_box frame_box(const struct frame *frame, int turn, double margin);

/* Paths for Cairo: the edge of the map; a meridian; a parallel. */
void frame_edge(const struct frame *frame, cairo_t *cairo);
void frame_meridian(const struct frame *frame, double longitude, cairo_t *cairo);
void frame_parallel(const struct frame *frame, double latitude, cairo_t *cairo);

/* Draws what the atlas draws into Cairo's path. Lines that are long where the projection bends them get
 * points in between. */
struct frame_pen {
    const struct frame *frame;
    cairo_t *cairo;
    int turn;
    struct atlas_point last;
};
struct atlas_pen frame_pen(struct frame_pen *pen);

#endif
