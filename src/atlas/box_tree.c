#include "box_tree.h"

#include <math.h>
#include <stdlib.h>

enum { FAN_OUT = 8, STACK = BOX_TREE_LEVELS * FAN_OUT };

struct atlas_box box_empty(void)
{
    return (struct atlas_box){INT32_MAX, INT32_MAX, INT32_MIN, INT32_MIN};
}

struct atlas_box box_join(struct atlas_box a, struct atlas_box b)
{
    return (struct atlas_box){a.west < b.west ? a.west : b.west, a.north < b.north ? a.north : b.north,
                              a.east > b.east ? a.east : b.east, a.south > b.south ? a.south : b.south};
}

struct sortable {
    int64_t x, y; /* twice the middle */
    uint32_t item;
};

static int by_x(const void *a, const void *b)
{
    const struct sortable *p = a, *q = b;
    return p->x != q->x ? (p->x > q->x) - (p->x < q->x) : (p->item > q->item) - (p->item < q->item);
}

static int by_y(const void *a, const void *b)
{
    const struct sortable *p = a, *q = b;
    return p->y != q->y ? (p->y > q->y) - (p->y < q->y) : (p->item > q->item) - (p->item < q->item);
}

/* Into vertical slices of about sqrt(leaves) leaves, each from north to south. */
static void sort_tiles(struct sortable *order, uint32_t count)
{
    uint32_t leaves = (count + FAN_OUT - 1) / FAN_OUT;
    uint32_t slice = (uint32_t)ceil(sqrt(leaves)) * FAN_OUT;
    qsort(order, count, sizeof *order, by_x);
    for (uint32_t begin = 0; begin < count; begin += slice)
        qsort(order + begin, count - begin < slice ? count - begin : slice, sizeof *order, by_y);
}

static void measure_levels(struct box_tree *tree)
{
    uint32_t size = tree->item_count;
    for (uint32_t level = 0; level < BOX_TREE_LEVELS; level++) {
        tree->starts[level + 1] = tree->starts[level] + size;
        tree->level_count = level + 1;
        if (size <= 1)
            break;
        size = (size + FAN_OUT - 1) / FAN_OUT;
    }
}

static void pack_levels(struct box_tree *tree)
{
    for (uint32_t level = 1; level < tree->level_count; level++) {
        uint32_t below = tree->starts[level - 1], end = tree->starts[level];
        for (uint32_t i = tree->starts[level]; i < tree->starts[level + 1]; i++, below += FAN_OUT) {
            tree->boxes[i] = box_empty();
            for (uint32_t j = below; j < below + FAN_OUT && j < end; j++)
                tree->boxes[i] = box_join(tree->boxes[i], tree->boxes[j]);
        }
    }
}

bool box_tree_build(struct box_tree *tree, const struct atlas_box *boxes, uint32_t count)
{
    struct sortable *order = calloc((size_t)count + 1, sizeof *order);
    *tree = (struct box_tree){.item_count = count};
    measure_levels(tree);
    tree->boxes = calloc((size_t)tree->starts[tree->level_count] + 1, sizeof *tree->boxes);
    tree->items = calloc((size_t)count + 1, sizeof *tree->items);
    if (order == NULL || tree->boxes == NULL || tree->items == NULL) {
        free(order);
        box_tree_free(tree);
        return false;
    }
    for (uint32_t i = 0; i < count; i++)
        order[i] = (struct sortable){(int64_t)boxes[i].west + boxes[i].east,
                                     (int64_t)boxes[i].north + boxes[i].south, i};
    sort_tiles(order, count);
    for (uint32_t i = 0; i < count; i++) {
        tree->items[i] = order[i].item;
        tree->boxes[i] = boxes[order[i].item];
    }
    pack_levels(tree);
    free(order);
    return true;
}

void box_tree_free(struct box_tree *tree)
{
    free(tree->boxes);
    free(tree->items);
    *tree = (struct box_tree){0};
}

struct node { /* boxes begin to end of one level */
    uint32_t begin, end, level;
};

void box_tree_search(const struct box_tree *tree, struct atlas_box box,
                     bool (*visit)(void *context, uint32_t item), void *context)
{
    struct node stack[STACK];
    size_t depth = 0;
    uint32_t top = tree->level_count - 1;
    if (tree->item_count > 0)
        stack[depth++] = (struct node){tree->starts[top], tree->starts[top + 1], top};
    while (depth > 0) {
        struct node node = stack[--depth];
        for (uint32_t i = node.begin; i < node.end; i++) {
            if (!boxes_meet(tree->boxes[i], box))
                continue;
            if (node.level == 0) {
                if (!visit(context, tree->items[i]))
                    return;
                continue;
            }
            uint32_t begin = tree->starts[node.level - 1] + (i - tree->starts[node.level]) * FAN_OUT;
            uint32_t end = begin + FAN_OUT, last = tree->starts[node.level];
            stack[depth++] = (struct node){begin, end < last ? end : last, node.level - 1};
        }
    }
}
