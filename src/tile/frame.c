#include "frame.h"

#include <math.h>

#define RADIANS (3.14159265358979323846 / 180)

/* Of the square world of Web Mercator, as that of EPSG:3857. */
#define MERCATOR_LATITUDE_MAX 85.05112877980659

/* Degrees: a straight line this long is nowhere a third of a pixel off the curve, even 8192 pixels wide. */
#define STEP 1.0

static struct plane_point forward(const struct frame *frame, double longitude, double latitude)
{
    if (frame->projection == PROJECTION_EQUAL_EARTH)
        return equal_earth(longitude - frame->middle, latitude);
    return (struct plane_point){(longitude - frame->middle) * RADIANS, asinh(tan(latitude * RADIANS))};
}

struct plane_point frame_point(const struct frame *frame, double longitude, double latitude)
{
    struct plane_point p = forward(frame, longitude, latitude);
    return (struct plane_point){frame->left + (p.x - frame->corner.x) * frame->scale,
                                frame->top + (frame->corner.y - p.y) * frame->scale};
}

/* A meridian is furthest from the middle where it is nearest to the equator. */
struct frame frame_new(enum projection projection, struct degrees_box box)
{
    struct frame frame = {.projection = projection,
                          .west = box.west,
                          .south = box.south,
                          .east = box.east > box.west ? box.east : box.east + 360,
                          .north = box.north};
    if (projection == PROJECTION_WEB_MERCATOR) {
        frame.south = fmax(frame.south, -MERCATOR_LATITUDE_MAX);
        frame.north = fmin(frame.north, MERCATOR_LATITUDE_MAX);
    }
    frame.middle = (frame.west + frame.east) / 2;
    double widest = fmin(fmax(0, frame.south), frame.north);
    double half = forward(&frame, frame.east, widest).x;
    double north = forward(&frame, frame.middle, frame.north).y;
    frame.corner = (struct plane_point){-half, north};
    frame.extent = (struct plane_point){2 * half, north - forward(&frame, frame.middle, frame.south).y};
    return frame;
}

bool frame_shows(const struct frame *frame, double longitude, double latitude)
{
    return longitude >= frame->west && longitude <= frame->east && latitude >= frame->south &&
           latitude <= frame->north;
}

static int32_t clamp(double coordinate)
{
    return (int32_t)fmin(fmax(coordinate, INT32_MIN), INT32_MAX);
}

struct atlas_box frame_box(const struct frame *frame, int turn, double margin)
{
    const double degree = ATLAS_WORLD / 360.0, degrees = margin / frame->scale / RADIANS;
    double west = (frame->west - degrees + 180 - 360.0 * turn) * degree,
           east = (frame->east + degrees + 180 - 360.0 * turn) * degree;
    return (struct atlas_box){clamp(west), atlas_project(0, fmin(frame->north + degrees, 90)).y, clamp(east),
                              atlas_project(0, fmax(frame->south - degrees, -90)).y};
}

static void line_to(const struct frame *frame, double longitude, double latitude, cairo_t *cairo)
{
    struct plane_point p = frame_point(frame, longitude, latitude);
    cairo_line_to(cairo, p.x, p.y);
}

static void trace_meridian(const struct frame *frame, double longitude, double from, double to,
                           cairo_t *cairo)
{
    int pieces = (int)ceil(fabs(to - from) / STEP);
    for (int i = 0; i <= pieces; i++)
        line_to(frame, longitude, from + (to - from) * i / pieces, cairo);
}

void frame_meridian(const struct frame *frame, double longitude, cairo_t *cairo)
{
    cairo_new_sub_path(cairo);
    trace_meridian(frame, longitude, frame->south, frame->north, cairo);
}

/* Parallels are straight in both projections. */
void frame_parallel(const struct frame *frame, double latitude, cairo_t *cairo)
{
    cairo_new_sub_path(cairo);
    line_to(frame, frame->west, latitude, cairo);
    line_to(frame, frame->east, latitude, cairo);
}

void frame_edge(const struct frame *frame, cairo_t *cairo)
{
    cairo_new_path(cairo);
    trace_meridian(frame, frame->west, frame->south, frame->north, cairo);
    trace_meridian(frame, frame->east, frame->north, frame->south, cairo);
    cairo_close_path(cairo);
}

/* The atlas ends where Mercator has to; land that reaches that far reaches the pole. */
static double latitude_of(const struct frame *frame, int32_t y)
{
    double latitude = atlas_latitude(y);
    bool is_pole = frame->projection == PROJECTION_EQUAL_EARTH && fabs(latitude) > ATLAS_LATITUDE_MAX - 1e-6;
    return is_pole ? copysign(90, latitude) : latitude;
}

static void pen_to(const struct frame_pen *pen, struct atlas_point point, bool draw)
{
    double longitude = atlas_longitude(point.x) + 360.0 * pen->turn;
    struct plane_point p = frame_point(pen->frame, longitude, latitude_of(pen->frame, point.y));
    if (draw)
        cairo_line_to(pen->cairo, p.x, p.y);
    else
        cairo_move_to(pen->cairo, p.x, p.y);
}

static void pen_move_to(void *context, struct atlas_point point)
{
    struct frame_pen *pen = context;
    pen_to(pen, point, false);
    pen->last = point;
}

static void pen_line_to(void *context, struct atlas_point point)
{
    struct frame_pen *pen = context;
    struct atlas_point a = pen->last, b = point;
    const double unit = 360.0 / ATLAS_WORLD;
    double across = fabs((double)b.x - a.x) * unit, down = fabs(atlas_latitude(b.y) - atlas_latitude(a.y));
    int pieces = pen->frame->projection == PROJECTION_EQUAL_EARTH ? (int)ceil(fmax(across, down) / STEP) : 1;
    for (int i = 1; i < pieces; i++) {
        double t = (double)i / pieces;
        pen_to(pen,
               (struct atlas_point){(int32_t)lround(a.x + ((double)b.x - a.x) * t),
                                    (int32_t)lround(a.y + ((double)b.y - a.y) * t)},
               true);
    }
    pen_to(pen, point, true);
    pen->last = point;
}

struct atlas_pen frame_pen(struct frame_pen *pen)
{
    return (struct atlas_pen){pen_move_to, pen_line_to, pen};
}
