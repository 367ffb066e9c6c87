/* The extent of a jurisdiction on the globe, which has no left edge: RFC 7946, section 5.2. */
#include "atlas_private.h"

#include <stdlib.h>

struct span {
    int32_t west, east;
};

static int by_west(const void *a, const void *b)
{
    const struct span *x = a, *y = b;
    return (x->west > y->west) - (x->west < y->west);
}

/* The spans of longitude of all rings of a code, and the latitudes of all; `spans` has room for every ring.
 */
static size_t collect(const struct atlas *atlas, const char *code, struct span *spans, struct atlas_box *all)
{
    size_t count = 0;
    for (size_t i = 0; i < atlas->topology.ring_count; i++) {
        if (!leaf_belongs(&atlas->leaves[atlas->topology.rings[i].leaf], code))
            continue;
        struct atlas_box box = atlas->ring_boxes[i];
        *all = box_join(*all, box);
        spans[count++] = (struct span){box.west, box.east};
    }
    return count;
}

/* The extent is what is left of the circle without its widest gap. */
static struct span without_widest_gap(struct span *spans, size_t count)
{
    qsort(spans, count, sizeof *spans, by_west);
    int32_t reached = spans[0].east, widest = 0;
    struct span best = {0, 0};
    for (size_t i = 1; i < count; i++) {
        if (spans[i].west - reached > widest) {
            widest = spans[i].west - reached;
            best = (struct span){spans[i].west, reached};
        }
        reached = spans[i].east > reached ? spans[i].east : reached;
    }
    if (spans[0].west + (ATLAS_WORLD - reached) >= widest)
        best = (struct span){spans[0].west, reached};
    return best;
}

/* A box across the antimeridian is two spans; those that only touch are one all the same. */
static size_t spans_of(struct degrees_box box, struct span *out)
{
    int32_t west = atlas_project(box.west, 0).x, east = atlas_project(box.east, 0).x;
    if (box.west <= box.east) {
        out[0] = (struct span){west, east};
        return 1;
    }
    out[0] = (struct span){west, ATLAS_WORLD};
    out[1] = (struct span){0, east};
    return 2;
}

enum lawmap_status atlas_join_boxes(const struct degrees_box *boxes, size_t count, struct degrees_box *out,
                                    struct lawmap_error *error)
{
    struct span *spans = calloc(2 * count, sizeof *spans);
    if (spans == NULL)
        return lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory");
    size_t span_count = 0;
    *out = boxes[0];
    for (size_t i = 0; i < count; i++) {
        span_count += spans_of(boxes[i], spans + span_count);
        out->south = boxes[i].south < out->south ? boxes[i].south : out->south;
        out->north = boxes[i].north > out->north ? boxes[i].north : out->north;
    }
    struct span span = without_widest_gap(spans, span_count);
    out->west = atlas_longitude(span.west);
    out->east = atlas_longitude(span.east);
    free(spans);
    return LAWMAP_OK;
}

bool atlas_extent(const struct atlas *atlas, const char *code, struct degrees_box *out)
{
    struct atlas_box all = box_empty();
    struct span *spans = calloc(atlas->topology.ring_count + 1, sizeof *spans);
    size_t count = spans == NULL ? 0 : collect(atlas, code, spans, &all);
    if (count > 0) {
        struct span span = without_widest_gap(spans, count);
        *out = (struct degrees_box){atlas_longitude(span.west), atlas_latitude(all.south),
                                    atlas_longitude(span.east), atlas_latitude(all.north)};
        if (all.south >= atlas_project(0, -90).y)
            out->south = -90;
    }
    free(spans);
    return count > 0;
}
