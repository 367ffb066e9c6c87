/* The spherical Mercator, EPSG:3857, forward and inverse: J. P. Snyder, Map Projections: A Working Manual,
 * USGS 1987, section 7. */
#include <lawmap/atlas.h>

#include <math.h>

#define DEGREES (180.0 / 3.14159265358979323846)

struct atlas_point atlas_project(double longitude, double latitude)
{
    const double half = ATLAS_WORLD / 2.0;
    double clamped = fmin(fmax(latitude, -ATLAS_LATITUDE_MAX), ATLAS_LATITUDE_MAX);
    double sine = sin(clamped / DEGREES);
    double northing = log((1 + sine) / (1 - sine)) / (2 * (180.0 / DEGREES)); /* -1 to 1 inside the square */
    return (struct atlas_point){(int32_t)lround(half + half * (longitude / 180.0)),
                                (int32_t)lround(half - half * northing)};
}

double atlas_longitude(int32_t x)
{
    return x * (360.0 / ATLAS_WORLD) - 180.0;
}

double atlas_latitude(int32_t y)
{
    double northing = 1.0 - y * (2.0 / ATLAS_WORLD);
    return atan(sinh(northing * (180.0 / DEGREES))) * DEGREES;
}
