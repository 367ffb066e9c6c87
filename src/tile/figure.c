/* A figure: title and date, map, legend, source, one below the other. */
#include "canvas.h"
#include "figure_changes.h"
#include "figure_map.h"
#include "fill_in.h"
#include "key.h"
#include "store.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { WIDTH_MIN = 200, WIDTH_MAX = 8192 };
#define MAP_ROOM_MIN   0.2  /* of a height that is given */
#define SPAN_MIN       0.1  /* degrees */
#define PROPORTION_MAX 10.0 /* of a map's longer side to its shorter */

/* Everything grows with the width, down to what can still be read. */
#define EMS_A_WIDTH    86.0
#define EM_MIN         8.0
#define PIXELS_AN_EM   14.0 /* lines are so many to an em, as on a page of usual size */
#define MAP_HEIGHT_MAX 1.25 /* widths */

/* In ems. */
#define TITLE_SIZE  1.6
#define SOURCE_SIZE 0.78
#define MARGIN      1.6
#define GAP         1.0

#define SOURCE_OPACITY 0.8

enum { COLUMNS_MAX = 4, VERSION_DIGITS = 12 };

struct layout {
    double em, margin, width; /* width: of what lies between the margins */
    struct frame frame;
    struct typeface *typeface;
    PangoLayout *title, *date, *source;
    struct key *key;
    double date_top, key_top, source_top, height;
    bool disputed;
    struct buffer title_text, date_text, source_text, description; /* with a NUL each */
    struct figure_changes changes;                                 /* of a figure of changes */
};

static enum lawmap_status check_box(struct degrees_box box, struct lawmap_error *error)
{
    const double sides[] = {box.west, box.east, box.south, box.north};
    for (size_t i = 0; i < 4; i++)
        if (!isfinite(sides[i]) || fabs(sides[i]) > (i < 2 ? 180 : 90))
            return lawmap_fail(error, LAWMAP_BAD_REQUEST,
                               "bbox %g,%g,%g,%g: west and east are -180 to 180, south and north -90 to 90",
                               box.west, box.south, box.east, box.north);
    double across = box.east >= box.west ? box.east - box.west : box.east + 360 - box.west;
    if (box.north - box.south < SPAN_MIN || across < SPAN_MIN)
        return lawmap_fail(error, LAWMAP_BAD_REQUEST,
                           "bbox %g,%g,%g,%g: it is west,south,east,north, at least %g degrees each way",
                           box.west, box.south, box.east, box.north, SPAN_MIN);
    return LAWMAP_OK;
}

static enum lawmap_status check(const struct figure *figure, struct lawmap_error *error)
{
    if (figure->width < WIDTH_MIN || figure->width > WIDTH_MAX)
        return lawmap_fail(error, LAWMAP_BAD_REQUEST, "width %u: it is %d to %d", figure->width, WIDTH_MIN,
                           WIDTH_MAX);
    enum lawmap_status status = check_box(figure->bbox, error);
    if (status != LAWMAP_OK)
        return status;
    struct plane_point extent = frame_new(figure->projection, figure->bbox).extent;
    double proportion = extent.x / extent.y;
    if (!(proportion <= PROPORTION_MAX && proportion >= 1 / PROPORTION_MAX))
        return lawmap_fail(error, LAWMAP_BAD_REQUEST,
                           "bbox %g,%g,%g,%g: in this projection one side is more than %g times the other",
                           figure->bbox.west, figure->bbox.south, figure->bbox.east, figure->bbox.north,
                           PROPORTION_MAX);
    return LAWMAP_OK;
}

static enum lawmap_status compose(struct layout *layout, const struct law *law, const struct figure *figure,
                                  struct lawmap_error *error)
{
    const struct figure_strings *strings = law_figure_strings(law);
    const struct text *projection =
        figure->projection == PROJECTION_EQUAL_EARTH ? &strings->equal_earth : &strings->web_mercator;
    const struct layer *layer = figure->layer;
    const struct dataset *dataset = law_dataset(law);
    char version[HASH_TEXT_SIZE + DATE_TEXT_SIZE], date[DATE_TEXT_SIZE];
    snprintf(version, sizeof version, "%.*s (%s)", VERSION_DIGITS, dataset->version,
             date_format(dataset->date, date));
    const struct placeholder day = {"{date}", date_format(figure->date, date)};
    const struct placeholder sources[] = {{"{version}", version}, {"{boundaries}", figure->boundaries}};
    if (figure->place != NULL)
        buffer_printf(&layout->title_text, "%s · ", figure->place);
    buffer_puts(&layout->title_text, layer->label.in[figure->language]);
    fill_in(strings->date.in[figure->language], &day, 1, &layout->date_text);
    fill_in(strings->source.in[figure->language], sources, 2, &layout->source_text);
    buffer_printf(&layout->source_text, " %s", projection->in[figure->language]);
    buffer_append(&layout->description, layout->date_text.data, layout->date_text.size);
    if (figure->before != NULL && !figure_changes_list(figure, law, &layout->changes))
        return lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory for a figure");
    for (size_t i = 0; i < layout->changes.count; i++)
        buffer_printf(&layout->description, "; %s", layout->changes.items[i].label);
    for (size_t i = 0; i < layer->class_count && figure->before == NULL; i++)
        if ((figure->hidden >> layer->legend[i] & 1) == 0)
            buffer_printf(&layout->description, "; %s",
                          layer->classes[layer->legend[i]].label.in[figure->language]);
    buffer_append(&layout->title_text, "", 1);
    buffer_append(&layout->date_text, "", 1);
    buffer_append(&layout->source_text, "", 1);
    buffer_append(&layout->description, "", 1);
    if (layout->title_text.failed || layout->date_text.failed || layout->source_text.failed ||
        layout->description.failed)
        return lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory for a figure");
    return LAWMAP_OK;
}

static enum lawmap_status set_texts(struct layout *layout, const struct law *law, const struct figure *figure,
                                    struct lawmap_error *error)
{
    enum lawmap_status status = typeface_new(figure->language, &layout->typeface, error);
    if (status != LAWMAP_OK)
        return status;
    const struct typeface *typeface = layout->typeface;
    const struct key_options key = {.typeface = typeface,
                                    .law = law,
                                    .layer = figure->layer,
                                    .hidden = figure->hidden,
                                    .disputed = layout->disputed,
                                    .items = figure->before == NULL ? NULL : layout->changes.items,
                                    .item_count = layout->changes.count,
                                    .language = figure->language,
                                    .colours = figure->colours,
                                    .em = layout->em,
                                    .width = layout->width,
                                    .columns = COLUMNS_MAX};
    layout->title =
        typeface_set(typeface, layout->title_text.data, TITLE_SIZE * layout->em, true, layout->width);
    layout->date = typeface_set(typeface, layout->date_text.data, layout->em, false, layout->width);
    layout->source =
        typeface_set(typeface, layout->source_text.data, SOURCE_SIZE * layout->em, false, layout->width);
    return key_new(&key, &layout->key, error);
}

/* From the top: title, date, map, legend, source. Where a height is given the map has what is left of it. */
static enum lawmap_status stack(struct layout *layout, const struct figure *figure,
                                struct lawmap_error *error)
{
    struct frame *frame = &layout->frame;
    double gap = GAP * layout->em, below = key_extent(layout->key).height + 2.2 * gap + layout->margin +
                                           typeface_extent(layout->source).height;
    layout->date_top = layout->margin + typeface_extent(layout->title).height;
    frame->top = layout->date_top + typeface_extent(layout->date).height + gap;
    double room = figure->height - frame->top - below;
    if (figure->height > 0 && room < MAP_ROOM_MIN * figure->height)
        return lawmap_fail(error, LAWMAP_BAD_REQUEST,
                           "height %u: at a width of %u it leaves no room for the map beside its texts",
                           figure->height, figure->width);
    if (figure->height > 0)
        frame->scale = fmin(frame->scale, room / frame->extent.y);
    else
        room = frame->extent.y * frame->scale;
    frame->left = (figure->width - frame->extent.x * frame->scale) / 2;
    layout->key_top = frame->top + room + 1.2 * gap;
    layout->source_top = layout->key_top + key_extent(layout->key).height + gap;
    layout->height = frame->top + room + below;
    frame->top += (room - frame->extent.y * frame->scale) / 2;
    return LAWMAP_OK;
}

static double line_of(const struct layout *layout)
{
    return layout->em / PIXELS_AN_EM;
}

static enum lawmap_status lay_out(struct layout *layout, const struct tile_store *store,
                                  const struct law *law, const struct figure *figure,
                                  struct lawmap_error *error)
{
    struct frame *frame = &layout->frame;
    layout->em = fmax(figure->width / EMS_A_WIDTH, EM_MIN);
    layout->margin = MARGIN * layout->em;
    layout->width = figure->width - 2 * layout->margin;
    *frame = frame_new(figure->projection, figure->bbox);
    frame->scale = fmin(layout->width / frame->extent.x, MAP_HEIGHT_MAX * figure->width / frame->extent.y);
    layout->disputed = figure_map_is_disputed(store, frame, line_of(layout));
    enum lawmap_status status = compose(layout, law, figure, error);
    if (status == LAWMAP_OK)
        status = set_texts(layout, law, figure, error);
    if (status == LAWMAP_OK)
        status = stack(layout, figure, error);
    return status;
}

static void layout_free(struct layout *layout)
{
    key_free(layout->key);
    g_clear_object(&layout->title);
    g_clear_object(&layout->date);
    g_clear_object(&layout->source);
    typeface_free(layout->typeface);
    buffer_free(&layout->title_text);
    buffer_free(&layout->date_text);
    buffer_free(&layout->source_text);
    buffer_free(&layout->description);
    figure_changes_free(&layout->changes);
}

static void draw_texts(const struct layout *layout, uint32_t ink, cairo_t *cairo)
{
    canvas_set_colour(cairo, ink, 1);
    typeface_show(cairo, layout->title, layout->margin, layout->margin);
    typeface_show(cairo, layout->date, layout->margin, layout->date_top);
    canvas_set_colour(cairo, ink, SOURCE_OPACITY);
    typeface_show(cairo, layout->source, layout->margin, layout->source_top);
    key_draw(layout->key, cairo, layout->margin, layout->key_top);
}

enum lawmap_status figure_draw(const struct tile_store *store, const struct law *law,
                               const struct figure *figure, struct buffer *out, struct lawmap_error *error)
{
    const struct palette_colours *colours = law_palette(law, figure->colours);
    struct layout layout = {0};
    struct canvas *canvas = NULL;
    enum lawmap_status status = check(figure, error);
    if (status == LAWMAP_OK)
        status = lay_out(&layout, store, law, figure, error);
    if (status != LAWMAP_OK)
        goto cleanup;
    const struct canvas_options options = {
        .format = figure->format,
        .width = figure->width,
        .height = figure->height > 0 ? figure->height : (unsigned)ceil(layout.height),
        .title = layout.title_text.data,
        .description = layout.description.data,
        .date = figure->date,
        .language = figure->language,
    };
    status = canvas_new(&options, &canvas, error);
    if (status != LAWMAP_OK)
        goto cleanup;
    cairo_t *cairo = canvas_cairo(canvas);
    canvas_set_colour(cairo, colours->page, 1);
    cairo_paint(cairo);
    draw_texts(&layout, colours->ink, cairo);
    status = figure_map_draw(store, law, figure, &layout.frame, line_of(&layout), cairo, error);
    if (status == LAWMAP_OK)
        status = canvas_finish(canvas, out, error);
cleanup:
    canvas_free(canvas);
    layout_free(&layout);
    return status;
}
