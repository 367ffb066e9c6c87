/* Tiles against a second opinion: the same map drawn per layer and date by Cairo, the plain way, with nothing
 * shared or kept; and against an edit of the data, which must change the tiles that show it and no others. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fixture.h"
#include "raster.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct atlas *atlas;
static struct law *law;
static struct tile_store *store;
static struct markers markers;

static int load(void **state)
{
    (void)state;
    struct lawmap_error error = {0};
    atlas = fixture_atlas();
    law = fixture_law();
    bool ok = markers_place(&markers, atlas) && tile_store_new(atlas, &store, &error) == LAWMAP_OK;
    return ok ? 0 : -1;
}

static int unload(void **state)
{
    (void)state;
    tile_store_free(store);
    markers_free(&markers);
    law_free(law);
    atlas_free(atlas);
    return 0;
}

static cairo_surface_t *served(const struct layer *layer, struct date date, struct tile tile)
{
    struct palette *palette;
    struct tile_png png;
    assert_int_equal(palette_new(atlas, law, layer, date, 0, 0, &palette, NULL), LAWMAP_OK);
    assert_int_equal(tile_png(store, palette, tile, &png, NULL), LAWMAP_OK);
    cairo_surface_t *picture = fixture_decode_tile(&png);
    tile_png_free(&png);
    palette_free(palette);
    return picture;
}

/* A view for Cairo: units to pixels. */
struct easel {
    cairo_t *cairo;
    double west, north, step;
};

static void move_to(void *context, struct atlas_point p)
{
    const struct easel *easel = context;
    cairo_move_to(easel->cairo, (p.x - easel->west) / easel->step, (p.y - easel->north) / easel->step);
}

static void line_to(void *context, struct atlas_point p)
{
    const struct easel *easel = context;
    cairo_line_to(easel->cairo, (p.x - easel->west) / easel->step, (p.y - easel->north) / easel->step);
}

static void set_source(cairo_t *cairo, uint32_t colour)
{
    cairo_set_source_rgb(cairo, (colour >> 16) / 255.0, (colour >> 8 & 255) / 255.0, (colour & 255) / 255.0);
}

static uint32_t colour_of(size_t leaf, const struct layer *layer, struct date date)
{
    const struct jurisdiction *jurisdiction = law_find(law, atlas_leaf(atlas, leaf)->code);
    assert_non_null(jurisdiction);
    return layer->classes[law_class_at(law, jurisdiction, layer, date)].colours[0];
}

/* Fills only: every leaf with its colour of the layer, not antialiased, on the sea; then the discs. */
static cairo_surface_t *reference(const struct layer *layer, struct date date, struct tile tile)
{
    const struct atlas_box everywhere = {INT32_MIN, INT32_MIN, INT32_MAX, INT32_MAX};
    double size = TILE_SIZE * tile.scale, side = ATLAS_WORLD >> tile.z;
    cairo_surface_t *picture = cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)size, (int)size);
    struct easel easel = {cairo_create(picture), tile.x * side, tile.y * side, side / size};
    const struct atlas_pen pen = {move_to, line_to, &easel};
    set_source(easel.cairo, law_palette(law, 0)->sea);
    cairo_paint(easel.cairo);
    cairo_set_antialias(easel.cairo, CAIRO_ANTIALIAS_NONE);
    cairo_set_fill_rule(easel.cairo, CAIRO_FILL_RULE_EVEN_ODD);
    for (size_t i = 0; i < atlas_leaf_count(atlas); i++) {
        atlas_draw_leaf(atlas, i, (int)(tile.z + tile.scale - 1), everywhere, &pen);
        set_source(easel.cairo, colour_of(i, layer, date));
        cairo_fill(easel.cairo);
    }
    for (size_t i = 0; i < markers.zooms[tile.z].count; i++) {
        const struct marker *marker = &markers.zooms[tile.z].items[i];
        cairo_arc(easel.cairo, (marker->at.x - easel.west) / easel.step,
                  (marker->at.y - easel.north) / easel.step, MARKER_RADIUS * tile.scale, 0,
                  2 * 3.14159265358979323846);
        set_source(easel.cairo, colour_of(marker->leaf, layer, date));
        cairo_fill(easel.cairo);
    }
    cairo_destroy(easel.cairo);
    return picture;
}

static uint32_t pixel(cairo_surface_t *picture, int x, int y)
{
    return fixture_pixel(picture, (unsigned)x, (unsigned)y) & 0xffffff;
}

static int channel(uint32_t colour, int shift)
{
    return (int)(colour >> shift & 255);
}

/* Whether `colour` is `fill` under some strength of the border, which the channel of the most contrast tells.
 */
static bool is_mixture(uint32_t colour, uint32_t fill, uint32_t border)
{
    int most = 0;
    for (int shift = 8; shift <= 16; shift += 8)
        if (abs(channel(border, shift) - channel(fill, shift)) >
            abs(channel(border, most) - channel(fill, most)))
            most = shift;
    double contrast = channel(border, most) - channel(fill, most);
    double strength = contrast == 0 ? 0 : (channel(colour, most) - channel(fill, most)) / contrast;
    bool mixture = strength >= -0.01 && strength <= 1.01;
    for (int shift = 0; shift <= 16; shift += 8) {
        double expected = channel(fill, shift) + strength * (channel(border, shift) - channel(fill, shift));
        mixture = mixture && fabs(channel(colour, shift) - expected) < 3;
    }
    return mixture;
}

/* Each pixel is its fill under some border. At the very line between two fills a centre may fall either way.
 */
static void compare(const struct layer *layer, struct date date, struct tile tile)
{
    cairo_surface_t *a = served(layer, date, tile), *b = reference(layer, date, tile);
    int size = cairo_image_surface_get_width(a), different = 0, plain = 0;
    for (int y = 0; y < size; y++)
        for (int x = 0; x < size; x++) {
            uint32_t tile_pixel = pixel(a, x, y), fill = pixel(b, x, y);
            plain += tile_pixel == fill;
            different += tile_pixel != fill && !is_mixture(tile_pixel, fill, law_palette(law, 0)->border);
        }
    if (different > size * size / 250 || plain < size * size / 3)
        fail_msg(
            "%s at %u/%u/%u@%u: %d of %d pixels are no mixture of the reference and the border, %d are equal",
            layer->id, tile.z, tile.x, tile.y, tile.scale, different, size * size, plain);
    cairo_surface_destroy(a);
    cairo_surface_destroy(b);
}

static void every_layer_and_date_is_what_cairo_draws(void **state)
{
    (void)state;
    static const char *const dates[] = {"1900-01-01", "1949-12-31", "1971-01-01", "1985-09-16", "1995-06-15",
                                        "1998-12-31", "1999-01-01", "2002-07-01", "2003-06-27", "2003-06-28",
                                        "2009-01-01", "2012-02-29", "2014-12-06", "2016-04-15", "2017-03-27",
                                        "2020-06-25", "2022-06-01", "2023-12-01", "2025-07-01", "2026-11-21"};
    static const struct tile tiles[] = {{0, 0, 0, 1},  {1, 1, 0, 2},   {3, 4, 2, 1},
                                        {4, 13, 9, 1}, {6, 33, 22, 1}, {8, 131, 85, 1}};
    for (size_t i = 0; i < law_layer_count(law); i++)
        for (size_t j = 0; j < sizeof dates / sizeof *dates; j++) {
            struct date date;
            assert_true(date_parse(dates[j], &date));
            compare(law_layer(law, i), date, tiles[(i + j) % (sizeof tiles / sizeof *tiles)]);
        }
}

/* A copy of the data in which Kenya criminalises nothing. */
static struct law *edited_law(void)
{
    char dir[] = "/tmp/lawmap-edit-XXXXXX", command[8192];
    assert_non_null(mkdtemp(dir));
    snprintf(command, sizeof command,
             "cp -r '%s/data/.' %s && sed -i -E "
             "'s/(\"(selling|buying|third_parties)\": )\"[a-z-]+\"/\\1\"not-criminalised\"/' "
             "%s/jurisdictions/KE.json",
             getenv("LAWMAP_SOURCE_ROOT"), dir, dir);
    assert_int_equal(system(command), 0);
    struct law *edited = fixture_law_in(dir);
    snprintf(command, sizeof command, "rm -r %s", dir);
    assert_int_equal(system(command), 0);
    return edited;
}

static bool shows(const struct planes *planes, size_t leaf)
{
    for (size_t i = 0; i < (size_t)planes->size * planes->size; i++)
        if (planes->leaves[i] == leaf + 1)
            return true;
    return false;
}

static struct hash tag_of(const struct palette *palette, struct tile tile)
{
    struct tile_png png;
    assert_int_equal(tile_png(store, palette, tile, &png, NULL), LAWMAP_OK);
    struct hash tag = png.tag;
    tile_png_free(&png);
    return tag;
}

static void an_edit_changes_the_tiles_that_show_it(void **state)
{
    (void)state;
    struct law *edited = edited_law();
    struct raster *raster = raster_new(atlas, &markers, TILE_SIZE);
    struct palette *before, *after;
    size_t kenya = 0, changed = 0, other = 0;
    while (strcmp(atlas_leaf(atlas, kenya)->code, "KE") != 0)
        kenya++;
    struct date today = date_today();
    assert_int_equal(
        palette_new(atlas, law, law_find_layer(law, "third_parties"), today, 0, 0, &before, NULL), LAWMAP_OK);
    assert_int_equal(
        palette_new(atlas, edited, law_find_layer(edited, "third_parties"), today, 0, 0, &after, NULL),
        LAWMAP_OK);
    for (unsigned z = 0; z <= 6; z++)
        for (unsigned x = 0; x < 1u << z; x++)
            for (unsigned y = 0; y < 1u << z; y++) {
                struct tile tile = {z, x, y, 1};
                struct planes planes;
                assert_int_equal(raster_draw(raster, window_of(tile), &planes, NULL), LAWMAP_OK);
                bool differs = !hash_equal(tag_of(before, tile), tag_of(after, tile));
                if (differs != shows(&planes, kenya))
                    fail_msg("tile %u/%u/%u %s Kenya and its tag %s", z, x, y,
                             differs ? "does not show" : "shows", differs ? "changed" : "did not change");
                changed += differs;
                other += !differs;
            }
    assert_in_range(changed, 7, 60);
    assert_true(other > 5000);
    palette_free(before);
    palette_free(after);
    raster_free(raster);
    law_free(edited);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_layer_and_date_is_what_cairo_draws),
        cmocka_unit_test(an_edit_changes_the_tiles_that_show_it),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
