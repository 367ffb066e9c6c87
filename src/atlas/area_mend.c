/* Areas that GIS programs take. Simplified lines may cross, themselves or one another, and islets may come
 * to lie in what they lay beside; rounding can do the same. What is too small to be missed at that detail is
 * left out then, and a line that loops over itself is cut short. */
#include <lawmap/atlas.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A ring of so many square pixels is too large to be left out. */
#define SEEN_PIXELS 9.0

enum { LOOP_MAX = 48 }; /* points that may be cut off a line */

struct spot { /* a point in whole steps of the rounding, so that what follows is exact */
    int64_t x, y;
};

struct side {
    struct spot from, to;
    int64_t west, east;
    size_t ring, place; /* of the side in the ring */
    size_t index;       /* of `from` among the points of the ring */
};

struct sides {
    const struct atlas_area *area;
    struct spot *spots; /* of all rings, as the area's points */
    struct side *items;
    size_t count;
    size_t *ring_sides; /* by ring: how many */
    double *sizes;      /* by ring: its area, in square steps */
    bool *unwanted;     /* by ring */
    double size_max;    /* of what may be left out */
    struct loop {       /* by ring: points after `from`, up to and with `to`, that are cut off; 0, 0: none */
        size_t from, to;
    } * loops;
};

static bool same(struct spot a, struct spot b)
{
    return a.x == b.x && a.y == b.y;
}

/* >0: c lies to the left of the line from a to b; <0: to its right; 0: on it. */
static int turn(struct spot a, struct spot b, struct spot c)
{
    int64_t area = (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
    return (area > 0) - (area < 0);
}

static bool is_within(int64_t value, int64_t one, int64_t other)
{
    return one < other ? one <= value && value <= other : other <= value && value <= one;
}

/* Of a point on its line. */
static bool is_on(const struct side *side, struct spot at)
{
    return is_within(at.x, side->from.x, side->to.x) && is_within(at.y, side->from.y, side->to.y);
}

static bool is_end(const struct side *side, struct spot at)
{
    return same(side->from, at) || same(side->to, at);
}

static bool follows(const struct sides *sides, const struct side *a, const struct side *b)
{
    size_t last = sides->ring_sides[a->ring] - 1;
    return a->ring == b->ring && (a->place + 1 == b->place || b->place + 1 == a->place ||
                                  (a->place == 0 && b->place == last) || (b->place == 0 && a->place == last));
}

/* Sides may meet at their ends: one after the other in a ring, or of two rings that touch. */
static bool clash(const struct sides *sides, const struct side *a, const struct side *b)
{
    int b_from = turn(a->from, a->to, b->from), b_to = turn(a->from, a->to, b->to);
    int a_from = turn(b->from, b->to, a->from), a_to = turn(b->from, b->to, a->to);
    if (b_from * b_to < 0 && a_from * a_to < 0)
        return true;
    const struct {
        int turn;
        const struct side *side;
        struct spot end;
    } touches[] = {{b_from, a, b->from}, {b_to, a, b->to}, {a_from, b, a->from}, {a_to, b, a->to}};
    bool may_meet = a->ring != b->ring || follows(sides, a, b);
    for (size_t i = 0; i < 4; i++)
        if (touches[i].turn == 0 && is_on(touches[i].side, touches[i].end) &&
            (!may_meet || !is_end(touches[i].side, touches[i].end)))
            return true;
    return false;
}

static int by_west(const void *a, const void *b)
{
    const struct side *first = a, *second = b;
    return (first->west > second->west) - (first->west < second->west);
}

/* Of two rings that clash the smaller one is left out; of a ring that clashes with itself, what lies between.
 * One loop a ring and round: further ones may be gone with it. */
static void mark(struct sides *sides, const struct side *a, const struct side *b)
{
    if (a->ring != b->ring) {
        sides->unwanted[sides->sizes[a->ring] < sides->sizes[b->ring] ? a->ring : b->ring] = true;
        return;
    }
    if (sides->sizes[a->ring] <= sides->size_max)
        sides->unwanted[a->ring] = true;
    else if (sides->loops[a->ring].to == 0)
        sides->loops[a->ring] =
            a->index < b->index ? (struct loop){a->index, b->index} : (struct loop){b->index, a->index};
}

static void mark_clashes(struct sides *sides)
{
    qsort(sides->items, sides->count, sizeof *sides->items, by_west);
    for (size_t i = 0; i < sides->count; i++)
        for (size_t j = i + 1; j < sides->count && sides->items[j].west <= sides->items[i].east; j++) {
            const struct side *a = &sides->items[i], *b = &sides->items[j];
            if (!sides->unwanted[a->ring] && !sides->unwanted[b->ring] && clash(sides, a, b))
                mark(sides, a, b);
        }
}

/* Does a line from `at` to the east cross the ring an odd number of times? */
static bool is_inside(const struct sides *sides, const struct atlas_ring *ring, struct spot at)
{
    const struct spot *spots = sides->spots + ring->first;
    bool inside = false;
    for (size_t i = 0; i + 1 < ring->count; i++) {
        struct spot a = spots[i], b = spots[i + 1];
        if ((a.y > at.y) != (b.y > at.y) && (turn(a, b, at) > 0) == (b.y > a.y))
            inside = !inside;
    }
    return inside;
}

/* A point of the ring that is on no other ring, if it has one. */
static struct spot own_point(const struct sides *sides, const struct atlas_ring *ring)
{
    return sides->spots[ring->first + ring->count / 2];
}

/* An outer ring lies outside all other polygons, or in a hole; a hole lies inside. */
static void mark_misplaced(struct sides *sides)
{
    const struct atlas_area *area = sides->area;
    for (size_t i = 0; i < area->ring_count; i++) {
        struct spot at = own_point(sides, &area->rings[i]);
        bool inside = false;
        for (size_t j = 0; j < area->ring_count; j++)
            if (j != i && is_inside(sides, &area->rings[j], at))
                inside = !inside;
        if (inside != area->rings[i].is_hole)
            sides->unwanted[i] = true;
    }
}

static void sides_free(struct sides *sides)
{
    free(sides->spots);
    free(sides->items);
    free(sides->ring_sides);
    free(sides->sizes);
    free(sides->unwanted);
    free(sides->loops);
}

/* False: memory is short. */
static bool sides_new(const struct atlas_area *area, struct sides *sides)
{
    *sides = (struct sides){.area = area};
    sides->spots = calloc(area->point_count + 1, sizeof *sides->spots);
    sides->items = calloc(area->point_count + 1, sizeof *sides->items);
    sides->ring_sides = calloc(area->ring_count + 1, sizeof *sides->ring_sides);
    sides->sizes = calloc(area->ring_count + 1, sizeof *sides->sizes);
    sides->unwanted = calloc(area->ring_count + 1, sizeof *sides->unwanted);
    sides->loops = calloc(area->ring_count + 1, sizeof *sides->loops);
    return sides->spots != NULL && sides->items != NULL && sides->ring_sides != NULL &&
           sides->sizes != NULL && sides->unwanted != NULL && sides->loops != NULL;
}

static void take_ring(struct sides *sides, size_t ring)
{
    const struct spot *spots = sides->spots + sides->area->rings[ring].first;
    double twice = 0;
    for (size_t j = 0; j + 1 < sides->area->rings[ring].count; j++) {
        struct spot a = spots[j], b = spots[j + 1];
        twice += (double)(a.x - spots[0].x) * (double)(b.y - spots[0].y) -
                 (double)(b.x - spots[0].x) * (double)(a.y - spots[0].y);
        if (!same(a, b)) /* else finer than the rounding */
            sides->items[sides->count++] = (struct side){
                a, b, a.x < b.x ? a.x : b.x, a.x < b.x ? b.x : a.x, ring, sides->ring_sides[ring]++, j};
    }
    sides->sizes[ring] = fabs(twice) / 2;
    sides->unwanted[ring] = sides->ring_sides[ring] < 3;
}

static void take_sides(struct sides *sides, double scale)
{
    const struct atlas_area *area = sides->area;
    for (size_t i = 0; i < area->point_count; i++)
        sides->spots[i] = (struct spot){llround(atlas_longitude(area->points[i].x) * scale),
                                        llround(atlas_latitude(area->points[i].y) * scale)};
    for (size_t i = 0; i < area->ring_count; i++)
        take_ring(sides, i);
}

/* With an outer ring go its holes. Returns how many go; SIZE_MAX: one of them is too large to be missed. */
static size_t leave_out(const struct sides *sides, struct atlas_area *area)
{
    size_t kept = 0, count = area->ring_count;
    bool outer_goes = false;
    for (size_t i = 0; i < count; i++) {
        bool goes = sides->unwanted[i];
        outer_goes = area->rings[i].is_hole ? outer_goes : goes;
        if (goes && sides->sizes[i] > sides->size_max)
            return SIZE_MAX;
        if (!goes && !(area->rings[i].is_hole && outer_goes))
            area->rings[kept++] = area->rings[i];
    }
    area->ring_count = kept;
    return count - kept;
}

/* The loop, or the rest of the ring when that is the shorter. */
static size_t cut_loop(struct atlas_point *points, struct atlas_ring *ring, struct loop loop)
{
    size_t inner = loop.to - loop.from, outer = ring->count - 1 - inner;
    if ((inner < outer ? inner : outer) > LOOP_MAX)
        return SIZE_MAX;
    if (inner < outer) {
        memmove(points + loop.from + 1, points + loop.to + 1, (ring->count - loop.to - 1) * sizeof *points);
        ring->count -= inner;
        return inner;
    }
    memmove(points, points + loop.from + 1, inner * sizeof *points);
    points[inner] = points[0];
    ring->count = inner + 1;
    return outer;
}

/* Returns how many points go; SIZE_MAX: a loop is too long. */
static size_t cut_loops(const struct sides *sides, struct atlas_area *area)
{
    size_t cut = 0;
    for (size_t i = 0; i < area->ring_count; i++)
        if (sides->loops[i].to > 0 && !sides->unwanted[i]) {
            struct atlas_ring *ring = &area->rings[i];
            size_t points = cut_loop(area->points + ring->first, ring, sides->loops[i]);
            if (points == SIZE_MAX)
                return SIZE_MAX;
            cut += points;
        }
    return cut;
}

enum outcome { MENDED, CHANGED, HOPELESS };

static enum outcome mend_once(struct atlas_area *area, double scale, double size_max)
{
    struct sides sides;
    enum outcome outcome = HOPELESS;
    if (sides_new(area, &sides)) {
        sides.size_max = size_max;
        take_sides(&sides, scale);
        mark_clashes(&sides);
        mark_misplaced(&sides);
        size_t cut = cut_loops(&sides, area);
        size_t gone = leave_out(&sides, area); /* moves rings, by which the loops are known */
        if (cut != SIZE_MAX && gone != SIZE_MAX)
            outcome = cut + gone == 0 ? MENDED : CHANGED;
    }
    sides_free(&sides);
    return area->ring_count == 0 ? HOPELESS : outcome;
}

/* What goes may have been what was wrong with the rest, and a line cut short may meet another, so it looks
 * again. */
bool atlas_area_mend(struct atlas_area *area, int level, int digits)
{
    enum { ROUNDS_MAX = 24 };
    double scale = pow(10, digits), pixel = 360.0 / (256 << level) * scale;
    enum outcome outcome = CHANGED;
    for (int round = 0; round < ROUNDS_MAX && outcome == CHANGED; round++)
        outcome = mend_once(area, scale, SEEN_PIXELS * pixel * pixel);
    return outcome == MENDED;
}
