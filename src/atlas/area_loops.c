#include "area_loops.h"

#include <stdlib.h>
#include <string.h>

struct arc_end {
    struct atlas_point point;
    uint32_t item; /* of the arcs given: 2 * index + 1 for the arc's last point */
};

struct walk {
    const struct level *level;
    const uint32_t *arcs;
    struct arc_end *ends; /* in order of point */
    size_t end_count;
    bool *used;      /* each of the arcs given */
    uint32_t *stack; /* refs walked and not yet part of a loop */
    size_t depth;
    struct loops *out;
};

static int compare_points(struct atlas_point a, struct atlas_point b)
{
    return a.x != b.x ? (a.x > b.x) - (a.x < b.x) : (a.y > b.y) - (a.y < b.y);
}

static int compare_ends(const void *a, const void *b)
{
    const struct arc_end *first = a, *second = b;
    int order = compare_points(first->point, second->point);
    return order != 0 ? order : (first->item > second->item) - (first->item < second->item);
}

static struct atlas_point end_point(const struct level *level, uint32_t arc, bool last)
{
    const struct level_arc *at = &level->arcs[arc];
    return level->points[at->first + (last ? at->count - 1 : 0)];
}

static struct atlas_point start_of(const struct walk *walk, uint32_t ref)
{
    return end_point(walk->level, ref / 2, ref % 2 == 1);
}

/* An arc not yet used that ends at a point, as the item of that end; false: there is none. */
static bool find_unused(const struct walk *walk, struct atlas_point point, uint32_t *item)
{
    size_t low = 0, high = walk->end_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_points(walk->ends[middle].point, point) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < walk->end_count && compare_points(walk->ends[low].point, point) == 0; low++) {
        *item = walk->ends[low].item;
        if (!walk->used[*item / 2])
            return true;
    }
    return false;
}

/* If the walk is back at a point that it left, what lies between is a loop. */
static void close_loop(struct walk *walk, struct atlas_point point)
{
    for (size_t i = walk->depth; i-- > 0;) {
        if (compare_points(start_of(walk, walk->stack[i]), point) != 0)
            continue;
        struct loops *out = walk->out;
        memcpy(out->refs + out->ref_count, walk->stack + i, (walk->depth - i) * sizeof *out->refs);
        out->ref_count += walk->depth - i;
        out->ends[out->count++] = out->ref_count;
        walk->depth = i;
        return;
    }
}

static void walk_from(struct walk *walk, struct atlas_point point)
{
    uint32_t item;
    walk->depth = 0;
    while (find_unused(walk, point, &item)) {
        uint32_t ref = walk->arcs[item / 2] * 2 + item % 2; /* from its last point: backwards */
        walk->used[item / 2] = true;
        walk->stack[walk->depth++] = ref;
        point = start_of(walk, ref ^ 1);
        close_loop(walk, point);
    }
}

static void add_ends(struct walk *walk, size_t count)
{
    for (size_t i = 0; i < count; i++)
        for (uint32_t last = 0; last < 2; last++)
            walk->ends[walk->end_count++] =
                (struct arc_end){end_point(walk->level, walk->arcs[i], last == 1), (uint32_t)i * 2 + last};
    qsort(walk->ends, walk->end_count, sizeof *walk->ends, compare_ends);
}

enum lawmap_status loops_find(const struct level *level, const uint32_t *arcs, size_t count,
                              struct loops *out, struct lawmap_error *error)
{
    enum lawmap_status status = LAWMAP_OK;
    struct walk walk = {.level = level, .arcs = arcs, .out = out};
    *out = (struct loops){.refs = calloc(count + 1, sizeof *out->refs),
                          .ends = calloc(count + 1, sizeof *out->ends)};
    walk.ends = calloc(2 * count + 1, sizeof *walk.ends);
    walk.used = calloc(count + 1, sizeof *walk.used);
    walk.stack = calloc(count + 1, sizeof *walk.stack);
    if (out->refs == NULL || out->ends == NULL || walk.ends == NULL || walk.used == NULL ||
        walk.stack == NULL) {
        status = lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory");
        goto cleanup;
    }
    add_ends(&walk, count);
    for (size_t i = 0; i < count; i++)
        if (!walk.used[i])
            walk_from(&walk, end_point(level, arcs[i], false));
cleanup:
    free(walk.ends);
    free(walk.used);
    free(walk.stack);
    if (status != LAWMAP_OK)
        loops_free(out);
    return status;
}

void loops_free(struct loops *loops)
{
    free(loops->refs);
    free(loops->ends);
    *loops = (struct loops){0};
}
