/* Threads that draw at the same time get the bytes that one alone gets. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fixture.h"

#include <pthread.h>
#include <stdlib.h>

enum { THREADS = 6, ZOOM = 4, SIDE = 1 << ZOOM, COUNT = SIDE * SIDE };

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

struct painter {
    struct tile_store *store; /* NULL: of labels */
    const struct palette *palette;
    struct labels *const *labels;
    unsigned start;
    struct hash result; /* of all tiles, in order */
};

enum { LANGUAGES = 2 };

static struct hash paint_one(const struct painter *painter, unsigned at, struct tile tile)
{
    struct tile_png png;
    struct hash hash = {0};
    enum lawmap_status status = painter->store != NULL
                                    ? tile_png(painter->store, painter->palette, tile, &png, NULL)
                                    : labels_png(painter->labels[at % LANGUAGES], tile, &png, NULL);
    if (status != LAWMAP_OK)
        return hash;
    hash = hash_join(hash_bytes(png.head, png.head_size), hash_bytes(png.body, png.body_size));
    tile_png_free(&png);
    return hash;
}

/* Each thread begins at another tile, so that they meet at unfinished ones, and takes those above it, too. */
static void *paint(void *argument)
{
    struct painter *painter = argument;
    struct hash hashes[COUNT] = {0};
    for (unsigned i = 0; i < COUNT; i++) {
        unsigned at = (i + painter->start) % COUNT;
        for (unsigned z = painter->store != NULL ? 0 : ZOOM; z <= ZOOM; z++) {
            struct tile tile = {z, at % SIDE >> (ZOOM - z), at / SIDE >> (ZOOM - z), 1};
            hashes[at] = hash_join(hashes[at], paint_one(painter, at, tile));
        }
    }
    painter->result = hash_bytes(hashes, sizeof hashes);
    return NULL;
}

static void compare(struct painter model, struct painter alone)
{
    struct painter painters[THREADS];
    pthread_t threads[THREADS];
    for (unsigned i = 0; i < THREADS; i++) {
        painters[i] = model;
        painters[i].start = i * 37;
        assert_int_equal(pthread_create(&threads[i], NULL, paint, &painters[i]), 0);
    }
    for (unsigned i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    paint(&alone);
    for (unsigned i = 0; i < THREADS; i++)
        assert_true(hash_equal(painters[i].result, alone.result));
}

static void tiles_are_the_same(void **state)
{
    (void)state;
    struct palette *palette;
    struct tile_store *together, *alone;
    assert_int_equal(palette_new(atlas, law, law_find_layer(law, "framework"), fixture_day("2026-01-01"), 0,
                                 0, &palette, NULL),
                     LAWMAP_OK);
    assert_int_equal(tile_store_new(atlas, &together, NULL), LAWMAP_OK);
    assert_int_equal(tile_store_new(atlas, &alone, NULL), LAWMAP_OK);
    compare((struct painter){.store = together, .palette = palette},
            (struct painter){.store = alone, .palette = palette});
    tile_store_free(together);
    tile_store_free(alone);
    palette_free(palette);
}

static void labels_are_the_same(void **state)
{
    (void)state;
    static const enum language languages[LANGUAGES] = {LANGUAGE_EN, LANGUAGE_ZH};
    struct labels *labels[LANGUAGES];
    for (size_t i = 0; i < LANGUAGES; i++)
        assert_int_equal(labels_new(atlas, law, languages[i], &labels[i], NULL), LAWMAP_OK);
    compare((struct painter){.labels = labels}, (struct painter){.labels = labels});
    for (size_t i = 0; i < LANGUAGES; i++)
        labels_free(labels[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tiles_are_the_same),
        cmocka_unit_test(labels_are_the_same),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
