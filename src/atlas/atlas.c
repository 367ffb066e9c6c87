#include "atlas_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void index_rings(struct atlas *atlas)
{
    const struct topology *topology = &atlas->topology;
    for (size_t i = 0; i < atlas->leaf_count; i++)
        atlas->leaf_boxes[i] = box_empty();
    for (size_t i = 0; i < topology->ring_count; i++) {
        const struct ring *ring = &topology->rings[i];
        struct atlas_box box = box_empty();
        for (uint32_t j = 0; j < ring->count; j++)
            box = box_join(box, full_detail(atlas)->arcs[topology->refs[ring->first + j] / 2].box);
        atlas->ring_boxes[i] = box;
        atlas->leaf_boxes[ring->leaf] = box_join(atlas->leaf_boxes[ring->leaf], box);
        atlas->leaf_rings[ring->leaf + 1] = (uint32_t)i + 1; /* rings are in order of leaf */
    }
}

static enum lawmap_status index_arcs(struct atlas *atlas, struct lawmap_error *error)
{
    size_t count = atlas->topology.arc_count;
    struct atlas_box *boxes = calloc(count + 1, sizeof *boxes);
    for (size_t i = 0; boxes != NULL && i < count; i++)
        boxes[i] = full_detail(atlas)->arcs[i].box;
    bool ok = boxes != NULL && box_tree_build(&atlas->arc_tree, boxes, (uint32_t)count);
    free(boxes);
    return ok ? LAWMAP_OK
              : lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory for the index of the borders");
}

static enum lawmap_status build(struct atlas *atlas, const struct shapes *polygons,
                                const struct shapes *lines, struct lawmap_error *error)
{
    enum lawmap_status status = topology_build(polygons, lines, &atlas->topology, error);
    if (status == LAWMAP_OK)
        status = levels_build(&atlas->topology, &atlas->levels, error);
    if (status != LAWMAP_OK)
        return status;
    free(atlas->topology.points);
    atlas->topology.points = NULL;
    atlas->ring_boxes = calloc(atlas->topology.ring_count + 1, sizeof *atlas->ring_boxes);
    atlas->leaf_boxes = calloc(atlas->leaf_count + 1, sizeof *atlas->leaf_boxes);
    atlas->leaf_rings = calloc(atlas->leaf_count + 1, sizeof *atlas->leaf_rings);
    if (atlas->ring_boxes == NULL || atlas->leaf_boxes == NULL || atlas->leaf_rings == NULL)
        return lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory for the index of the atlas");
    index_rings(atlas);
    return index_arcs(atlas, error);
}

static enum lawmap_status base_path(const char *dir, const char *name, char out[4096],
                                    struct lawmap_error *error)
{
    if ((size_t)snprintf(out, 4096, "%s/%s", dir, name) < 4096)
        return LAWMAP_OK;
    return lawmap_fail(error, LAWMAP_IO, "%.100s…: path too long", dir);
}

static enum lawmap_status read_shapes(const struct atlas_options *options, struct shapes *polygons,
                                      struct shapes *lines, struct lawmap_error *error)
{
    char path[4096];
    enum lawmap_status status = base_path(options->dir, "jurisdictions", path, error);
    if (status == LAWMAP_OK)
        status = shapes_read_polygons(path, options, polygons, error);
    if (status == LAWMAP_OK)
        status = base_path(options->dir, "disputed", path, error);
    if (status != LAWMAP_OK)
        return status;
    status = shapes_read_lines(path, lines, error);
    return status == LAWMAP_NOT_FOUND ? LAWMAP_OK : status; /* a set need not have disputed lines */
}

enum lawmap_status atlas_load(const struct atlas_options *options, struct atlas **out,
                              struct lawmap_error *error)
{
    struct shapes polygons = {0}, lines = {0};
    *out = NULL;
    struct atlas *atlas = calloc(1, sizeof *atlas);
    if (atlas == NULL)
        return lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory for the atlas");
    enum lawmap_status status = read_shapes(options, &polygons, &lines, error);
    if (status != LAWMAP_OK)
        goto cleanup;
    atlas->fingerprint = hash_join(polygons.fingerprint, lines.fingerprint);
    atlas->leaves = polygons.leaves; /* moved */
    atlas->leaf_count = polygons.leaf_count;
    status = build(atlas, &polygons, &lines, error);
    polygons.leaves = NULL;
    polygons.leaf_count = 0;
    if (status != LAWMAP_OK)
        goto cleanup;
    *out = atlas;
    atlas = NULL;
cleanup:
    shapes_free(&polygons);
    shapes_free(&lines);
    atlas_free(atlas);
    return status;
}

void atlas_free(struct atlas *atlas)
{
    if (atlas == NULL)
        return;
    leaves_free(atlas->leaves, atlas->leaf_count);
    topology_free(&atlas->topology);
    levels_free(&atlas->levels);
    free(atlas->ring_boxes);
    free(atlas->leaf_boxes);
    free(atlas->leaf_rings);
    box_tree_free(&atlas->arc_tree);
    free(atlas);
}

struct hash atlas_fingerprint(const struct atlas *atlas)
{
    return atlas->fingerprint;
}

size_t atlas_leaf_count(const struct atlas *atlas)
{
    return atlas->leaf_count;
}

const struct atlas_leaf *atlas_leaf(const struct atlas *atlas, size_t index)
{
    return &atlas->leaves[index];
}

bool leaf_belongs(const struct atlas_leaf *leaf, const char *code)
{
    return strcmp(leaf->code, code) == 0 || (*code != '\0' && strcmp(leaf->parent, code) == 0);
}
