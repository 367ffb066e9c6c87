/* The legend as a picture of its own, as large as what it says. */
#include "canvas.h"
#include "key.h"

#include <math.h>

/* Pixels. */
#define EM        14.0
#define TITLE     16.0
#define TITLE_GAP 10.0
#define MARGIN    14.0
#define WIDTH_MAX 340.0

struct legend {
    struct typeface *typeface;
    PangoLayout *title;
    struct key *key;
    struct canvas *canvas;
    struct buffer labels; /* with a NUL: the classes in words */
};

static enum lawmap_status lay_out(struct legend *legend, struct key_options options,
                                  struct lawmap_error *error)
{
    const struct layer *layer = options.layer;
    enum lawmap_status status = typeface_new(options.language, &legend->typeface, error);
    if (status != LAWMAP_OK)
        return status;
    options.typeface = legend->typeface;
    legend->title =
        typeface_set(legend->typeface, layer->label.in[options.language], TITLE, true, options.width);
    for (size_t i = 0; i < layer->class_count; i++)
        if ((options.hidden >> layer->legend[i] & 1) == 0)
            buffer_printf(&legend->labels, "%s%s", legend->labels.size == 0 ? "" : "; ",
                          layer->classes[layer->legend[i]].label.in[options.language]);
    buffer_append(&legend->labels, "", 1);
    if (legend->labels.failed)
        return lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory for a legend");
    return key_new(&options, &legend->key, error);
}

static void draw(const struct legend *legend, const struct palette_colours *colours)
{
    cairo_t *cairo = canvas_cairo(legend->canvas);
    canvas_set_colour(cairo, colours->page, 1);
    cairo_paint(cairo);
    canvas_set_colour(cairo, colours->ink, 1);
    typeface_show(cairo, legend->title, MARGIN, MARGIN);
    key_draw(legend->key, cairo, MARGIN, MARGIN + typeface_extent(legend->title).height + TITLE_GAP);
}

enum lawmap_status legend_draw(const struct law *law, const struct layer *layer, size_t colours,
                               uint64_t hidden, enum language language, enum picture_format format,
                               struct buffer *out, struct lawmap_error *error)
{
    const struct palette_colours *palette = law_palette(law, colours);
    const struct key_options key = {.law = law,
                                    .layer = layer,
                                    .hidden = hidden,
                                    .language = language,
                                    .colours = colours,
                                    .em = EM,
                                    .width = WIDTH_MAX - 2 * MARGIN,
                                    .columns = 1};
    struct legend legend = {0};
    if (format == PICTURE_PDF)
        return lawmap_fail(error, LAWMAP_BAD_REQUEST, "a legend is drawn as PNG or SVG, not as PDF");
    enum lawmap_status status = lay_out(&legend, key, error);
    if (status != LAWMAP_OK)
        goto cleanup;
    struct extent title = typeface_extent(legend.title), entries = key_extent(legend.key);
    const struct canvas_options options = {
        .format = format,
        .width = (unsigned)ceil(fmax(title.width, entries.width) + 2 * MARGIN),
        .height = (unsigned)ceil(title.height + TITLE_GAP + entries.height + 2 * MARGIN),
        .title = layer->label.in[language],
        .description = legend.labels.data,
        .language = language,
    };
    status = canvas_new(&options, &legend.canvas, error);
    if (status != LAWMAP_OK)
        goto cleanup;
    draw(&legend, palette);
    status = canvas_finish(legend.canvas, out, error);
cleanup:
    canvas_free(legend.canvas);
    key_free(legend.key);
    if (legend.title != NULL)
        g_object_unref(legend.title);
    typeface_free(legend.typeface);
    buffer_free(&legend.labels);
    return status;
}
