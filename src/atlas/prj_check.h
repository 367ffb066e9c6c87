/* Checks the projection of a shapefile: only degrees in WGS 84 can be drawn. Source of the format: well-known
 * text of coordinate reference systems, ISO 19162:2019 (WKT 2), OGC 01-009 and ESRI's (WKT 1). */
#ifndef LAWMAP_ATLAS_PRJ_CHECK_H
#define LAWMAP_ATLAS_PRJ_CHECK_H

#include <lawmap/base.h>

/* LAWMAP_BAD_DATA: `error` says what is another system's: its kind, datum, prime meridian or unit. */
enum lawmap_status prj_check(const char *base, const struct buffer *prj, struct lawmap_error *error);

#endif
