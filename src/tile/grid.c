/* UTFGrid 1.3: github.com/mapbox/utfgrid-spec. */
#include "store.h"

#include <jansson.h>
#include <stdlib.h>

enum {
    GRID_SIDE = 64,                    /* cells */
    CELL_SIDE = TILE_SIZE / GRID_SIDE, /* pixels */
    CELL_AREA = CELL_SIDE * CELL_SIDE,
    SMALL_AREA = 64, /* pixels: what shows fewer in a tile is small */
    CHARACTER_MAX = 3
};

/* What a tile shows of a leaf. */
struct presence {
    uint32_t area;      /* pixels */
    uint16_t cells;     /* that are for it */
    uint16_t best_cell; /* where it has most pixels, and how many */
    uint16_t best_area;
    uint16_t id; /* its place in `keys`, 0 while it has none */
};

/* A grid in the making. Values are those of the leaf plane: 0 for the sea, else a leaf and 1. */
struct grid {
    const struct atlas *atlas;
    const struct law *law;
    enum language language;
    uint16_t *pixels;
    struct presence *presences; /* by value */
    uint16_t cells[GRID_SIDE * GRID_SIDE];
    json_t *rows, *keys, *data;
};

static bool begin(struct grid *grid)
{
    size_t values = atlas_leaf_count(grid->atlas) + 1;
    grid->pixels = malloc((size_t)TILE_SIZE * TILE_SIZE * sizeof *grid->pixels);
    grid->presences = calloc(values, sizeof *grid->presences);
    grid->rows = json_array();
    grid->keys = json_array();
    grid->data = json_object();
    return grid->pixels != NULL && grid->presences != NULL && grid->rows != NULL && grid->data != NULL &&
           json_array_append_new(grid->keys, json_string("")) == 0;
}

static void end(struct grid *grid)
{
    free(grid->pixels);
    free(grid->presences);
    json_decref(grid->rows);
    json_decref(grid->keys);
    json_decref(grid->data);
}

/* The land that a cell is for: what is small before what is not, so that all of an islet's marker is hit;
 * then what has most of the cell's pixels; then the first in order of code. */
static uint16_t choose(struct grid *grid, size_t index)
{
    const uint16_t *corner =
        grid->pixels + index / GRID_SIDE * CELL_SIDE * TILE_SIZE + index % GRID_SIDE * CELL_SIDE;
    uint16_t cell[CELL_AREA], best = 0;
    unsigned best_score = 0;
    for (size_t i = 0; i < CELL_AREA; i++)
        cell[i] = corner[i / CELL_SIDE * TILE_SIZE + i % CELL_SIDE];
    for (size_t i = 0; i < CELL_AREA; i++) {
        struct presence *presence = &grid->presences[cell[i]];
        unsigned area = 0;
        if (cell[i] == 0 || (i > 0 && cell[i] == cell[i - 1]))
            continue; /* the sea, or just counted */
        for (size_t j = 0; j < CELL_AREA; j++)
            area += cell[j] == cell[i];
        unsigned score = area + (presence->area < SMALL_AREA ? CELL_AREA : 0u);
        if (score > best_score || (score == best_score && cell[i] < best)) {
            best = cell[i];
            best_score = score;
        }
        if (area > presence->best_area) {
            presence->best_area = (uint16_t)area;
            presence->best_cell = (uint16_t)index;
        }
    }
    return best;
}

/* Land that the tile shows but that no cell is for gets the cell where it has most pixels, unless that is
 * another's only one: what can be seen can be hit. */
static void rescue(struct grid *grid, uint16_t value)
{
    struct presence *presence = &grid->presences[value];
    if (presence->area == 0 || presence->cells > 0)
        return;
    uint16_t *cell = &grid->cells[presence->best_cell];
    if (grid->presences[*cell].cells > 1) {
        grid->presences[*cell].cells--;
        presence->cells++;
        *cell = value;
    }
}

static void choose_all(struct grid *grid)
{
    for (size_t i = 0; i < (size_t)TILE_SIZE * TILE_SIZE; i++)
        grid->presences[grid->pixels[i]].area++;
    for (size_t i = 0; i < (size_t)GRID_SIDE * GRID_SIDE; i++) {
        grid->cells[i] = choose(grid, i);
        grid->presences[grid->cells[i]].cells++;
    }
    for (size_t i = 1; i <= atlas_leaf_count(grid->atlas); i++)
        rescue(grid, (uint16_t)i);
}

/* The entry of a leaf in `data`; a leaf of which nothing is recorded has the name that the boundaries give
 * it. */
static json_t *describe(const struct grid *grid, const struct atlas_leaf *leaf)
{
    const struct jurisdiction *jurisdiction = law_find(grid->law, leaf->code);
    const char *name = jurisdiction == NULL ? leaf->name : jurisdiction->name.in[grid->language];
    return json_pack("{s:s, s:s, s:s?}", "code", leaf->code, "name", name, "parent",
                     *leaf->parent == '\0' ? NULL : leaf->parent);
}

static bool give_id(struct grid *grid, uint16_t value)
{
    if (value == 0 || grid->presences[value].id != 0)
        return true;
    const struct atlas_leaf *leaf = atlas_leaf(grid->atlas, value - 1u);
    grid->presences[value].id = (uint16_t)json_array_size(grid->keys);
    return json_array_append_new(grid->keys, json_string(leaf->code)) == 0 &&
           json_object_set_new(grid->data, leaf->code, describe(grid, leaf)) == 0;
}

/* Section "Encoding IDs": a character for each id, skipping those that JSON escapes. In UTF-8; returns its
 * size. A tile has at most 64 x 64 ids, so the surrogates are out of reach. */
static size_t encode(uint16_t id, char out[CHARACTER_MAX])
{
    unsigned code = id + 32u;
    code += code >= '"';
    code += code >= '\\';
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    if (code < 0x800) {
        out[0] = (char)(0xc0 | code >> 6);
        out[1] = (char)(0x80 | (code & 0x3f));
        return 2;
    }
    out[0] = (char)(0xe0 | code >> 12);
    out[1] = (char)(0x80 | (code >> 6 & 0x3f));
    out[2] = (char)(0x80 | (code & 0x3f));
    return 3;
}

static bool add_row(struct grid *grid, size_t row)
{
    char text[GRID_SIDE * CHARACTER_MAX];
    size_t size = 0;
    for (size_t column = 0; column < GRID_SIDE; column++) {
        uint16_t value = grid->cells[row * GRID_SIDE + column];
        if (!give_id(grid, value))
            return false;
        size += encode(grid->presences[value].id, text + size);
    }
    return json_array_append_new(grid->rows, json_stringn(text, size)) == 0;
}

static int append(const char *bytes, size_t size, void *out)
{
    buffer_append(out, bytes, size);
    return ((struct buffer *)out)->failed ? -1 : 0;
}

static bool write_grid(struct grid *grid, struct buffer *out)
{
    choose_all(grid);
    for (size_t row = 0; row < GRID_SIDE; row++)
        if (!add_row(grid, row))
            return false;
    json_t *root = json_pack("{s:O, s:O, s:O}", "grid", grid->rows, "keys", grid->keys, "data", grid->data);
    bool written = root != NULL && json_dump_callback(root, append, out, JSON_COMPACT) == 0;
    json_decref(root);
    return written;
}

enum lawmap_status tile_grid(struct tile_store *store, const struct law *law, enum language language,
                             struct tile tile, struct buffer *out, struct lawmap_error *error)
{
    if (!tile_valid(tile) || tile.scale != 1)
        return lawmap_fail(error, LAWMAP_NOT_FOUND, "no grid %u/%u/%u: z is 0 to %d, x and y are below 2^z",
                           tile.z, tile.x, tile.y, TILE_ZOOM_MAX);
    struct grid grid = {.atlas = tile_store_atlas(store), .law = law, .language = language};
    enum lawmap_status status = LAWMAP_NO_MEMORY;
    if (begin(&grid))
        status = tile_store_leaves(store, tile, grid.pixels, error);
    if (status == LAWMAP_OK && !write_grid(&grid, out))
        status = LAWMAP_NO_MEMORY;
    if (status == LAWMAP_NO_MEMORY)
        lawmap_fail(error, status, "out of memory for grid %u/%u/%u", tile.z, tile.x, tile.y);
    end(&grid);
    return status;
}
