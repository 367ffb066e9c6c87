/* Finished geometry, kept by its place in the pyramid: an array of slots, one a tile of z0 to KEPT_ZOOM_MAX,
 * each filled once and for good. No lock, no key, no eviction; the bound is the pyramid itself. Deeper tiles
 * are cheap to draw and too many to keep. */
#include "store.h"
#include "geometry.h"
#include "png.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum { KEPT_ZOOM_MAX = 8, SCALES = 2 };
#define SLOTS ((((size_t)1 << 2 * (KEPT_ZOOM_MAX + 1)) - 1) / 3)

/* What a thread needs while it draws. */
struct easel {
    struct raster *raster;
    struct run_length *encoder;
    struct easel *next;
};

struct tile_store {
    const struct atlas *atlas;
    struct markers markers;
    struct geometry **uniform[SCALES]; /* by leaf; the last is the sea */
    unsigned char *uniform_body[SCALES];
    _Atomic(struct geometry *) *slots[SCALES];
    pthread_mutex_t kept_lock;
    struct arena kept; /* what the slots hold, but for uniform tiles */
    atomic_size_t bytes, count;
    pthread_mutex_t easels_lock;
    struct easel *easels; /* at rest */
};

bool tile_valid(struct tile tile)
{
    return tile.z <= TILE_ZOOM_MAX && tile.x < 1u << tile.z && tile.y < 1u << tile.z && tile.scale >= 1 &&
           tile.scale <= SCALES;
}

static void easel_free(struct easel *easel)
{
    if (easel == NULL)
        return;
    raster_free(easel->raster);
    run_length_free(easel->encoder);
    free(easel);
}

static struct easel *easel_new(const struct atlas *atlas, const struct markers *markers)
{
    struct easel *easel = calloc(1, sizeof *easel);
    if (easel == NULL)
        return NULL;
    easel->raster = raster_new(atlas, markers, SCALES * TILE_SIZE);
    easel->encoder = run_length_new();
    if (easel->raster == NULL || easel->encoder == NULL) {
        easel_free(easel);
        return NULL;
    }
    return easel;
}

static struct easel *take_easel(struct tile_store *store)
{
    pthread_mutex_lock(&store->easels_lock);
    struct easel *easel = store->easels;
    if (easel != NULL)
        store->easels = easel->next;
    pthread_mutex_unlock(&store->easels_lock);
    return easel != NULL ? easel : easel_new(store->atlas, &store->markers);
}

static void give_back(struct tile_store *store, struct easel *easel)
{
    pthread_mutex_lock(&store->easels_lock);
    easel->next = store->easels;
    store->easels = easel;
    pthread_mutex_unlock(&store->easels_lock);
}

/* All uniform tiles of a scale share one body: they differ in the palette. */
static bool make_uniform(struct tile_store *store, unsigned scale, struct run_length *encoder)
{
    unsigned size = TILE_SIZE * scale;
    size_t leaves = atlas_leaf_count(store->atlas), body_size;
    uint8_t *pixels = calloc(size, size);
    unsigned char *body =
        pixels == NULL ? NULL : png_body_of_runs(encoder, pixels, size, png_depth(1), &body_size);
    free(pixels);
    store->uniform_body[scale - 1] = body;
    store->uniform[scale - 1] = calloc(leaves + 1, sizeof *store->uniform[0]);
    bool ok = body != NULL && store->uniform[scale - 1] != NULL;
    for (size_t i = 0; ok && i <= leaves; i++) {
        uint16_t leaf = i == leaves ? ATLAS_NO_LEAF : (uint16_t)i;
        store->uniform[scale - 1][i] = geometry_uniform(leaf, size, body, body_size);
        ok = store->uniform[scale - 1][i] != NULL;
    }
    return ok;
}

enum lawmap_status tile_store_new(const struct atlas *atlas, struct tile_store **out,
                                  struct lawmap_error *error)
{
    *out = NULL;
    struct tile_store *store = calloc(1, sizeof *store);
    if (store == NULL)
        return lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory for the tiles");
    store->atlas = atlas;
    pthread_mutex_init(&store->easels_lock, NULL);
    pthread_mutex_init(&store->kept_lock, NULL);
    bool ok = markers_place(&store->markers, atlas);
    store->easels = ok ? easel_new(atlas, &store->markers) : NULL;
    ok = store->easels != NULL;
    for (unsigned scale = 1; ok && scale <= SCALES; scale++) {
        store->slots[scale - 1] = calloc(SLOTS, sizeof *store->slots[0]);
        ok = store->slots[scale - 1] != NULL && make_uniform(store, scale, store->easels->encoder);
    }
    if (!ok) {
        tile_store_free(store);
        return lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory for the tiles");
    }
    *out = store;
    return LAWMAP_OK;
}

static void free_scale(struct tile_store *store, unsigned scale)
{
    for (size_t i = 0; store->uniform[scale - 1] != NULL && i <= atlas_leaf_count(store->atlas); i++)
        geometry_free(store->uniform[scale - 1][i]);
    free(store->slots[scale - 1]);
    free(store->uniform[scale - 1]);
    free(store->uniform_body[scale - 1]);
}

void tile_store_free(struct tile_store *store)
{
    if (store == NULL)
        return;
    for (unsigned scale = 1; scale <= SCALES; scale++)
        free_scale(store, scale);
    while (store->easels != NULL) {
        struct easel *easel = store->easels;
        store->easels = easel->next;
        easel_free(easel);
    }
    arena_free(&store->kept);
    pthread_mutex_destroy(&store->kept_lock);
    pthread_mutex_destroy(&store->easels_lock);
    markers_free(&store->markers);
    free(store);
}

size_t tile_store_bytes(const struct tile_store *store)
{
    return atomic_load_explicit(&store->bytes, memory_order_relaxed);
}

size_t tile_store_count(const struct tile_store *store)
{
    return atomic_load_explicit(&store->count, memory_order_relaxed);
}

static _Atomic(struct geometry *) *slot_of(struct tile_store *store, struct tile tile)
{
    if (tile.z > KEPT_ZOOM_MAX)
        return NULL;
    size_t first = (((size_t)1 << 2 * tile.z) - 1) / 3; /* tiles of all zooms before */
    return &store->slots[tile.scale - 1][first + ((size_t)tile.y << tile.z) + tile.x];
}

static struct geometry *uniform_of(struct tile_store *store, struct tile tile, uint16_t leaf)
{
    return store->uniform[tile.scale - 1][leaf == ATLAS_NO_LEAF ? atlas_leaf_count(store->atlas) : leaf];
}

static struct geometry *draw(struct tile_store *store, struct easel *easel, struct tile tile,
                             struct lawmap_error *error)
{
    uint16_t leaf;
    if (raster_is_uniform(store->atlas, &store->markers, window_of(tile), &leaf))
        return uniform_of(store, tile, leaf);
    struct planes planes;
    if (raster_draw(easel->raster, window_of(tile), &planes, error) != LAWMAP_OK)
        return NULL;
    struct geometry *geometry = geometry_new(&planes, easel->encoder);
    if (geometry == NULL)
        lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory for tile %u/%u/%u", tile.z, tile.x, tile.y);
    if (geometry == NULL || geometry->entry_count > 1 || geometry->entries[0].strength > 0)
        return geometry;
    leaf = geometry->entries[0].leaf; /* what passed near it left no trace */
    geometry_free(geometry);
    return uniform_of(store, tile, leaf);
}

/* What is to be kept, in the arena. NULL: out of memory. */
static struct geometry *move_to_arena(struct tile_store *store, struct geometry *geometry)
{
    size_t bytes = geometry_bytes(geometry);
    void *block = arena_allocate(&store->kept, 1, bytes);
    struct geometry *kept = block == NULL ? NULL : geometry_copy(geometry, block);
    geometry_free(geometry);
    if (kept != NULL) {
        atomic_fetch_add_explicit(&store->bytes, bytes, memory_order_relaxed);
        atomic_fetch_add_explicit(&store->count, 1, memory_order_relaxed);
    }
    return kept;
}

/* Two threads may draw the same tile at once; they draw the same bytes, and the first to finish is kept.
 * Takes `geometry`. NULL: out of memory. */
static struct geometry *keep(struct tile_store *store, _Atomic(struct geometry *) *slot,
                             struct geometry *geometry)
{
    pthread_mutex_lock(&store->kept_lock);
    struct geometry *kept = atomic_load_explicit(slot, memory_order_relaxed);
    if (kept == NULL) {
        kept = geometry->shared_body ? geometry : move_to_arena(store, geometry);
        atomic_store_explicit(slot, kept, memory_order_release);
    } else if (!geometry->shared_body) {
        geometry_free(geometry);
    }
    pthread_mutex_unlock(&store->kept_lock);
    return kept;
}

/* A tile too deep to keep: the PNG takes the body, and the rest goes. */
static enum lawmap_status png_of_unkept(struct geometry *geometry, const struct palette *palette,
                                        struct easel *easel, struct tile_png *out, struct lawmap_error *error)
{
    enum lawmap_status status = geometry_png(geometry, palette, easel->encoder, out, error);
    if (geometry->shared_body)
        return status; /* one of the store's uniform tiles */
    if (status == LAWMAP_OK && out->owned == NULL) {
        out->owned = geometry->body;
        geometry->shared_body = true;
    }
    geometry_free(geometry);
    return status;
}

static enum lawmap_status png_of_new(struct tile_store *store, const struct palette *palette,
                                     struct tile tile, _Atomic(struct geometry *) *slot, struct tile_png *out,
                                     struct lawmap_error *error)
{
    struct easel *easel = take_easel(store);
    if (easel == NULL)
        return lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory to draw tile %u/%u/%u", tile.z, tile.x,
                           tile.y);
    struct geometry *geometry = slot == NULL ? NULL : atomic_load_explicit(slot, memory_order_acquire);
    if (geometry == NULL) {
        geometry = draw(store, easel, tile, error);
        if (geometry != NULL && slot != NULL && (geometry = keep(store, slot, geometry)) == NULL)
            lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory to keep tile %u/%u/%u", tile.z, tile.x,
                        tile.y);
    }
    enum lawmap_status status = LAWMAP_NO_MEMORY;
    if (geometry != NULL && slot == NULL)
        status = png_of_unkept(geometry, palette, easel, out, error);
    else if (geometry != NULL)
        status = geometry_png(geometry, palette, easel->encoder, out, error);
    give_back(store, easel);
    return status;
}

enum lawmap_status tile_png(struct tile_store *store, const struct palette *palette, struct tile tile,
                            struct tile_png *out, struct lawmap_error *error)
{
    *out = (struct tile_png){0};
    if (!tile_valid(tile))
        return lawmap_fail(error, LAWMAP_NOT_FOUND, "no tile %u/%u/%u: z is 0 to %d, x and y are below 2^z",
                           tile.z, tile.x, tile.y, TILE_ZOOM_MAX);
    _Atomic(struct geometry *) *slot = slot_of(store, tile);
    const struct geometry *geometry = slot == NULL ? NULL : atomic_load_explicit(slot, memory_order_acquire);
    if (geometry != NULL && !geometry->composed) /* the hot path: no easel, no lock */
        return geometry_png(geometry, palette, NULL, out, error);
    return png_of_new(store, palette, tile, slot, out, error);
}

const struct atlas *tile_store_atlas(const struct tile_store *store)
{
    return store->atlas;
}

const struct markers *tile_store_markers(const struct tile_store *store)
{
    return &store->markers;
}

enum lawmap_status tile_store_leaves(struct tile_store *store, struct tile tile, uint16_t *out,
                                     struct lawmap_error *error)
{
    size_t area = (size_t)TILE_SIZE * tile.scale * TILE_SIZE * tile.scale;
    uint16_t leaf;
    if (raster_is_uniform(store->atlas, &store->markers, window_of(tile), &leaf)) {
        for (size_t i = 0; i < area; i++)
            out[i] = leaf == ATLAS_NO_LEAF ? 0 : (uint16_t)(leaf + 1);
        return LAWMAP_OK;
    }
    struct easel *easel = take_easel(store);
    if (easel == NULL)
        return lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory to draw tile %u/%u/%u", tile.z, tile.x,
                           tile.y);
    struct planes planes;
    enum lawmap_status status = raster_draw(easel->raster, window_of(tile), &planes, error);
    if (status == LAWMAP_OK)
        memcpy(out, planes.leaves, area * sizeof *out);
    give_back(store, easel);
    return status;
}
