/* Tiles of the real world under the real law, decoded again with Cairo. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fixture.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

static struct palette *palette_of(const char *layer, const char *date)
{
    struct palette *palette;
    const struct layer *found = law_find_layer(law, layer);
    assert_non_null(found);
    assert_int_equal(palette_new(atlas, law, found, fixture_day(date), 0, 0, &palette, NULL), LAWMAP_OK);
    return palette;
}

static struct tile_png png_of(const struct palette *palette, struct tile tile)
{
    struct tile_png png;
    struct lawmap_error error = {0};
    if (tile_png(store, palette, tile, &png, &error) != LAWMAP_OK)
        fail_msg("%s", error.text);
    return png;
}

static cairo_surface_t *decode(const struct tile_png *png, unsigned size)
{
    cairo_surface_t *picture = fixture_decode_tile(png);
    assert_int_equal(cairo_image_surface_get_width(picture), size);
    assert_int_equal(cairo_image_surface_get_height(picture), size);
    return picture;
}

static uint32_t pixel(cairo_surface_t *picture, unsigned x, unsigned y)
{
    return fixture_pixel(picture, x, y) & 0xffffff;
}

/* Where a position in degrees lies in the pyramid (OpenStreetMap wiki, "Slippy map tilenames"). */
static struct tile tile_at(double latitude, double longitude, unsigned z, unsigned scale, unsigned *x,
                           unsigned *y)
{
    const double pi = 3.14159265358979323846;
    double pixels = ldexp(TILE_SIZE * scale, (int)z);
    double across = (longitude + 180) / 360 * pixels;
    double down = (1 - asinh(tan(latitude * pi / 180)) / pi) / 2 * pixels;
    *x = (unsigned)across % (TILE_SIZE * scale);
    *y = (unsigned)down % (TILE_SIZE * scale);
    return (struct tile){z, (unsigned)across / (TILE_SIZE * scale), (unsigned)down / (TILE_SIZE * scale),
                         scale};
}

static uint32_t colour_at(const char *layer, const char *date, double latitude, double longitude, unsigned z,
                          unsigned scale)
{
    unsigned x, y;
    struct tile tile = tile_at(latitude, longitude, z, scale, &x, &y);
    struct palette *palette = palette_of(layer, date);
    struct tile_png png = png_of(palette, tile);
    cairo_surface_t *picture = decode(&png, TILE_SIZE * scale);
    uint32_t colour = pixel(picture, x, y);
    cairo_surface_destroy(picture);
    tile_png_free(&png);
    palette_free(palette);
    return colour;
}

static uint32_t class_colour(const char *layer, const char *class)
{
    const struct layer *found = law_find_layer(law, layer);
    for (size_t i = 0; i < found->class_count; i++)
        if (strcmp(found->classes[i].id, class) == 0)
            return found->classes[i].colours[0];
    fail_msg("no class %s in layer %s", class, layer);
    return 0;
}

static void places_have_the_colour_of_their_law(void **state)
{
    (void)state;
    static const struct {
        double latitude, longitude;
        const char *layer, *date, *class; /* NULL: the sea */
    } cases[] = {
        {-43.5, 171.5, "framework", "2003-06-28", "decriminalisation"}, /* New Zealand, on the day */
        {62.0, 15.0, "buying", "1999-01-01", "criminalised"},           /* Sweden, on the day */
        {-32.0, 146.0, "framework", "2026-01-01", "decriminalisation"}, /* New South Wales */
        {60.0, -110.0, "buying", "2014-12-06", "criminalised"},         /* Canada */
        {-80.0, 20.0, "selling", "2026-01-01", "unknown"},              /* Antarctica */
        {0.0, -150.0, "framework", "2026-01-01", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (unsigned z = 0; z <= TILE_ZOOM_MAX; z++)
            for (unsigned scale = 1; scale <= 2; scale++) {
                uint32_t expected = cases[i].class == NULL ? law_palette(law, 0)->sea
                                                           : class_colour(cases[i].layer, cases[i].class);
                uint32_t found =
                    colour_at(cases[i].layer, cases[i].date, cases[i].latitude, cases[i].longitude, z, scale);
                bool small = z < 2; /* New Zealand is a few pixels wide there, and Sweden's border near */
                if (found != expected && !small)
                    fail_msg("%g, %g in %s at z%u@%u: #%06x, expected #%06x", cases[i].latitude,
                             cases[i].longitude, cases[i].layer, z, scale, found, expected);
            }
}

static void the_day_before_is_another_colour(void **state)
{
    (void)state;
    assert_int_not_equal(colour_at("framework", "2003-06-27", -43.5, 171.5, 5, 1),
                         class_colour("framework", "decriminalisation"));
    assert_int_not_equal(colour_at("buying", "1998-12-31", 62, 15, 5, 1),
                         class_colour("buying", "criminalised"));
}

static void states_differ_inside_a_country(void **state)
{
    (void)state;
    assert_int_not_equal(colour_at("framework", "2026-01-01", -32, 146, 4, 1),  /* New South Wales */
                         colour_at("framework", "2026-01-01", -25, 122, 4, 1)); /* Western Australia */
}

static void small_enclaves_are_there(void **state)
{
    (void)state;
    uint32_t around = colour_at("selling", "2026-01-01", -28.0, 25.0, 6, 1); /* South Africa */
    assert_int_equal(around, class_colour("selling", "criminalised"));
    const struct jurisdiction *lesotho = law_find(law, "LS");
    const struct layer *selling = law_find_layer(law, "selling");
    size_t class = law_class_at(law, lesotho, selling, fixture_day("2026-01-01"));
    assert_int_equal(colour_at("selling", "2026-01-01", -29.5, 28.2, 6, 1),
                     selling->classes[class].colours[0]);
}

static bool same_bytes(const struct tile_png *a, const struct tile_png *b)
{
    return a->head_size == b->head_size && a->body_size == b->body_size &&
           memcmp(a->head, b->head, a->head_size) == 0 && memcmp(a->body, b->body, a->body_size) == 0;
}

static void layers_share_one_picture(void **state)
{
    (void)state;
    struct palette *a = palette_of("framework", "2026-01-01"), *b = palette_of("zoning", "1990-05-05");
    struct tile tile = {5, 16, 10, 1};
    struct tile_png x = png_of(a, tile), y = png_of(b, tile);
    assert_ptr_equal(x.body, y.body);
    assert_int_equal(x.head_size, y.head_size);
    assert_memory_not_equal(x.head, y.head, x.head_size);
    assert_false(hash_equal(x.tag, y.tag));
    tile_png_free(&x);
    tile_png_free(&y);
    palette_free(a);
    palette_free(b);
}

/* Between these two days the law changed in New Zealand and, as far as the record goes, nowhere else. */
static void a_change_shows_only_where_it_is(void **state)
{
    (void)state;
    struct palette *before = palette_of("framework", "2003-06-27"),
                   *after = palette_of("framework", "2003-06-28");
    size_t changed = 0;
    for (unsigned z = 0; z <= 5; z++)
        for (unsigned x = 0; x < 1u << z; x++)
            for (unsigned y = 0; y < 1u << z; y++) {
                struct tile tile = {z, x, y, 1};
                struct tile_png a = png_of(before, tile), b = png_of(after, tile);
                assert_int_equal(hash_equal(a.tag, b.tag), same_bytes(&a, &b));
                bool is_far = z == 5 && x > 1 && x < 30; /* not between 168.75°E and 157.5°W */
                if (!hash_equal(a.tag, b.tag)) {
                    assert_false(is_far);
                    changed++;
                }
                tile_png_free(&a);
                tile_png_free(&b);
            }
    assert_in_range(changed, 6, 60); /* at least one a zoom, of 1,365 */
    palette_free(before);
    palette_free(after);
}

/* Chukotka and Fiji are cut in the source: the two edges of the world must show no line along the cut. */
static void the_antimeridian_is_not_drawn(void **state)
{
    (void)state;
    struct palette *palette = palette_of("framework", "2026-01-01");
    unsigned x, y;
    struct tile east = tile_at(67.5, 179.9999, 6, 1, &x, &y);
    struct tile_png png = png_of(palette, east);
    cairo_surface_t *picture = decode(&png, 256);
    assert_int_equal(x, 255);
    assert_int_equal(pixel(picture, 255, y), pixel(picture, 245, y));
    cairo_surface_destroy(picture);
    tile_png_free(&png);
    palette_free(palette);
}

static void every_layer_decodes(void **state)
{
    (void)state;
    for (size_t i = 0; i < law_layer_count(law); i++) {
        struct palette *palette = palette_of(law_layer(law, i)->id, "2020-02-29");
        for (unsigned z = 0; z <= 2; z++)
            for (unsigned x = 0; x < 1u << z; x++)
                for (unsigned y = 0; y < 1u << z; y++) {
                    struct tile_png png = png_of(palette, (struct tile){z, x, y, 1});
                    cairo_surface_destroy(decode(&png, 256));
                    tile_png_free(&png);
                }
        palette_free(palette);
    }
}

static void tiles_that_do_not_exist_are_refused(void **state)
{
    (void)state;
    static const struct tile tiles[] = {{0, 1, 0, 1},           {0, 0, 1, 1},  {2, 4, 3, 1},
                                        {2, 3, 4, 1},           {11, 0, 0, 1}, {4294967295u, 0, 0, 1},
                                        {5, 4294967295u, 0, 1}, {1, 0, 0, 0},  {1, 0, 0, 3}};
    struct palette *palette = palette_of("framework", "2026-01-01");
    for (size_t i = 0; i < sizeof tiles / sizeof *tiles; i++) {
        struct tile_png png;
        struct lawmap_error error = {0};
        assert_int_equal(tile_png(store, palette, tiles[i], &png, &error), LAWMAP_NOT_FOUND);
        assert_true(strlen(error.text) > 0);
        assert_null(png.head);
    }
    palette_free(palette);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places_have_the_colour_of_their_law),
        cmocka_unit_test(the_day_before_is_another_colour),
        cmocka_unit_test(states_differ_inside_a_country),
        cmocka_unit_test(small_enclaves_are_there),
        cmocka_unit_test(layers_share_one_picture),
        cmocka_unit_test(a_change_shows_only_where_it_is),
        cmocka_unit_test(the_antimeridian_is_not_drawn),
        cmocka_unit_test(every_layer_decodes),
        cmocka_unit_test(tiles_that_do_not_exist_are_refused),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
