#include "stroke.h"

#include <math.h>

/* fmin() and fmax() are calls into libm, for the sake of NaN, which does not come here. */
static inline double least(double a, double b)
{
    return a < b ? a : b;
}

static inline double most(double a, double b)
{
    return a > b ? a : b;
}

/* A segment seen from its first point, in pixels. A pixel is a power of two of units, so that positions in
 * pixels are as exact as the units that they come from. */
struct segment {
    double dx, dy, length;
    double east, south; /* its direction: a vector of length 1 */
    double along;       /* length of the path before it */
};

/* How much of a pixel's width the line covers at a distance. */
static double coverage(double distance, double half_width)
{
    double covered = least(distance + 0.5, half_width) - most(distance - 0.5, -half_width);
    return most(covered, 0);
}

static bool dash_is_off(const struct stroke *stroke, double along)
{
    return stroke->dash > 0 && fmod(along, 2 * stroke->dash) >= stroke->dash;
}

/* The strength of the segment at a point `x`, `y` from its first one. */
static uint8_t strength_at(const struct stroke *stroke, const struct segment *segment, double x, double y)
{
    double along = x * segment->east + y * segment->south, distance;
    if (along < 0) {
        along = 0;
        distance = sqrt(x * x + y * y);
    } else if (along > segment->length) {
        along = segment->length;
        distance = sqrt((x - segment->dx) * (x - segment->dx) + (y - segment->dy) * (y - segment->dy));
    } else {
        distance = fabs(x * segment->south - y * segment->east);
    }
    if (dash_is_off(stroke, segment->along + along))
        return 0;
    return (uint8_t)(255 * stroke->strength * coverage(distance, stroke->half_width) + 0.5);
}

struct range {
    int begin, end; /* pixels; the end is not included */
};

/* The pixels whose centres lie from `low` to `high`, cut to the plane. */
static struct range pixels_between(double low, double high, unsigned size)
{
    double begin = most(ceil(low - 0.5), 0), end = least(floor(high - 0.5) + 1, size);
    return begin < end ? (struct range){(int)begin, (int)end} : (struct range){0, 0};
}

/* The columns that the segment may touch in a row `y` below its start; `start` is its start's column. */
static struct range columns_near(const struct segment *segment, double start, double y, double reach,
                                 unsigned size)
{
    double from = 0, to = 1; /* the part of it within reach of the row */
    if (fabs(segment->dy) > 1e-9) {
        double a = (y - reach) / segment->dy, b = (y + reach) / segment->dy;
        from = most(least(a, b), 0);
        to = least(most(a, b), 1);
    }
    if (from > to)
        return (struct range){0, 0};
    double a = start + from * segment->dx, b = start + to * segment->dx;
    return pixels_between(least(a, b) - reach, most(a, b) + reach, size);
}

static void draw_segment(const struct stroke *stroke, struct atlas_point a, const struct segment *segment)
{
    /* Ranges only leave out what has no coverage; what is drawn does not depend on them. */
    const double reach = stroke->half_width + 0.5 + 1e-6;
    double start_x = (double)(a.x - stroke->west) / stroke->step,
           start_y = (double)(a.y - stroke->north) / stroke->step;
    double end_y = start_y + segment->dy;
    struct range rows =
        pixels_between(least(start_y, end_y) - reach, most(start_y, end_y) + reach, stroke->size);
    for (int row = rows.begin; row < rows.end; row++) {
        double y = row + 0.5 - start_y;
        struct range columns = columns_near(segment, start_x, y, reach, stroke->size);
        uint8_t *pixels = stroke->plane + (size_t)row * stroke->size;
        for (int column = columns.begin; column < columns.end; column++) {
            uint8_t strength = strength_at(stroke, segment, column + 0.5 - start_x, y);
            pixels[column] = strength > pixels[column] ? strength : pixels[column];
        }
    }
}

static void move_to(void *context, struct atlas_point point)
{
    struct stroke *stroke = context;
    stroke->last = point;
    stroke->length = 0;
}

static void line_to(void *context, struct atlas_point point)
{
    struct stroke *stroke = context;
    struct atlas_point from = stroke->last;
    struct segment segment = {
        .dx = ((double)point.x - from.x) / stroke->step,
        .dy = ((double)point.y - from.y) / stroke->step,
        .along = stroke->length,
    };
    segment.length = sqrt(segment.dx * segment.dx + segment.dy * segment.dy);
    stroke->last = point;
    stroke->length += segment.length;
    if (segment.length == 0)
        return;
    segment.east = segment.dx / segment.length;
    segment.south = segment.dy / segment.length;
    draw_segment(stroke, from, &segment);
}

struct atlas_pen stroke_pen(struct stroke *stroke)
{
    return (struct atlas_pen){move_to, line_to, stroke};
}
