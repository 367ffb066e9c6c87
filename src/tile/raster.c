#include "raster.h"

#include <cairo.h>
#include <stdlib.h>

/* Pixels at 256 a tile. A line's own half width lies inside the margin, so what is drawn near an edge is
 * drawn whole on both sides of it. */
#define MARGIN 4.0

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
    cairo_surface_t *low, *high, *border; /* A8, 512 pixels a side; tiles of 256 use a corner */
    uint16_t *leaves;                     /* room for all and the sea */
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

/* `turn`: how many worlds to the east this view lies of the one that the atlas holds. */
static struct view view_of(struct tile tile, int turn)
{
    int32_t side = ATLAS_WORLD >> tile.z, west = (int32_t)tile.x * side - turn * ATLAS_WORLD,
            north = (int32_t)tile.y * side;
    int32_t margin = (int32_t)(MARGIN * side / TILE_SIZE);
    return (struct view){
        .box = {west - margin, north - margin, west + side + margin, north + side + margin},
        .west = west,
        .north = north,
        .pixels = (double)TILE_SIZE * tile.scale / side,
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
    struct raster *raster = calloc(1, sizeof *raster);
    if (raster == NULL)
        return NULL;
    raster->atlas = atlas;
    raster->leaves = calloc(atlas_leaf_count(atlas) * 3 + 1, sizeof *raster->leaves);
    cairo_surface_t **surfaces[] = {&raster->low, &raster->high, &raster->border};
    bool ok = raster->leaves != NULL;
    for (size_t i = 0; i < 3; i++) {
        *surfaces[i] = cairo_image_surface_create(CAIRO_FORMAT_A8, 2 * TILE_SIZE, 2 * TILE_SIZE);
        ok = ok && cairo_surface_status(*surfaces[i]) == CAIRO_STATUS_SUCCESS;
    }
    if (!ok) {
        raster_free(raster);
        return NULL;
    }
    return raster;
}

void raster_free(struct raster *raster)
{
    if (raster == NULL)
        return;
    cairo_surface_destroy(raster->low);
    cairo_surface_destroy(raster->high);
    cairo_surface_destroy(raster->border);
    free(raster->leaves);
    free(raster);
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

/* Fills each leaf with one byte of its local number. */
static bool fill_leaves(struct raster *raster, cairo_surface_t *surface, struct tile tile, unsigned shift,
                        size_t count)
{
    cairo_t *cairo = begin(surface, TILE_SIZE * tile.scale);
    cairo_set_operator(cairo, CAIRO_OPERATOR_SOURCE);
    cairo_set_antialias(cairo, CAIRO_ANTIALIAS_NONE);
    cairo_set_fill_rule(cairo, CAIRO_FILL_RULE_EVEN_ODD);
    for (size_t i = 1; i < count; i++) {
        for (int turn = -1; turn <= 1; turn++) {
            struct view view = view_of(tile, turn);
            view.cairo = cairo;
            const struct atlas_pen pen = {move_to, line_to, &view};
            if (turn_is_seen(view))
                atlas_draw_leaf(raster->atlas, raster->leaves[i], view.level, view.box, &pen);
        }
        cairo_set_source_rgba(cairo, 0, 0, 0, (double)(i >> shift & 255) / 255.0);
        cairo_fill(cairo);
    }
    return end(cairo);
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

static size_t leaves_in(struct raster *raster, struct tile tile)
{
    size_t count = 0;
    raster->leaves[count++] = ATLAS_NO_LEAF;
    for (int turn = -1; turn <= 1; turn++) {
        struct view view = view_of(tile, turn);
        if (!turn_is_seen(view))
            continue;
        size_t more = atlas_leaves_in(raster->atlas, view.box, raster->leaves + count), kept = count;
        for (size_t i = count; i < count + more; i++) { /* leave out those that another turn has found */
            bool known = false;
            for (size_t j = 1; j < count; j++)
                known = known || raster->leaves[j] == raster->leaves[i];
            if (!known)
                raster->leaves[kept++] = raster->leaves[i];
        }
        count = kept;
    }
    return count;
}

enum lawmap_status raster_draw(struct raster *raster, struct tile tile, struct planes *out,
                               struct lawmap_error *error)
{
    size_t count = leaves_in(raster, tile);
    bool wide = count > 256;
    bool ok = fill_leaves(raster, raster->low, tile, 0, count) &&
              (!wide || fill_leaves(raster, raster->high, tile, 8, count)) && stroke_borders(raster, tile);
    if (!ok)
        return lawmap_fail(error, LAWMAP_NO_MEMORY, "Cairo could not draw tile %u/%u/%u", tile.z, tile.x,
                           tile.y);
    cairo_surface_flush(raster->low);
    cairo_surface_flush(raster->high);
    cairo_surface_flush(raster->border);
    *out = (struct planes){
        .size = TILE_SIZE * tile.scale,
        .leaves = raster->leaves,
        .leaf_count = count,
        .low = cairo_image_surface_get_data(raster->low),
        .high = wide ? cairo_image_surface_get_data(raster->high) : NULL,
        .border = cairo_image_surface_get_data(raster->border),
        .stride = (size_t)cairo_image_surface_get_stride(raster->low),
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
    struct atlas_point middle = {view.box.west + (view.box.east - view.box.west) / 2,
                                 view.box.north + (view.box.south - view.box.north) / 2};
    *leaf = atlas_leaf_at(atlas, middle);
    return true;
}
