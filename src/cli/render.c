#include "choices.h"
#include "commands.h"
#include "output.h"
#include "sources.h"

#include <lawmap/tile.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

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
    return output_is_no_terminal(arguments, "render");
}

static enum lawmap_status write_png(const struct tile_png *png, const struct arguments *arguments,
                                    struct lawmap_error *error)
{
    struct buffer file = {0};
    buffer_append(&file, png->head, png->head_size);
    buffer_append(&file, png->body, png->body_size);
    enum lawmap_status status = file.failed ? lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory for a tile")
                                            : output_write(arguments, &file, error);
    buffer_free(&file);
    return status;
}

static enum lawmap_status draw(const struct arguments *arguments, const struct law *law,
                               const struct atlas *atlas, void *context, struct lawmap_error *error)
{
    const struct request *request = context;
    const struct layer *layer;
    size_t colours;
    struct palette *palette = NULL;
    struct tile_store *store = NULL;
    struct tile_png png = {0};
    enum lawmap_status status = choose_layer(law, request->layer, &layer, error);
    if (status == LAWMAP_OK)
        status = choose_palette(law, request->palette, &colours, error);
    if (status == LAWMAP_OK)
        status = palette_new(atlas, law, layer, request->date, colours, 0, &palette, error);
    if (status == LAWMAP_OK)
        status = tile_store_new(atlas, &store, error);
    if (status == LAWMAP_OK)
        status = tile_png(store, palette, request->tile, &png, error);
    if (status == LAWMAP_OK)
        status = write_png(&png, arguments, error);
    tile_png_free(&png);
    tile_store_free(store);
    palette_free(palette);
    return status;
}

int command_render(const struct arguments *arguments)
{
    struct request request = {0};
    if (!parse_request(arguments, &request))
        return EXIT_USAGE;
    return sources_use(arguments, "render", draw, &request) == LAWMAP_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
