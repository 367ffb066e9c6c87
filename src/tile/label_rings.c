#include "label_rings.h"

#include <math.h>
#include <stdlib.h>

#define PI 3.14159265358979323846

/* A line from one point to the next, as its leaf draws it: with the land on one hand. */
struct edge {
    struct atlas_point from, to;
};

static bool same_point(struct atlas_point a, struct atlas_point b)
{
    return a.x == b.x && a.y == b.y;
}

static int compare_points(struct atlas_point a, struct atlas_point b)
{
    if (a.x != b.x)
        return a.x < b.x ? -1 : 1;
    return a.y < b.y ? -1 : a.y > b.y;
}

static void add_point(struct label_rings *rings, struct atlas_point point)
{
    if (rings->point_count == rings->point_capacity && !rings->failed) {
        size_t capacity = rings->point_capacity == 0 ? 256 : 2 * rings->point_capacity;
        struct atlas_point *points = reallocarray(rings->points, capacity, sizeof *points);
        rings->failed = points == NULL;
        if (points != NULL) {
            rings->points = points;
            rings->point_capacity = capacity;
        }
    }
    if (!rings->failed)
        rings->points[rings->point_count++] = point;
}

static void begin_ring(struct label_rings *rings)
{
    if (rings->ring_count == rings->ring_capacity && !rings->failed) {
        size_t capacity = rings->ring_capacity == 0 ? 16 : 2 * rings->ring_capacity;
        struct label_ring *grown = reallocarray(rings->rings, capacity, sizeof *grown);
        rings->failed = grown == NULL;
        if (grown != NULL) {
            rings->rings = grown;
            rings->ring_capacity = capacity;
        }
    }
    if (!rings->failed)
        rings->rings[rings->ring_count++] = (struct label_ring){.first = rings->point_count};
}

/* The sine of the latitude: the inverse of Mercator's northing (J. P. Snyder, Map Projections: A Working
 * Manual, USGS 1987, equation 7-4). */
static double sine_of_latitude(int32_t y)
{
    return tanh(PI * (1.0 - y * (2.0 / ATLAS_WORLD)));
}

/* By Green's theorem: on the map of x dy, on the sphere of longitude d(sine of latitude). */
static void measure_ring(const struct label_rings *rings, struct label_ring *ring)
{
    const struct atlas_point *points = rings->points + ring->first;
    double on_map = 0, on_sphere = 0;
    ring->box = (struct atlas_box){INT32_MAX, INT32_MAX, INT32_MIN, INT32_MIN};
    for (size_t i = 0; i < ring->count; i++) {
        struct atlas_point a = points[i], b = points[i + 1 < ring->count ? i + 1 : 0];
        double x = (a.x + (double)b.x) / 2 - points[0].x;
        on_map += x * ((double)b.y - a.y);
        on_sphere += x * (2 * PI / ATLAS_WORLD) * (sine_of_latitude(a.y) - sine_of_latitude(b.y));
        ring->box.west = a.x < ring->box.west ? a.x : ring->box.west;
        ring->box.east = a.x > ring->box.east ? a.x : ring->box.east;
        ring->box.north = a.y < ring->box.north ? a.y : ring->box.north;
        ring->box.south = a.y > ring->box.south ? a.y : ring->box.south;
    }
    ring->on_map = on_map;
    ring->on_sphere = on_sphere;
}

/* Ends the last ring, which goes if it encloses nothing. */
static void end_ring(struct label_rings *rings)
{
    if (rings->failed || rings->ring_count == 0)
        return;
    struct label_ring *ring = &rings->rings[rings->ring_count - 1];
    ring->count = rings->point_count - ring->first;
    while (ring->count > 1 &&
           same_point(rings->points[ring->first], rings->points[ring->first + ring->count - 1]))
        ring->count--;
    rings->point_count = ring->first + ring->count;
    if (ring->count >= 3) {
        measure_ring(rings, ring);
    } else {
        rings->point_count = ring->first;
        rings->ring_count--;
    }
}

static void move_to(void *context, struct atlas_point point)
{
    struct label_rings *rings = context;
    end_ring(rings);
    begin_ring(rings);
    add_point(rings, point);
}

static void line_to(void *context, struct atlas_point point)
{
    struct label_rings *rings = context;
    if (!rings->failed && !same_point(rings->points[rings->point_count - 1], point))
        add_point(rings, point);
}

static void draw_leaf(const struct atlas *atlas, uint16_t leaf, int level, struct label_rings *rings)
{
    static const struct atlas_box everywhere = {INT32_MIN, INT32_MIN, INT32_MAX, INT32_MAX};
    const struct atlas_pen pen = {move_to, line_to, rings};
    atlas_draw_leaf(atlas, leaf, level, everywhere, &pen);
    end_ring(rings);
}

/* Edges between the same two points come together, whichever way they run. */
static int by_line(const void *left, const void *right)
{
    const struct edge *a = left, *b = right;
    bool a_forward = compare_points(a->from, a->to) < 0, b_forward = compare_points(b->from, b->to) < 0;
    int order = compare_points(a_forward ? a->from : a->to, b_forward ? b->from : b->to);
    return order != 0 ? order : compare_points(a_forward ? a->to : a->from, b_forward ? b->to : b->from);
}

static int by_start(const void *left, const void *right)
{
    const struct edge *a = left, *b = right;
    int order = compare_points(a->from, b->from);
    return order != 0 ? order : compare_points(a->to, b->to);
}

/* All edges but those that two leaves share; returns how many are left. */
static size_t outer_edges(const struct label_rings *rings, struct edge *edges)
{
    size_t count = 0, kept = 0;
    for (size_t i = 0; i < rings->ring_count; i++) {
        const struct label_ring *ring = &rings->rings[i];
        const struct atlas_point *points = rings->points + ring->first;
        for (size_t j = 0; j < ring->count; j++)
            edges[count++] = (struct edge){points[j], points[j + 1 < ring->count ? j + 1 : 0]};
    }
    qsort(edges, count, sizeof *edges, by_line);
    for (size_t i = 0; i < count; i++) {
        if (i + 1 < count && by_line(&edges[i], &edges[i + 1]) == 0)
            i++;
        else
            edges[kept++] = edges[i];
    }
    qsort(edges, kept, sizeof *edges, by_start);
    return kept;
}

/* An edge that starts at `point` and is not used yet; `count` when there is none. */
static size_t next_edge(const struct edge *edges, const bool *used, size_t count, struct atlas_point point)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_points(edges[middle].from, point) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < count && same_point(edges[low].from, point); low++)
        if (!used[low])
            return low;
    return count;
}

static void chain_edges(const struct edge *edges, bool *used, size_t count, struct label_rings *out)
{
    for (size_t i = 0; i < count; i++) {
        if (used[i])
            continue;
        begin_ring(out);
        for (size_t at = i; at < count; at = next_edge(edges, used, count, edges[at].to)) {
            used[at] = true;
            add_point(out, edges[at].from);
        }
        end_ring(out);
    }
}

static bool unite(struct label_rings *rings)
{
    struct label_rings united = {0};
    struct edge *edges = calloc(rings->point_count + 1, sizeof *edges);
    bool *used = calloc(rings->point_count + 1, sizeof *used);
    bool ok = edges != NULL && used != NULL;
    if (ok)
        chain_edges(edges, used, outer_edges(rings, edges), &united);
    free(edges);
    free(used);
    ok = ok && !united.failed;
    if (!ok) {
        label_rings_free(&united);
        return false;
    }
    label_rings_free(rings);
    *rings = united;
    return true;
}

bool label_rings_draw(const struct atlas *atlas, const uint16_t *leaves, size_t leaf_count, int level,
                      struct label_rings *out)
{
    *out = (struct label_rings){0};
    for (size_t i = 0; i < leaf_count; i++)
        draw_leaf(atlas, leaves[i], level, out);
    return !out->failed && (leaf_count < 2 || unite(out));
}

void label_rings_free(struct label_rings *rings)
{
    free(rings->points);
    free(rings->rings);
    *rings = (struct label_rings){0};
}
