#include "simplify.h"

#include <math.h>
#include <stdlib.h>

enum { NONE = -1 };

struct candidate { /* a point that is still there */
    double area;   /* of the triangle with its neighbours */
    int before, after;
    int place; /* in the heap, or NONE */
};

struct eliminator {
    const struct atlas_point *points;
    struct candidate *candidates;
    int *heap; /* of points, the least area on top */
    int heap_size;
};

static double triangle_area(struct atlas_point a, struct atlas_point b, struct atlas_point c)
{
    return fabs(((double)b.x - a.x) * ((double)c.y - a.y) - ((double)c.x - a.x) * ((double)b.y - a.y)) / 2;
}

static void put(struct eliminator *e, int place, int point)
{
    e->heap[place] = point;
    e->candidates[point].place = place;
}

static void sift_up(struct eliminator *e, int place)
{
    int point = e->heap[place];
    while (place > 0) {
        int parent = (place - 1) / 2;
        if (e->candidates[e->heap[parent]].area <= e->candidates[point].area)
            break;
        put(e, place, e->heap[parent]);
        place = parent;
    }
    put(e, place, point);
}

static void sift_down(struct eliminator *e, int place)
{
    int point = e->heap[place];
    for (int child; (child = 2 * place + 1) < e->heap_size; place = child) {
        if (child + 1 < e->heap_size &&
            e->candidates[e->heap[child + 1]].area < e->candidates[e->heap[child]].area)
            child++;
        if (e->candidates[point].area <= e->candidates[e->heap[child]].area)
            break;
        put(e, place, e->heap[child]);
    }
    put(e, place, point);
}

static int pop(struct eliminator *e)
{
    int top = e->heap[0], last = e->heap[--e->heap_size];
    if (e->heap_size > 0) {
        put(e, 0, last);
        sift_down(e, 0);
    }
    e->candidates[top].place = NONE;
    return top;
}

static double area_of(const struct eliminator *e, int point)
{
    const struct candidate *c = &e->candidates[point];
    return triangle_area(e->points[c->before], e->points[point], e->points[c->after]);
}

/* A neighbour's triangle has changed; it never weighs less than what was eliminated before it. */
static void update(struct eliminator *e, int point, double least)
{
    struct candidate *c = &e->candidates[point];
    if (c->place == NONE)
        return;
    c->area = fmax(area_of(e, point), least);
    sift_up(e, c->place);
    sift_down(e, c->place);
}

static void start(struct eliminator *e, const struct atlas_point *points, int count)
{
    e->points = points;
    e->heap_size = 0;
    for (int i = 0; i < count; i++)
        e->candidates[i] = (struct candidate){INFINITY, i - 1, i + 1, NONE};
    for (int i = 1; i + 1 < count; i++) {
        e->candidates[i].area = area_of(e, i);
        put(e, e->heap_size++, i);
    }
    for (int i = e->heap_size / 2 - 1; i >= 0; i--)
        sift_down(e, i);
}

static void weigh(struct eliminator *e, const struct atlas_point *points, int count, bool closed,
                  float *weights)
{
    start(e, points, count);
    weights[0] = weights[count - 1] = INFINITY;
    double least = 0;
    while (e->heap_size > (closed ? 2 : 0)) {
        int point = pop(e);
        struct candidate *c = &e->candidates[point];
        least = fmax(least, c->area);
        weights[point] = (float)least;
        e->candidates[c->before].after = c->after;
        e->candidates[c->after].before = c->before;
        update(e, c->before, least);
        update(e, c->after, least);
    }
    if (e->heap_size == 2) {
        float area = (float)fmax(least, e->candidates[e->heap[0]].area);
        weights[0] = weights[count - 1] = weights[e->heap[0]] = weights[e->heap[1]] = area;
    }
}

static double ring_extent(const struct topology *topology, const struct ring *ring)
{
    double area = 0;
    for (uint32_t i = 0; i < ring->count; i++) {
        uint32_t ref = topology->refs[ring->first + i];
        const struct arc *arc = &topology->arcs[ref / 2];
        const struct atlas_point *p = topology->points + arc->first;
        double part = 0;
        for (uint32_t j = 1; j < arc->count; j++)
            part += (double)p[j - 1].x * p[j].y - (double)p[j].x * p[j - 1].y;
        area += ref % 2 == 0 ? part : -part;
    }
    return fabs(area);
}

static void keep_forever(const struct topology *topology, const struct ring *ring, float *weights)
{
    const struct arc *arc = &topology->arcs[topology->refs[ring->first] / 2];
    if (ring->count != 1 || !arc->closed)
        return;
    float least = weights[arc->first];
    for (uint32_t i = 0; i < arc->count; i++)
        if (weights[arc->first + i] >= least)
            weights[arc->first + i] = INFINITY;
}

static void keep_largest_rings(const struct topology *topology, float *weights)
{
    for (size_t begin = 0, end; begin < topology->ring_count; begin = end) {
        size_t largest = begin;
        double extent = -1;
        for (end = begin;
             end < topology->ring_count && topology->rings[end].leaf == topology->rings[begin].leaf; end++) {
            double this_extent = ring_extent(topology, &topology->rings[end]);
            if (this_extent > extent) {
                extent = this_extent;
                largest = end;
            }
        }
        keep_forever(topology, &topology->rings[largest], weights);
    }
}

float *simplify_weights(const struct topology *topology)
{
    uint32_t longest = 0;
    for (size_t i = 0; i < topology->arc_count; i++)
        longest = topology->arcs[i].count > longest ? topology->arcs[i].count : longest;
    struct eliminator e = {
        .candidates = calloc(longest + 1, sizeof *e.candidates),
        .heap = calloc(longest + 1, sizeof *e.heap),
    };
    float *weights = calloc(topology->point_count + 1, sizeof *weights);
    if (e.candidates != NULL && e.heap != NULL && weights != NULL) {
        for (size_t i = 0; i < topology->arc_count; i++) {
            const struct arc *arc = &topology->arcs[i];
            weigh(&e, topology->points + arc->first, (int)arc->count, arc->closed, weights + arc->first);
        }
        keep_largest_rings(topology, weights);
    } else {
        free(weights);
        weights = NULL;
    }
    free(e.candidates);
    free(e.heap);
    return weights;
}
