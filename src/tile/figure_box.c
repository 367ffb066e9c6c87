/* What a figure of a place shows. */
#include <lawmap/tile.h>

#include <math.h>

#define RADIANS (3.14159265358979323846 / 180)

#define ROOM           0.15 /* of the extent, on each side */
#define SPAN_MIN       4.0  /* degrees of latitude: a small island is shown with its neighbours */
#define PROPORTION_MIN 1.0  /* of width to height */
#define PROPORTION_MAX 1.8
#define AROUND         300.0 /* degrees of longitude: what goes so far round is shown with all the world's */

struct span {
    double middle, size;
};

/* Moved, not cut, where it would leave the globe. */
static struct span within_poles(struct span span)
{
    span.size = fmin(span.size, 180);
    span.middle = fmin(fmax(span.middle, span.size / 2 - 90), 90 - span.size / 2);
    return span;
}

static double on_globe(double longitude)
{
    return longitude > 180 ? longitude - 360 : longitude < -180 ? longitude + 360 : longitude;
}

struct degrees_box figure_box_around(struct degrees_box extent, double proportion)
{
    double east = extent.east >= extent.west ? extent.east : extent.east + 360;
    struct span across = {(extent.west + east) / 2, (east - extent.west) * (1 + 2 * ROOM)};
    struct span up = {(extent.south + extent.north) / 2,
                      fmax((extent.north - extent.south) * (1 + 2 * ROOM), SPAN_MIN)};
    up = within_poles(up);
    double narrowing = fmax(cos(up.middle * RADIANS), 0.1), width = across.size * narrowing;
    up.size = fmax(up.size, width / PROPORTION_MAX);
    up = within_poles(up);
    across.size = fmax(across.size, up.size * fmax(proportion, PROPORTION_MIN) / narrowing);
    if (across.size >= AROUND)
        return (struct degrees_box){-180, up.middle - up.size / 2, 180, up.middle + up.size / 2};
    return (struct degrees_box){on_globe(across.middle - across.size / 2), up.middle - up.size / 2,
                                on_globe(across.middle + across.size / 2), up.middle + up.size / 2};
}
