#include "choices.h"
#include "commands.h"
#include "sources.h"

#include <errno.h>
#include <lawmap/tile.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct request {
    const char *layer;
    struct tile tile;
    struct date date;
    const char *palette; /* NULL: the default */
};

static bool parse_number(const char *text, const char *end, unsigned *out)
{
    return choose_number(text, (size_t)(end - text), UINT_MAX, out);
}

static bool parse_tile(char *const operands[], struct tile *out)
{
    const char *z = operands[0], *x = operands[1], *y = operands[2];
    const char *y_end = y + strcspn(y, "@");
    out->scale = *y_end == '@' ? 2 : 1;
    return (*y_end == '\0' || strcmp(y_end, "@2x") == 0) && parse_number(z, z + strlen(z), &out->z) &&
           parse_number(x, x + strlen(x), &out->x) && parse_number(y, y_end, &out->y) && tile_valid(*out);
}

static bool parse_request(const struct arguments *arguments, struct request *out)
{
    char *const *operands = arguments->operands;
    out->layer = operands[0];
    out->palette = arguments->values[OPTION_PALETTE];
    if (!choose_date(arguments, "render", &out->date))
        return false;
    if (!parse_tile(operands + 1, &out->tile)) {
        fprintf(
            stderr,
            "lawmap render: no tile %s %s %s: Z is 0 to %d, X and Y are 0 to 2^Z - 1, and @2x may follow Y\n",
            operands[1], operands[2], operands[3], TILE_ZOOM_MAX);
        return false;
    }
    if (arguments->values[OPTION_OUTPUT] == NULL && isatty(STDOUT_FILENO)) {
        fprintf(stderr, "lawmap render: a picture is no text for a terminal: name a file with -o FILE\n");
        return false;
    }
    return true;
}

/* Writes to `path`, or standard output when it is NULL. */
static enum lawmap_status write_png(const struct tile_png *png, const char *path, struct lawmap_error *error)
{
    FILE *file = path == NULL ? stdout : fopen(path, "wb");
    if (file == NULL)
        return lawmap_fail(error, LAWMAP_IO, "%s: cannot be written: %s", path, strerror(errno));
    bool written = fwrite(png->head, 1, png->head_size, file) == png->head_size &&
                   fwrite(png->body, 1, png->body_size, file) == png->body_size && fflush(file) == 0;
    if (file != stdout)
        written = fclose(file) == 0 && written;
    if (!written)
        return lawmap_fail(error, LAWMAP_IO, "%s: cannot be written: %s",
                           path == NULL ? "standard output" : path, strerror(errno));
    return LAWMAP_OK;
}

static enum lawmap_status draw(const struct request *request, const struct law *law,
                               const struct atlas *atlas, const char *path, struct lawmap_error *error)
{
    const struct layer *layer;
    size_t colours;
    struct palette *palette = NULL;
    struct tile_store *store = NULL;
    struct tile_png png = {0};
    enum lawmap_status status = choose_layer(law, request->layer, &layer, error);
    if (status == LAWMAP_OK)
        status = choose_palette(law, request->palette, &colours, error);
    if (status == LAWMAP_OK)
        status = palette_new(atlas, law, layer, request->date, colours, &palette, error);
    if (status == LAWMAP_OK)
        status = tile_store_new(atlas, &store, error);
    if (status == LAWMAP_OK)
        status = tile_png(store, palette, request->tile, &png, error);
    if (status == LAWMAP_OK)
        status = write_png(&png, path, error);
    tile_png_free(&png);
    tile_store_free(store);
    palette_free(palette);
    return status;
}

int command_render(const struct arguments *arguments)
{
    struct request request = {0};
    struct sources sources = {0};
    struct law *law = NULL;
    struct atlas *atlas = NULL;
    struct lawmap_error error = {0};
    if (!parse_request(arguments, &request))
        return EXIT_USAGE;
    enum lawmap_status status = sources_find(arguments, &sources, &error);
    if (status == LAWMAP_OK)
        status = choices_load_law(sources.data_dir, &law, &error);
    if (status == LAWMAP_OK)
        status = atlas_load(&sources.atlas, &atlas, &error);
    if (status == LAWMAP_OK)
        status = draw(&request, law, atlas, arguments->values[OPTION_OUTPUT], &error);
    if (status != LAWMAP_OK)
        fprintf(stderr, "lawmap render: %s\n", error.text);
    atlas_free(atlas);
    law_free(law);
    sources_free(&sources);
    return status == LAWMAP_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
