#include "raster.h"
#include "fill.h"
#include "stroke.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Pixels at 256 a tile: lines further off leave no trace. */
enum { MARGIN = 2 };

static const struct border_style {
    enum atlas_border kind;
    double width;    /* pixels at 256 a tile */
    double strength; /* 1: the border's colour itself */
    double dash;     /* pixels at 256 a tile */
    unsigned first_zoom;
} styles[] = {
    {ATLAS_SUBDIVISION, 0.6, 0.7, 0, 3},
    {ATLAS_COAST, 0.7, 0.6, 0, 0},
    {ATLAS_INTERNATIONAL, 1.0, 1.0, 0, 0},
    {ATLAS_DISPUTED, 1.0, 1.0, 3, 2},
};

/* Borders are thinner where countries are few pixels wide. */
enum { THINNED = 3 };
static const double thinning[THINNED + 1] = {0.45, 0.6, 0.8, 1.0};

struct raster {
    const struct atlas *atlas;
    const struct markers *markers;
    struct fill *fill;
    uint16_t *leaves; /* both planes have room for the largest window; others use the beginning */
    uint8_t *border;
    uint16_t *candidates; /* room for all leaves */
};

/* Where a window lies in the world. */
struct view {
    struct atlas_box box; /* the window and its margin */
    int64_t west, north;  /* of the window */
    unsigned size;        /* pixels a side */
    int32_t step;         /* units a pixel */
    int level;
};

/* A coordinate as the atlas has them; what lies further off than it reaches is beyond everything in it. */
static int32_t clamp(int64_t coordinate)
{
    return coordinate > INT32_MAX ? INT32_MAX : coordinate < INT32_MIN ? INT32_MIN : (int32_t)coordinate;
}

struct window window_of(struct tile tile)
{
    unsigned size = TILE_SIZE * tile.scale;
    return (struct window){tile.z, tile.scale, (int64_t)tile.x * size, (int64_t)tile.y * size, size};
}

/* `turn`: how many worlds to the east this view lies of the one that the atlas holds. */
static struct view view_of(struct window window, int turn)
{
    int32_t step = (ATLAS_WORLD >> window.zoom) / (int32_t)(TILE_SIZE * window.scale);
    int64_t side = (int64_t)window.size * step, margin = (int64_t)MARGIN * (int)window.scale * step;
    int64_t west = window.x * step - (int64_t)turn * ATLAS_WORLD, north = window.y * step;
    return (struct view){
        .box = {clamp(west - margin), clamp(north - margin), clamp(west + side + margin),
                clamp(north + side + margin)},
        .west = west,
        .north = north,
        .size = window.size,
        .step = step,
        .level = (int)(window.zoom + window.scale - 1),
    };
}

/* The turns whose world meets the window's box: one, or two at the antimeridian, three for the whole world.
 */
static bool turn_is_seen(struct view view)
{
    return view.box.west <= ATLAS_WORLD && view.box.east >= 0;
}

struct raster *raster_new(const struct atlas *atlas, const struct markers *markers, unsigned size_max)
{
    const size_t size = size_max;
    struct raster *raster = calloc(1, sizeof *raster);
    if (raster == NULL)
        return NULL;
    raster->atlas = atlas;
    raster->markers = markers;
    raster->fill = fill_new(size_max);
    raster->leaves = calloc(size * size, sizeof *raster->leaves);
    raster->border = calloc(size * size, sizeof *raster->border);
    raster->candidates = calloc(atlas_leaf_count(atlas), sizeof *raster->candidates);
    if (raster->fill == NULL || raster->leaves == NULL || raster->border == NULL ||
        raster->candidates == NULL) {
        raster_free(raster);
        return NULL;
    }
    return raster;
}

void raster_free(struct raster *raster)
{
    if (raster == NULL)
        return;
    fill_free(raster->fill);
    free(raster->leaves);
    free(raster->border);
    free(raster->candidates);
    free(raster);
}

static bool fill_leaves(struct raster *raster, struct view view)
{
    fill_begin(raster->fill, raster->leaves, view.size, view.west, view.north, view.step);
    const struct atlas_pen pen = fill_pen(raster->fill);
    size_t count = atlas_leaves_in(raster->atlas, view.box, raster->candidates);
    bool ok = true;
    for (size_t i = 0; ok && i < count; i++) {
        atlas_draw_leaf(raster->atlas, raster->candidates[i], view.level, view.box, &pen);
        ok = fill_end(raster->fill, (uint16_t)(raster->candidates[i] + 1));
    }
    return ok;
}

static void stroke_borders(struct raster *raster, struct view view, struct window window)
{
    for (size_t i = 0; i < sizeof styles / sizeof *styles; i++) {
        struct stroke stroke = {
            .plane = raster->border,
            .size = view.size,
            .west = view.west,
            .north = view.north,
            .step = view.step,
            .half_width =
                styles[i].width * thinning[window.zoom < THINNED ? window.zoom : THINNED] * window.scale / 2,
            .strength = styles[i].strength,
            .dash = styles[i].dash * window.scale,
        };
        const struct atlas_pen pen = stroke_pen(&stroke);
        if (window.zoom >= styles[i].first_zoom)
            atlas_draw_borders(raster->atlas, styles[i].kind, view.level, view.box, &pen);
    }
}

#define RIM_HALF_WIDTH 0.5 /* of the line round a marker, in pixels at 256 a tile */

/* How far a marker reaches from its centre, in units, with its rim and the pixel that the rim fades in. */
static int32_t marker_reach(struct view view, unsigned scale)
{
    return (int32_t)ceil(((MARKER_RADIUS + RIM_HALF_WIDTH) * scale + 1) * view.step);
}

/* A disc of the leaf that nothing else is drawn over, and a rim of border. */
static void draw_marker(struct raster *raster, struct view view, const struct marker *marker, unsigned scale)
{
    double radius = MARKER_RADIUS * scale, rim = RIM_HALF_WIDTH * scale, reach = radius + rim + 0.5;
    double centre_x = (double)(marker->at.x - view.west) / view.step,
           centre_y = (double)(marker->at.y - view.north) / view.step;
    int top = (int)fmax(centre_y - reach, 0), bottom = (int)fmin(centre_y + reach + 1, view.size);
    int left = (int)fmax(centre_x - reach, 0), right = (int)fmin(centre_x + reach + 1, view.size);
    for (int y = top; y < bottom; y++)
        for (int x = left; x < right; x++) {
            double distance = hypot(x + 0.5 - centre_x, y + 0.5 - centre_y);
            if (distance > reach)
                continue;
            size_t at = (size_t)y * view.size + (size_t)x;
            double covered = fmin(fmax(rim + 0.5 - fabs(distance - radius), 0), 1);
            uint8_t strength = (uint8_t)lround(255 * covered);
            if (distance <= radius)
                raster->leaves[at] = (uint16_t)(marker->leaf + 1);
            if (distance <= radius || strength > raster->border[at])
                raster->border[at] = strength;
        }
}

static bool marker_is_near(struct view view, const struct marker *marker, unsigned scale)
{
    int64_t reach = marker_reach(view, scale), side = (int64_t)view.size * view.step;
    return marker->at.x + reach >= view.west && marker->at.x - reach <= view.west + side &&
           marker->at.y + reach >= view.north && marker->at.y - reach <= view.north + side;
}

static void draw_markers(struct raster *raster, struct view view, struct window window)
{
    for (size_t i = 0; i < raster->markers->zooms[window.zoom].count; i++) {
        const struct marker *marker = &raster->markers->zooms[window.zoom].items[i];
        if (marker_is_near(view, marker, window.scale))
            draw_marker(raster, view, marker, window.scale);
    }
}

static bool any_marker_near(const struct markers *markers, struct view view, struct window window)
{
    for (size_t i = 0; i < markers->zooms[window.zoom].count; i++)
        if (marker_is_near(view, &markers->zooms[window.zoom].items[i], window.scale))
            return true;
    return false;
}

enum lawmap_status raster_draw(struct raster *raster, struct window window, struct planes *out,
                               struct lawmap_error *error)
{
    size_t size = window.size;
    bool ok = true;
    memset(raster->leaves, 0, size * size * sizeof *raster->leaves);
    memset(raster->border, 0, size * size * sizeof *raster->border);
    for (int turn = -1; ok && turn <= 1; turn++) {
        struct view view = view_of(window, turn);
        if (!turn_is_seen(view))
            continue;
        ok = fill_leaves(raster, view);
        stroke_borders(raster, view, window);
    }
    for (int turn = -1; turn <= 1; turn++)
        draw_markers(raster, view_of(window, turn), window);
    if (!ok)
        return lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory to draw at zoom %u", window.zoom);
    *out = (struct planes){
        .size = (unsigned)size,
        .leaves = raster->leaves,
        .leaf_values = atlas_leaf_count(raster->atlas) + 1,
        .border = raster->border,
    };
    return LAWMAP_OK;
}

bool raster_is_uniform(const struct atlas *atlas, const struct markers *markers, struct window window,
                       uint16_t *leaf)
{
    for (int turn = -1; turn <= 1; turn++) {
        struct view view = view_of(window, turn);
        uint16_t beyond;
        if (turn_is_seen(view) &&
            (any_marker_near(markers, view, window) ||
             !atlas_is_uniform(atlas, view.level, view.box, turn == 0 ? leaf : &beyond)))
            return false;
    }
    return true;
}
