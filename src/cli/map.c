#include "choices.h"
#include "commands.h"
#include "output.h"
#include "sources.h"

#include <lawmap/tile.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { WIDTH_DEFAULT = 1200, WIDTH_LIMIT = 100000 };

static bool complain(const char *option, const char *found, const char *expected)
{
    fprintf(stderr, "lawmap map: %s “%s” is not %s\n", option, found, expected);
    return false;
}

/* The index of a word in a NULL-terminated list; false: it is not there. */
static bool find_word(const char *word, const char *const words[], unsigned *out)
{
    for (*out = 0; words[*out] != NULL; ++*out)
        if (strcasecmp(word, words[*out]) == 0)
            return true;
    return false;
}

/* "W,S,E,N" in degrees. */
static bool parse_box(const char *text, struct degrees_box *out)
{
    double *const sides[] = {&out->west, &out->south, &out->east, &out->north};
    for (size_t i = 0; i < 4; i++) {
        char *end;
        *sides[i] = strtod(text, &end);
        if (end == text || *end != (i < 3 ? ',' : '\0'))
            return false;
        text = end + 1;
    }
    return true;
}

/* The whole world; in Mercator without most of Antarctica, which would fill a third of the map. */
static struct degrees_box default_box(enum projection projection)
{
    return projection == PROJECTION_WEB_MERCATOR ? (struct degrees_box){-180, -60, 180, 84}
                                                 : (struct degrees_box){-180, -90, 180, 90};
}

static const char *const formats[] = {"png", "svg", "pdf", NULL}; /* in the order of enum picture_format */

/* What the name of a file ends with, behind its last dot; NULL: it has none. */
static const char *ending_of(const char *file)
{
    const char *slash = file == NULL ? NULL : strrchr(file, '/');
    const char *dot = file == NULL ? NULL : strrchr(slash == NULL ? file : slash, '.');
    return dot == NULL ? NULL : dot + 1;
}

/* What --format says, else what the name of the file ends with, else PNG. A name that promises something else
 * is no name for a PNG. */
static bool parse_format(const struct arguments *arguments, enum picture_format *out)
{
    const char *format = arguments->values[OPTION_FORMAT], *file = arguments->values[OPTION_OUTPUT];
    const char *ending = ending_of(file);
    unsigned index = PICTURE_PNG;
    if (format == NULL && ending != NULL && !find_word(ending, formats, &index))
        return complain("-o", file, "a name with .png, .svg or .pdf at its end, and there is no --format");
    if (format != NULL && !find_word(format, formats, &index))
        return complain("--format", format, "png, svg or pdf");
    *out = (enum picture_format)index;
    return true;
}

static bool parse_projection(const struct arguments *arguments, enum projection *out)
{
    static const char *const projections[] = {"web-mercator", "equal-earth", NULL};
    const char *projection = arguments->values[OPTION_PROJECTION];
    unsigned index = PROJECTION_EQUAL_EARTH;
    if (projection != NULL && !find_word(projection, projections, &index))
        return complain("--projection", projection, "web-mercator or equal-earth");
    *out = (enum projection)index;
    return true;
}

/* All but the layer and the palette, which need the data. */
static bool parse_figure(const struct arguments *arguments, struct figure *out)
{
    const char *const *values = arguments->values;
    const char *box = values[OPTION_BBOX], *width = values[OPTION_WIDTH], *language = values[OPTION_LANG];
    out->width = WIDTH_DEFAULT;
    out->boundaries = values[OPTION_SHAPEFILES] == NULL ? "Natural Earth" : values[OPTION_SHAPEFILES];
    if (!parse_projection(arguments, &out->projection) || !parse_format(arguments, &out->format))
        return false;
    out->bbox = default_box(out->projection);
    if (box != NULL && !parse_box(box, &out->bbox))
        return complain("--bbox", box, "W,S,E,N in degrees, such as -25,34,45,72");
    if (width != NULL && !choose_number(width, strlen(width), WIDTH_LIMIT, &out->width))
        return complain("--width", width, "a number from 200 to 8192");
    if (language != NULL && !language_parse(language, &out->language))
        return complain("--lang", language, "en, fr, es, ru or zh");
    return choose_date(arguments, "map", &out->date) && output_is_no_terminal(arguments, "map");
}

static enum lawmap_status draw(const struct arguments *arguments, const struct law *law,
                               const struct atlas *atlas, void *context, struct lawmap_error *error)
{
    struct figure *figure = context;
    struct law *before = NULL;
    struct buffer picture = {0};
    struct tile_store *store = NULL;
    const char *layer = arguments->operands[arguments->operand_count - 1];
    enum lawmap_status status = choose_layer(law, layer, &figure->layer, error);
    if (status == LAWMAP_OK && arguments->values[OPTION_DIFF] != NULL)
        status = choices_load_law(arguments->values[OPTION_DIFF], &before, error);
    figure->before = before;
    if (status == LAWMAP_OK)
        status = choose_palette(law, arguments->values[OPTION_PALETTE], &figure->colours, error);
    if (status == LAWMAP_OK)
        status = tile_store_new(atlas, &store, error);
    if (status == LAWMAP_OK)
        status = figure_draw(store, law, figure, &picture, error);
    if (status == LAWMAP_OK)
        status = output_write(arguments, &picture, error);
    buffer_free(&picture);
    tile_store_free(store);
    law_free(before);
    return status;
}

int command_map(const struct arguments *arguments)
{
    struct figure figure = {0};
    struct arguments named = *arguments;
    if (arguments->operand_count == 2 && arguments->values[OPTION_DIFF] == NULL) {
        fputs("lawmap map: expected one LAYER; or --diff OLD NEW LAYER\nSee “lawmap map --help”.\n", stderr);
        return EXIT_USAGE;
    }
    if (arguments->operand_count == 2)
        named.values[OPTION_DATA] = arguments->operands[0];
    if (!parse_figure(arguments, &figure))
        return EXIT_USAGE;
    enum lawmap_status status = sources_use(&named, "map", draw, &figure);
    if (status == LAWMAP_BAD_REQUEST)
        return EXIT_USAGE;
    return status == LAWMAP_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
