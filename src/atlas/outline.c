/* Draws leaves and borders near a box. Nothing is clipped: a clipped line gets a new end whose rounding would
 * differ from tile to tile. Instead, points between two others that lie beyond the same side of the box are
 * left out, which moves no line inside the box and changes no winding there. */
#include "atlas_private.h"

enum side { WEST = 1, EAST = 2, NORTH = 4, SOUTH = 8 };

static unsigned sides_of_point(struct atlas_point p, struct atlas_box box)
{
    return (p.x < box.west ? WEST : 0u) | (p.x > box.east ? EAST : 0u) | (p.y < box.north ? NORTH : 0u) |
           (p.y > box.south ? SOUTH : 0u);
}

/* The sides beyond which all of `inner` lies. */
static unsigned sides_of_box(struct atlas_box inner, struct atlas_box box)
{
    return (inner.east < box.west ? WEST : 0u) | (inner.west > box.east ? EAST : 0u) |
           (inner.south < box.north ? NORTH : 0u) | (inner.north > box.south ? SOUTH : 0u);
}

struct outline {
    const struct atlas_pen *pen;
    struct atlas_box box;
    bool started, waiting;
    struct atlas_point held; /* drawn only if the line turns back into sight after it */
    unsigned drawn_sides, held_sides;
};

static void outline_point(struct outline *outline, struct atlas_point point)
{
    unsigned sides = sides_of_point(point, outline->box);
    if (outline->waiting && outline->held.x == point.x && outline->held.y == point.y)
        return; /* where one chunk ends and the next begins */
    if (!outline->started) {
        outline->pen->move_to(outline->pen->context, point);
        outline->started = true;
        outline->drawn_sides = sides;
        return;
    }
    if (outline->waiting && (outline->drawn_sides & outline->held_sides & sides) == 0) {
        outline->pen->line_to(outline->pen->context, outline->held);
        outline->drawn_sides = outline->held_sides;
    }
    outline->held = point;
    outline->held_sides = sides;
    outline->waiting = true;
}

/* Points begin to end of an arc, in the direction of the ring. */
static void outline_chunk(struct outline *outline, const struct atlas_point *points, uint32_t begin,
                          uint32_t end, bool backwards, bool hidden)
{
    if (hidden) {
        outline_point(outline, points[backwards ? end : begin]);
        outline_point(outline, points[backwards ? begin : end]);
    } else if (backwards) {
        for (uint32_t i = end + 1; i-- > begin;)
            outline_point(outline, points[i]);
    } else {
        for (uint32_t i = begin; i <= end; i++)
            outline_point(outline, points[i]);
    }
}

static void outline_arc(struct outline *outline, const struct level *level, uint32_t ref)
{
    const struct level_arc *arc = &level->arcs[ref / 2];
    bool backwards = ref % 2 == 1;
    if (arc->count < 2)
        return;
    const struct atlas_point *points = level->points + arc->first;
    if (sides_of_box(arc->box, outline->box) != 0) {
        outline_chunk(outline, points, 0, arc->count - 1, backwards, true);
        return;
    }
    uint32_t chunks = (arc->count - 1 + CHUNK_SEGMENTS - 1) / CHUNK_SEGMENTS;
    for (uint32_t i = 0; i < chunks; i++) {
        uint32_t chunk = backwards ? chunks - 1 - i : i;
        uint32_t begin = chunk * CHUNK_SEGMENTS, end = begin + CHUNK_SEGMENTS;
        bool hidden = sides_of_box(level->chunks[arc->chunk + chunk], outline->box) != 0;
        outline_chunk(outline, points, begin, end < arc->count ? end : arc->count - 1, backwards, hidden);
    }
}

void atlas_draw_leaf(const struct atlas *atlas, size_t leaf, int level, struct atlas_box box,
                     const struct atlas_pen *pen)
{
    for (uint32_t i = atlas->leaf_rings[leaf]; i < atlas->leaf_rings[leaf + 1]; i++) {
        if (!boxes_meet(atlas->ring_boxes[i], box))
            continue;
        const struct ring *ring = &atlas->topology.rings[i];
        struct outline outline = {.pen = pen, .box = box};
        for (uint32_t j = 0; j < ring->count; j++)
            outline_arc(&outline, &atlas->levels.at[level], atlas->topology.refs[ring->first + j]);
        if (outline.waiting)
            pen->line_to(pen->context, outline.held);
    }
}

/* The segments of one chunk that may be in sight, as few runs as possible. */
static void draw_chunk(const struct atlas_point *points, uint32_t begin, uint32_t end, struct atlas_box box,
                       bool *drawing, const struct atlas_pen *pen)
{
    unsigned before = sides_of_point(points[begin], box);
    for (uint32_t i = begin + 1; i <= end; i++) {
        unsigned sides = sides_of_point(points[i], box);
        bool seen = (before & sides) == 0;
        if (seen && !*drawing)
            pen->move_to(pen->context, points[i - 1]);
        if (seen)
            pen->line_to(pen->context, points[i]);
        *drawing = seen;
        before = sides;
    }
}

static void draw_arc(const struct level *level, const struct level_arc *arc, struct atlas_box box,
                     const struct atlas_pen *pen)
{
    bool drawing = false;
    for (uint32_t begin = 0, chunk = arc->chunk; begin + 1 < arc->count; begin += CHUNK_SEGMENTS, chunk++) {
        uint32_t end = begin + CHUNK_SEGMENTS;
        if (boxes_meet(level->chunks[chunk], box))
            draw_chunk(level->points + arc->first, begin, end < arc->count ? end : arc->count - 1, box,
                       &drawing, pen);
        else
            drawing = false;
    }
}

/* Dashes are counted from the start of a line, or they would begin elsewhere in each tile. */
static void draw_whole_arc(const struct level *level, const struct level_arc *arc,
                           const struct atlas_pen *pen)
{
    const struct atlas_point *points = level->points + arc->first;
    pen->move_to(pen->context, points[0]);
    for (uint32_t i = 1; i < arc->count; i++)
        pen->line_to(pen->context, points[i]);
}

struct border_search {
    const struct atlas *atlas;
    const struct level *level;
    int kind;
    struct atlas_box box;
    const struct atlas_pen *pen;
};

static bool draw_if_kind(void *context, uint32_t item)
{
    const struct border_search *search = context;
    const struct level_arc *arc = &search->level->arcs[item];
    if (search->atlas->topology.arcs[item].kind != search->kind || !boxes_meet(arc->box, search->box))
        return true;
    if (search->kind == ATLAS_DISPUTED)
        draw_whole_arc(search->level, arc, search->pen);
    else
        draw_arc(search->level, arc, search->box, search->pen);
    return true;
}

void atlas_draw_borders(const struct atlas *atlas, enum atlas_border kind, int level, struct atlas_box box,
                        const struct atlas_pen *pen)
{
    struct border_search search = {atlas, &atlas->levels.at[level], (int)kind, box, pen};
    box_tree_search(&atlas->arc_tree, box, draw_if_kind, &search);
}

struct cross_search {
    const struct level *level;
    struct atlas_box box;
    bool crossed;
};

/* Whether a segment of a chunk has both ends beyond one side of the box, or may pass through it. */
static bool chunk_crosses(const struct atlas_point *points, uint32_t begin, uint32_t end,
                          struct atlas_box box)
{
    unsigned before = sides_of_point(points[begin], box);
    for (uint32_t i = begin + 1; i <= end; i++) {
        unsigned sides = sides_of_point(points[i], box);
        if ((before & sides) == 0)
            return true;
        before = sides;
    }
    return false;
}

static bool stop_if_crossed(void *context, uint32_t item)
{
    struct cross_search *search = context;
    const struct level_arc *arc = &search->level->arcs[item];
    for (uint32_t begin = 0, chunk = arc->chunk; begin + 1 < arc->count && !search->crossed;
         begin += CHUNK_SEGMENTS, chunk++) {
        uint32_t end = begin + CHUNK_SEGMENTS < arc->count ? begin + CHUNK_SEGMENTS : arc->count - 1;
        search->crossed = boxes_meet(search->level->chunks[chunk], search->box) &&
                          chunk_crosses(search->level->points + arc->first, begin, end, search->box);
    }
    return !search->crossed;
}

bool atlas_is_uniform(const struct atlas *atlas, int level, struct atlas_box box, uint16_t *leaf)
{
    struct cross_search search = {&atlas->levels.at[level], box, false};
    box_tree_search(&atlas->arc_tree, box, stop_if_crossed, &search);
    if (search.crossed)
        return false;
    struct atlas_point middle = {(int32_t)(((int64_t)box.west + box.east) / 2),
                                 (int32_t)(((int64_t)box.north + box.south) / 2)};
    *leaf = leaf_at_level(atlas, search.level, middle);
    return true;
}

size_t atlas_leaves_in(const struct atlas *atlas, struct atlas_box box, uint16_t *out)
{
    size_t count = 0;
    for (size_t i = 0; i < atlas->leaf_count; i++)
        if (boxes_meet(atlas->leaf_boxes[i], box))
            out[count++] = (uint16_t)i;
    return count;
}
