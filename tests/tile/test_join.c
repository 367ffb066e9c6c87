/* Tiles join, and so do countries: nine tiles show, pixel by pixel, what one surface of their size shows. The
 * surface is no file that lawmap serves, so this test draws it through the room's own raster.h. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fixture.h"
#include "raster.h"
#include "stroke.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK = 3, SURFACE = BLOCK * 2 * TILE_SIZE };

static struct atlas *atlas;
static struct markers markers;
static struct raster *large, *small;

static int load(void **state)
{
    (void)state;
    atlas = fixture_atlas();
    if (!markers_place(&markers, atlas))
        return -1;
    large = raster_new(atlas, &markers, SURFACE);
    small = raster_new(atlas, &markers, 2 * TILE_SIZE);
    return large != NULL && small != NULL ? 0 : -1;
}

static int unload(void **state)
{
    (void)state;
    raster_free(large);
    raster_free(small);
    markers_free(&markers);
    atlas_free(atlas);
    return 0;
}

static size_t differences(const struct planes *whole, const struct planes *part, unsigned left, unsigned top)
{
    size_t count = 0;
    for (unsigned y = 0; y < part->size; y++)
        for (unsigned x = 0; x < part->size; x++) {
            size_t in_whole = (size_t)(top + y) * whole->size + left + x,
                   in_part = (size_t)y * part->size + x;
            count += whole->leaves[in_whole] != part->leaves[in_part] ||
                     whole->border[in_whole] != part->border[in_part];
        }
    return count;
}

static size_t painted(const struct planes *planes)
{
    size_t count = 0;
    for (size_t i = 0; i < (size_t)planes->size * planes->size; i++)
        count += planes->border[i] != 0;
    return count;
}

/* The block whose north-western tile is given; columns go round the world. */
static void compare_block(struct tile first)
{
    struct planes whole, part;
    struct window surface = window_of(first);
    surface.size *= BLOCK;
    assert_int_equal(raster_draw(large, surface, &whole, NULL), LAWMAP_OK);
    if (painted(&whole) == 0)
        fail_msg("nothing to compare at %u/%u/%u@%u", first.z, first.x, first.y, first.scale);
    for (unsigned i = 0; i < BLOCK * BLOCK; i++) {
        struct tile tile = {first.z, (first.x + i % BLOCK) & ((1u << first.z) - 1), first.y + i / BLOCK,
                            first.scale};
        assert_int_equal(raster_draw(small, window_of(tile), &part, NULL), LAWMAP_OK);
        size_t count = differences(&whole, &part, i % BLOCK * part.size, i / BLOCK * part.size);
        if (count > 0)
            fail_msg("%zu pixels of tile %u/%u/%u@%u differ from the surface", count, tile.z, tile.x, tile.y,
                     tile.scale);
    }
}

static void nine_tiles_are_one_surface(void **state)
{
    (void)state;
    static const struct tile blocks[] = {
        {2, 0, 0, 0},   {2, 1, 1, 0},    {3, 3, 2, 0},     {3, 1, 2, 0},      {4, 7, 4, 0},
        {4, 12, 8, 0},  {5, 15, 9, 0},   {5, 9, 13, 0},    {6, 33, 22, 0},    {6, 45, 24, 0},
        {7, 66, 42, 0}, {8, 131, 85, 0}, {9, 270, 170, 0}, {10, 546, 378, 0}, {10, 530, 345, 0},
    };
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
        for (unsigned scale = 1; scale <= 2; scale++)
            compare_block((struct tile){blocks[i].z, blocks[i].x, blocks[i].y, scale});
}

/* Chukotka, Fiji and Antarctica lie on both sides. */
static void the_world_goes_round(void **state)
{
    (void)state;
    static const struct tile blocks[] = {{2, 3, 0, 0},   {3, 7, 1, 0},   {4, 15, 3, 0},   {5, 30, 6, 0},
                                         {6, 63, 14, 0}, {5, 31, 16, 0}, {7, 127, 69, 0}, {5, 31, 27, 0}};
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
        for (unsigned scale = 1; scale <= 2; scale++)
            compare_block((struct tile){blocks[i].z, blocks[i].x, blocks[i].y, scale});
}

/* Near a border between two countries, and further than a few pixels from any coast, no pixel is sea, at any
 * zoom. The lines are stroked wide to say what is near. */
static size_t sea_between(struct tile tile)
{
    static uint8_t borders[TILE_SIZE * TILE_SIZE], coasts[TILE_SIZE * TILE_SIZE];
    const struct window window = window_of(tile);
    const int32_t side = ATLAS_WORLD >> tile.z, reach = side / 32;
    const int32_t west = (int32_t)tile.x * side, north = (int32_t)tile.y * side;
    const struct atlas_box box = {west - reach, north - reach, west + (side - 1) + reach,
                                  north + (side - 1) + reach};
    struct stroke stroke = {borders, TILE_SIZE, west, north, side / TILE_SIZE, 1.5, 1, 0, {0, 0}, 0};
    struct planes planes;
    memset(borders, 0, sizeof borders);
    memset(coasts, 0, sizeof coasts);
    const struct atlas_pen pen = stroke_pen(&stroke);
    atlas_draw_borders(atlas, ATLAS_INTERNATIONAL, (int)tile.z, box, &pen);
    atlas_draw_borders(atlas, ATLAS_SUBDIVISION, (int)tile.z, box, &pen);
    stroke.plane = coasts;
    stroke.half_width = 4;
    atlas_draw_borders(atlas, ATLAS_COAST, (int)tile.z, box, &pen);
    assert_int_equal(raster_draw(small, window, &planes, NULL), LAWMAP_OK);
    size_t count = 0, land = 0;
    for (size_t i = 0; i < (size_t)TILE_SIZE * TILE_SIZE; i++) {
        count += borders[i] > 0 && coasts[i] == 0 && planes.leaves[i] == 0;
        land += borders[i] > 0 && planes.leaves[i] != 0;
    }
    assert_true(land > 0 || painted(&planes) == 0 || count == 0);
    return count;
}

static void no_sea_opens_between_countries(void **state)
{
    (void)state;
    for (unsigned z = 0; z <= 5; z++)
        for (unsigned x = 0; x < 1u << z; x++)
            for (unsigned y = 0; y < 1u << z; y++)
                if (sea_between((struct tile){z, x, y, 1}) > 0)
                    fail_msg("sea between two countries in tile %u/%u/%u", z, x, y);
    /* Deeper, along a diagonal through the Alps and the Balkans and one through the Sahel. */
    for (unsigned z = 6; z <= TILE_ZOOM_MAX; z++)
        for (unsigned i = 0; i < 24; i++) {
            unsigned shift = z - 6;
            struct tile alps = {z, (33u << shift) + i, (22u << shift) + i / 2, 1};
            struct tile sahel = {z, (31u << shift) + i, (29u << shift) + i / 3, 1};
            if (sea_between(alps) > 0 || sea_between(sahel) > 0)
                fail_msg("sea between two countries at z%u, step %u", z, i);
        }
}

/* From z2 every leaf that is no part of a country, and from z5 every leaf, is in some tile. */
static void no_country_vanishes(void **state)
{
    (void)state;
    for (unsigned z = 2; z <= 5; z++) {
        bool *seen = calloc(atlas_leaf_count(atlas) + 1, sizeof *seen);
        assert_non_null(seen);
        for (unsigned i = 0; i < 1u << 2 * z; i++) {
            struct planes planes;
            struct tile tile = {z, i & ((1u << z) - 1), i >> z, 1};
            assert_int_equal(raster_draw(small, window_of(tile), &planes, NULL), LAWMAP_OK);
            for (size_t at = 0; at < (size_t)TILE_SIZE * TILE_SIZE; at++)
                seen[planes.leaves[at]] = true;
        }
        for (size_t leaf = 0; leaf < atlas_leaf_count(atlas); leaf++)
            if (!seen[leaf + 1] && (z == 5 || *atlas_leaf(atlas, leaf)->parent == '\0'))
                fail_msg("%s is nowhere at z%u", atlas_leaf(atlas, leaf)->code, z);
        free(seen);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nine_tiles_are_one_surface),
        cmocka_unit_test(the_world_goes_round),
        cmocka_unit_test(no_sea_opens_between_countries),
        cmocka_unit_test(no_country_vanishes),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
