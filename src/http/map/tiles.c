#include "http/handlers.h"
#include "http/protocol/parameter.h"

#include <lawmap/tile.h>
#include <stdio.h>
#include <string.h>

/* A whole number without sign or leading zeros, so that each tile has one address; false when it is none or
 * has more than six digits, far beyond any tile. */
static bool parse_number(const char *text, size_t size, unsigned *out)
{
    unsigned value = 0;
    if (size == 0 || size > 6 || (size > 1 && text[0] == '0'))
        return false;
    for (size_t i = 0; i < size; i++) {
        if (text[i] < '0' || text[i] > '9')
            return false;
        value = value * 10 + (unsigned)(text[i] - '0');
    }
    *out = value;
    return true;
}

/* `row` is the y of the address, which "@2x" may follow. */
static bool parse_tile(const char *zoom, const char *column, const char *row, struct tile *out)
{
    static const char retina[] = "@2x";
    struct tile tile = {.scale = 1};
    size_t row_size = strlen(row), retina_size = sizeof retina - 1;
    if (row_size > retina_size && strcmp(row + row_size - retina_size, retina) == 0) {
        row_size -= retina_size;
        tile.scale = 2;
    }
    if (!parse_number(zoom, strlen(zoom), &tile.z) || !parse_number(column, strlen(column), &tile.x) ||
        !parse_number(row, row_size, &tile.y) || !tile_valid(tile))
        return false;
    *out = tile;
    return true;
}

static enum lawmap_status fail(struct exchange *exchange, const struct lawmap_error *error)
{
    return problem_set(&exchange->problem, error->status, "%s", error->text);
}

static enum lawmap_status draw(struct exchange *exchange, const struct layer *layer, struct tile tile)
{
    struct lawmap_error error = {0};
    struct shared_palette *palette = NULL;
    struct tile_png png = {0};
    uint64_t hidden;
    if (!exchange_hidden(exchange, layer, &hidden))
        return LAWMAP_BAD_REQUEST;
    if (snapshot_palette(exchange->snapshot, layer, exchange->query.date, exchange->query.colours, hidden,
                         &palette, &error) != LAWMAP_OK)
        return fail(exchange, &error);
    enum lawmap_status status =
        tile_png(exchange->snapshot->geometry->tiles, palette->palette, tile, &png, &error);
    shared_release(&palette->shared);
    if (status != LAWMAP_OK)
        return fail(exchange, &error);
    return exchange_answer(exchange, answer_of_tile(&png));
}

static enum lawmap_status no_such_tile(struct exchange *exchange)
{
    return problem_set(&exchange->problem, LAWMAP_NOT_FOUND,
                       "no such tile: z is 0 to %d, x and y are 0 to 2^z - 1, and “@2x” may follow y",
                       TILE_ZOOM_MAX);
}

enum lawmap_status get_tile(struct exchange *exchange)
{
    struct tile tile;
    const struct layer *layer = exchange_layer(exchange, exchange->variables[0]);
    if (layer == NULL)
        return LAWMAP_NOT_FOUND;
    if (!parse_tile(exchange->variables[1], exchange->variables[2], exchange->variables[3], &tile))
        return no_such_tile(exchange);
    return draw(exchange, layer, tile);
}

static enum lawmap_status put_png(struct tile_png *png, struct buffer *out, struct lawmap_error *error)
{
    buffer_append(out, png->head, png->head_size);
    buffer_append(out, png->body, png->body_size);
    tile_png_free(png);
    return out->failed ? lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory") : LAWMAP_OK;
}

static enum lawmap_status build_codes(const struct exchange *exchange, const void *subject,
                                      struct buffer *out, struct lawmap_error *error)
{
    const struct geometry *geometry = exchange->snapshot->geometry;
    const struct tile *tile = subject;
    struct tile_png png;
    enum lawmap_status status = tile_png(geometry->tiles, geometry->codes, *tile, &png, error);
    return status == LAWMAP_OK ? put_png(&png, out, error) : status;
}

/* The first tiles have more codes than a palette holds, and take a while to compose. */
enum { COMPOSED_ZOOM_MAX = 2 };

/* An address that names the boundaries names its content: it may be kept for good. */
enum lawmap_status get_codes(struct exchange *exchange)
{
    const struct geometry *geometry = exchange->snapshot->geometry;
    struct lawmap_error error = {0};
    struct tile tile;
    struct tile_png png;
    char key[64];
    if (!parse_tile(exchange->variables[0], exchange->variables[1], exchange->variables[2], &tile))
        return no_such_tile(exchange);
    if (exchange_parameter(exchange, parameter_boundaries.name) != NULL)
        exchange->reply.freshness = FRESH_FOR_GOOD;
    snprintf(key, sizeof key, "codes/%u/%u/%u@%u", tile.z, tile.x, tile.y, tile.scale);
    if (tile.z <= COMPOSED_ZOOM_MAX)
        return exchange_answer_text(exchange, key, "image/png", build_codes, &tile);
    if (tile_png(geometry->tiles, geometry->codes, tile, &png, &error) != LAWMAP_OK)
        return fail(exchange, &error);
    return exchange_answer(exchange, answer_of_tile(&png));
}

static enum lawmap_status build_grid(const struct exchange *exchange, const void *subject, struct buffer *out,
                                     struct lawmap_error *error)
{
    const struct tile *tile = subject;
    return tile_grid(exchange->snapshot->geometry->tiles, exchange->snapshot->law, exchange->query.language,
                     *tile, out, error);
}

enum lawmap_status get_grid(struct exchange *exchange)
{
    struct tile tile;
    if (!parse_tile(exchange->variables[0], exchange->variables[1], exchange->variables[2], &tile) ||
        tile.scale != 1)
        return problem_set(&exchange->problem, LAWMAP_NOT_FOUND,
                           "no such grid: z is 0 to %d, x and y are 0 to 2^z - 1", TILE_ZOOM_MAX);
    char key[64];
    snprintf(key, sizeof key, "grid/%u/%u/%u/%s", tile.z, tile.x, tile.y,
             language_tag(exchange->query.language));
    return exchange_answer_text(exchange, key, "application/json", build_grid, &tile);
}

static enum lawmap_status build_labels(const struct exchange *exchange, const void *subject,
                                       struct buffer *out, struct lawmap_error *error)
{
    const struct tile *tile = subject;
    const struct labels *labels;
    struct tile_png png = {0};
    enum lawmap_status status =
        placed_labels_get(exchange->snapshot->labels, exchange->query.language, &labels, error);
    if (status == LAWMAP_OK)
        status = labels_png(labels, *tile, &png, error);
    if (status != LAWMAP_OK)
        return status;
    return put_png(&png, out, error);
}

enum lawmap_status get_labels(struct exchange *exchange)
{
    struct tile tile;
    if (!exchange_language(exchange, exchange->variables[0]))
        return LAWMAP_NOT_FOUND;
    if (!parse_tile(exchange->variables[1], exchange->variables[2], exchange->variables[3], &tile))
        return no_such_tile(exchange);
    char key[128];
    snprintf(key, sizeof key, "labels/%s/%u/%u/%u@%u", exchange->variables[0], tile.z, tile.x, tile.y,
             tile.scale);
    return exchange_answer_text(exchange, key, "image/png", build_labels, &tile);
}
