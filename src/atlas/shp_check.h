/* Checks the bytes of a shapefile before shapelib reads them. Source of the format: ESRI Shapefile Technical
 * Description, July 1998; dBASE III+ table file header. */
#ifndef LAWMAP_ATLAS_SHP_CHECK_H
#define LAWMAP_ATLAS_SHP_CHECK_H

#include <lawmap/base.h>

enum shape_family { SHAPE_LINES, SHAPE_POLYGONS };

/* LAWMAP_BAD_DATA names the file and the feature, counted from 0. *count: how many features. */
enum lawmap_status shp_check(const char *base, const struct buffer *shp, const struct buffer *shx,
                             enum shape_family family, size_t *count, struct lawmap_error *error);
enum lawmap_status dbf_check(const char *base, const struct buffer *dbf, size_t count,
                             struct lawmap_error *error);

#endif
