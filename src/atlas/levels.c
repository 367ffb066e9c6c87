#include "levels.h"
#include "simplify.h"

#include <stdlib.h>
#include <string.h>

/* In square pixels: a triangle that an eye does not miss once the line is antialiased. */
#define LEAST_AREA 0.5

static float threshold(int level)
{
    double pixel = level == LEVEL_COUNT - 1 ? 0 : (double)ATLAS_WORLD / (256.0 * (1 << level));
    return (float)(LEAST_AREA * pixel * pixel);
}

static uint32_t filter_arc(const struct topology *topology, const struct arc *arc, const float *weights,
                           float least, struct atlas_point *out)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < arc->count; i++)
        if (weights[arc->first + i] >= least)
            out[count++] = topology->points[arc->first + i];
    /* A closed arc may lose the point that it starts from, but not its closing. */
    bool starts_elsewhere = arc->closed && count > 0 && weights[arc->first] < least;
    if (starts_elsewhere)
        out[count++] = out[0];
    return count;
}

static void add_chunks(struct level *level, struct level_arc *arc)
{
    arc->chunk = (uint32_t)level->chunk_count;
    arc->box = box_empty();
    for (uint32_t begin = 0; begin + 1 < arc->count; begin += CHUNK_SEGMENTS) {
        struct atlas_box box = box_empty();
        for (uint32_t i = begin; i <= begin + CHUNK_SEGMENTS && i < arc->count; i++) {
            struct atlas_point p = level->points[arc->first + i];
            box = box_join(box, (struct atlas_box){p.x, p.y, p.x, p.y});
        }
        level->chunks[level->chunk_count++] = box;
        arc->box = box_join(arc->box, box);
    }
}

static bool shrink(void **items, size_t count, size_t size)
{
    void *fitted = reallocarray(*items, count + 1, size);
    if (fitted != NULL)
        *items = fitted;
    return fitted != NULL;
}

static bool build_level(const struct topology *topology, const float *weights, int index, struct level *level)
{
    /* A closed arc that starts elsewhere has as many points as before: one lost, one repeated. */
    size_t points = topology->point_count + 1, chunks = points / CHUNK_SEGMENTS + topology->arc_count + 1;
    level->points = calloc(points, sizeof *level->points);
    level->arcs = calloc(topology->arc_count + 1, sizeof *level->arcs);
    level->chunks = calloc(chunks, sizeof *level->chunks);
    if (level->points == NULL || level->arcs == NULL || level->chunks == NULL)
        return false;
    for (size_t i = 0; i < topology->arc_count; i++) {
        struct level_arc *arc = &level->arcs[i];
        arc->first = (uint32_t)level->point_count;
        arc->count =
            filter_arc(topology, &topology->arcs[i], weights, threshold(index), level->points + arc->first);
        level->point_count += arc->count;
        add_chunks(level, arc);
    }
    void *fitted_points = level->points, *fitted_chunks = level->chunks;
    bool ok = shrink(&fitted_points, level->point_count, sizeof *level->points) &&
              shrink(&fitted_chunks, level->chunk_count, sizeof *level->chunks);
    level->points = fitted_points;
    level->chunks = fitted_chunks;
    return ok;
}

enum lawmap_status levels_build(const struct topology *topology, struct level levels[LEVEL_COUNT],
                                struct lawmap_error *error)
{
    memset(levels, 0, LEVEL_COUNT * sizeof *levels);
    float *weights = simplify_weights(topology);
    bool ok = weights != NULL;
    for (int i = 0; ok && i < LEVEL_COUNT; i++)
        ok = build_level(topology, weights, i, &levels[i]);
    free(weights);
    if (!ok)
        levels_free(levels);
    return ok ? LAWMAP_OK : lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory for the simplified borders");
}

void levels_free(struct level levels[LEVEL_COUNT])
{
    for (int i = 0; i < LEVEL_COUNT; i++) {
        free(levels[i].points);
        free(levels[i].arcs);
        free(levels[i].chunks);
        levels[i] = (struct level){0};
    }
}
