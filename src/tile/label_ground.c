#include "label_ground.h"
#include "fill.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    CELL = 2, /* pixels */
    SIDE = LABEL_GROUND_SIZE / CELL,
};

/* Values of cells; all between are of leaves: a leaf and 1. */
enum { SEA = 0, MARKED = UINT16_MAX };

/* Cells of others' land that do not part a name from its own; at the first zooms a country can be as narrow.
 */
enum { OVERLOOKED = 2, FIRST_ZOOM_OVERLOOKED = 4 };

enum holding { NOBODY, OWN, FOREIGN, BLOCKED };

struct label_ground {
    const struct atlas *atlas;
    const struct label_names *names;
    const struct markers *markers;
    struct fill *fill;
    uint16_t *candidates;
    uint16_t *cells;        /* SIDE * SIDE */
    const uint16_t *owners; /* of leaves: the name they belong to */
    size_t own;             /* the name that is being placed */
    unsigned zoom;
    int32_t west, north; /* pixels of the zoom */
};

struct label_ground *label_ground_new(const struct atlas *atlas, const struct label_names *names,
                                      const struct markers *markers)
{
    struct label_ground *ground = calloc(1, sizeof *ground);
    if (ground == NULL)
        return NULL;
    ground->atlas = atlas;
    ground->names = names;
    ground->markers = markers;
    ground->fill = fill_new(SIDE);
    ground->candidates = calloc(atlas_leaf_count(atlas) + 1, sizeof *ground->candidates);
    ground->cells = calloc((size_t)SIDE * SIDE, sizeof *ground->cells);
    if (ground->fill == NULL || ground->candidates == NULL || ground->cells == NULL) {
        label_ground_free(ground);
        return NULL;
    }
    return ground;
}

void label_ground_free(struct label_ground *ground)
{
    if (ground == NULL)
        return;
    fill_free(ground->fill);
    free(ground->candidates);
    free(ground->cells);
    free(ground);
}

static int32_t clamp(int64_t coordinate)
{
    return coordinate > INT32_MAX ? INT32_MAX : coordinate < INT32_MIN ? INT32_MIN : (int32_t)coordinate;
}

/* Fills the leaves that one turn of the world brings into the square. */
static bool fill_turn(struct label_ground *ground, unsigned zoom, int turn)
{
    int64_t pixel = ATLAS_WORLD / (TILE_SIZE << zoom), side = LABEL_GROUND_SIZE * pixel;
    int64_t west = ground->west * pixel - (int64_t)turn * ATLAS_WORLD, north = ground->north * pixel;
    if (west > ATLAS_WORLD || west + side < 0)
        return true;
    struct atlas_box box = {clamp(west), clamp(north), clamp(west + side), clamp(north + side)};
    int level = zoom > 0 ? (int)zoom - 1 : 0; /* cells are two pixels wide */
    fill_begin(ground->fill, ground->cells, SIDE, west, north, (int32_t)(CELL * pixel));
    const struct atlas_pen pen = fill_pen(ground->fill);
    size_t count = atlas_leaves_in(ground->atlas, box, ground->candidates);
    bool ok = true;
    for (size_t i = 0; ok && i < count; i++) {
        atlas_draw_leaf(ground->atlas, ground->candidates[i], level, box, &pen);
        ok = fill_end(ground->fill, (uint16_t)(ground->candidates[i] + 1));
    }
    return ok;
}

static void stamp(struct label_ground *ground, double x, double y, uint16_t value)
{
    int west = (int)floor((x - MARKER_RADIUS - ground->west) / CELL),
        east = (int)ceil((x + MARKER_RADIUS - ground->west) / CELL),
        north = (int)floor((y - MARKER_RADIUS - ground->north) / CELL),
        south = (int)ceil((y + MARKER_RADIUS - ground->north) / CELL);
    for (int row = north < 0 ? 0 : north; row < south && row < SIDE; row++)
        for (int column = west < 0 ? 0 : west; column < east && column < SIDE; column++)
            ground->cells[row * SIDE + column] = value;
}

/* Names leave the markers of others alone. */
static void stamp_markers(struct label_ground *ground, unsigned zoom)
{
    double pixel = ATLAS_WORLD / (double)(TILE_SIZE << zoom);
    for (size_t i = 0; i < ground->markers->zooms[zoom].count; i++) {
        const struct marker *marker = &ground->markers->zooms[zoom].items[i];
        bool own = ground->owners[marker->leaf] == ground->own;
        for (int turn = -1; turn <= 1; turn++)
            stamp(ground, marker->at.x / pixel + turn * (double)(TILE_SIZE << zoom), marker->at.y / pixel,
                  own ? (uint16_t)(marker->leaf + 1) : MARKED);
    }
}

bool label_ground_survey(struct label_ground *ground, unsigned zoom, size_t name, double x, double y)
{
    ground->own = name;
    ground->zoom = zoom;
    ground->owners = ground->names->items[name].subdivision ? ground->names->leaf_subdivision
                                                            : ground->names->leaf_country;
    ground->west = (int32_t)floor(x) - LABEL_GROUND_SIZE / 2;
    ground->north = (int32_t)floor(y) - LABEL_GROUND_SIZE / 2;
    memset(ground->cells, 0, (size_t)SIDE * SIDE * sizeof *ground->cells);
    for (int turn = -1; turn <= 1; turn++)
        if (!fill_turn(ground, zoom, turn))
            return false;
    stamp_markers(ground, zoom);
    return true;
}

/* At pixels from the north-west of the square; what lies outside of it counts as others' land. */
static enum holding holding_at(const struct label_ground *ground, int32_t x, int32_t y)
{
    if (x < 0 || x >= LABEL_GROUND_SIZE || y < 0 || y >= LABEL_GROUND_SIZE)
        return FOREIGN;
    uint16_t cell = ground->cells[y / CELL * SIDE + x / CELL];
    if (cell == SEA || cell == MARKED)
        return cell == SEA ? NOBODY : BLOCKED;
    return ground->owners[cell - 1] == ground->own ? OWN : FOREIGN;
}

struct label_cover label_ground_cover(const struct label_ground *ground, struct label_box box)
{
    size_t counts[BLOCKED + 1] = {0}, all = 0;
    for (int32_t y = box.north - ground->north; y < box.south - ground->north; y += CELL)
        for (int32_t x = box.west - ground->west; x < box.east - ground->west; x += CELL, all++)
            counts[holding_at(ground, x, y)]++;
    if (all == 0)
        return (struct label_cover){0};
    return (struct label_cover){.own = (double)counts[OWN] / (double)all,
                                .foreign = (double)(counts[FOREIGN] + counts[BLOCKED]) / (double)all,
                                .blocked = counts[BLOCKED] > 0};
}

bool label_ground_sees(const struct label_ground *ground, struct label_box box)
{
    const int32_t middle = LABEL_GROUND_SIZE / 2;
    int32_t dx = (box.west + box.east) / 2 - ground->west - middle,
            dy = (box.north + box.south) / 2 - ground->north - middle;
    int32_t steps = (abs(dx) > abs(dy) ? abs(dx) : abs(dy)) / CELL + 1, in_the_way = 0;
    for (int32_t i = 0; i <= steps; i++)
        in_the_way += holding_at(ground, middle + dx * i / steps, middle + dy * i / steps) >= FOREIGN;
    return in_the_way <= (ground->zoom < FIRST_ZOOM_OVERLOOKED ? 0 : OVERLOOKED);
}
