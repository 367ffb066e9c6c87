#include "junctions.h"

#include <stdlib.h>

/* A vertex and the neighbours it had in the first ring that came through. A table of our own, with open
 * addressing: uthash, the one library at hand, allocates an item a vertex, which is what costs the time here.
 */
struct vertex {
    struct atlas_point at, before, after;
    bool used, junction;
};

struct vertex_table {
    struct vertex *vertices;
    size_t mask;
    int shift; /* leaves the highest bits of a product, as many as the mask has */
};

static bool same(struct atlas_point a, struct atlas_point b)
{
    return a.x == b.x && a.y == b.y;
}

bool on_world_edge(struct atlas_point a, struct atlas_point b)
{
    const int32_t north = atlas_project(0, 90).y, south = atlas_project(0, -90).y;
    return (a.x == b.x && (a.x == 0 || a.x == ATLAS_WORLD)) || (a.y == b.y && (a.y == north || a.y == south));
}

static size_t slot_of(const struct vertex_table *table, struct atlas_point at)
{
    /* Fibonacci hashing: Knuth, The Art of Computer Programming, vol. 3, section 6.4. */
    uint64_t key = (uint64_t)(uint32_t)at.x << 32 | (uint32_t)at.y;
    size_t slot = (size_t)(key * 0x9E3779B97F4A7C15u >> table->shift);
    while (table->vertices[slot].used && !same(table->vertices[slot].at, at))
        slot = (slot + 1) & table->mask;
    return slot;
}

static void visit(struct vertex_table *table, struct atlas_point before, struct atlas_point at,
                  struct atlas_point after)
{
    struct vertex *vertex = &table->vertices[slot_of(table, at)];
    if (!vertex->used) {
        bool turns_edge = on_world_edge(before, at) != on_world_edge(at, after);
        *vertex = (struct vertex){at, before, after, true, turns_edge};
        return;
    }
    bool alike = (same(vertex->before, before) && same(vertex->after, after)) ||
                 (same(vertex->before, after) && same(vertex->after, before));
    vertex->junction = vertex->junction || !alike;
}

/* A border that runs along a disputed line is cut where it joins and leaves it. */
static void visit_disputed(struct vertex_table *table, struct atlas_point at,
                           const struct segment_set *disputed)
{
    struct vertex *vertex = &table->vertices[slot_of(table, at)];
    if (vertex->used) {
        bool before = segments_find(disputed, vertex->before, at) != NULL;
        bool after = segments_find(disputed, at, vertex->after) != NULL;
        vertex->junction = vertex->junction || before != after;
    }
}

unsigned char *junctions_find(const struct shapes *shapes, const struct shapes *lines,
                              const struct segment_set *disputed)
{
    int bits = 10;
    while (((size_t)1 << bits) < shapes->point_count * 2)
        bits++;
    size_t size = (size_t)1 << bits;
    struct vertex_table table = {calloc(size, sizeof *table.vertices), size - 1, 64 - bits};
    unsigned char *junctions = calloc(shapes->point_count + 1, 1);
    if (table.vertices == NULL || junctions == NULL) {
        free(table.vertices);
        free(junctions);
        return NULL;
    }
    for (size_t i = 0; i < shapes->part_count; i++) {
        const struct atlas_point *ring = shapes->points + shapes->parts[i].first;
        size_t count = shapes->parts[i].count;
        for (size_t j = 0; j < count; j++)
            visit(&table, ring[(j + count - 1) % count], ring[j], ring[(j + 1) % count]);
    }
    for (size_t i = 0; i < lines->point_count; i++)
        visit_disputed(&table, lines->points[i], disputed);
    for (size_t i = 0; i < shapes->point_count; i++)
        junctions[i] = table.vertices[slot_of(&table, shapes->points[i])].junction;
    free(table.vertices);
    return junctions;
}
