/* The leaves of a jurisdiction joined: the arcs that two of them share fall away, what is left is walked into
 * rings, and each ring that lies within an odd number of others is a hole. */
#include "area_loops.h"
#include "atlas_private.h"

#include <stdlib.h>
#include <string.h>

struct draft_ring {
    size_t first, count; /* into points */
    struct atlas_box box;
    double area; /* twice; negative: anticlockwise on the globe, as y grows south */
    unsigned depth;
    size_t parent; /* of a hole */
};

struct draft {
    struct atlas_point *points;
    size_t point_count;
    struct draft_ring *rings;
    size_t ring_count;
};

static bool *mark_leaves(const struct atlas *atlas, const char *code, bool *any)
{
    bool *marks = calloc(atlas->leaf_count + 1, sizeof *marks);
    *any = false;
    for (size_t i = 0; marks != NULL && i < atlas->leaf_count; i++) {
        const struct atlas_leaf *leaf = &atlas->leaves[i];
        marks[i] = leaf_belongs(leaf, code);
        *any |= marks[i];
    }
    return marks;
}

/* With one of the leaves on one side only. */
static bool bounds(const struct arc *arc, const bool *marks)
{
    bool left = arc->leaves[0] != ATLAS_NO_LEAF && marks[arc->leaves[0]];
    bool right = arc->leaves[1] != ATLAS_NO_LEAF && marks[arc->leaves[1]];
    return left != right;
}

static size_t find_bounds(const struct atlas *atlas, const struct level *level, const bool *marks,
                          uint32_t *out)
{
    size_t count = 0;
    for (size_t i = 0; i < atlas->topology.arc_count; i++)
        if (bounds(&atlas->topology.arcs[i], marks) && level->arcs[i].count >= 2)
            out[count++] = (uint32_t)i;
    return count;
}

static void add_point(struct draft *draft, struct atlas_point point)
{
    struct draft_ring *ring = &draft->rings[draft->ring_count];
    if (ring->count > 0) {
        const struct atlas_point *last = &draft->points[draft->point_count - 1];
        if (last->x == point.x && last->y == point.y)
            return;
        const struct atlas_point *first = &draft->points[ring->first]; /* keeps the products small */
        ring->area += (double)(last->x - first->x) * (double)(point.y - first->y) -
                      (double)(point.x - first->x) * (double)(last->y - first->y);
    }
    ring->box = box_join(ring->box, (struct atlas_box){point.x, point.y, point.x, point.y});
    draft->points[draft->point_count++] = point;
    ring->count++;
}

static void add_arc(struct draft *draft, const struct level *level, uint32_t ref)
{
    const struct level_arc *arc = &level->arcs[ref / 2];
    for (uint32_t i = 0; i < arc->count; i++)
        add_point(draft, level->points[arc->first + (ref % 2 == 1 ? arc->count - 1 - i : i)]);
}

/* Rings without an area are left out. */
static void add_rings(struct draft *draft, const struct level *level, const struct loops *loops)
{
    for (size_t i = 0, ref = 0; i < loops->count; i++) {
        struct draft_ring *ring = &draft->rings[draft->ring_count];
        *ring = (struct draft_ring){.first = draft->point_count, .box = box_empty()};
        for (; ref < loops->ends[i]; ref++)
            add_arc(draft, level, loops->refs[ref]);
        if (ring->count >= 4 && ring->area != 0)
            draft->ring_count++;
        else
            draft->point_count = ring->first;
    }
}

static size_t points_of(const struct level *level, const struct loops *loops)
{
    size_t count = 0;
    for (size_t i = 0; i < loops->ref_count; i++)
        count += level->arcs[loops->refs[i] / 2].count;
    return count;
}

static enum lawmap_status draft_at(const struct atlas *atlas, const struct level *level, const bool *marks,
                                   struct draft *out, struct lawmap_error *error)
{
    struct loops loops = {0};
    uint32_t *arcs = calloc(atlas->topology.arc_count + 1, sizeof *arcs);
    enum lawmap_status status =
        arcs == NULL ? lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory")
                     : loops_find(level, arcs, find_bounds(atlas, level, marks, arcs), &loops, error);
    if (status == LAWMAP_OK) {
        out->points = calloc(points_of(level, &loops) + 1, sizeof *out->points);
        out->rings = calloc(loops.count + 1, sizeof *out->rings);
        if (out->points == NULL || out->rings == NULL)
            status = lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory");
        else
            add_rings(out, level, &loops);
    }
    loops_free(&loops);
    free(arcs);
    return status;
}

/* By the even-odd rule, in doubled units: the middle of a segment lies on no other ring. */
static bool ring_contains(const struct draft *draft, const struct draft_ring *ring, double x, double y)
{
    bool inside = false;
    for (size_t i = ring->first; i + 1 < ring->first + ring->count; i++) {
        double ax = 2.0 * draft->points[i].x, ay = 2.0 * draft->points[i].y;
        double bx = 2.0 * draft->points[i + 1].x, by = 2.0 * draft->points[i + 1].y;
        if ((ay > y) != (by > y) && x < ax + (y - ay) / (by - ay) * (bx - ax))
            inside = !inside;
    }
    return inside;
}

static bool box_within(struct atlas_box inner, struct atlas_box outer)
{
    return inner.west >= outer.west && inner.east <= outer.east && inner.north >= outer.north &&
           inner.south <= outer.south;
}

/* How many rings are round it, and which of them is the smallest. */
static void nest_ring(struct draft *draft, size_t index)
{
    struct draft_ring *ring = &draft->rings[index];
    const struct atlas_point *segment = &draft->points[ring->first];
    double x = (double)segment[0].x + segment[1].x, y = (double)segment[0].y + segment[1].y, smallest = 0;
    for (size_t i = 0; i < draft->ring_count; i++) {
        const struct draft_ring *outer = &draft->rings[i];
        if (i == index || !box_within(ring->box, outer->box) || !ring_contains(draft, outer, x, y))
            continue;
        double area = outer->area < 0 ? -outer->area : outer->area;
        if (ring->depth++ == 0 || area < smallest) {
            smallest = area;
            ring->parent = i;
        }
    }
}

/* Outer rings anticlockwise, holes clockwise. */
static void take_ring(struct draft *draft, const struct draft_ring *ring, struct atlas_area *out)
{
    bool is_hole = ring->depth % 2 == 1;
    bool anticlockwise = ring->area < 0;
    struct atlas_ring *taken = &out->rings[out->ring_count++];
    *taken = (struct atlas_ring){out->point_count, ring->count, is_hole};
    for (size_t i = 0; i < ring->count; i++)
        out->points[out->point_count++] =
            draft->points[ring->first + (anticlockwise != is_hole ? i : ring->count - 1 - i)];
}

static enum lawmap_status finish(struct draft *draft, struct atlas_area *out, struct lawmap_error *error)
{
    *out = (struct atlas_area){.points = calloc(draft->point_count + 1, sizeof *out->points),
                               .rings = calloc(draft->ring_count + 1, sizeof *out->rings)};
    if (out->points == NULL || out->rings == NULL) {
        atlas_area_free(out);
        return lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory");
    }
    for (size_t i = 0; i < draft->ring_count; i++)
        nest_ring(draft, i);
    for (size_t i = 0; i < draft->ring_count; i++) {
        if (draft->rings[i].depth % 2 == 1)
            continue;
        take_ring(draft, &draft->rings[i], out);
        for (size_t j = 0; j < draft->ring_count; j++)
            if (draft->rings[j].depth % 2 == 1 && draft->rings[j].parent == i)
                take_ring(draft, &draft->rings[j], out);
    }
    return LAWMAP_OK;
}

enum lawmap_status atlas_area(const struct atlas *atlas, const char *code, int level, struct atlas_area *out,
                              struct lawmap_error *error)
{
    bool any;
    struct draft draft = {0};
    enum lawmap_status status = LAWMAP_OK;
    *out = (struct atlas_area){0};
    bool *marks = mark_leaves(atlas, code, &any);
    if (marks == NULL)
        return lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory");
    if (!any)
        status = lawmap_fail(error, LAWMAP_NOT_FOUND, "the shapefiles do not show “%s”", code);
    for (; status == LAWMAP_OK && draft.ring_count == 0 && level <= ATLAS_LEVEL_MAX; level++) {
        free(draft.points);
        free(draft.rings);
        draft = (struct draft){0};
        status = draft_at(atlas, &atlas->levels.at[level], marks, &draft, error);
    }
    if (status == LAWMAP_OK)
        status = finish(&draft, out, error);
    free(draft.points);
    free(draft.rings);
    free(marks);
    return status;
}

void atlas_area_free(struct atlas_area *area)
{
    if (area == NULL)
        return;
    free(area->points);
    free(area->rings);
    *area = (struct atlas_area){0};
}
