/* Which of many boxes meet a box: an R-tree packed once, sort-tile-recursive (S. T. Leutenegger, M. A. Lopez
 * and J. Edgington, "STR: A simple and efficient algorithm for R-tree packing", ICDE 1997). Own code:
 * libspatialindex, the one library of Debian's with such a tree, is a C++ index of doubles for changing sets
 * on disk. */
#ifndef LAWMAP_ATLAS_BOX_TREE_H
#define LAWMAP_ATLAS_BOX_TREE_H

#include <lawmap/atlas.h>

enum { BOX_TREE_LEVELS = 10 }; /* more than 2^24 boxes need; the bound of points in a file */

struct box_tree {
    struct atlas_box
        *boxes;      /* those given, in the tree's order, then the nodes, level by level, the root last */
    uint32_t *items; /* which of those given each of the first boxes is */
    uint32_t item_count;
    uint32_t starts[BOX_TREE_LEVELS + 1]; /* of each level in boxes; level 0 are those given */
    uint32_t level_count;
};

/* False: out of memory. */
bool box_tree_build(struct box_tree *tree, const struct atlas_box *boxes, uint32_t count);
void box_tree_free(struct box_tree *tree);

/* Calls `visit` for each box that meets `box`, until it returns false. */
void box_tree_search(const struct box_tree *tree, struct atlas_box box,
                     bool (*visit)(void *context, uint32_t item), void *context);

struct atlas_box box_empty(void);
struct atlas_box box_join(struct atlas_box a, struct atlas_box b);

static inline bool boxes_meet(struct atlas_box a, struct atlas_box b)
{
    return (a.west <= b.east) & (b.west <= a.east) & (a.north <= b.south) & (b.north <= a.south);
}

#endif
