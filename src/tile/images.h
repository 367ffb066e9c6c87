/* images: which images an export has written, so that each different one is written once. Equal images need
 * not have equal tags: what two countries of one colour look like from inside is the same. */
#ifndef LAWMAP_TILE_IMAGES_H
#define LAWMAP_TILE_IMAGES_H

#include <lawmap/tile.h>

struct images;

struct images *images_new(void);         /* NULL: out of memory */
void images_free(struct images *images); /* NULL is allowed */

struct hash image_hash(const struct tile_png *png); /* of its bytes */

/* What images_put() was last told of these bytes; NULL: nothing. */
const uint64_t *images_find(const struct images *images, struct hash bytes);
/* `place`: where it is. False: out of memory. */
bool images_put(struct images *images, struct hash bytes, uint64_t place);
size_t images_count(const struct images *images);

#endif
