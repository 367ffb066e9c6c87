/* Web Mercator between degrees and the units of the world square (see lawmap/atlas.h). Forward and inverse of
 * the spherical Mercator, EPSG:3857; J. P. Snyder, Map Projections: A Working Manual, USGS 1987, section 7.
 */
#ifndef LAWMAP_ATLAS_PROJECTION_H
#define LAWMAP_ATLAS_PROJECTION_H

#include <lawmap/atlas.h>

/* Latitudes beyond ±PROJECTION_LATITUDE_MAX are drawn at it: Mercator has no poles, and what lies between
 * 85.0511° and here is off every tile but still closes the rings. */
#define PROJECTION_LATITUDE_MAX 89.5

struct atlas_point project(double longitude, double latitude);
double longitude_of(int32_t x);
double latitude_of(int32_t y);

#endif
