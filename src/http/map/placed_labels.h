/* placed_labels: the labels of a snapshot, by language. To place one language takes a moment, so each is
 * placed when it is first asked for, and stays. */
#ifndef LAWMAP_HTTP_PLACED_LABELS_H
#define LAWMAP_HTTP_PLACED_LABELS_H

#include <lawmap/tile.h>

struct placed_labels;

/* Borrows the atlas and the law. NULL: out of memory. */
struct placed_labels *placed_labels_new(const struct atlas *atlas, const struct law *law);
void placed_labels_free(struct placed_labels *labels); /* NULL is allowed */

/* *out lives as long as `self`. Who asks while another thread places the same language waits for it. */
enum lawmap_status placed_labels_get(struct placed_labels *self, enum language language,
                                     const struct labels **out, struct lawmap_error *error);

#endif
