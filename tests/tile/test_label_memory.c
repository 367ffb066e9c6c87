/* Allocations of labels are made to fail. The linker leads the library's calls here (--wrap); Pango's and
 * Cairo's own are not reached. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <lawmap/tile.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct atlas *atlas;
static struct law *law;

static long allowed = -1; /* allocations until one fails; negative: none does */
static bool refused;

static bool may_allocate(void)
{
    if (allowed == 0) {
        refused = true;
        return false;
    }
    if (allowed > 0)
        allowed--;
    return true;
}

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_reallocarray(void *old, size_t count, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_reallocarray(void *old, size_t count, size_t size);

void *__wrap_malloc(size_t size)
{
    return may_allocate() ? __real_malloc(size) : NULL;
}

void *__wrap_calloc(size_t count, size_t size)
{
    return may_allocate() ? __real_calloc(count, size) : NULL;
}

void *__wrap_reallocarray(void *old, size_t count, size_t size)
{
    return may_allocate() ? __real_reallocarray(old, count, size) : NULL;
}

static int load(void **state)
{
    (void)state;
    char path[4096];
    struct fault_list faults = {0};
    snprintf(path, sizeof path, "%s/shapefiles", getenv("LAWMAP_SOURCE_ROOT"));
    struct atlas_options options = {.dir = path};
    bool ok = atlas_load(&options, &atlas, NULL) == LAWMAP_OK;
    snprintf(path, sizeof path, "%s/data", getenv("LAWMAP_SOURCE_ROOT"));
    ok = ok && law_load(path, &law, &faults, NULL) == LAWMAP_OK;
    fault_list_free(&faults);
    return ok ? 0 : -1;
}

static int unload(void **state)
{
    (void)state;
    atlas_free(atlas);
    law_free(law);
    return 0;
}

/* There are thousands: the first ones one by one, then with growing steps, until none is refused. */
static void new_labels_without_memory(void **state)
{
    (void)state;
    long refusals = 0;
    refused = true;
    for (long count = 0; refused; count += 1 + count / 6) {
        struct labels *labels = NULL;
        struct lawmap_error error = {0};
        refused = false;
        allowed = count;
        enum lawmap_status status = labels_new(atlas, law, LANGUAGE_ES, &labels, &error);
        allowed = -1;
        refusals += refused;
        assert_int_equal(status, refused ? LAWMAP_NO_MEMORY : LAWMAP_OK);
        assert_int_equal(labels != NULL, !refused);
        assert_int_equal(strlen(error.text) > 0, refused);
        labels_free(labels);
    }
    assert_true(refusals > 30);
}

static void tiles_without_memory(void **state)
{
    (void)state;
    static const struct tile tiles[] = {{4, 8, 5, 1}, {4, 8, 5, 2}, {8, 40, 140, 1}};
    struct labels *labels;
    assert_int_equal(labels_new(atlas, law, LANGUAGE_EN, &labels, NULL), LAWMAP_OK);
    for (size_t i = 0; i < sizeof tiles / sizeof *tiles; i++) {
        long count = 0;
        for (refused = true; refused; count++) {
            struct tile_png png;
            struct lawmap_error error = {0};
            refused = false;
            allowed = count;
            enum lawmap_status status = labels_png(labels, tiles[i], &png, &error);
            allowed = -1;
            assert_int_equal(status, refused ? LAWMAP_NO_MEMORY : LAWMAP_OK);
            assert_int_equal(png.head != NULL && png.body != NULL, !refused);
            assert_int_equal(strlen(error.text) > 0, refused);
            tile_png_free(&png);
        }
        assert_true(count > 2);
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
