#include "segments.h"

#include <stdlib.h>

int compare_points(struct atlas_point a, struct atlas_point b)
{
    if (a.x != b.x)
        return a.x < b.x ? -1 : 1;
    return (a.y > b.y) - (a.y < b.y);
}

static int compare_segments(const void *a, const void *b)
{
    const struct segment *x = a, *y = b;
    int order = compare_points(x->a, y->a);
    return order != 0 ? order : compare_points(x->b, y->b);
}

static struct segment segment_between(struct atlas_point a, struct atlas_point b)
{
    return compare_points(a, b) < 0 ? (struct segment){a, b, false} : (struct segment){b, a, false};
}

bool segments_build(struct segment_set *set, const struct shapes *lines)
{
    set->count = 0;
    set->segments = calloc(lines->point_count + 1, sizeof *set->segments);
    if (set->segments == NULL)
        return false;
    for (size_t i = 0; i < lines->part_count; i++) {
        const struct atlas_point *points = lines->points + lines->parts[i].first;
        for (uint32_t j = 1; j < lines->parts[i].count; j++)
            set->segments[set->count++] = segment_between(points[j - 1], points[j]);
    }
    qsort(set->segments, set->count, sizeof *set->segments, compare_segments);
    return true;
}

void segments_free(struct segment_set *set)
{
    free(set->segments);
    *set = (struct segment_set){0};
}

struct segment *segments_find(const struct segment_set *set, struct atlas_point a, struct atlas_point b)
{
    struct segment key = segment_between(a, b);
    return set->count == 0
               ? NULL
               : bsearch(&key, set->segments, set->count, sizeof *set->segments, compare_segments);
}
