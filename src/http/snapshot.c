#include "snapshot.h"

#include <stdio.h>
#include <stdlib.h>

enum {
    PALETTES_MAX = 256,
    FIGURES_MAX = 64,
    FIGURES_BYTES_MAX = 4 << 20,
    ANSWERS_MAX = 1024,
    ANSWERS_BYTES_MAX = 8 << 20, /* the outlines in full detail, too: to make them takes long */
    RESPONSES_MAX = 1024,
    RESPONSES_BYTES_MAX = 6 << 20,
};

static void destroy(struct shared *shared)
{
    struct snapshot *self = (struct snapshot *)shared;
    if (self->alive != NULL)
        atomic_fetch_sub(self->alive, 1);
    cache_free(self->responses);
    cache_free(self->answers);
    cache_free(self->figures);
    cache_free(self->palettes);
    page_renderer_release(self->pages);
    placed_labels_free(self->labels);
    free(self->changes);
    law_free(self->law);
    refusal_clear(&self->refusal);
    geometry_release(self->geometry);
    free(self);
}

void snapshot_release(struct snapshot *snapshot)
{
    if (snapshot != NULL)
        shared_release(&snapshot->shared);
}

static void log_faults(const struct fault_list *faults, const struct server_options *options)
{
    for (size_t i = 0; i < faults->count; i++) {
        const struct fault *fault = &faults->items[i];
        char *line = NULL;
        if (asprintf(&line, "%s:%d:%d: error: %s", fault->file, fault->line, fault->column, fault->message) >=
            0)
            options->log(options->context, SEVERITY_ERROR, line);
        free(line);
    }
}

static enum lawmap_status load_law(const struct server_options *options, struct law **out,
                                   struct fault_list *faults, struct lawmap_error *error)
{
    enum lawmap_status status = law_load(options->data_dir, out, faults, error);
    if (status == LAWMAP_BAD_DATA) {
        log_faults(faults, options);
        lawmap_fail(error, status, "%s: %zu fault%s in the data", options->data_dir, faults->count,
                    faults->count == 1 ? "" : "s");
    }
    return status;
}

/* The pages come with the program: a reload changes nothing about them. */
static enum lawmap_status share_pages(const struct snapshot *previous, struct page_renderer **out,
                                      struct lawmap_error *error)
{
    if (previous == NULL)
        return page_renderer_new(out, error);
    shared_keep(&previous->pages->shared);
    *out = previous->pages;
    return LAWMAP_OK;
}

static int compare_dates(const void *a, const void *b)
{
    return date_compare(*(const struct date *)a, *(const struct date *)b);
}

static bool collect_changes(struct snapshot *self)
{
    size_t periods = 0, count = law_jurisdiction_count(self->law);
    for (size_t i = 0; i < count; i++)
        periods += law_jurisdiction(self->law, i)->period_count;
    self->changes = calloc(periods + 1, sizeof *self->changes);
    if (self->changes == NULL)
        return false;
    for (size_t i = 0; i < count; i++) {
        const struct jurisdiction *jurisdiction = law_jurisdiction(self->law, i);
        for (size_t p = 0; p < jurisdiction->period_count; p++)
            if (jurisdiction->periods[p].from.year != 0)
                self->changes[self->change_count++] = jurisdiction->periods[p].from;
    }
    qsort(self->changes, self->change_count, sizeof *self->changes, compare_dates);
    return true;
}

enum lawmap_status snapshot_load(const struct server_options *options, const struct snapshot *previous,
                                 struct snapshot **out, struct fault_list *faults, struct lawmap_error *error)
{
    *out = NULL;
    struct snapshot *self = calloc(1, sizeof *self);
    if (self == NULL)
        return lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory");
    shared_init(&self->shared, destroy);
    self->correction_url = options->correction_url;
    self->site = &options->site;
    refusal_init(&self->refusal);
    self->watched = options->watched;
    self->frame_ancestors = options->frame_ancestors;
    self->modified = modified_files(options->data_dir, options->atlas.dir); /* before they are read */
    enum lawmap_status status = load_law(options, &self->law, faults, error);
    if (status == LAWMAP_OK)
        status = geometry_load(&options->atlas, previous == NULL ? NULL : previous->geometry, &self->geometry,
                               error);
    if (status == LAWMAP_OK)
        status = share_pages(previous, &self->pages, error);
    if (status != LAWMAP_OK)
        goto cleanup;
    self->labels = placed_labels_new(self->geometry->atlas, self->law);
    self->palettes = cache_new(PALETTES_MAX, SIZE_MAX);
    self->figures = cache_new(FIGURES_MAX, FIGURES_BYTES_MAX);
    self->answers = cache_new(ANSWERS_MAX, ANSWERS_BYTES_MAX);
    self->responses = cache_new(RESPONSES_MAX, RESPONSES_BYTES_MAX);
    if (self->labels == NULL || self->palettes == NULL || self->figures == NULL || self->answers == NULL ||
        self->responses == NULL || !collect_changes(self)) {
        status = lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory");
        goto cleanup;
    }
    *out = self;
    self = NULL;
cleanup:
    snapshot_release(self);
    return status;
}

/* How many changes had happened by that date. */
static size_t era(const struct snapshot *snapshot, struct date date)
{
    size_t low = 0, high = snapshot->change_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (date_compare(snapshot->changes[middle], date) <= 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void destroy_palette(struct shared *shared)
{
    struct shared_palette *self = (struct shared_palette *)shared;
    palette_free(self->palette);
    free(self);
}

enum lawmap_status snapshot_palette(struct snapshot *snapshot, const struct layer *layer, struct date date,
                                    size_t colours, uint64_t hidden, struct shared_palette **out,
                                    struct lawmap_error *error)
{
    char key[128];
    snprintf(key, sizeof key, "%zu/%d/%zu/%zu/%llx", layer->index, (int)layer->kind, era(snapshot, date),
             colours, (unsigned long long)hidden);
    *out = (struct shared_palette *)cache_get(snapshot->palettes, key);
    if (*out != NULL)
        return LAWMAP_OK;
    struct shared_palette *self = calloc(1, sizeof *self);
    if (self == NULL)
        return lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory");
    shared_init(&self->shared, destroy_palette);
    enum lawmap_status status = palette_new(snapshot->geometry->atlas, snapshot->law, layer, date, colours,
                                            hidden, &self->palette, error);
    if (status != LAWMAP_OK) {
        shared_release(&self->shared);
        return status;
    }
    cache_put(snapshot->palettes, key, &self->shared, 1);
    *out = self;
    return LAWMAP_OK;
}
