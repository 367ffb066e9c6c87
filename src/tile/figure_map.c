#include "figure_map.h"

#include "canvas.h"
#include "figure_changes.h"
#include "markers.h"
#include "palette.h"
#include "store.h"

#include <math.h>

#define PI 3.14159265358979323846

/* How much ink is mixed into the sea for a coast and the rim of a marker, and for the graticule. */
enum { COAST_STRENGTH = 120, GRATICULE_STRENGTH = 28 };
#define GRATICULE_WIDTH 0.6

enum { DISPUTED_FROM_ZOOM = 2 };

struct line_style {
    enum atlas_border kind;
    double width;  /* pixels of a tile */
    double dash;   /* 0: none */
    int from_zoom; /* of the tiles of the same scale */
};

struct drawing {
    const struct atlas *atlas;
    const struct markers *markers;
    const struct palette *palette;
    const struct frame *frame;
    cairo_t *cairo;
    double line;
    uint32_t coast, graticule; /* colours */
    int level;                 /* of the atlas's detail */
    int zoom;                  /* of tiles of this scale */
};

static uint32_t mix(uint32_t from, uint32_t to, unsigned strength)
{
    uint32_t mixed = 0;
    for (unsigned shift = 0; shift <= 16; shift += 8) {
        unsigned a = from >> shift & 255, b = to >> shift & 255;
        mixed |= (a * (255 - strength) + b * strength + 127) / 255 << shift;
    }
    return mixed;
}

/* Half of the widest line, at the edge of the map, and more. */
#define MARGIN 2.0 /* pixels */

/* What the frame, and `margin` pixels more, shows of a turn of the world; false: nothing. */
static bool see_turn(const struct drawing *drawing, int turn, double margin, struct atlas_box *box)
{
    *box = frame_box(drawing->frame, turn, margin * drawing->line);
    return box->west < ATLAS_WORLD && box->east > 0;
}

static void draw_graticule(const struct drawing *drawing)
{
    static const double steps[] = {1, 2, 5, 10, 15, 30};
    enum { STEPS = sizeof steps / sizeof *steps, LINES_MAX = 12 };
    const struct frame *frame = drawing->frame;
    double span = fmax(frame->east - frame->west, frame->north - frame->south), step = steps[0];
    for (int i = 1; i < STEPS && span / step > LINES_MAX; i++)
        step = steps[i];
    cairo_new_path(drawing->cairo);
    for (double x = (floor(frame->west / step) + 1) * step; x < frame->east; x += step)
        frame_meridian(frame, x, drawing->cairo);
    for (double y = (floor(frame->south / step) + 1) * step; y < frame->north; y += step)
        frame_parallel(frame, y, drawing->cairo);
    cairo_set_line_width(drawing->cairo, GRATICULE_WIDTH * drawing->line);
    canvas_set_colour(drawing->cairo, drawing->graticule, 1);
    cairo_stroke(drawing->cairo);
}

static void outline_leaf(const struct drawing *drawing, size_t leaf)
{
    struct atlas_box box;
    for (int turn = -1; turn <= 1; turn++) {
        struct frame_pen state = {.frame = drawing->frame, .cairo = drawing->cairo, .turn = turn};
        const struct atlas_pen pen = frame_pen(&state);
        if (see_turn(drawing, turn, 0, &box))
            atlas_draw_leaf(drawing->atlas, leaf, drawing->level, box, &pen);
    }
}

/* Leaves of one colour are one path: where they touch, antialiasing leaves no seam between them. */
static void fill_colour(const struct drawing *drawing, size_t first)
{
    const struct palette *palette = drawing->palette;
    cairo_new_path(drawing->cairo);
    for (size_t i = first; i < palette->leaf_count; i++)
        if (palette->leaves[i] == palette->leaves[first])
            outline_leaf(drawing, i);
    canvas_set_colour(drawing->cairo, palette->leaves[first], 1);
    cairo_fill(drawing->cairo);
}

static void fill_leaves(const struct drawing *drawing)
{
    const struct palette *palette = drawing->palette;
    cairo_set_fill_rule(drawing->cairo, CAIRO_FILL_RULE_EVEN_ODD);
    for (size_t i = 0; i < palette->leaf_count; i++) {
        bool drawn = false;
        for (size_t j = 0; j < i && !drawn; j++)
            drawn = palette->leaves[j] == palette->leaves[i];
        if (!drawn)
            fill_colour(drawing, i);
    }
}

/* Lines are thinner where countries are few pixels wide. */
static double thinning(int zoom)
{
    static const double by_zoom[] = {0.45, 0.6, 0.8};
    return zoom < 3 ? by_zoom[zoom] : 1;
}

static void stroke_lines(const struct drawing *drawing, const struct line_style *style)
{
    struct atlas_box box;
    cairo_new_path(drawing->cairo);
    for (int turn = -1; turn <= 1; turn++) {
        struct frame_pen state = {.frame = drawing->frame, .cairo = drawing->cairo, .turn = turn};
        const struct atlas_pen pen = frame_pen(&state);
        if (see_turn(drawing, turn, MARGIN, &box))
            atlas_draw_borders(drawing->atlas, style->kind, drawing->level, box, &pen);
    }
    const double dash = style->dash * drawing->line;
    cairo_set_dash(drawing->cairo, &dash, dash > 0 ? 1 : 0, 0);
    cairo_set_line_width(drawing->cairo, style->width * drawing->line * thinning(drawing->zoom));
    canvas_set_colour(drawing->cairo, style->kind == ATLAS_COAST ? drawing->coast : drawing->palette->border,
                      1);
    cairo_stroke(drawing->cairo);
    cairo_set_dash(drawing->cairo, NULL, 0, 0);
}

static void stroke_borders(const struct drawing *drawing)
{
    static const struct line_style styles[] = {
        {ATLAS_COAST, 0.5, 0, 0},
        {ATLAS_SUBDIVISION, 0.5, 0, 3},
        {ATLAS_INTERNATIONAL, 1.0, 0, 0},
        {ATLAS_DISPUTED, 1.0, 3, DISPUTED_FROM_ZOOM},
    };
    cairo_set_line_join(drawing->cairo, CAIRO_LINE_JOIN_ROUND);
    for (size_t i = 0; i < sizeof styles / sizeof *styles; i++)
        if (drawing->zoom >= styles[i].from_zoom)
            stroke_lines(drawing, &styles[i]);
}

static void draw_marker(const struct drawing *drawing, const struct marker *marker)
{
    double latitude = atlas_latitude(marker->at.y);
    for (int turn = -1; turn <= 1; turn++) {
        double longitude = atlas_longitude(marker->at.x) + 360.0 * turn;
        if (!frame_shows(drawing->frame, longitude, latitude))
            continue;
        struct plane_point p = frame_point(drawing->frame, longitude, latitude);
        cairo_new_path(drawing->cairo);
        cairo_arc(drawing->cairo, p.x, p.y, MARKER_RADIUS * drawing->line, 0, 2 * PI);
        canvas_set_colour(drawing->cairo, drawing->palette->leaves[marker->leaf], 1);
        cairo_fill_preserve(drawing->cairo);
        cairo_set_line_width(drawing->cairo, 0.6 * drawing->line);
        canvas_set_colour(drawing->cairo, drawing->coast, 1);
        cairo_stroke(drawing->cairo);
    }
}

static void draw_markers(const struct drawing *drawing)
{
    for (size_t i = 0; i < drawing->markers->zooms[drawing->zoom].count; i++)
        draw_marker(drawing, &drawing->markers->zooms[drawing->zoom].items[i]);
}

static int clamp(double value, int most)
{
    return (int)fmin(fmax(value, 0), most);
}

/* Markers keep apart at their own zoom, so the scale may be a little below that of the zoom's tiles, no more.
 */
static void choose_detail(struct drawing *drawing)
{
    double world = 2 * PI * drawing->frame->scale / TILE_SIZE, pixels = world / drawing->line;
    drawing->level = clamp(ceil(log2(world)), ATLAS_LEVEL_MAX);
    drawing->zoom = clamp(floor(log2(pixels / 0.9)), TILE_ZOOM_MAX);
}

static void draw(const struct drawing *drawing)
{
    cairo_t *cairo = drawing->cairo;
    cairo_save(cairo);
    frame_edge(drawing->frame, cairo);
    cairo_clip_preserve(cairo);
    canvas_set_colour(cairo, drawing->palette->sea, 1);
    cairo_fill(cairo);
    draw_graticule(drawing);
    fill_leaves(drawing);
    stroke_borders(drawing);
    draw_markers(drawing);
    cairo_restore(cairo);
    frame_edge(drawing->frame, cairo);
    cairo_set_line_width(cairo, drawing->line);
    canvas_set_colour(cairo, drawing->coast, 1);
    cairo_stroke(cairo);
}

/* Of a figure of changes: what does not change steps back. */
static void fade_unchanged(const struct atlas *atlas, const struct law *law, const struct figure *figure,
                           struct palette *palette)
{
    for (size_t i = 0; i < palette->leaf_count; i++) {
        const struct jurisdiction *jurisdiction = leaf_jurisdiction(atlas_leaf(atlas, i), law);
        if (jurisdiction == NULL || !figure_is_changed(figure, law, jurisdiction))
            palette->leaves[i] = law_palette(law, figure->colours)->hidden;
    }
}

enum lawmap_status figure_map_draw(const struct tile_store *store, const struct law *law,
                                   const struct figure *figure, const struct frame *frame, double line,
                                   cairo_t *cairo, struct lawmap_error *error)
{
    const struct palette_colours *colours = law_palette(law, figure->colours);
    struct palette *palette;
    enum lawmap_status status = palette_new(tile_store_atlas(store), law, figure->layer, figure->date,
                                            figure->colours, figure->hidden, &palette, error);
    if (status != LAWMAP_OK)
        return status;
    if (figure->before != NULL)
        fade_unchanged(tile_store_atlas(store), law, figure, palette);
    struct drawing drawing = {
        .atlas = tile_store_atlas(store),
        .markers = tile_store_markers(store),
        .palette = palette,
        .frame = frame,
        .cairo = cairo,
        .line = line,
        .coast = mix(colours->sea, colours->ink, COAST_STRENGTH),
        .graticule = mix(colours->sea, colours->ink, GRATICULE_STRENGTH),
    };
    choose_detail(&drawing);
    draw(&drawing);
    palette_free(palette);
    return LAWMAP_OK;
}

/* Looks for a point of a line inside the frame. */
struct search {
    const struct frame *frame;
    int turn;
    bool found;
};

static void look_at(void *context, struct atlas_point point)
{
    struct search *search = context;
    search->found =
        search->found ||
        frame_shows(search->frame, atlas_longitude(point.x) + 360.0 * search->turn, atlas_latitude(point.y));
}

bool figure_map_is_disputed(const struct tile_store *store, const struct frame *frame, double line)
{
    struct drawing drawing = {.atlas = tile_store_atlas(store), .frame = frame, .line = line};
    struct search search = {.frame = frame, .turn = -1};
    const struct atlas_pen pen = {look_at, look_at, &search};
    struct atlas_box box;
    choose_detail(&drawing);
    for (; drawing.zoom >= DISPUTED_FROM_ZOOM && search.turn <= 1; search.turn++)
        if (see_turn(&drawing, search.turn, 0, &box))
            atlas_draw_borders(drawing.atlas, ATLAS_DISPUTED, drawing.level, box, &pen);
    return search.found;
}
