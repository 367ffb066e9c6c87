/* export_metadata: what an export says of itself, whatever its format. */
#ifndef LAWMAP_TILE_EXPORT_METADATA_H
#define LAWMAP_TILE_EXPORT_METADATA_H

#include <lawmap/tile.h>

#include <jansson.h>

/* Of the view that a reader starts with. */
unsigned export_centre_zoom(const struct export_options *options);

/* An object of strings with the names of MBTiles 1.3, which PMTiles and TileJSON share; `version` is to be a
 * number: the day whose law is shown. The rows from `dataset` on say exactly what it was made from. A new
 * reference; NULL: out of memory. */
json_t *export_metadata(const struct export_options *options, const struct law *law, struct hash boundaries);

#endif
