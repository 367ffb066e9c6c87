#include "projection.h"

#include <math.h>

#define DEGREES (180.0 / 3.14159265358979323846)

struct atlas_point project(double longitude, double latitude)
{
    const double half = ATLAS_WORLD / 2.0;
    double clamped = fmin(fmax(latitude, -PROJECTION_LATITUDE_MAX), PROJECTION_LATITUDE_MAX);
    double northing = asinh(tan(clamped / DEGREES)) / (180.0 / DEGREES); /* -1 to 1 inside the square */
    return (struct atlas_point){(int32_t)lround(half + half * (longitude / 180.0)),
                                (int32_t)lround(half - half * northing)};
}

double longitude_of(int32_t x)
{
    return x * (360.0 / ATLAS_WORLD) - 180.0;
}

double latitude_of(int32_t y)
{
    double northing = 1.0 - y * (2.0 / ATLAS_WORLD);
    return atan(sinh(northing * (180.0 / DEGREES))) * DEGREES;
}
