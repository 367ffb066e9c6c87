/* Grids of the real world: read back as the specification says that a client reads them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fixture.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SIDE = 64 };

static struct atlas *atlas;
static struct law *law;
static struct tile_store *store;

static int load(void **state)
{
    (void)state;
    struct lawmap_error error = {0};
    atlas = fixture_atlas();
    law = fixture_law();
    return tile_store_new(atlas, &store, &error) == LAWMAP_OK ? 0 : -1;
}

static int unload(void **state)
{
    (void)state;
    tile_store_free(store);
    atlas_free(atlas);
    law_free(law);
    return 0;
}

static json_t *grid_of(struct tile tile, enum language language)
{
    struct buffer text = {0};
    struct lawmap_error error = {0};
    json_error_t fault;
    if (tile_grid(store, law, language, tile, &text, &error) != LAWMAP_OK)
        fail_msg("%s", error.text);
    json_t *grid = json_loadb(text.data, text.size, JSON_REJECT_DUPLICATES, &fault);
    if (grid == NULL)
        fail_msg("not JSON: %s", fault.text);
    buffer_free(&text);
    return grid;
}

/* The code points of one row. */
static void read_row(const json_t *row, unsigned out[SIDE])
{
    const unsigned char *at = (const unsigned char *)json_string_value(row);
    for (size_t i = 0; i < SIDE; i++) {
        unsigned size = *at < 0x80 ? 1 : *at < 0xe0 ? 2 : 3;
        assert_true(*at >= 0x20 && *at < 0xf0);
        out[i] = size == 1 ? *at : *at & (0xffu >> (size + 1));
        for (unsigned j = 1; j < size; j++)
            out[i] = out[i] << 6 | (at[j] & 0x3fu);
        at += size;
    }
    assert_int_equal(*at, '\0');
}

/* Sections "Encoding IDs" and "Mapping an ID to a key". */
static const char *key_at(const json_t *grid, size_t row, size_t column)
{
    unsigned codes[SIDE];
    read_row(json_array_get(json_object_get(grid, "grid"), row), codes);
    unsigned id = codes[column];
    if (id >= 93)
        id--;
    if (id >= 35)
        id--;
    const char *key = json_string_value(json_array_get(json_object_get(grid, "keys"), id - 32));
    assert_non_null(key);
    return key;
}

/* Where a position in degrees lies in the pyramid (OpenStreetMap wiki, "Slippy map tilenames"). */
static struct tile tile_at(double latitude, double longitude, unsigned z, size_t *row, size_t *column)
{
    const double pi = 3.14159265358979323846;
    double cells = ldexp(SIDE, (int)z);
    double across = (longitude + 180) / 360 * cells;
    double down = (1 - asinh(tan(latitude * pi / 180)) / pi) / 2 * cells;
    *column = (size_t)across % SIDE;
    *row = (size_t)down % SIDE;
    return (struct tile){z, (unsigned)across / SIDE, (unsigned)down / SIDE, 1};
}

static void places_have_the_key_of_their_jurisdiction(void **state)
{
    (void)state;
    static const struct {
        double latitude, longitude;
        unsigned first_zoom;
        const char *key; /* "": the sea */
    } cases[] = {
        {62.0, 15.0, 2, "SE"},      {-43.5, 171.5, 4, "NZ"},     {-32.0, 146.0, 2, "AU-NSW"},
        {37.0, -120.0, 3, "US-CA"}, {-29.5, 28.2, 5, "LS"},      {0.0, -150.0, 2, ""},
        {67.5, 179.99, 2, "RU"},    {67.5, -179.99, 2, "RU"},    {-80.0, 20.0, 0, "AQ"},
        {57.0, -4.5, 4, "GB-SCT"},  {41.9029, 12.4534, 8, "VA"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (unsigned z = cases[i].first_zoom; z <= TILE_ZOOM_MAX; z++) {
            size_t row, column;
            struct tile tile = tile_at(cases[i].latitude, cases[i].longitude, z, &row, &column);
            json_t *grid = grid_of(tile, LANGUAGE_EN);
            const char *key = key_at(grid, row, column);
            if (strcmp(key, cases[i].key) != 0)
                fail_msg("%g, %g at z%u: “%s”, expected “%s”", cases[i].latitude, cases[i].longitude, z, key,
                         cases[i].key);
            json_decref(grid);
        }
}

static void data_say_code_name_and_parent(void **state)
{
    (void)state;
    static const struct {
        double latitude, longitude;
        enum language language;
        const char *code, *name, *parent;
    } cases[] = {
        {62.0, 15.0, LANGUAGE_EN, "SE", "Sweden", NULL},
        {62.0, 15.0, LANGUAGE_RU, "SE", "Швеция", NULL},
        {62.0, 15.0, LANGUAGE_ZH, "SE", "瑞典", NULL},
        {-32.0, 146.0, LANGUAGE_EN, "AU-NSW", "New South Wales", "AU"},
        {7.5, -5.5, LANGUAGE_FR, "CI", "Côte d'Ivoire", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t row, column;
        struct tile tile = tile_at(cases[i].latitude, cases[i].longitude, 6, &row, &column);
        json_t *grid = grid_of(tile, cases[i].language);
        const json_t *data = json_object_get(json_object_get(grid, "data"), key_at(grid, row, column));
        const json_t *parent = json_object_get(data, "parent");
        assert_string_equal(json_string_value(json_object_get(data, "code")), cases[i].code);
        assert_string_equal(json_string_value(json_object_get(data, "name")), cases[i].name);
        assert_int_equal(json_object_size(data), 3);
        if (cases[i].parent == NULL)
            assert_true(json_is_null(parent));
        else
            assert_string_equal(json_string_value(parent), cases[i].parent);
        json_decref(grid);
    }
}

/* 64 rows of 64 cells; the first key is empty; every other has its data, is told apart, and is used. z0 has
 * more keys than ASCII has characters. */
static void grids_are_well_formed(void **state)
{
    (void)state;
    static const struct tile tiles[] = {{0, 0, 0, 1}, {1, 1, 0, 1},  {2, 1, 1, 1}, {3, 0, 4, 1},
                                        {5, 0, 0, 1}, {10, 9, 9, 1}, {4, 15, 9, 1}};
    for (size_t i = 0; i < sizeof tiles / sizeof *tiles; i++) {
        json_t *grid = grid_of(tiles[i], LANGUAGE_EN);
        const json_t *keys = json_object_get(grid, "keys"), *data = json_object_get(grid, "data");
        assert_int_equal(json_array_size(json_object_get(grid, "grid")), SIDE);
        assert_string_equal(json_string_value(json_array_get(keys, 0)), "");
        assert_int_equal(json_object_size(data), json_array_size(keys) - 1);
        if (tiles[i].z == 0)
            assert_true(json_array_size(keys) > 128);
        json_t *unused = json_deep_copy(data);
        for (size_t row = 0; row < SIDE; row++)
            for (size_t column = 0; column < SIDE; column++) {
                const char *key = key_at(grid, row, column);
                assert_true(*key == '\0' || json_object_get(data, key) != NULL);
                json_object_del(unused, key);
            }
        assert_int_equal(json_object_size(unused), 0);
        json_decref(unused);
        json_decref(grid);
    }
}

/* Marks in `found`, by leaf, what a tile's grid has a key for. */
static void find_leaves(struct tile tile, bool *found)
{
    json_t *grid = grid_of(tile, LANGUAGE_EN);
    const json_t *data = json_object_get(grid, "data");
    for (size_t i = 0; i < atlas_leaf_count(atlas); i++)
        found[i] = found[i] || json_object_get(data, atlas_leaf(atlas, i)->code) != NULL;
    json_decref(grid);
}

/* From z3 on every country, however small, is under some cell; from z5 on every subdivision too. */
static void everything_can_be_hit(void **state)
{
    (void)state;
    static const unsigned zooms[] = {3, 5};
    for (size_t i = 0; i < sizeof zooms / sizeof *zooms; i++) {
        unsigned z = zooms[i];
        bool *found = calloc(atlas_leaf_count(atlas), sizeof *found);
        assert_non_null(found);
        for (unsigned x = 0; x < 1u << z; x++)
            for (unsigned y = 0; y < 1u << z; y++)
                find_leaves((struct tile){z, x, y, 1}, found);
        for (size_t leaf = 0; leaf < atlas_leaf_count(atlas); leaf++)
            if (!found[leaf] && (z >= 5 || *atlas_leaf(atlas, leaf)->parent == '\0'))
                fail_msg("no cell of z%u is for %s", z, atlas_leaf(atlas, leaf)->code);
        free(found);
    }
}

static void grids_that_do_not_exist_are_refused(void **state)
{
    (void)state;
    static const struct tile tiles[] = {
        {0, 1, 0, 1}, {2, 0, 4, 1}, {11, 0, 0, 1}, {3, 0, 0, 2}, {3, 0, 0, 0}};
    for (size_t i = 0; i < sizeof tiles / sizeof *tiles; i++) {
        struct buffer text = {0};
        struct lawmap_error error = {0};
        assert_int_equal(tile_grid(store, law, LANGUAGE_EN, tiles[i], &text, &error), LAWMAP_NOT_FOUND);
        assert_true(strlen(error.text) > 0);
        assert_int_equal(text.size, 0);
        buffer_free(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places_have_the_key_of_their_jurisdiction),
        cmocka_unit_test(data_say_code_name_and_parent),
        cmocka_unit_test(grids_are_well_formed),
        cmocka_unit_test(everything_can_be_hit),
        cmocka_unit_test(grids_that_do_not_exist_are_refused),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
