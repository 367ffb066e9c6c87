/* snapshot: everything that an answer is made from, immutable once loaded but for its caches, which lock for
 * themselves. A request keeps the snapshot that it started with. */
#ifndef LAWMAP_HTTP_SNAPSHOT_H
#define LAWMAP_HTTP_SNAPSHOT_H

#include "http/map/geometry.h"
#include "http/map/placed_labels.h"
#include "http/pages/page_renderer.h"
#include "http/protocol/cache.h"
#include "http/protocol/modified.h"
#include "http/protocol/refusal.h"
#include "http/protocol/shared.h"

#include <lawmap/http.h>
#include <lawmap/law.h>

struct snapshot {
    struct shared shared;
    struct geometry *geometry;
    struct law *law;
    const struct site_options *site; /* the server's, which outlives it */
    time_t modified;                 /* the files that it was loaded from */
    struct date *changes;            /* the days on which some status changes, ascending */
    size_t change_count;
    struct placed_labels *labels;
    struct page_renderer *pages;
    const char *correction_url, *frame_ancestors; /* as in struct server_options; borrowed */
    struct cache *palettes;                       /* of struct shared_palette */
    struct cache *figures;                        /* of struct answer */
    atomic_flag drawing_figure;
    struct cache *answers;   /* of struct answer: bodies, made once for all representations of a resource */
    struct cache *responses; /* of struct response: ready to go out, made once for all requests alike */
    bool watched;            /* it gives way to another as soon as a file is saved */
    atomic_uint *alive;      /* counts it for as long as it lives; NULL: uncounted */
    struct refusal refusal;  /* of the data that were to take its place */
};

struct shared_palette {
    struct shared shared;
    struct palette *palette;
};

/* `previous` (may be NULL) lends what makes its pages, and its geometry when the shapefiles are untouched. On
 * failure *out is NULL; `faults` (never NULL, empty on entry) are those of the data, which also go to
 * options->log one by one, and `error` sums them up. */
enum lawmap_status snapshot_load(const struct server_options *options, const struct snapshot *previous,
                                 struct snapshot **out, struct fault_list *faults,
                                 struct lawmap_error *error);
void snapshot_release(struct snapshot *snapshot); /* NULL is allowed */

/* The colours of a layer on a date in one of the codebook's palettes, without the hidden classes: kept, and
 * the same for all dates between two changes of the law. *out is a reference of the caller's own. */
enum lawmap_status snapshot_palette(struct snapshot *snapshot, const struct layer *layer, struct date date,
                                    size_t colours, uint64_t hidden, struct shared_palette **out,
                                    struct lawmap_error *error);

#endif
