#include "markers.h"

#include <math.h>
#include <stdlib.h>

/* How small is too small, in square pixels at 256 a tile. On land a disc hides its neighbours, so there only
 * what is a speck gets one; at z1 only what is less than a pixel, and then over the nearest sea; at z0
 * nothing.
 */
#define SEEN_AREA       12.0
#define SEEN_AREA_LAND  5.0
#define SEEN_AREA_FIRST 1.0
enum { FIRST_ZOOM_LAND = 2, FIRST_ZOOM_SUBDIVISION = 5 };

/* Discs keep this distance between their centres, in pixels, and may move this far from their place to do so;
 * less on the one tile of the world, which they would fill. */
#define APART          (2 * MARKER_RADIUS + 1.5)
#define MOVED_MAX      (3.0 * APART)
#define MOVED_MAX_ZERO (1.0 * APART)

/* A leaf's size on the map, gathered from its rings. */
struct measure {
    struct atlas_point first, last;
    double ring_area;
    struct atlas_box ring_box;
    double area;          /* of all rings, square units; holes count against it */
    double largest;       /* of one ring */
    struct atlas_box box; /* of the largest ring */
};

static void extend(struct measure *measure, struct atlas_point p)
{
    struct atlas_box *box = &measure->ring_box;
    box->west = p.x < box->west ? p.x : box->west;
    box->east = p.x > box->east ? p.x : box->east;
    box->north = p.y < box->north ? p.y : box->north;
    box->south = p.y > box->south ? p.y : box->south;
}

static double cross(struct atlas_point a, struct atlas_point b)
{
    return ((double)a.x * b.y - (double)b.x * a.y) / 2;
}

static void close_ring(struct measure *measure)
{
    measure->ring_area += cross(measure->last, measure->first);
    measure->area += measure->ring_area;
    if (fabs(measure->ring_area) > measure->largest) {
        measure->largest = fabs(measure->ring_area);
        measure->box = measure->ring_box;
    }
}

static void move_to(void *context, struct atlas_point point)
{
    struct measure *measure = context;
    close_ring(measure);
    measure->first = measure->last = point;
    measure->ring_area = 0;
    measure->ring_box = (struct atlas_box){point.x, point.y, point.x, point.y};
}

static void line_to(void *context, struct atlas_point point)
{
    struct measure *measure = context;
    measure->ring_area += cross(measure->last, point);
    measure->last = point;
    extend(measure, point);
}

struct candidate {
    struct atlas_point place;
    double area; /* square units */
    uint16_t leaf;
    bool subdivision;
};

static struct candidate measure_leaf(const struct atlas *atlas, size_t leaf)
{
    const struct atlas_box world = {0, INT32_MIN, ATLAS_WORLD, INT32_MAX};
    struct measure measure = {0};
    const struct atlas_pen pen = {move_to, line_to, &measure};
    atlas_draw_leaf(atlas, leaf, ATLAS_LEVEL_MAX, world, &pen);
    close_ring(&measure);
    struct atlas_box box = measure.box;
    return (struct candidate){
        .place = {box.west + (box.east - box.west) / 2, box.north + (box.south - box.north) / 2},
        .area = fabs(measure.area),
        .leaf = (uint16_t)leaf,
        .subdivision = *atlas_leaf(atlas, leaf)->parent != '\0',
    };
}

/* Larger ones first: they stay nearer to their place. */
static int by_area(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;
    if (x->area != y->area)
        return x->area > y->area ? -1 : 1;
    return (x->leaf > y->leaf) - (x->leaf < y->leaf);
}

static int by_leaf(const void *a, const void *b)
{
    const struct marker *x = a, *y = b;
    return (x->leaf > y->leaf) - (x->leaf < y->leaf);
}

static struct atlas_point beside(struct atlas_point p, double distance, double angle)
{
    return (struct atlas_point){p.x + (int32_t)lround(distance * cos(angle)),
                                p.y + (int32_t)lround(distance * sin(angle))};
}

enum { AROUND = 8 };
#define TURN (2 * 3.14159265358979323846 / AROUND)

/* Whether a disc here would cover land of others. */
static bool covers_land(const struct atlas *atlas, struct atlas_point at, double radius, uint16_t leaf)
{
    uint16_t middle = atlas_leaf_at(atlas, at);
    int others = middle != ATLAS_NO_LEAF && middle != leaf ? 1 : 0;
    for (int i = 0; i < AROUND; i++) {
        uint16_t there = atlas_leaf_at(atlas, beside(at, radius, i * TURN));
        others += there != ATLAS_NO_LEAF && there != leaf;
    }
    return others > AROUND / 4;
}

struct placing { /* of one zoom */
    const struct atlas *atlas;
    double pixel; /* units */
    struct marker *items;
    size_t count;
};

static bool is_free(const struct placing *placing, struct atlas_point at)
{
    double apart = APART * placing->pixel;
    for (size_t i = 0; i < placing->count; i++) {
        double dx = (double)placing->items[i].at.x - at.x, dy = (double)placing->items[i].at.y - at.y;
        if (dx * dx + dy * dy < apart * apart)
            return false;
    }
    return true;
}

static bool is_on_land(const struct placing *placing, const struct candidate *candidate,
                       struct atlas_point at)
{
    return covers_land(placing->atlas, at, MARKER_RADIUS * placing->pixel, candidate->leaf);
}

/* The free place nearest to its own, over the sea; false: there is none, and the leaf goes without a marker.
 * Its own place may be on land, but not at the first zooms. */
static bool find_place(const struct placing *placing, const struct candidate *candidate, unsigned zoom,
                       struct atlas_point *out)
{
    *out = candidate->place;
    if (is_free(placing, *out) && (zoom >= FIRST_ZOOM_LAND || !is_on_land(placing, candidate, *out)))
        return true;
    double farthest = zoom == 0 ? MOVED_MAX_ZERO : MOVED_MAX;
    for (double moved = 0.5 * APART; moved <= farthest; moved += 0.25 * APART)
        for (int i = 0; i < 2 * AROUND; i++) {
            *out = beside(candidate->place, moved * placing->pixel, i * TURN / 2);
            if (out->x > 0 && out->x < ATLAS_WORLD && is_free(placing, *out) &&
                !is_on_land(placing, candidate, *out))
                return true;
        }
    return false;
}

static bool wants_marker(const struct placing *placing, const struct candidate *candidate, unsigned zoom)
{
    double area = candidate->area / (placing->pixel * placing->pixel);
    if (area >= SEEN_AREA || (candidate->subdivision && zoom < FIRST_ZOOM_SUBDIVISION))
        return false;
    double speck = zoom == 0 ? 0 : zoom < FIRST_ZOOM_LAND ? SEEN_AREA_FIRST : SEEN_AREA_LAND;
    return area < speck || !is_on_land(placing, candidate, candidate->place);
}

static bool place_zoom(struct markers *markers, const struct atlas *atlas, const struct candidate *candidates,
                       size_t count, unsigned zoom)
{
    struct placing placing = {atlas, (double)(ATLAS_WORLD >> zoom) / TILE_SIZE, NULL, 0};
    placing.items = calloc(count + 1, sizeof *placing.items);
    if (placing.items == NULL)
        return false;
    for (size_t i = 0; i < count; i++) {
        struct atlas_point at;
        if (wants_marker(&placing, &candidates[i], zoom) && find_place(&placing, &candidates[i], zoom, &at))
            placing.items[placing.count++] = (struct marker){at, candidates[i].leaf};
    }
    qsort(placing.items, placing.count, sizeof *placing.items, by_leaf);
    markers->zooms[zoom].items = placing.items;
    markers->zooms[zoom].count = placing.count;
    return true;
}

bool markers_place(struct markers *markers, const struct atlas *atlas)
{
    size_t count = atlas_leaf_count(atlas);
    struct candidate *candidates = calloc(count, sizeof *candidates);
    *markers = (struct markers){0};
    if (candidates == NULL)
        return false;
    for (size_t i = 0; i < count; i++)
        candidates[i] = measure_leaf(atlas, i);
    qsort(candidates, count, sizeof *candidates, by_area);
    bool ok = true;
    for (unsigned zoom = 0; ok && zoom <= TILE_ZOOM_MAX; zoom++)
        ok = place_zoom(markers, atlas, candidates, count, zoom);
    free(candidates);
    if (!ok)
        markers_free(markers);
    return ok;
}

void markers_free(struct markers *markers)
{
    for (unsigned zoom = 0; zoom <= TILE_ZOOM_MAX; zoom++)
        free(markers->zooms[zoom].items);
    *markers = (struct markers){0};
}
