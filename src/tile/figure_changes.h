/* figure_changes: what a figure of the changes between two versions of the data says of them. */
#ifndef LAWMAP_TILE_FIGURE_CHANGES_H
#define LAWMAP_TILE_FIGURE_CHANGES_H

#include "key.h"

enum { FIGURE_CHANGES_MAX = 40 }; /* named one by one */

struct figure_changes { /* all zero is a valid empty list */
    struct key_item items[FIGURE_CHANGES_MAX + 2];
    size_t count;
    size_t texts[FIGURE_CHANGES_MAX + 1]; /* where in `text` their labels are */
    struct buffer text;
};

/* Whether the class of a jurisdiction on the day of the figure is another than before. */
bool figure_is_changed(const struct figure *figure, const struct law *law,
                       const struct jurisdiction *jurisdiction);

/* The items of the key: the changes, then what does not change. They borrow from `out` and the law. False
 * when out of memory; free it in any case. */
bool figure_changes_list(const struct figure *figure, const struct law *law, struct figure_changes *out);
void figure_changes_free(struct figure_changes *changes);

#endif
