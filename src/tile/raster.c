#include "raster.h"
#include "fill.h"

#include <cairo.h>
#include <stdlib.h>
#include <string.h>

/* Pixels at 256 a tile. A line's own half width lies inside the margin, so what is drawn near an edge is
 * drawn whole on both sides of it. */
#define MARGIN 4

static const struct stroke {
    enum atlas_border kind;
    double width;    /* pixels at 256 a tile */
    double strength; /* 1: the border's colour itself */
    unsigned first_zoom;
    bool dashed;
} strokes[] = {
    {ATLAS_SUBDIVISION, 0.6, 0.7, 3, false},
    {ATLAS_COAST, 0.6, 0.6, 0, false},
    {ATLAS_INTERNATIONAL, 1.0, 1.0, 0, false},
    {ATLAS_DISPUTED, 1.0, 1.0, 2, true},
};

struct raster {
    const struct atlas *atlas;
    struct fill *fill;
    uint16_t *pixels;        /* of leaves */
    cairo_surface_t *border; /* A8, 512 pixels a side; a tile of 256 uses a corner */
    uint16_t *candidates;    /* room for all leaves */
};

/* Where a tile lies in the world, and how its points become pixels. */
struct view {
    struct atlas_box box; /* the tile and its margin */
    double west, north;   /* of the tile, in units */
    double pixels;        /* a unit */
    int level;
    cairo_t *cairo;
};

static void move_to(void *context, struct atlas_point point)
{
    const struct view *view = context;
    cairo_move_to(view->cairo, (point.x - view->west) * view->pixels, (point.y - view->north) * view->pixels);
}

static void line_to(void *context, struct atlas_point point)
{
    const struct view *view = context;
    cairo_line_to(view->cairo, (point.x - view->west) * view->pixels, (point.y - view->north) * view->pixels);
}

/* A coordinate as the atlas has them; what lies further off than it reaches is beyond everything in it. */
static int32_t clamp(int64_t coordinate)
{
    return coordinate > INT32_MAX ? INT32_MAX : coordinate < INT32_MIN ? INT32_MIN : (int32_t)coordinate;
}

/* `turn`: how many worlds to the east this view lies of the one that the atlas holds. */
static struct view view_of(struct tile tile, int turn)
{
    int64_t side = ATLAS_WORLD >> tile.z, margin = (int64_t)MARGIN * side / TILE_SIZE;
    int64_t west = tile.x * side - (int64_t)turn * ATLAS_WORLD, north = tile.y * side;
    return (struct view){
        .box = {clamp(west - margin), clamp(north - margin), clamp(west + side + margin),
                clamp(north + side + margin)},
        .west = (double)west,
        .north = (double)north,
        .pixels = (double)(TILE_SIZE * tile.scale) / (double)side,
        .level = (int)(tile.z + tile.scale - 1),
    };
}

/* The turns whose world meets the tile's box: one, or two at the antimeridian, three for the tile of the
 * world. */
static bool turn_is_seen(struct view view)
{
    return view.box.west <= ATLAS_WORLD && view.box.east >= 0;
}

struct raster *raster_new(const struct atlas *atlas)
{
    enum { SIZE_MAX_PIXELS = 2 * TILE_SIZE };
    struct raster *raster = calloc(1, sizeof *raster);
    if (raster == NULL)
        return NULL;
    raster->atlas = atlas;
    raster->fill = fill_new(SIZE_MAX_PIXELS);
    raster->pixels = calloc((size_t)SIZE_MAX_PIXELS * SIZE_MAX_PIXELS, sizeof *raster->pixels);
    raster->candidates = calloc(atlas_leaf_count(atlas), sizeof *raster->candidates);
    raster->border = cairo_image_surface_create(CAIRO_FORMAT_A8, SIZE_MAX_PIXELS, SIZE_MAX_PIXELS);
    if (raster->fill == NULL || raster->pixels == NULL || raster->candidates == NULL ||
        cairo_surface_status(raster->border) != CAIRO_STATUS_SUCCESS) {
        raster_free(raster);
        return NULL;
    }
    return raster;
}

void raster_free(struct raster *raster)
{
    if (raster == NULL)
        return;
    cairo_surface_destroy(raster->border);
    fill_free(raster->fill);
    free(raster->pixels);
    free(raster->candidates);
    free(raster);
}

/* Draws the leaves that this turn of the world brings into the tile. */
static bool fill_turn(struct raster *raster, struct tile tile, struct view view)
{
    unsigned size = TILE_SIZE * tile.scale;
    int32_t step = (ATLAS_WORLD >> tile.z) / (int32_t)size;
    fill_begin(raster->fill, raster->pixels, size, (int64_t)view.west, (int64_t)view.north, step);
    const struct atlas_pen pen = fill_pen(raster->fill);
    size_t count = atlas_leaves_in(raster->atlas, view.box, raster->candidates);
    bool ok = true;
    for (size_t i = 0; ok && i < count; i++) {
        atlas_draw_leaf(raster->atlas, raster->candidates[i], view.level, view.box, &pen);
        ok = fill_end(raster->fill, (uint16_t)(raster->candidates[i] + 1));
    }
    return ok;
}

static bool fill_leaves(struct raster *raster, struct tile tile)
{
    unsigned size = TILE_SIZE * tile.scale;
    bool ok = true;
    memset(raster->pixels, 0, (size_t)size * size * sizeof *raster->pixels);
    for (int turn = -1; ok && turn <= 1; turn++) {
        struct view view = view_of(tile, turn);
        if (turn_is_seen(view))
            ok = fill_turn(raster, tile, view);
    }
    return ok;
}

/* An empty corner of a surface to draw in. */
static cairo_t *begin(cairo_surface_t *surface, unsigned size)
{
    cairo_t *cairo = cairo_create(surface);
    cairo_rectangle(cairo, 0, 0, size, size);
    cairo_clip(cairo);
    cairo_set_operator(cairo, CAIRO_OPERATOR_CLEAR);
    cairo_paint(cairo);
    return cairo;
}

static bool end(cairo_t *cairo)
{
    bool ok = cairo_status(cairo) == CAIRO_STATUS_SUCCESS;
    cairo_destroy(cairo);
    return ok;
}

static void stroke_kind(struct raster *raster, cairo_t *cairo, struct tile tile, const struct stroke *stroke)
{
    for (int turn = -1; turn <= 1; turn++) {
        struct view view = view_of(tile, turn);
        view.cairo = cairo;
        const struct atlas_pen pen = {move_to, line_to, &view};
        if (turn_is_seen(view))
            atlas_draw_borders(raster->atlas, stroke->kind, view.level, view.box, &pen);
    }
    const double dash[] = {3.0 * tile.scale, 3.0 * tile.scale};
    cairo_set_dash(cairo, dash, stroke->dashed ? 2 : 0, 0);
    cairo_set_line_width(cairo, stroke->width * tile.scale);
    cairo_set_source_rgba(cairo, 0, 0, 0, stroke->strength);
    cairo_stroke(cairo);
}

static bool stroke_borders(struct raster *raster, struct tile tile)
{
    cairo_t *cairo = begin(raster->border, TILE_SIZE * tile.scale);
    cairo_set_operator(cairo, CAIRO_OPERATOR_OVER);
    cairo_set_line_join(cairo, CAIRO_LINE_JOIN_BEVEL);
    for (size_t i = 0; i < sizeof strokes / sizeof *strokes; i++)
        if (tile.z >= strokes[i].first_zoom)
            stroke_kind(raster, cairo, tile, &strokes[i]);
    return end(cairo);
}

enum lawmap_status raster_draw(struct raster *raster, struct tile tile, struct planes *out,
                               struct lawmap_error *error)
{
    if (!fill_leaves(raster, tile) || !stroke_borders(raster, tile))
        return lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory to draw tile %u/%u/%u", tile.z, tile.x,
                           tile.y);
    cairo_surface_flush(raster->border);
    *out = (struct planes){
        .size = TILE_SIZE * tile.scale,
        .leaves = raster->pixels,
        .leaf_values = atlas_leaf_count(raster->atlas) + 1,
        .border = cairo_image_surface_get_data(raster->border),
        .border_stride = (size_t)cairo_image_surface_get_stride(raster->border),
    };
    return LAWMAP_OK;
}

bool raster_is_uniform(const struct atlas *atlas, struct tile tile, uint16_t *leaf)
{
    for (int turn = -1; turn <= 1; turn++) {
        struct view view = view_of(tile, turn);
        if (turn_is_seen(view) && atlas_crossed(atlas, view.box))
            return false;
    }
    struct view view = view_of(tile, 0);
    int32_t half = ATLAS_WORLD >> tile.z >> 1;
    struct atlas_point middle = {(int32_t)view.west + half, (int32_t)view.north + half};
    *leaf = atlas_leaf_at(atlas, middle);
    return true;
}
