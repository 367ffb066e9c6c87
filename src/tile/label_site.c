/* Source: D. Garcia-Castellanos and U. Lombardo, "Poles of inaccessibility: A calculation algorithm for the
 * remotest places on earth", Scottish Geographical Journal 123(3), 2007. The search is best-first: a cell of
 * a quadtree cannot hold a point further from the shore than its middle is, plus its half diagonal
 * (V. Agafonkin, "A new algorithm for finding a visual center of a polygon", 2016). */
#include "label_site.h"
#include "label_rings.h"

#include <math.h>
#include <stdlib.h>

enum {
    FIRST_LEVEL = 2,
    EXTENT_MIN = 100,     /* pixels: the largest polygon is looked at in at least this detail */
    PRECISION_PARTS = 120 /* of the polygon's extent */
};

struct segment {
    double ax, ay, bx, by;
};

struct shore { /* the lines round one polygon and its holes */
    struct segment *segments;
    size_t count;
};

struct cell {
    double x, y, half;
    double distance; /* of its middle from the shore; negative: outside */
    double most;     /* no point of the cell is further */
};

struct cells { /* a binary heap, the most promising on top */
    struct cell *items;
    size_t count, capacity;
};

static double square_distance(const struct segment *s, double x, double y)
{
    double dx = s->bx - s->ax, dy = s->by - s->ay, length = dx * dx + dy * dy;
    double along = length > 0 ? ((x - s->ax) * dx + (y - s->ay) * dy) / length : 0;
    along = along < 0 ? 0 : along > 1 ? 1 : along;
    double px = s->ax + along * dx - x, py = s->ay + along * dy - y;
    return px * px + py * py;
}

/* Beyond the edges of the square world nothing can be written, so they count as shore. */
static double distance_from_shore(const struct shore *shore, double x, double y)
{
    double least = INFINITY;
    bool inside = false;
    for (size_t i = 0; i < shore->count; i++) {
        const struct segment *s = &shore->segments[i];
        if ((s->ay > y) != (s->by > y) && x < s->ax + (s->bx - s->ax) * (y - s->ay) / (s->by - s->ay))
            inside = !inside;
        double square = square_distance(s, x, y);
        least = square < least ? square : least;
    }
    double distance = inside ? sqrt(least) : -sqrt(least);
    return fmin(distance, fmin(y, ATLAS_WORLD - y));
}

static struct cell new_cell(const struct shore *shore, double x, double y, double half)
{
    double distance = distance_from_shore(shore, x, y);
    return (struct cell){x, y, half, distance, distance + half * sqrt(2)};
}

static bool push(struct cells *heap, struct cell cell)
{
    if (heap->count == heap->capacity) {
        size_t capacity = heap->capacity == 0 ? 64 : 2 * heap->capacity;
        struct cell *items = reallocarray(heap->items, capacity, sizeof *items);
        if (items == NULL)
            return false;
        heap->items = items;
        heap->capacity = capacity;
    }
    size_t at = heap->count++;
    for (; at > 0 && heap->items[(at - 1) / 2].most < cell.most; at = (at - 1) / 2)
        heap->items[at] = heap->items[(at - 1) / 2];
    heap->items[at] = cell;
    return true;
}

static struct cell pop(struct cells *heap)
{
    struct cell top = heap->items[0], last = heap->items[--heap->count];
    size_t at = 0;
    for (size_t child; (child = 2 * at + 1) < heap->count; at = child) {
        if (child + 1 < heap->count && heap->items[child + 1].most > heap->items[child].most)
            child++;
        if (heap->items[child].most <= last.most)
            break;
        heap->items[at] = heap->items[child];
    }
    heap->items[at] = last;
    return top;
}

static bool push_quarters(struct cells *heap, const struct shore *shore, const struct cell *cell)
{
    double half = cell->half / 2;
    bool ok = true;
    for (int i = 0; i < 4 && ok; i++)
        ok = push(heap, new_cell(shore, cell->x + (i % 2 == 0 ? -half : half),
                                 cell->y + (i / 2 == 0 ? -half : half), half));
    return ok;
}

static bool push_cover(struct cells *heap, const struct shore *shore, struct atlas_box box)
{
    double width = (double)box.east - box.west, height = (double)box.south - box.north;
    double half = fmax(fmin(width, height), fmax(width, height) / 64) / 2;
    bool ok = true;
    for (double y = box.north + half; ok && y - half < box.south; y += 2 * half)
        for (double x = box.west + half; ok && x - half < box.east; x += 2 * half)
            ok = push(heap, new_cell(shore, x, y, half));
    return ok;
}

static bool find_pole(const struct shore *shore, struct atlas_box box, struct label_site *site)
{
    double extent = fmax((double)box.east - box.west, (double)box.south - box.north);
    double precision = fmax(extent / PRECISION_PARTS, 1);
    struct cells heap = {0};
    struct cell best = {.x = (box.west + (double)box.east) / 2, .y = (box.north + (double)box.south) / 2};
    bool ok = push_cover(&heap, shore, box);
    while (ok && heap.count > 0) {
        struct cell cell = pop(&heap);
        if (cell.most - best.distance <= precision)
            break;
        if (cell.distance > best.distance)
            best = cell;
        ok = push_quarters(&heap, shore, &cell);
    }
    free(heap.items);
    site->pole = (struct atlas_point){(int32_t)lround(best.x), (int32_t)lround(best.y)};
    site->radius = fmax(best.distance, 0);
    return ok;
}

static bool boxes_meet(struct atlas_box a, struct atlas_box b)
{
    return a.west <= b.east && b.west <= a.east && a.north <= b.south && b.north <= a.south;
}

/* Other polygons of the jurisdiction in sight of this one are shores as well, which does no harm. */
static bool take_shore(const struct label_rings *rings, struct atlas_box box, struct shore *out)
{
    *out = (struct shore){.segments = calloc(rings->point_count + 1, sizeof *out->segments)};
    for (size_t i = 0; out->segments != NULL && i < rings->ring_count; i++) {
        const struct label_ring *ring = &rings->rings[i];
        const struct atlas_point *points = rings->points + ring->first;
        for (size_t j = 0; j < ring->count && boxes_meet(ring->box, box); j++) {
            struct atlas_point a = points[j], b = points[j + 1 < ring->count ? j + 1 : 0];
            out->segments[out->count++] = (struct segment){a.x, a.y, b.x, b.y};
        }
    }
    return out->segments != NULL;
}

/* The largest on the sphere: on the map Alaska would outgrow the forty-eight states. NULL: there is none. */
static const struct label_ring *largest_ring(const struct label_rings *rings)
{
    const struct label_ring *largest = NULL;
    for (size_t i = 0; i < rings->ring_count; i++)
        if (largest == NULL || fabs(rings->rings[i].on_sphere) > fabs(largest->on_sphere))
            largest = &rings->rings[i];
    return largest;
}

/* How many levels deeper the largest ring must be looked at, so that it is not a few points only. */
static int levels_missing(const struct label_ring *ring, int level)
{
    if (ring == NULL)
        return 2;
    double pixel = ATLAS_WORLD / (256.0 * (1 << level));
    double extent = fmax((double)ring->box.east - ring->box.west, (double)ring->box.south - ring->box.north);
    return extent >= EXTENT_MIN * pixel ? 0 : (int)ceil(log2(EXTENT_MIN * pixel / fmax(extent, 1)));
}

static bool draw_in_detail(const struct atlas *atlas, const uint16_t *leaves, size_t leaf_count,
                           struct label_rings *rings)
{
    for (int level = FIRST_LEVEL;;) {
        if (!label_rings_draw(atlas, leaves, leaf_count, level, rings))
            return false;
        int missing = levels_missing(largest_ring(rings), level);
        if (missing == 0 || level == ATLAS_LEVEL_MAX)
            return true;
        level = level + missing < ATLAS_LEVEL_MAX ? level + missing : ATLAS_LEVEL_MAX;
        label_rings_free(rings);
    }
}

bool label_site_find(const struct atlas *atlas, const uint16_t *leaves, size_t leaf_count,
                     struct label_site *out)
{
    struct label_rings rings;
    struct shore shore = {0};
    *out = (struct label_site){0};
    bool ok = draw_in_detail(atlas, leaves, leaf_count, &rings);
    const struct label_ring *largest = ok ? largest_ring(&rings) : NULL;
    for (size_t i = 0; ok && i < rings.ring_count; i++) {
        out->on_map += rings.rings[i].on_map;
        out->on_sphere += rings.rings[i].on_sphere;
    }
    out->on_map = fabs(out->on_map);
    out->on_sphere = fabs(out->on_sphere);
    if (largest != NULL)
        ok = take_shore(&rings, largest->box, &shore) && find_pole(&shore, largest->box, out);
    free(shore.segments);
    label_rings_free(&rings);
    return ok;
}
