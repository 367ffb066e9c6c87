#include "label_draw.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PI 3.14159265358979323846

#define TEXT_COLOUR 0x1b2530u
#define HALO_COLOUR 0xffffffu
#define HALO_ALPHA  0.8
#define HALO_WIDTH  1.6 /* pixels at 256 a tile, on each side of a letter's line */

/* Cairo clips shapes to its surface and rounds where it clips, which would change pixels at the edges of
 * tiles. So the surface is wider by more than the longest line of a letter: pixels at 256 a tile, each side.
 */
#define APRON 24

/* How black the names are: countries, and subdivisions, which step back. */
#define COUNTRY_STRENGTH     1.0
#define SUBDIVISION_STRENGTH 0.82

struct easel {
    cairo_surface_t *surface; /* red: text, alpha: halo */
    cairo_t *cairo;
    const struct label_names *names;
    const struct label_outlines *outlines;
    struct label_window window;
};

bool label_is_in(const struct label_placed *placed, struct label_window window, int turn)
{
    int32_t west = window.west - turn * (TILE_SIZE << window.zoom), side = (int32_t)window.side;
    return placed->box.west < west + side && placed->box.east > west &&
           placed->box.north < window.north + side && placed->box.south > window.north;
}

/* A filled disc with an "i" cut out of it: NSWP's sign for "more information". */
static void add_mark(cairo_t *cairo, double x, double baseline, double em)
{
    double radius = 0.36 * em, middle = baseline - 0.35 * em;
    cairo_new_sub_path(cairo);
    cairo_arc(cairo, x + radius, middle, radius, 0, 2 * PI);
    cairo_new_sub_path(cairo);
    cairo_arc_negative(cairo, x + radius, middle - 0.17 * em, 0.065 * em, 2 * PI, 0);
    cairo_move_to(cairo, x + radius - 0.055 * em, middle - 0.06 * em);
    cairo_rel_line_to(cairo, 0, 0.28 * em);
    cairo_rel_line_to(cairo, 0.11 * em, 0);
    cairo_rel_line_to(cairo, 0, -0.28 * em);
    cairo_close_path(cairo);
}

static void add_line(const struct easel *easel, const struct label_text *text, const struct label_line *line,
                     double x, double baseline, double em)
{
    for (size_t i = line->begin; i < line->end; i++) {
        const struct label_letter *letter = &text->letters[i];
        if (letter->outline >= easel->outlines->count)
            continue;
        cairo_save(easel->cairo);
        cairo_translate(easel->cairo, x + (letter->x - line->start) * em, baseline + letter->y * em);
        cairo_scale(easel->cairo, em / LABEL_EM, em / LABEL_EM);
        cairo_append_path(easel->cairo, easel->outlines->paths[letter->outline]);
        cairo_restore(easel->cairo);
    }
}

static void add_label(const struct easel *easel, const struct label_placed *placed)
{
    const struct label_name *name = &easel->names->items[placed->name];
    const struct label_lines *lines = &name->text.broken[placed->lines];
    double em = label_font_size(easel->names, placed->size);
    double baseline = placed->box.north + LABEL_MARGIN + easel->names->ascent * em;
    double widest = lines->width * em;
    for (size_t i = 0; i < lines->count; i++) {
        double slack = widest - lines->lines[i].width * em;
        double x = placed->box.west + LABEL_MARGIN + easel->names->overhang * em +
                   (placed->side == LABEL_TO_EAST   ? 0
                    : placed->side == LABEL_TO_WEST ? slack
                                                    : slack / 2);
        add_line(easel, &name->text, &lines->lines[i], x, baseline, em);
        if (name->marked && i + 1 == lines->count)
            add_mark(easel->cairo, x + (lines->lines[i].width - 0.72) * em, baseline, em);
        baseline += label_leading(easel->names, placed->size);
    }
}

static void draw_label(const struct easel *easel, const struct label_placed *placed, int turn)
{
    cairo_t *cairo = easel->cairo;
    double strength = easel->names->items[placed->name].subdivision ? SUBDIVISION_STRENGTH : COUNTRY_STRENGTH;
    cairo_save(cairo);
    cairo_scale(cairo, easel->window.scale, easel->window.scale);
    cairo_translate(cairo, APRON + turn * (TILE_SIZE << easel->window.zoom) - easel->window.west,
                    APRON - easel->window.north);
    add_label(easel, placed);
    cairo_set_source_rgb(cairo, 0, 0, 0);
    cairo_set_line_width(cairo, 2 * HALO_WIDTH);
    cairo_stroke_preserve(cairo);
    cairo_set_source_rgb(cairo, strength, 0, 0);
    cairo_fill(cairo);
    cairo_restore(cairo);
}

static uint8_t index_of(uint32_t pixel)
{
    unsigned halo = pixel >> 24, text = pixel >> 16 & 255;
    unsigned step = (text * LABEL_TEXT_STEPS + 127) / 255;
    if (step > 0)
        return (uint8_t)(LABEL_HALO_STEPS + step);
    return (uint8_t)((halo * LABEL_HALO_STEPS + 127) / 255);
}

static uint8_t *take_pixels(cairo_surface_t *surface, unsigned size, unsigned apron)
{
    uint8_t *pixels = malloc((size_t)size * size);
    cairo_surface_flush(surface);
    size_t stride = (size_t)cairo_image_surface_get_stride(surface);
    const unsigned char *data = cairo_image_surface_get_data(surface) + apron * stride + 4 * apron;
    for (unsigned y = 0; pixels != NULL && y < size; y++)
        for (unsigned x = 0; x < size; x++) {
            uint32_t pixel;
            memcpy(&pixel, data + y * stride + 4 * x, sizeof pixel);
            pixels[(size_t)y * size + x] = index_of(pixel);
        }
    return pixels;
}

enum lawmap_status label_draw(const struct label_names *names, const struct label_outlines *outlines,
                              const struct label_zoom *labels, struct label_window window, uint8_t **out,
                              struct lawmap_error *error)
{
    unsigned size = window.side * window.scale, apron = APRON * window.scale, whole = size + 2 * apron;
    struct easel easel = {.names = names, .outlines = outlines, .window = window};
    easel.surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, (int)whole, (int)whole);
    easel.cairo = cairo_create(easel.surface);
    cairo_set_line_join(easel.cairo, CAIRO_LINE_JOIN_ROUND);
    for (size_t i = 0; i < labels->count; i++)
        for (int turn = -1; turn <= 1; turn++)
            if (label_is_in(&labels->items[i], window, turn))
                draw_label(&easel, &labels->items[i], turn);
    cairo_status_t cairo = cairo_status(easel.cairo);
    *out = cairo == CAIRO_STATUS_SUCCESS ? take_pixels(easel.surface, size, apron) : NULL;
    enum lawmap_status status = LAWMAP_OK;
    if (*out == NULL)
        status = lawmap_fail(
            error, LAWMAP_NO_MEMORY, "cannot draw labels of zoom %u at %d, %d: %s", window.zoom, window.west,
            window.north,
            cairo_status_to_string(cairo != CAIRO_STATUS_SUCCESS ? cairo : CAIRO_STATUS_NO_MEMORY));
    cairo_destroy(easel.cairo);
    cairo_surface_destroy(easel.surface);
    return status;
}

/* `text` over the halo, as a colour and an alpha (T. Porter and T. Duff, "Compositing digital images",
 * SIGGRAPH 1984). */
static uint32_t mix(double text, double alpha)
{
    uint32_t colour = 0;
    for (unsigned shift = 0; shift <= 16; shift += 8) {
        double over =
            text * (TEXT_COLOUR >> shift & 255) + (1 - text) * HALO_ALPHA * (HALO_COLOUR >> shift & 255);
        colour |= (uint32_t)lround(over / alpha) << shift;
    }
    return colour;
}

void label_palette(uint32_t colours[LABEL_COLOURS], uint8_t alphas[LABEL_COLOURS])
{
    for (int i = 0; i <= LABEL_HALO_STEPS; i++) {
        colours[i] = HALO_COLOUR;
        alphas[i] = (uint8_t)lround(255 * HALO_ALPHA * i / LABEL_HALO_STEPS);
    }
    for (int i = 1; i <= LABEL_TEXT_STEPS; i++) {
        double text = (double)i / LABEL_TEXT_STEPS, alpha = text + (1 - text) * HALO_ALPHA;
        colours[LABEL_HALO_STEPS + i] = mix(text, alpha);
        alphas[LABEL_HALO_STEPS + i] = (uint8_t)lround(255 * alpha);
    }
}
