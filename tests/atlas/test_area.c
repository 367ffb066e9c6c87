/* Areas joined of leaves, and boxes joined on the globe; then with each allocation made to fail in turn. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "allocations.h"

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

/* Twice; negative: anticlockwise on the globe, as y grows south. */
static double ring_area(const struct atlas_area *area, const struct atlas_ring *ring)
{
    const struct atlas_point *points = area->points + ring->first;
    double sum = 0;
    for (size_t i = 1; i < ring->count; i++)
        sum += (double)(points[i - 1].x - points[0].x) * (double)(points[i].y - points[0].y) -
               (double)(points[i].x - points[0].x) * (double)(points[i - 1].y - points[0].y);
    return sum;
}

static double area_of(const char *code, int level)
{
    struct atlas_area area;
    double sum = 0;
    assert_int_equal(atlas_area(atlas, code, level, &area, NULL), LAWMAP_OK);
    for (size_t i = 0; i < area.ring_count; i++)
        sum -= ring_area(&area, &area.rings[i]);
    atlas_area_free(&area);
    return sum;
}

static void every_leaf_has_an_area_at_every_level(void **state)
{
    (void)state;
    for (size_t leaf = 0; leaf < atlas_leaf_count(atlas); leaf++) {
        for (int level = 0; level <= ATLAS_LEVEL_MAX; level++) {
            struct atlas_area area;
            assert_int_equal(atlas_area(atlas, atlas_leaf(atlas, leaf)->code, level, &area, NULL), LAWMAP_OK);
            assert_true(area.ring_count > 0 && !area.rings[0].is_hole);
            size_t next = 0;
            for (size_t i = 0; i < area.ring_count; i++) {
                const struct atlas_ring *ring = &area.rings[i];
                const struct atlas_point *first = &area.points[ring->first], *last = first + ring->count - 1;
                assert_true(ring->first == next && ring->count >= 4);
                assert_true(first->x == last->x && first->y == last->y);
                assert_true((ring_area(&area, ring) > 0) == ring->is_hole);
                next += ring->count;
            }
            assert_true(next == area.point_count);
            atlas_area_free(&area);
        }
    }
}

static void a_country_is_the_sum_of_its_parts(void **state)
{
    (void)state;
    static const char *const countries[] = {"US", "AU", "GB", "MX"};
    for (size_t i = 0; i < sizeof countries / sizeof countries[0]; i++) {
        double parts = 0;
        for (size_t leaf = 0; leaf < atlas_leaf_count(atlas); leaf++)
            if (strcmp(atlas_leaf(atlas, leaf)->parent, countries[i]) == 0)
                parts += area_of(atlas_leaf(atlas, leaf)->code, ATLAS_LEVEL_MAX);
        assert_true(parts > 0);
        assert_true(fabs(area_of(countries[i], ATLAS_LEVEL_MAX) / parts - 1) < 1e-9);
    }
}

static void a_code_without_leaves_is_not_found(void **state)
{
    (void)state;
    static const char *const codes[] = {"ZZ", "", "us", "US-", "USA"};
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        struct atlas_area area;
        struct lawmap_error error = {0};
        assert_int_equal(atlas_area(atlas, codes[i], 0, &area, &error), LAWMAP_NOT_FOUND);
        assert_true(area.points == NULL && area.rings == NULL && area.ring_count == 0);
        assert_non_null(strstr(error.text, codes[i]));
        atlas_area_free(&area);
    }
    atlas_area_free(NULL);
}

static void boxes_are_joined_the_short_way_round(void **state)
{
    (void)state;
    static const struct {
        struct degrees_box boxes[3];
        size_t count;
        struct degrees_box joined;
    } cases[] = {
        {{{10, -5, 20, 5}}, 1, {10, -5, 20, 5}},
        {{{10, -5, 20, 5}, {30, 0, 40, 50}}, 2, {10, -5, 40, 50}},
        {{{170, -5, 180, 5}, {-180, 0, -170, 50}}, 2, {170, -5, -170, 50}}, /* they touch at 180° */
        {{{170, 0, 175, 1}, {-175, 0, -170, 1}}, 2, {170, 0, -170, 1}},
        {{{175, 0, -175, 1}, {170, 0, 171, 1}}, 2, {170, 0, -175, 1}},     /* one crosses already */
        {{{175, 0, -175, 1}, {-10, -2, 10, 2}}, 2, {-10, -2, -175, 2}},    /* the gap from -175 is wider */
        {{{-180, -90, 180, -60}, {10, 0, 20, 1}}, 2, {-180, -90, 180, 1}}, /* all round */
        {{{-180, 0, -60, 1}, {-60, 0, 60, 1}, {60, 0, 180, 1}}, 3, {-180, 0, 180, 1}},
        {{{10, 0, 40, 1}, {20, 0, 30, 1}}, 2, {10, 0, 40, 1}}, /* one within the other */
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct degrees_box found, expected = cases[i].joined;
        assert_int_equal(atlas_join_boxes(cases[i].boxes, cases[i].count, &found, NULL), LAWMAP_OK);
        if (fabs(found.west - expected.west) > 1e-6 || fabs(found.east - expected.east) > 1e-6 ||
            found.south != expected.south || found.north != expected.north)
            fail_msg("case %zu: %g %g %g %g", i, found.west, found.south, found.east, found.north);
    }
}

static void an_area_survives_a_lack_of_memory(void **state)
{
    (void)state;
    static const char *const codes[] = {"ZA", "US", "LS"}; /* a hole; many leaves; one ring */
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        enum lawmap_status status = LAWMAP_NO_MEMORY;
        long count = 0;
        for (; status != LAWMAP_OK && count < 1000; count++) {
            struct atlas_area area;
            struct lawmap_error error = {0};
            allocations_begin(count, REFUSE_ALL);
            status = atlas_area(atlas, codes[i], 0, &area, &error);
            allocations_end();
            assert_int_equal(status == LAWMAP_OK, area.ring_count > 0);
            if (status != LAWMAP_OK) {
                assert_int_equal(status, LAWMAP_NO_MEMORY);
                assert_true(area.points == NULL && area.rings == NULL && error.text[0] != '\0');
            }
            atlas_area_free(&area);
        }
        assert_int_equal(status, LAWMAP_OK);
        assert_true(count > 5);
    }
}

static void joined_boxes_survive_a_lack_of_memory(void **state)
{
    (void)state;
    static const struct degrees_box boxes[] = {{0, 0, 1, 1}, {2, 2, 3, 3}};
    struct degrees_box joined;
    struct lawmap_error error = {0};
    allocations_begin(0, REFUSE_ALL);
    enum lawmap_status status = atlas_join_boxes(boxes, 2, &joined, &error);
    allocations_end();
    assert_int_equal(status, LAWMAP_NO_MEMORY);
    assert_string_equal(error.text, "out of memory");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_leaf_has_an_area_at_every_level),
        cmocka_unit_test(a_country_is_the_sum_of_its_parts),
        cmocka_unit_test(a_code_without_leaves_is_not_found),
        cmocka_unit_test(boxes_are_joined_the_short_way_round),
        cmocka_unit_test(an_area_survives_a_lack_of_memory),
        cmocka_unit_test(joined_boxes_survive_a_lack_of_memory),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
