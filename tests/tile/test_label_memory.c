/* Allocations of labels are made to fail. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "allocations.h"
#include "fixture.h"

#include <string.h>

static struct atlas *atlas;
static struct law *law;

static int load(void **state)
{
    (void)state;
    atlas = fixture_atlas();
    law = fixture_law();
    return 0;
}

static int unload(void **state)
{
    (void)state;
    atlas_free(atlas);
    law_free(law);
    return 0;
}

/* There are thousands. */
static void new_labels_without_memory(void **state)
{
    (void)state;
    struct labels *labels = NULL;
    allocations_begin(LONG_MAX, REFUSE_ALL);
    assert_int_equal(labels_new(atlas, law, LANGUAGE_ES, &labels, NULL), LAWMAP_OK);
    allocations_end();
    labels_free(labels);
    long count = allocations_counted();
    assert_true(count > 100);
    for (long number = 0; number < count; number = allocations_next(number, count, 4, 5)) {
        struct lawmap_error error = {0};
        allocations_begin(number, REFUSE_ALL);
        enum lawmap_status status = labels_new(atlas, law, LANGUAGE_ES, &labels, &error);
        assert_true(allocations_end());
        assert_true(status == LAWMAP_NO_MEMORY ||
                    number >= count - 4); /* to give back what is over may fail */
        assert_int_equal(labels == NULL, status != LAWMAP_OK);
        assert_int_equal(strlen(error.text) > 0, status != LAWMAP_OK);
        labels_free(labels);
    }
}

static void tiles_without_memory(void **state)
{
    (void)state;
    static const struct tile tiles[] = {{4, 8, 5, 1}, {4, 8, 5, 2}, {8, 40, 140, 1}};
    struct labels *labels;
    assert_int_equal(labels_new(atlas, law, LANGUAGE_EN, &labels, NULL), LAWMAP_OK);
    for (size_t i = 0; i < sizeof tiles / sizeof *tiles; i++) {
        long number = 0;
        for (bool is_refused = true; is_refused; number++) {
            struct tile_png png;
            struct lawmap_error error = {0};
            allocations_begin(number, REFUSE_ALL);
            enum lawmap_status status = labels_png(labels, tiles[i], &png, &error);
            is_refused = allocations_end();
            assert_int_equal(status, is_refused ? LAWMAP_NO_MEMORY : LAWMAP_OK);
            assert_int_equal(png.head != NULL && png.body != NULL, !is_refused);
            assert_int_equal(strlen(error.text) > 0, is_refused);
            tile_png_free(&png);
        }
        assert_true(number > 2);
    }
    labels_free(labels);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(new_labels_without_memory),
        cmocka_unit_test(tiles_without_memory),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
