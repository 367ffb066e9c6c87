/* The atlas on the boundaries that lawmap ships. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <lawmap/atlas.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct atlas *atlas;

static int load(void **state)
{
    (void)state;
    char dir[4096];
    snprintf(dir, sizeof dir, "%s/shapefiles", getenv("LAWMAP_SOURCE_ROOT"));
    struct lawmap_error error = {0};
    struct atlas_options options = {.dir = dir};
    if (atlas_load(&options, &atlas, &error) != LAWMAP_OK)
        fail_msg("%s", error.text);
    return 0;
}

static int unload(void **state)
{
    (void)state;
    atlas_free(atlas);
    return 0;
}

static void leaves_are_in_order_of_code(void **state)
{
    (void)state;
    assert_true(atlas_leaf_count(atlas) > 250);
    for (size_t i = 1; i < atlas_leaf_count(atlas); i++)
        assert_true(strcmp(atlas_leaf(atlas, i - 1)->code, atlas_leaf(atlas, i)->code) < 0);
}

static void names_are_utf8(void **state)
{
    (void)state;
    for (size_t i = 0; i < atlas_leaf_count(atlas); i++)
        if (strcmp(atlas_leaf(atlas, i)->code, "CI") == 0)
            assert_string_equal(atlas_leaf(atlas, i)->name, "Côte d'Ivoire");
}

static void places_are_found(void **state)
{
    (void)state;
    static const struct {
        double latitude, longitude;
        const char *code; /* NULL: nothing within 25 km */
        bool inside;
    } cases[] = {
        {-29.31, 27.48, "LS", true},     /* Maseru, in a hole of South Africa */
        {-28.0, 27.0, "ZA", true},       /* beside it */
        {43.94, 12.46, "SM", true},      /* San Marino, in a hole of Italy */
        {41.9033, 12.4534, "VA", true},  /* the Vatican */
        {66.5, -175.0, "RU", true},      /* Chukotka, west of the antimeridian */
        {66.5, 175.0, "RU", true},       /* and east of it */
        {44.95, 34.10, "UA", true},      /* Simferopol */
        {27.15, -13.10, "EH", true},     /* near Laayoune */
        {-33.87, 151.0, "AU-NSW", true}, /* Sydney */
        {-80.0, 0.0, "AQ", true},        {-89.99, 0.0, "AQ", true},     {48.85, 2.35, "FR", true},
        {4.0, -53.0, "GF", true},        {51.0, 1.45, "GB-EAW", false}, /* off Dover, nearer to it than to
                                                                           Calais */
        {0.0, 0.0, NULL, false},         {0.0, -180.0, NULL, false},    {85.0, 0.0, NULL, false},
        {90.0, 0.0, NULL, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct atlas_place place;
        bool found = atlas_locate(atlas, cases[i].latitude, cases[i].longitude, 25, &place);
        const char *code = found ? atlas_leaf(atlas, place.leaf)->code : "nothing";
        if (strcmp(code, cases[i].code == NULL ? "nothing" : cases[i].code) != 0)
            fail_msg("%g, %g: found %s, expected %s", cases[i].latitude, cases[i].longitude, code,
                     cases[i].code);
        if (found)
            assert_int_equal(place.distance_km == 0, cases[i].inside);
    }
}

static void distance_is_on_the_sphere(void **state)
{
    (void)state;
    /* Walk east from a place at sea until the shore comes into reach: the reach that first finds it is the
     * distance. */
    struct atlas_place far, near;
    assert_true(atlas_locate(atlas, 51.0, 1.45, 25, &far));
    assert_false(atlas_locate(atlas, 51.0, 1.45, far.distance_km * 0.99, &near));
    assert_true(atlas_locate(atlas, 51.0, 1.45, far.distance_km * 1.01, &near));
    assert_true(fabs(near.distance_km - far.distance_km) < 1e-9);
    /* A kilometre of latitude further from a shore that lies to the north is at most a kilometre more. */
    struct atlas_place further;
    assert_true(atlas_locate(atlas, 51.0 - 1 / 111.195, 1.45, 25, &further));
    assert_true(fabs(further.distance_km - far.distance_km) <= 1.001);
}

static void shores_are_seen_across_the_antimeridian(void **state)
{
    (void)state;
    struct atlas_place place;
    /* The Fiji islands lie on both sides; look for a shore from each. */
    static const double longitudes[] = {179.995, -179.995};
    for (size_t i = 0; i < 2; i++) {
        assert_true(atlas_locate(atlas, -16.75, longitudes[i], 25, &place));
        assert_string_equal(atlas_leaf(atlas, place.leaf)->code, "FJ");
    }
}

static void extents_know_the_antimeridian(void **state)
{
    (void)state;
    static const struct {
        const char *code;
        bool crosses;
        double inside_longitude, inside_latitude;
    } cases[] = {
        {"FJ", true, 180, -17},  {"RU", true, 180, 66},       {"NZ", true, 180, -40},
        {"US", true, -100, 40},  {"FR", false, 2, 48},        {"LS", false, 28, -29.5},
        {"AU", false, 135, -25}, {"AU-NSW", false, 147, -33},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct degrees_box box;
        assert_true(atlas_extent(atlas, cases[i].code, &box));
        assert_int_equal(box.west > box.east, cases[i].crosses);
        double x = cases[i].inside_longitude, y = cases[i].inside_latitude;
        bool within = box.west > box.east ? x >= box.west || x <= box.east : x >= box.west && x <= box.east;
        assert_true(within && y > box.south && y < box.north);
    }
    struct degrees_box box;
    assert_true(atlas_extent(atlas, "AQ", &box));
    assert_true(box.west == -180 && box.east == 180 && box.south == -90);
    assert_false(atlas_extent(atlas, "XX", &box));
}

struct counter {
    size_t paths, points;
};

static void count_path(void *context, struct atlas_point point)
{
    (void)point;
    ((struct counter *)context)->paths++;
}

static void count_point(void *context, struct atlas_point point)
{
    (void)point;
    ((struct counter *)context)->points++;
}

static size_t points_of(size_t leaf, int level, struct atlas_box box)
{
    struct counter counter = {0};
    const struct atlas_pen pen = {count_path, count_point, &counter};
    atlas_draw_leaf(atlas, leaf, level, box, &pen);
    return counter.points;
}

static size_t find(const char *code)
{
    for (size_t i = 0; i < atlas_leaf_count(atlas); i++)
        if (strcmp(atlas_leaf(atlas, i)->code, code) == 0)
            return i;
    fail_msg("no leaf %s", code);
    return 0;
}

static void detail_grows_with_the_level_and_every_leaf_stays(void **state)
{
    (void)state;
    const struct atlas_box world = {0, INT32_MIN, ATLAS_WORLD, INT32_MAX};
    size_t canada = find("CA");
    assert_true(points_of(canada, 0, world) * 10 < points_of(canada, 6, world));
    for (size_t i = 0; i < atlas_leaf_count(atlas); i++)
        assert_true(points_of(i, 0, world) >= 2); /* a triangle: move, line, line */
}

static void far_lines_cost_few_points(void **state)
{
    (void)state;
    /* A tile of zoom 8 inside Russia: of its thousands of points only those that wind round the tile are
     * left. */
    const int32_t side = ATLAS_WORLD >> 8, west = 180 * side, north = 75 * side;
    const struct atlas_box box = {west, north, west + side, north + side};
    assert_true(points_of(find("RU"), 8, box) < 200);
    uint16_t leaf;
    assert_true(atlas_is_uniform(atlas, 8, box, &leaf));
    assert_string_equal(atlas_leaf(atlas, leaf)->code, "RU");
    assert_string_equal(
        atlas_leaf(atlas, atlas_leaf_at(atlas, (struct atlas_point){west + side / 2, north + side / 2}))
            ->code,
        "RU");
}

static void cut_edges_are_not_borders(void **state)
{
    (void)state;
    /* A strip along the antimeridian across Chukotka: what is drawn in it are coasts that cross, not the cut
     * itself. */
    const int32_t side = ATLAS_WORLD >> 6;
    const struct atlas_box strip = {ATLAS_WORLD - 8, 15 * side, ATLAS_WORLD + 8, 18 * side};
    struct counter counter = {0};
    const struct atlas_pen pen = {count_path, count_point, &counter};
    atlas_draw_borders(atlas, ATLAS_COAST, ATLAS_LEVEL_MAX, strip, &pen);
    assert_in_range(counter.points, 1, 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(leaves_are_in_order_of_code),
        cmocka_unit_test(names_are_utf8),
        cmocka_unit_test(places_are_found),
        cmocka_unit_test(distance_is_on_the_sphere),
        cmocka_unit_test(shores_are_seen_across_the_antimeridian),
        cmocka_unit_test(extents_know_the_antimeridian),
        cmocka_unit_test(detail_grows_with_the_level_and_every_leaf_stays),
        cmocka_unit_test(far_lines_cost_few_points),
        cmocka_unit_test(cut_edges_are_not_borders),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
