#include "shapes.h"

#include <stdlib.h>
#include <string.h>

void leaves_free(struct atlas_leaf *leaves, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        free((char *)leaves[i].code);
        free((char *)leaves[i].parent);
        free((char *)leaves[i].name);
    }
    free(leaves);
}

void shapes_free(struct shapes *shapes)
{
    free(shapes->points);
    free(shapes->parts);
    leaves_free(shapes->leaves, shapes->leaf_count);
    *shapes = (struct shapes){0};
}

/* Makes room for one more item of `size` bytes. */
static bool grow(void **items, size_t count, size_t *capacity, size_t size)
{
    if (count < *capacity)
        return true;
    size_t wanted = *capacity == 0 ? 256 : *capacity * 2;
    void *more = reallocarray(*items, wanted, size);
    if (more == NULL)
        return false;
    *items = more;
    *capacity = wanted;
    return true;
}

bool shapes_add_point(struct shapes *shapes, struct atlas_point point)
{
    void *points = shapes->points;
    bool ok = grow(&points, shapes->point_count, &shapes->point_capacity, sizeof point);
    shapes->points = points;
    if (ok)
        shapes->points[shapes->point_count++] = point;
    return ok;
}

bool shapes_add_part(struct shapes *shapes, size_t first, uint16_t leaf)
{
    void *parts = shapes->parts;
    bool ok = grow(&parts, shapes->part_count, &shapes->part_capacity, sizeof *shapes->parts);
    shapes->parts = parts;
    if (ok)
        shapes->parts[shapes->part_count++] =
            (struct shape_part){(uint32_t)first, (uint32_t)(shapes->point_count - first), leaf, false};
    return ok;
}

static double signed_area(const struct atlas_point *ring, size_t count)
{
    double area = 0;
    for (size_t i = 0, j = count - 1; i < count; j = i++)
        area += (double)ring[j].x * ring[i].y - (double)ring[i].x * ring[j].y;
    return area / 2; /* y grows south: positive is clockwise on the map */
}

static bool ring_contains(const struct atlas_point *ring, size_t count, struct atlas_point p)
{
    bool inside = false;
    for (size_t i = 0, j = count - 1; i < count; j = i++) {
        struct atlas_point a = ring[i], b = ring[j];
        if ((a.y > p.y) != (b.y > p.y) &&
            (double)p.x < a.x + (double)(b.x - a.x) * ((double)p.y - a.y) / ((double)b.y - a.y))
            inside = !inside;
    }
    return inside;
}

static struct atlas_box box_of(const struct atlas_point *points, size_t count)
{
    struct atlas_box box = {points[0].x, points[0].y, points[0].x, points[0].y};
    for (size_t i = 1; i < count; i++) {
        box.west = points[i].x < box.west ? points[i].x : box.west;
        box.east = points[i].x > box.east ? points[i].x : box.east;
        box.north = points[i].y < box.north ? points[i].y : box.north;
        box.south = points[i].y > box.south ? points[i].y : box.south;
    }
    return box;
}

static bool box_inside(struct atlas_box inner, struct atlas_box outer)
{
    return inner.west >= outer.west && inner.east <= outer.east && inner.north >= outer.north &&
           inner.south <= outer.south;
}

static bool is_hole(const struct shapes *shapes, const struct atlas_box *boxes, size_t part, size_t begin,
                    size_t end)
{
    const struct shape_part *ring = &shapes->parts[part];
    bool inside = false;
    for (size_t i = begin; i < end; i++) {
        const struct shape_part *other = &shapes->parts[i];
        if (i == part || !box_inside(boxes[part], boxes[i]))
            continue;
        if (ring_contains(shapes->points + other->first, other->count, shapes->points[ring->first]))
            inside = !inside;
    }
    return inside;
}

static void reverse(struct atlas_point *points, size_t count)
{
    for (size_t i = 0; i < count / 2; i++) {
        struct atlas_point swap = points[i];
        points[i] = points[count - 1 - i];
        points[count - 1 - i] = swap;
    }
}

enum lawmap_status shapes_orient(struct shapes *shapes, struct lawmap_error *error)
{
    struct atlas_box *boxes = calloc(shapes->part_count + 1, sizeof *boxes);
    if (boxes == NULL)
        return lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory for %zu rings", shapes->part_count);
    for (size_t i = 0; i < shapes->part_count; i++)
        boxes[i] = box_of(shapes->points + shapes->parts[i].first, shapes->parts[i].count);
    for (size_t begin = 0, end; begin < shapes->part_count; begin = end) {
        for (end = begin; end < shapes->part_count && shapes->parts[end].leaf == shapes->parts[begin].leaf;
             end++)
            ;
        for (size_t i = begin; i < end; i++) {
            struct shape_part *ring = &shapes->parts[i];
            struct atlas_point *points = shapes->points + ring->first;
            ring->hole = is_hole(shapes, boxes, i, begin, end);
            if ((signed_area(points, ring->count) > 0) == ring->hole)
                reverse(points, ring->count);
        }
    }
    free(boxes);
    return LAWMAP_OK;
}
