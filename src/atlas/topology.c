#include "topology.h"
#include "junctions.h"

#include <stdlib.h>
#include <string.h>

/* A stretch of a ring between junctions: an arc, or one that another ring has too. */
struct stretch {
    uint32_t ring;         /* part of the shapes */
    uint32_t start, count; /* points of the ring, from `start`, going round; both ends included */
    uint32_t order;        /* among all stretches, ring by ring */
    bool backwards;        /* against the direction that makes two stretches along one line equal */
};

struct cutter {
    const struct shapes *shapes, *lines;
    struct segment_set disputed;
    struct stretch *stretches;
    size_t count;
};

static struct atlas_point ring_point(const struct shapes *shapes, const struct stretch *stretch,
                                     uint32_t index)
{
    const struct shape_part *part = &shapes->parts[stretch->ring];
    uint32_t along = stretch->backwards ? stretch->count - 1 - index : index;
    return shapes->points[part->first + (stretch->start + along) % part->count];
}

/* Both rings along a line must see it the same way round: from its smaller end, or, where it is closed,
 * towards the smaller neighbour of that end. */
static bool runs_backwards(const struct shapes *shapes, const struct stretch *stretch)
{
    uint32_t last = stretch->count - 1;
    int order = compare_points(ring_point(shapes, stretch, 0), ring_point(shapes, stretch, last));
    if (order == 0)
        order = compare_points(ring_point(shapes, stretch, 1), ring_point(shapes, stretch, last - 1));
    return order > 0;
}

static void add_stretch(struct cutter *cutter, size_t ring, uint32_t start, uint32_t count)
{
    struct stretch stretch = {(uint32_t)ring, start, count, (uint32_t)cutter->count, false};
    stretch.backwards = runs_backwards(cutter->shapes, &stretch);
    cutter->stretches[cutter->count++] = stretch;
}

static uint32_t smallest_point(const struct atlas_point *points, uint32_t count)
{
    uint32_t best = 0;
    for (uint32_t i = 1; i < count; i++)
        if (compare_points(points[i], points[best]) < 0)
            best = i;
    return best;
}

static void cut_ring(struct cutter *cutter, size_t ring, const unsigned char *junctions)
{
    const struct shape_part *part = &cutter->shapes->parts[ring];
    uint32_t begin = 0;
    while (begin < part->count && !junctions[part->first + begin])
        begin++;
    if (begin == part->count) {
        begin = smallest_point(cutter->shapes->points + part->first, part->count);
        add_stretch(cutter, ring, begin, part->count + 1);
        return;
    }
    uint32_t start = begin;
    for (uint32_t i = begin + 1; i <= begin + part->count; i++) {
        if (!junctions[part->first + i % part->count])
            continue;
        add_stretch(cutter, ring, start % part->count, i - start + 1);
        start = i;
    }
}

/* qsort has no context: glibc's qsort_r carries the shapes. */
static int compare_stretches(const void *a, const void *b, void *context)
{
    const struct shapes *shapes = context;
    const struct stretch *x = a, *y = b;
    int order = compare_points(ring_point(shapes, x, 0), ring_point(shapes, y, 0));
    if (order == 0)
        order = compare_points(ring_point(shapes, x, 1), ring_point(shapes, y, 1));
    if (order == 0)
        order = (x->count > y->count) - (x->count < y->count);
    if (order == 0)
        order = compare_points(ring_point(shapes, x, x->count - 1), ring_point(shapes, y, y->count - 1));
    return order != 0 ? order : (x->order > y->order) - (x->order < y->order);
}

static bool along_one_line(const struct shapes *shapes, const struct stretch *x, const struct stretch *y)
{
    if (x->count != y->count)
        return false;
    for (uint32_t i = 0; i < x->count; i++)
        if (compare_points(ring_point(shapes, x, i), ring_point(shapes, y, i)) != 0)
            return false;
    return true;
}

static void add_arc(struct topology *out, const struct shapes *shapes, const struct stretch *stretch)
{
    struct arc *arc = &out->arcs[out->arc_count++];
    *arc = (struct arc){
        .first = (uint32_t)out->point_count,
        .count = stretch->count,
        .leaves = {shapes->parts[stretch->ring].leaf, ATLAS_NO_LEAF},
        .closed = compare_points(ring_point(shapes, stretch, 0),
                                 ring_point(shapes, stretch, stretch->count - 1)) == 0,
    };
    for (uint32_t i = 0; i < stretch->count; i++)
        out->points[out->point_count++] = ring_point(shapes, stretch, i);
}

static const char *country_of(const struct atlas_leaf *leaf)
{
    return *leaf->parent != '\0' ? leaf->parent : leaf->code;
}

static int kind_of(const struct topology *topology, const struct cutter *cutter, const struct arc *arc)
{
    const struct shapes *shapes = cutter->shapes;
    const struct atlas_point *points = topology->points + arc->first;
    if (arc->leaves[0] == arc->leaves[1] || on_world_edge(points[0], points[1]))
        return ARC_UNSEEN;
    if (segments_find(&cutter->disputed, points[0], points[1]) != NULL)
        return ATLAS_DISPUTED; /* all along: it was cut where it joins and leaves the disputed line */
    if (arc->leaves[1] == ATLAS_NO_LEAF)
        return ATLAS_COAST;
    const struct atlas_leaf *a = &shapes->leaves[arc->leaves[0]], *b = &shapes->leaves[arc->leaves[1]];
    return strcmp(country_of(a), country_of(b)) == 0 ? ATLAS_SUBDIVISION : ATLAS_INTERNATIONAL;
}

/* Equal stretches are neighbours once sorted: the first of a run becomes the arc, all refer to it. */
static void share_arcs(struct cutter *cutter, struct topology *out)
{
    const struct shapes *shapes = cutter->shapes;
    qsort_r(cutter->stretches, cutter->count, sizeof *cutter->stretches, compare_stretches, (void *)shapes);
    for (size_t i = 0; i < cutter->count; i++) {
        const struct stretch *stretch = &cutter->stretches[i];
        if (i == 0 || !along_one_line(shapes, &cutter->stretches[i - 1], stretch))
            add_arc(out, shapes, stretch);
        else
            out->arcs[out->arc_count - 1].leaves[1] = shapes->parts[stretch->ring].leaf;
        out->refs[stretch->order] = (uint32_t)(2 * (out->arc_count - 1) + stretch->backwards);
    }
    for (size_t i = 0; i < out->arc_count; i++)
        out->arcs[i].kind = kind_of(out, cutter, &out->arcs[i]);
}

/* Notes which disputed segments the borders have drawn already. */
static void mark_borders(struct cutter *cutter, const struct topology *topology)
{
    for (size_t i = 0; i < topology->arc_count; i++) {
        const struct arc *arc = &topology->arcs[i];
        const struct atlas_point *points = topology->points + arc->first;
        for (uint32_t j = 1; arc->kind == ATLAS_DISPUTED && j < arc->count; j++) {
            struct segment *segment = segments_find(&cutter->disputed, points[j - 1], points[j]);
            if (segment != NULL)
                segment->on_border = true;
        }
    }
}

/* One arc for each run of a disputed line that no border runs along. */
static void add_line(const struct cutter *cutter, const struct shape_part *part, struct topology *out)
{
    const struct atlas_point *points = cutter->lines->points + part->first;
    struct arc *arc = NULL;
    for (uint32_t i = 1; i < part->count; i++) {
        const struct segment *segment = segments_find(&cutter->disputed, points[i - 1], points[i]);
        if (segment != NULL && segment->on_border) {
            arc = NULL;
            continue;
        }
        if (arc == NULL) {
            arc = &out->arcs[out->arc_count++];
            *arc = (struct arc){
                (uint32_t)out->point_count, 1, {ATLAS_NO_LEAF, ATLAS_NO_LEAF}, ATLAS_DISPUTED, false};
            out->points[out->point_count++] = points[i - 1];
        }
        arc->count++;
        out->points[out->point_count++] = points[i];
    }
}

static bool allocate(struct topology *out, struct cutter *cutter)
{
    /* No more stretches than points; an arc has one point more than its stretch has segments. */
    size_t points = cutter->shapes->point_count, extra = 2 * cutter->lines->point_count;
    cutter->stretches = calloc(points + 1, sizeof *cutter->stretches);
    out->points = calloc(2 * points + extra + 1, sizeof *out->points);
    out->rings = calloc(cutter->shapes->part_count + 1, sizeof *out->rings);
    return cutter->stretches != NULL && out->points != NULL && out->rings != NULL;
}

static bool allocate_arcs(struct topology *out, const struct cutter *cutter)
{
    out->arcs = calloc(cutter->count + cutter->lines->point_count + 1, sizeof *out->arcs);
    out->refs = calloc(cutter->count + 1, sizeof *out->refs);
    out->ref_count = cutter->count;
    return out->arcs != NULL && out->refs != NULL;
}

enum lawmap_status topology_build(const struct shapes *polygons, const struct shapes *lines,
                                  struct topology *out, struct lawmap_error *error)
{
    struct cutter cutter = {.shapes = polygons, .lines = lines};
    *out = (struct topology){0};
    unsigned char *junctions =
        segments_build(&cutter.disputed, lines) ? junctions_find(polygons, lines, &cutter.disputed) : NULL;
    bool ok = junctions != NULL && allocate(out, &cutter);
    for (size_t i = 0; ok && i < polygons->part_count; i++) {
        size_t before = cutter.count;
        cut_ring(&cutter, i, junctions);
        out->rings[out->ring_count++] =
            (struct ring){(uint32_t)before, (uint32_t)(cutter.count - before), polygons->parts[i].leaf};
    }
    ok = ok && allocate_arcs(out, &cutter);
    if (ok) {
        share_arcs(&cutter, out);
        mark_borders(&cutter, out);
        for (size_t i = 0; i < lines->part_count; i++)
            add_line(&cutter, &lines->parts[i], out);
    } else {
        topology_free(out);
    }
    free(cutter.stretches);
    segments_free(&cutter.disputed);
    free(junctions);
    return ok ? LAWMAP_OK : lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory for the borders");
}

void topology_free(struct topology *topology)
{
    free(topology->points);
    free(topology->arcs);
    free(topology->refs);
    free(topology->rings);
    *topology = (struct topology){0};
}
