#include "key.h"

#include "canvas.h"

#include <math.h>
#include <stdlib.h>

/* In ems. */
#define BOX_WIDTH  1.7
#define BOX_HEIGHT 1.05
#define BOX_GAP    0.6
#define ROW_GAP    0.45
#define COLUMN_GAP 2.0

#define OUTLINE_OPACITY 0.55
#define DISPUTED_WIDTH  0.1 /* somewhat wider than on the map, to be seen */
#define DISPUTED_DASH   0.24

enum { OTHER_ENTRIES_MAX = 2 }; /* beside the classes */

struct entry {
    PangoLayout *label; /* owned */
    uint32_t colour;
    bool dashed; /* a line across it */
    double x, y, height;
};

struct key {
    struct key_options options;
    size_t count;
    double label_width; /* of the widest */
    struct extent extent;
    struct entry entries[]; /* in the order of the legend */
};

static double larger(double a, double b)
{
    return a > b ? a : b;
}

static double box_and_gap(const struct key *key)
{
    return (BOX_WIDTH + BOX_GAP) * key->options.em;
}

static void add_entry(struct key *key, const char *text, uint32_t colour, bool dashed)
{
    const struct key_options *options = &key->options;
    double room = options->width - box_and_gap(key);
    struct entry *entry = &key->entries[key->count++];
    entry->colour = colour;
    entry->dashed = dashed;
    entry->label = typeface_set(options->typeface, text, options->em, false, 0);
    if (typeface_extent(entry->label).width > room) {
        g_object_unref(entry->label);
        entry->label = typeface_set(options->typeface, text, options->em, false, room);
    }
    struct extent extent = typeface_extent(entry->label);
    key->label_width = larger(key->label_width, extent.width);
    entry->height = larger(extent.height, BOX_HEIGHT * options->em);
}

static void add_entries(struct key *key)
{
    const struct key_options *options = &key->options;
    const struct layer *layer = options->layer;
    const struct palette_colours *palette = law_palette(options->law, options->colours);
    const struct figure_strings *strings = law_figure_strings(options->law);
    for (size_t i = 0; options->items != NULL && i < options->item_count; i++)
        add_entry(key, options->items[i].label, options->items[i].colour, false);
    for (size_t i = 0; options->items == NULL && i < layer->class_count; i++) {
        const struct code *class = &layer->classes[layer->legend[i]];
        if ((options->hidden >> layer->legend[i] & 1) == 0)
            add_entry(key, class->label.in[options->language], class->colours[options->colours], false);
    }
    if (options->hidden != 0)
        add_entry(key, strings->hidden.in[options->language], palette->hidden, false);
    if (options->disputed)
        add_entry(key, strings->disputed.in[options->language], palette->no_data, true);
}

/* As many columns as there is room for, as even as can be; read downwards. */
static void place_entries(struct key *key)
{
    double em = key->options.em, column = box_and_gap(key) + key->label_width, x = 0, y = 0;
    size_t fitting = (size_t)((key->options.width + COLUMN_GAP * em) / (column + COLUMN_GAP * em));
    size_t most = fitting < key->options.columns ? fitting : key->options.columns;
    size_t columns = most < 1 ? 1 : most;
    size_t rows = (key->count + columns - 1) / columns;
    for (size_t i = 0; i < key->count; i++) {
        struct entry *entry = &key->entries[i];
        if (i > 0 && i % rows == 0) {
            x += column + COLUMN_GAP * em;
            y = 0;
        }
        y += i % rows == 0 ? 0 : ROW_GAP * em;
        entry->x = x;
        entry->y = y;
        y += entry->height;
        key->extent.height = larger(key->extent.height, y);
    }
    key->extent.width = x + column;
}

enum lawmap_status key_new(const struct key_options *options, struct key **out, struct lawmap_error *error)
{
    size_t count =
        (options->items != NULL ? options->item_count : options->layer->class_count) + OTHER_ENTRIES_MAX;
    struct key *key = calloc(1, sizeof *key + count * sizeof *key->entries);
    *out = key;
    if (key == NULL)
        return lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory for a legend");
    key->options = *options;
    add_entries(key);
    place_entries(key);
    return LAWMAP_OK;
}

void key_free(struct key *key)
{
    if (key == NULL)
        return;
    for (size_t i = 0; i < key->count; i++)
        g_object_unref(key->entries[i].label);
    free(key);
}

struct extent key_extent(const struct key *key)
{
    return key->extent;
}

/* Across the middle of the box. */
static void draw_dashes(cairo_t *cairo, const struct key_options *options, double x, double y)
{
    const double dash = DISPUTED_DASH * options->em;
    cairo_move_to(cairo, x, y + BOX_HEIGHT * options->em / 2);
    cairo_rel_line_to(cairo, BOX_WIDTH * options->em, 0);
    cairo_set_dash(cairo, &dash, 1, -dash / 2);
    cairo_set_line_width(cairo, DISPUTED_WIDTH * options->em);
    canvas_set_colour(cairo, law_palette(options->law, options->colours)->border, 1);
    cairo_stroke(cairo);
    cairo_set_dash(cairo, NULL, 0, 0);
}

/* The outline lies inside the box, so that the box is no larger than its colour. */
static void draw_box(cairo_t *cairo, const struct entry *entry, const struct key_options *options, double x,
                     double y)
{
    double width = BOX_WIDTH * options->em, height = BOX_HEIGHT * options->em, line = 0.06 * options->em;
    cairo_rectangle(cairo, x, y, width, height);
    canvas_set_colour(cairo, entry->colour, 1);
    cairo_fill(cairo);
    if (entry->dashed)
        draw_dashes(cairo, options, x, y);
    cairo_rectangle(cairo, x + line / 2, y + line / 2, width - line, height - line);
    cairo_set_line_width(cairo, line);
    canvas_set_colour(cairo, law_palette(options->law, options->colours)->ink, OUTLINE_OPACITY);
    cairo_stroke(cairo);
}

/* Each box stands beside the first line of its label. */
void key_draw(const struct key *key, cairo_t *cairo, double x, double y)
{
    const struct key_options *options = &key->options;
    for (size_t i = 0; i < key->count; i++) {
        const struct entry *entry = &key->entries[i];
        double line = typeface_extent(entry->label).height / pango_layout_get_line_count(entry->label);
        double down = larger(line - BOX_HEIGHT * options->em, 0) / 2;
        draw_box(cairo, entry, options, x + entry->x, y + entry->y + down);
        canvas_set_colour(cairo, law_palette(options->law, options->colours)->ink, 1);
        typeface_show(cairo, entry->label, x + entry->x + box_and_gap(key), y + entry->y);
    }
}
