#include "levels.h"
#include "simplify.h"

#include <stdlib.h>
#include <string.h>

/* In square pixels: a triangle that an eye does not miss once the line is antialiased. */
#define LEAST_AREA 0.5

enum { LOSS_MIN = 16 }; /* what loses no more than one point in so many is drawn as at the finer level */

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

static void add_chunks(struct levels *levels, struct level_arc *arc)
{
    arc->chunk = (uint32_t)levels->chunk_count;
    arc->box = box_empty();
    for (uint32_t begin = 0; begin + 1 < arc->count; begin += CHUNK_SEGMENTS) {
        struct atlas_box box = box_empty();
        for (uint32_t i = begin; i <= begin + CHUNK_SEGMENTS && i < arc->count; i++) {
            struct atlas_point p = levels->points[arc->first + i];
            box = box_join(box, (struct atlas_box){p.x, p.y, p.x, p.y});
        }
        levels->chunks[levels->chunk_count++] = box;
        arc->box = box_join(arc->box, box);
    }
}

/* Has an arc of so many points lost so little, most often nothing, that the finer one does as well? */
static bool finer_does(const struct level_arc *finer, uint32_t count)
{
    return finer->count - count <= finer->count / LOSS_MIN;
}

static bool resize(void **items, size_t count, size_t size)
{
    void *fitted = reallocarray(*items, count + 1, size);
    if (fitted != NULL)
        *items = fitted;
    return fitted != NULL;
}

/* Room for so many more points and chunks than there are. */
static bool make_room(struct levels *levels, size_t points, size_t chunks)
{
    void *fitted_points = levels->points, *fitted_chunks = levels->chunks;
    bool ok = resize(&fitted_points, levels->point_count + points, sizeof *levels->points) &&
              resize(&fitted_chunks, levels->chunk_count + chunks, sizeof *levels->chunks);
    levels->points = fitted_points;
    levels->chunks = fitted_chunks;
    return ok;
}

/* `finer`: the arcs of the next level, or NULL. */
static bool build_level(const struct topology *topology, const float *weights, int index,
                        const struct level_arc *finer, struct levels *levels)
{
    /* A closed arc that starts elsewhere has as many points as before: one lost, one repeated. */
    size_t points = topology->point_count + 1;
    if (!make_room(levels, points, points / CHUNK_SEGMENTS + topology->arc_count))
        return false;
    struct level_arc *arcs = levels->arcs + (size_t)index * topology->arc_count;
    for (size_t i = 0; i < topology->arc_count; i++) {
        struct level_arc *arc = &arcs[i];
        struct atlas_point *out = levels->points + levels->point_count;
        arc->first = (uint32_t)levels->point_count;
        arc->count = filter_arc(topology, &topology->arcs[i], weights, threshold(index), out);
        if (finer != NULL && finer_does(&finer[i], arc->count)) {
            *arc = finer[i];
            continue;
        }
        levels->point_count += arc->count;
        add_chunks(levels, arc);
    }
    return true;
}

/* From the finest on, whose arcs are most often those of the next. */
static bool build_all(const struct topology *topology, const float *weights, struct levels *levels)
{
    levels->arcs = calloc(LEVEL_COUNT * topology->arc_count + 1, sizeof *levels->arcs);
    bool ok = levels->arcs != NULL;
    const struct level_arc *finer = NULL;
    for (int i = LEVEL_COUNT - 1; ok && i >= 0; i--) {
        ok = build_level(topology, weights, i, finer, levels);
        finer = levels->arcs + (size_t)i * topology->arc_count;
    }
    ok = ok && make_room(levels, 0, 0);
    for (size_t i = 0; ok && i < LEVEL_COUNT; i++)
        levels->at[i] =
            (struct level){levels->arcs + i * topology->arc_count, levels->points, levels->chunks};
    return ok;
}

enum lawmap_status levels_build(const struct topology *topology, struct levels *levels,
                                struct lawmap_error *error)
{
    *levels = (struct levels){0};
    float *weights = simplify_weights(topology);
    bool ok = weights != NULL && build_all(topology, weights, levels);
    free(weights);
    if (!ok)
        levels_free(levels);
    return ok ? LAWMAP_OK : lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory for the simplified borders");
}

void levels_free(struct levels *levels)
{
    free(levels->points);
    free(levels->arcs);
    free(levels->chunks);
    *levels = (struct levels){0};
}
