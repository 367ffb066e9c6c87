#include "pyramid.h"

#include <pthread.h>
#include <stdlib.h>

enum { BATCH_SIZE = 32 }; /* tiles drawn by one thread between two locks */

struct batch {
    struct tile_png tiles[BATCH_SIZE];
    enum lawmap_status status;
    struct lawmap_error error;
    bool drawn;
};

/* Batches are numbered in order. Those from `taken` to `begun` are in the ring, being drawn or waiting. */
struct crew {
    struct tile_store *store;
    const struct palette *palette;
    struct zooms zooms;
    size_t tile_count, batch_count;
    pthread_mutex_t lock; /* of all below */
    pthread_cond_t changed;
    size_t begun, taken;
    bool stopped;
    struct batch *ring;
    size_t ring_size;
    pthread_t *threads;
    size_t thread_count;
};

size_t pyramid_size(struct zooms zooms)
{
    size_t count = 0;
    for (unsigned z = zooms.first; z <= zooms.last; z++)
        count += (size_t)1 << 2 * z;
    return count;
}

/* The point of Hilbert's curve through 2^z x 2^z places that comes `index` places after its start: square by
 * square, from the smallest, turned so that the ends meet (en.wikipedia.org/wiki/Hilbert_curve; PMTiles,
 * version 3). */
static struct tile hilbert_tile(unsigned z, size_t index)
{
    unsigned x = 0, y = 0;
    for (unsigned side = 1; side < 1u << z; side *= 2, index /= 4) {
        unsigned right = (unsigned)(index / 2) & 1, down = (unsigned)(index ^ right) & 1;
        if (!down) {
            unsigned before = right ? side - 1 - x : x;
            x = right ? side - 1 - y : y;
            y = before;
        }
        x += right * side;
        y += down * side;
    }
    return (struct tile){.z = z, .x = x, .y = y, .scale = 1};
}

static struct tile tile_of(struct zooms zooms, size_t index)
{
    unsigned z = zooms.first;
    while (index >= (size_t)1 << 2 * z)
        index -= (size_t)1 << 2 * z++;
    if (zooms.order == ORDER_HILBERT)
        return hilbert_tile(z, index);
    unsigned mask = (1u << z) - 1;
    return (struct tile){
        .z = z, .x = (unsigned)(index >> z), .y = mask - ((unsigned)index & mask), .scale = 1};
}

enum { PROGRESS_STEP = 256 /* tiles from one call of progress() to the next */ };

enum lawmap_status export_progress(const struct export_options *options, size_t done, size_t total,
                                   struct lawmap_error *error)
{
    if (options->progress == NULL || (done % PROGRESS_STEP != 0 && done != total) ||
        options->progress(options->context, done, total))
        return LAWMAP_OK;
    return lawmap_fail(error, LAWMAP_BAD_REQUEST, "%s: stopped after %zu of %zu tiles", options->path, done,
                       total);
}

enum lawmap_status export_check(const struct export_options *options, struct lawmap_error *error)
{
    if (options->first_zoom <= options->last_zoom && options->last_zoom <= TILE_ZOOM_MAX)
        return LAWMAP_OK;
    return lawmap_fail(error, LAWMAP_BAD_REQUEST, "no zooms %u-%u: they are 0 to %d", options->first_zoom,
                       options->last_zoom, TILE_ZOOM_MAX);
}

static size_t batch_end(const struct crew *crew, size_t number)
{
    size_t end = (number + 1) * BATCH_SIZE;
    return end < crew->tile_count ? end : crew->tile_count;
}

static void draw_batch(const struct crew *crew, size_t number, struct batch *batch)
{
    size_t first = number * BATCH_SIZE, end = batch_end(crew, number);
    batch->status = LAWMAP_OK;
    for (size_t i = first; i < end && batch->status == LAWMAP_OK; i++)
        batch->status = tile_png(crew->store, crew->palette, tile_of(crew->zooms, i),
                                 &batch->tiles[i - first], &batch->error);
}

static void free_tiles(struct batch *batch)
{
    for (size_t i = 0; i < BATCH_SIZE; i++)
        tile_png_free(&batch->tiles[i]);
}

static bool may_begin(const struct crew *crew)
{
    return !crew->stopped && crew->begun < crew->batch_count && crew->begun - crew->taken < crew->ring_size;
}

/* Call with the lock, which is open while the batch is drawn. */
static void begin_batch(struct crew *crew)
{
    size_t number = crew->begun++;
    struct batch *batch = &crew->ring[number % crew->ring_size];
    pthread_mutex_unlock(&crew->lock);
    draw_batch(crew, number, batch);
    pthread_mutex_lock(&crew->lock);
    batch->drawn = true;
    pthread_cond_broadcast(&crew->changed);
}

static void *work(void *argument)
{
    struct crew *crew = argument;
    pthread_mutex_lock(&crew->lock);
    while (!crew->stopped && crew->begun < crew->batch_count)
        if (may_begin(crew))
            begin_batch(crew);
        else
            pthread_cond_wait(&crew->changed, &crew->lock);
    pthread_mutex_unlock(&crew->lock);
    return NULL;
}

static enum lawmap_status take_batch(const struct crew *crew, size_t number, struct batch *batch,
                                     const struct pyramid_taker *taker, struct lawmap_error *error)
{
    size_t first = number * BATCH_SIZE, end = batch_end(crew, number);
    enum lawmap_status status = batch->status;
    if (status != LAWMAP_OK)
        lawmap_fail(error, status, "%s", batch->error.text);
    for (size_t i = first; i < end && status == LAWMAP_OK; i++)
        status = taker->take(taker->context, tile_of(crew->zooms, i), &batch->tiles[i - first], error);
    free_tiles(batch);
    return status;
}

/* Takes batches in order; draws one itself while the next is not there yet. */
static enum lawmap_status take_all(struct crew *crew, const struct pyramid_taker *taker,
                                   struct lawmap_error *error)
{
    enum lawmap_status status = LAWMAP_OK;
    pthread_mutex_lock(&crew->lock);
    while (status == LAWMAP_OK && crew->taken < crew->batch_count) {
        struct batch *batch = &crew->ring[crew->taken % crew->ring_size];
        if (batch->drawn) {
            pthread_mutex_unlock(&crew->lock);
            status = take_batch(crew, crew->taken, batch, taker, error);
            pthread_mutex_lock(&crew->lock);
            batch->drawn = false;
            crew->taken++;
            pthread_cond_broadcast(&crew->changed);
        } else if (may_begin(crew)) {
            begin_batch(crew);
        } else {
            pthread_cond_wait(&crew->changed, &crew->lock);
        }
    }
    crew->stopped = true;
    pthread_cond_broadcast(&crew->changed);
    pthread_mutex_unlock(&crew->lock);
    return status;
}

/* As many as the system gives: the caller's thread can do it all alone. */
static void hire(struct crew *crew, size_t count)
{
    while (crew->thread_count < count &&
           pthread_create(&crew->threads[crew->thread_count], NULL, work, crew) == 0)
        crew->thread_count++;
}

enum lawmap_status pyramid_draw(struct tile_store *store, const struct palette *palette, struct zooms zooms,
                                unsigned threads, const struct pyramid_taker *taker,
                                struct lawmap_error *error)
{
    size_t others = threads > 1 ? threads - 1 : 0, tiles = pyramid_size(zooms);
    struct crew crew = {
        .store = store,
        .palette = palette,
        .zooms = zooms,
        .tile_count = tiles,
        .batch_count = (tiles + BATCH_SIZE - 1) / BATCH_SIZE,
        .ring_size = 2 * (others + 1),
    };
    enum lawmap_status status = LAWMAP_NO_MEMORY;
    crew.ring = calloc(crew.ring_size, sizeof *crew.ring);
    crew.threads = calloc(others + 1, sizeof *crew.threads);
    pthread_mutex_init(&crew.lock, NULL);
    pthread_cond_init(&crew.changed, NULL);
    if (crew.ring == NULL || crew.threads == NULL) {
        lawmap_fail(error, status, "out of memory for %zu threads", others + 1);
        goto cleanup;
    }
    hire(&crew, others);
    status = take_all(&crew, taker, error);
    for (size_t i = 0; i < crew.thread_count; i++)
        pthread_join(crew.threads[i], NULL);
    for (size_t i = 0; i < crew.ring_size; i++)
        free_tiles(&crew.ring[i]);
cleanup:
    pthread_cond_destroy(&crew.changed);
    pthread_mutex_destroy(&crew.lock);
    free(crew.threads);
    free(crew.ring);
    return status;
}
