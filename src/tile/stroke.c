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

/* A segment seen from its first point, in units. */
struct segment {
    double dx, dy, length;
    double along; /* pixels of the path before it */
};

/* How much of a pixel's width the line covers at a distance in pixels. */
static double coverage(double distance, double half_width)
{
    double covered = least(distance + 0.5, half_width) - most(distance - 0.5, -half_width);
    return most(covered, 0);
}

static bool dash_is_off(const struct stroke *stroke, double along)
{
    return stroke->dash > 0 && fmod(along, 2 * stroke->dash) >= stroke->dash;
}

/* The strength of the segment at a point `x`, `y` units from its first one. */
static uint8_t strength_at(const struct stroke *stroke, const struct segment *segment, double x, double y)
{
    double projection = (x * segment->dx + y * segment->dy) / segment->length;
    double inside = least(most(projection, 0), segment->length), distance;
    if (inside == projection)
        distance = fabs(x * segment->dy - y * segment->dx) / segment->length;
    else if (inside == 0)
        distance = sqrt(x * x + y * y);
    else
        distance = sqrt((x - segment->dx) * (x - segment->dx) + (y - segment->dy) * (y - segment->dy));
    if (dash_is_off(stroke, segment->along + inside / stroke->step))
        return 0;
    return (uint8_t)(255 * stroke->strength * coverage(distance / stroke->step, stroke->half_width) + 0.5);
}

struct range {
    int begin, end; /* pixels; the end is not included */
};

/* The pixels whose centres lie from `low` to `high` pixels, cut to the plane. */
static struct range pixels_between(double low, double high, unsigned size)
{
    double begin = most(ceil(low - 0.5), 0), end = least(floor(high - 0.5) + 1, size);
    return begin < end ? (struct range){(int)begin, (int)end} : (struct range){0, 0};
}

/* The columns that the segment may touch in the rows within `reach` pixels of its line at `y` (pixels from
 * its start). */
static struct range columns_near(const struct segment *segment, double start, double y, double reach,
                                 int32_t step, unsigned size)
{
    double t0 = 0, t1 = 1, dx = segment->dx / step, dy = segment->dy / step;
    if (fabs(dy) > 1e-9) {
        double a = (y - reach) / dy, b = (y + reach) / dy;
        t0 = most(least(a, b), 0);
        t1 = least(most(a, b), 1);
    }
    if (t0 > t1)
        return (struct range){0, 0};
    double x0 = start + t0 * dx, x1 = start + t1 * dx;
    return pixels_between(least(x0, x1) - reach, most(x0, x1) + reach, size);
}

static void draw_segment(const struct stroke *stroke, struct atlas_point a, const struct segment *segment)
{
    /* Ranges only leave out what has no coverage; what is drawn does not depend on them. */
    const double reach = stroke->half_width + 0.5 + 1e-6, step = stroke->step;
    double start_x = (double)(a.x - stroke->west) / step, start_y = (double)(a.y - stroke->north) / step;
    double end_y = start_y + segment->dy / step;
    struct range rows =
        pixels_between(least(start_y, end_y) - reach, most(start_y, end_y) + reach, stroke->size);
    for (int row = rows.begin; row < rows.end; row++) {
        struct range columns =
            columns_near(segment, start_x, row + 0.5 - start_y, reach, stroke->step, stroke->size);
        double y = (double)(stroke->north + (int64_t)row * stroke->step + stroke->step / 2 - a.y);
        uint8_t *pixels = stroke->plane + (size_t)row * stroke->size;
        for (int column = columns.begin; column < columns.end; column++) {
            double x = (double)(stroke->west + (int64_t)column * stroke->step + stroke->step / 2 - a.x);
            uint8_t strength = strength_at(stroke, segment, x, y);
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
        .dx = (double)point.x - from.x, .dy = (double)point.y - from.y, .along = stroke->length};
    segment.length = sqrt(segment.dx * segment.dx + segment.dy * segment.dy);
    stroke->last = point;
    stroke->length += segment.length / stroke->step;
    if (segment.length > 0)
        draw_segment(stroke, from, &segment);
}

struct atlas_pen stroke_pen(struct stroke *stroke)
{
    return (struct atlas_pen){move_to, line_to, stroke};
}
