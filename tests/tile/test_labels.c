/* Labels of the real world: what the tiles show, and, through the room's own headers, where it was placed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fixture.h"
#include "label_draw.h"
#include "labels.h"

#include <cairo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK = 3 };

static struct atlas *atlas;
static struct law *law;
static struct labels *labels[LANGUAGE_COUNT];

/* All five languages: each letter of each name is in its font, else labels_new() fails. */
static int load(void **state)
{
    (void)state;
    atlas = fixture_atlas();
    law = fixture_law();
    for (enum language language = 0; language < LANGUAGE_COUNT; language++) {
        struct lawmap_error error = {0};
        if (labels_new(atlas, law, language, &labels[language], &error) != LAWMAP_OK) {
            print_error("%s\n", error.text);
            return -1;
        }
    }
    return 0;
}

static int unload(void **state)
{
    (void)state;
    for (enum language language = 0; language < LANGUAGE_COUNT; language++)
        labels_free(labels[language]);
    atlas_free(atlas);
    law_free(law);
    return 0;
}

static struct tile_png png_of(enum language language, struct tile tile)
{
    struct tile_png png;
    struct lawmap_error error = {0};
    if (labels_png(labels[language], tile, &png, &error) != LAWMAP_OK)
        fail_msg("%s", error.text);
    return png;
}

static cairo_surface_t *decode(enum language language, struct tile tile)
{
    struct tile_png png = png_of(language, tile);
    cairo_surface_t *picture = fixture_decode_tile(&png);
    assert_int_equal(cairo_image_surface_get_format(picture), CAIRO_FORMAT_ARGB32);
    assert_int_equal(cairo_image_surface_get_width(picture), TILE_SIZE * tile.scale);
    assert_int_equal(cairo_image_surface_get_height(picture), TILE_SIZE * tile.scale);
    tile_png_free(&png);
    return picture;
}

static bool is_text(uint32_t value)
{
    return value >> 24 > 220 && (value >> 8 & 255) < 128;
}

static size_t count_text(enum language language, struct tile tile)
{
    cairo_surface_t *picture = decode(language, tile);
    size_t count = 0;
    for (unsigned y = 0; y < TILE_SIZE * tile.scale; y++)
        for (unsigned x = 0; x < TILE_SIZE * tile.scale; x++)
            count += is_text(fixture_pixel(picture, x, y));
    cairo_surface_destroy(picture);
    return count;
}

static const struct label_name *name_of(enum language language, const char *code, size_t *index)
{
    const struct label_names *names = &labels[language]->names;
    for (*index = 0; *index < names->count; ++*index)
        if (strcmp(names->items[*index].code, code) == 0)
            return &names->items[*index];
    fail_msg("%s has no name", code);
    return NULL;
}

static const struct label_placed *placed_at(enum language language, unsigned zoom, const char *code)
{
    size_t index;
    name_of(language, code, &index);
    const struct label_zoom *placed = &labels[language]->zooms[zoom];
    for (size_t i = 0; i < placed->count; i++)
        if (placed->items[i].name == index)
            return &placed->items[i];
    return NULL;
}

static bool boxes_meet(struct label_box a, struct label_box b, int32_t turn)
{
    return a.west + turn < b.east && b.west < a.east + turn && a.north < b.south && b.north < a.south;
}

static void check_apart(enum language language, unsigned zoom)
{
    const struct label_zoom *placed = &labels[language]->zooms[zoom];
    int32_t world = TILE_SIZE << zoom;
    for (size_t i = 0; i < placed->count; i++) {
        struct label_box box = placed->items[i].box;
        assert_true(box.north >= 0 && box.south <= world); /* nothing is cut where the world ends */
        for (size_t j = 0; j < placed->count; j++)
            for (int turn = -1; turn <= 1; turn++)
                if ((i != j || turn != 0) && boxes_meet(box, placed->items[j].box, turn * world))
                    fail_msg("z%u in %s: %s and %s overlap", zoom, language_tag(language),
                             labels[language]->names.items[placed->items[i].name].code,
                             labels[language]->names.items[placed->items[j].name].code);
    }
}

static void labels_do_not_overlap(void **state)
{
    (void)state;
    for (enum language language = 0; language < LANGUAGE_COUNT; language++)
        for (unsigned zoom = 0; zoom <= TILE_ZOOM_MAX; zoom++)
            check_apart(language, zoom);
}

/* Boxes that are apart prove nothing unless what is drawn stays inside them: not even halo touches their
 * edge.
 */
static void labels_stay_in_their_boxes(void **state)
{
    (void)state;
    for (enum language language = 0; language < LANGUAGE_COUNT; language++) {
        const struct labels *all = labels[language];
        for (size_t i = 0; i < all->zooms[6].count; i++) {
            struct label_placed *placed = &all->zooms[6].items[i];
            struct label_zoom alone = {placed, 1};
            unsigned width = (unsigned)(placed->box.east - placed->box.west),
                     height = (unsigned)(placed->box.south - placed->box.north), side = 512, text = 0;
            struct label_window window = {6, 1, placed->box.west - 64, placed->box.north - 64, side};
            uint8_t *pixels;
            assert_true(width + 64 < side && height + 64 < side);
            assert_int_equal(label_draw(&all->names, &all->outlines, &alone, window, &pixels, NULL),
                             LAWMAP_OK);
            for (unsigned y = 0; y < side; y++)
                for (unsigned x = 0; x < side; x++) {
                    bool inside = x > 64 && x < 63 + width && y > 64 && y < 63 + height;
                    text += pixels[y * side + x] > LABEL_HALO_STEPS;
                    if (!inside && pixels[y * side + x] != 0)
                        fail_msg("%s in %s leaves its box", all->names.items[placed->name].code,
                                 language_tag(language));
                }
            assert_true(text > 20);
            free(pixels);
        }
    }
}

static void check_block(enum language language, struct tile corner)
{
    const struct labels *all = labels[language];
    unsigned size = TILE_SIZE * corner.scale, tiles = 1u << corner.z;
    struct label_window window = {corner.z, corner.scale, (int32_t)corner.x * TILE_SIZE,
                                  (int32_t)corner.y * TILE_SIZE, BLOCK * TILE_SIZE};
    uint8_t *whole;
    uint32_t colours[LABEL_COLOURS];
    uint8_t alphas[LABEL_COLOURS];
    label_palette(colours, alphas);
    assert_int_equal(label_draw(&all->names, &all->outlines, &all->zooms[corner.z], window, &whole, NULL),
                     LAWMAP_OK);
    for (unsigned part = 0; part < BLOCK * BLOCK; part++) {
        unsigned left = part % BLOCK, top = part / BLOCK;
        cairo_surface_t *picture = decode(
            language, (struct tile){corner.z, (corner.x + left) % tiles, corner.y + top, corner.scale});
        for (unsigned y = 0; y < size; y++)
            for (unsigned x = 0; x < size; x++) {
                uint8_t expected = whole[(size_t)(top * size + y) * BLOCK * size + left * size + x];
                if (fixture_pixel(picture, x, y) >> 24 != alphas[expected])
                    fail_msg("%u/%u/%u in %s: pixel %u, %u differs", corner.z, corner.x + left,
                             corner.y + top, language_tag(language), x, y);
            }
        cairo_surface_destroy(picture);
    }
    free(whole);
}

/* Nine tiles are what one picture of their size is: what an edge cuts goes on behind it, at 180° as well. */
static void tiles_join(void **state)
{
    (void)state;
    static const struct tile corners[] = {
        {2, 0, 0, 1}, {2, 3, 1, 1},  {3, 3, 2, 1},  {3, 6, 3, 2},   {3, 7, 3, 1},   {4, 7, 4, 2},
        {4, 4, 6, 1}, {5, 6, 11, 1}, {5, 15, 9, 2}, {6, 32, 21, 1}, {6, 62, 36, 1}, {8, 134, 90, 1},
    };
    for (enum language language = 0; language < LANGUAGE_COUNT; language++)
        for (size_t i = 0; i < sizeof corners / sizeof *corners; i++)
            check_block(language, corners[i]);
}

static void a_name_at_180_degrees_is_in_both_tiles(void **state)
{
    (void)state;
    size_t crossing = 0;
    for (enum language language = 0; language < LANGUAGE_COUNT; language++)
        for (unsigned zoom = 0; zoom <= TILE_ZOOM_MAX; zoom++)
            for (size_t i = 0; i < labels[language]->zooms[zoom].count; i++) {
                struct label_box box = labels[language]->zooms[zoom].items[i].box;
                int32_t world = TILE_SIZE << zoom;
                if (box.west >= 0 && box.east <= world)
                    continue;
                unsigned y = (unsigned)(box.north + box.south) / 2 / TILE_SIZE;
                assert_true(zoom > 2); /* a map of the whole world cuts it there */
                assert_true(count_text(language, (struct tile){zoom, 0, y, 1}) > 0);
                assert_true(count_text(language, (struct tile){zoom, (1u << zoom) - 1, y, 1}) > 0);
                crossing++;
            }
    assert_true(crossing > 0);
}

static void countries_are_named_where_they_are(void **state)
{
    (void)state;
    static const struct {
        const char *code;
        struct degrees_box box; /* where its pole of inaccessibility must be */
    } cases[] = {
        {"US", {-110, 33, -85, 46}},      {"AU", {120, -30, 145, -20}},     {"MX", {-106, 20, -98, 27}},
        {"RU", {60, 55, 120, 70}},        {"FR", {0, 45, 5, 49}},           {"LS", {27.5, -30.2, 29, -29}},
        {"ZA", {20, -33, 27, -25}},       {"ID", {100, -8, 142, 3}},        {"NO", {7, 59, 14, 64}},
        {"FJ", {177, -18.5, 179, -17}},   {"VA", {12.4, 41.8, 12.5, 42}},   {"GB", {-3, 51, 0.5, 54}},
        {"CH", {7, 46, 9.5, 47.5}},       {"AQ", {-180, -85.06, 180, -70}}, {"US-NV", {-120, 35, -114, 42}},
        {"GB-SCT", {-6, 55, -2.5, 58.5}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t index;
        struct atlas_point pole = name_of(LANGUAGE_EN, cases[i].code, &index)->site.pole;
        double x = atlas_longitude(pole.x), y = atlas_latitude(pole.y);
        if (x < cases[i].box.west || x > cases[i].box.east || y < cases[i].box.south ||
            y > cases[i].box.north)
            fail_msg("the pole of %s is at %g, %g", cases[i].code, y, x);
    }
}

/* A fan of points shows how far the pole is from the nearest land or sea of others; the circle is inside, and
 * touches. */
static void a_pole_is_as_far_inside_as_its_radius(void **state)
{
    (void)state;
    static const char *const codes[] = {"KE", "PL", "UY", "MN", "TD", "LS"};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        size_t index;
        const struct label_site site = name_of(LANGUAGE_EN, codes[i], &index)->site;
        size_t inside = 0, outside = 0;
        enum { RAYS = 64 };
        cairo_matrix_t turn;
        cairo_matrix_init_rotate(&turn, 2 * 3.14159265358979323846 / RAYS);
        double x = site.radius, y = 0;
        for (int ray = 0; ray < RAYS; ray++) {
            struct atlas_point near = {site.pole.x + (int32_t)(0.9 * x), site.pole.y + (int32_t)(0.9 * y)},
                               far = {site.pole.x + (int32_t)(1.15 * x), site.pole.y + (int32_t)(1.15 * y)};
            uint16_t leaf = atlas_leaf_at(atlas, near);
            inside += leaf != ATLAS_NO_LEAF && strcmp(atlas_leaf(atlas, leaf)->code, codes[i]) == 0;
            leaf = atlas_leaf_at(atlas, far);
            outside += leaf == ATLAS_NO_LEAF || strcmp(atlas_leaf(atlas, leaf)->code, codes[i]) != 0;
            cairo_matrix_transform_distance(&turn, &x, &y);
        }
        assert_int_equal(inside, RAYS);
        assert_true(outside > 0);
    }
}

static void the_first_zoom_shows_some(void **state)
{
    (void)state;
    for (enum language language = 0; language < LANGUAGE_COUNT; language++) {
        assert_in_range(labels[language]->zooms[0].count, 3, 30);
        assert_true(count_text(language, (struct tile){0, 0, 0, 1}) > 100);
        assert_non_null(placed_at(language, 0, "RU"));
        assert_null(placed_at(language, 0, "LS"));
    }
}

static void deeper_zooms_show_all(void **state)
{
    (void)state;
    for (enum language language = 0; language < LANGUAGE_COUNT; language++) {
        const struct labels *all = labels[language];
        assert_non_null(placed_at(language, 6, "LS"));
        assert_int_equal(all->zooms[9].count, all->names.count);
        for (size_t i = 0; i < atlas_leaf_count(atlas); i++) {
            size_t index;
            name_of(language, atlas_leaf(atlas, i)->code, &index);
        }
    }
    /* Lesotho, and none of South Africa's name */
    assert_true(count_text(LANGUAGE_ZH, (struct tile){6, 37, 37, 1}) > 50);
}

static void subdivisions_are_named_from_z5(void **state)
{
    (void)state;
    for (unsigned zoom = 0; zoom <= 5; zoom++) {
        size_t count = 0;
        const struct labels *all = labels[LANGUAGE_FR];
        for (size_t i = 0; i < all->zooms[zoom].count; i++)
            count += all->names.items[all->zooms[zoom].items[i].name].subdivision;
        if (zoom < 5)
            assert_int_equal(count, 0);
        else
            assert_in_range(count, 100, all->names.count);
    }
}

static void large_countries_have_larger_names(void **state)
{
    (void)state;
    const struct label_placed *canada = placed_at(LANGUAGE_EN, 4, "CA"),
                              *lithuania = placed_at(LANGUAGE_EN, 4, "LT");
    assert_true(canada != NULL && lithuania != NULL);
    assert_true(canada->size > lithuania->size);
}

/* The mark is a disc, so where it must stand is mostly dark. */
static void the_mark_is_where_the_law_varies(void **state)
{
    (void)state;
    const struct labels *all = labels[LANGUAGE_EN];
    size_t marked = 0;
    for (size_t i = 0; i < all->names.count; i++) {
        const struct jurisdiction *jurisdiction = law_find(law, all->names.items[i].code);
        assert_int_equal(all->names.items[i].marked,
                         jurisdiction->recorded && jurisdiction->varies_subnationally);
        marked += all->names.items[i].marked;
    }
    assert_in_range(marked, 5, 100);
    static const struct {
        const char *code;
        bool marked;
    } cases[] = {{"DE", true}, {"AU", true}, {"PL", false}, {"BR", false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct label_placed placed = *placed_at(LANGUAGE_EN, 6, cases[i].code);
        struct label_zoom alone = {&placed, 1};
        struct label_window window = {6, 2, placed.box.west, placed.box.north, 256};
        uint8_t *pixels;
        assert_int_equal(label_draw(&all->names, &all->outlines, &alone, window, &pixels, NULL), LAWMAP_OK);
        double em = label_font_size(&all->names, placed.size) * 2;
        unsigned right = (unsigned)(placed.box.east - placed.box.west - LABEL_MARGIN) * 2,
                 height = (unsigned)(placed.box.south - placed.box.north) * 2, dark = 0;
        for (unsigned y = 0; y < height; y++)
            for (unsigned x = right - (unsigned)(0.7 * em); x < right; x++)
                dark += pixels[y * 512 + x] == LABEL_COLOURS - 1;
        assert_int_equal(dark > 0.25 * em * em, cases[i].marked);
        free(pixels);
    }
}

static void tiles_are_small(void **state)
{
    (void)state;
    struct tile_png sea = png_of(LANGUAGE_EN, (struct tile){8, 40, 140, 1}),
                    land = png_of(LANGUAGE_RU, (struct tile){8, 190, 70, 1}),
                    full = png_of(LANGUAGE_ZH, (struct tile){4, 8, 5, 1});
    assert_true(sea.head_size + sea.body_size < 150);
    assert_true(hash_equal(sea.tag, land.tag));
    assert_int_equal(sea.body_size, land.body_size);
    assert_memory_equal(sea.body, land.body, sea.body_size);
    assert_false(hash_equal(sea.tag, full.tag));
    assert_int_equal(full.head[24], 4); /* bits a pixel */
    assert_int_equal(full.head[25], 3); /* indexed colour */
    assert_true(full.head_size + full.body_size < 8000);
    assert_ptr_equal(full.owned, full.body);
    tile_png_free(&sea);
    tile_png_free(&land);
    tile_png_free(&full);
}

static void letters_have_soft_edges(void **state)
{
    (void)state;
    cairo_surface_t *picture = decode(LANGUAGE_EN, (struct tile){4, 8, 5, 1});
    size_t clear = 0, soft = 0, text = 0;
    for (unsigned y = 0; y < TILE_SIZE; y++)
        for (unsigned x = 0; x < TILE_SIZE; x++) {
            uint32_t alpha = fixture_pixel(picture, x, y) >> 24;
            clear += alpha == 0;
            soft += alpha > 0 && alpha < 200;
            text += alpha == 255;
        }
    assert_true(clear > TILE_SIZE * TILE_SIZE / 2 && soft > 500 && text > 200);
    cairo_surface_destroy(picture);
}

static void tiles_that_do_not_exist_are_refused(void **state)
{
    (void)state;
    static const struct tile tiles[] = {{0, 1, 0, 1},           {2, 4, 3, 1},  {2, 3, 4, 1},
                                        {11, 0, 0, 1},          {1, 0, 0, 0},  {1, 0, 0, 3},
                                        {4294967295u, 0, 0, 1}, {5, 0, 32, 2}, {5, 4294967295u, 0, 1}};
    for (size_t i = 0; i < sizeof tiles / sizeof *tiles; i++) {
        struct tile_png png;
        struct lawmap_error error = {0};
        assert_int_equal(labels_png(labels[LANGUAGE_EN], tiles[i], &png, &error), LAWMAP_NOT_FOUND);
        assert_true(strlen(error.text) > 0);
        assert_null(png.head);
        assert_null(png.owned);
    }
}

static void labels_are_the_same_each_time(void **state)
{
    (void)state;
    struct labels *again;
    assert_int_equal(labels_new(atlas, law, LANGUAGE_FR, &again, NULL), LAWMAP_OK);
    for (unsigned x = 0; x < 4; x++) {
        struct tile_png a = png_of(LANGUAGE_FR, (struct tile){2, x, 1, 1}), b;
        assert_int_equal(labels_png(again, (struct tile){2, x, 1, 1}, &b, NULL), LAWMAP_OK);
        assert_true(hash_equal(a.tag, b.tag));
        tile_png_free(&a);
        tile_png_free(&b);
    }
    labels_free(again);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(labels_do_not_overlap),
        cmocka_unit_test(labels_stay_in_their_boxes),
        cmocka_unit_test(tiles_join),
        cmocka_unit_test(a_name_at_180_degrees_is_in_both_tiles),
        cmocka_unit_test(countries_are_named_where_they_are),
        cmocka_unit_test(a_pole_is_as_far_inside_as_its_radius),
        cmocka_unit_test(the_first_zoom_shows_some),
        cmocka_unit_test(deeper_zooms_show_all),
        cmocka_unit_test(subdivisions_are_named_from_z5),
        cmocka_unit_test(large_countries_have_larger_names),
        cmocka_unit_test(the_mark_is_where_the_law_varies),
        cmocka_unit_test(tiles_are_small),
        cmocka_unit_test(letters_have_soft_edges),
        cmocka_unit_test(tiles_that_do_not_exist_are_refused),
        cmocka_unit_test(labels_are_the_same_each_time),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
