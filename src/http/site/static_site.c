#include "static_site.h"

#include "http/pages/page_host.h"
#include "static_ask.h"
#include "static_place.h"

#include <lawmap/http.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* uthash ends the process when memory is short unless told that it need not. */
#define HASH_NONFATAL_OOM          1
#define uthash_nonfatal_oom(entry) ((entry)->stored = false)
#include <uthash.h>

struct entry { /* a file that the site is to have */
    struct static_place place;
    bool stored;
    UT_hash_handle hh; /* by the file's name */
};

struct static_site {
    const struct static_site_options *options;
    struct snapshot *snapshot;
    struct tile_folder *folder;
    struct buffer layers; /* ids, for the pages */
    pthread_mutex_t lock; /* of all below */
    pthread_cond_t changed;
    struct entry *by_file;
    struct entry **entries; /* in the order in which they were asked for */
    size_t count, capacity;
    size_t begun, done;
    bool stopped;
    enum lawmap_status status; /* the first failure */
    struct lawmap_error error;
    pthread_mutex_t writing; /* guards the folder and the report */
    struct export_report report;
    pthread_mutex_t drawing; /* of figures, of which the server draws one at a time */
};

static bool remember(struct static_site *site, const struct static_place *place)
{
    if (site->count == site->capacity) {
        size_t capacity = site->capacity == 0 ? 4096 : 2 * site->capacity;
        struct entry **entries = reallocarray(site->entries, capacity, sizeof *entries);
        if (entries == NULL)
            return false;
        site->entries = entries;
        site->capacity = capacity;
    }
    struct entry *entry = calloc(1, sizeof *entry);
    if (entry == NULL)
        return false;
    entry->place = *place;
    entry->stored = true;
    HASH_ADD_KEYPTR(hh, site->by_file, entry->place.file, strlen(entry->place.file), entry);
    if (!entry->stored) {
        free(entry);
        return false;
    }
    site->entries[site->count++] = entry;
    return true;
}

static enum lawmap_status want_place(struct static_site *site, const struct static_place *place,
                                     struct lawmap_error *error)
{
    struct entry *known;
    pthread_mutex_lock(&site->lock);
    HASH_FIND(hh, site->by_file, place->file, strlen(place->file), known);
    bool remembered = known != NULL || remember(site, place);
    if (known == NULL)
        pthread_cond_signal(&site->changed);
    pthread_mutex_unlock(&site->lock);
    return remembered ? LAWMAP_OK : lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory");
}

enum lawmap_status static_site_want(struct static_site *site, struct lawmap_error *error, const char *format,
                                    ...)
{
    char address[2 * PLACE_SIZE];
    struct static_place place;
    va_list values;
    va_start(values, format);
    vsnprintf(address, sizeof address, format, values);
    va_end(values);
    if (!static_place_of(site->snapshot->law, address, &place))
        return lawmap_fail(error, LAWMAP_BAD_DATA, "%s: such an address has no place in a folder", address);
    return want_place(site, &place, error);
}

/* What fails first is what is told; all else stops. */
static void fail(struct static_site *site, enum lawmap_status status, const struct lawmap_error *error)
{
    pthread_mutex_lock(&site->lock);
    if (site->status == LAWMAP_OK) {
        site->status = status;
        site->error = *error;
    }
    site->stopped = true;
    pthread_cond_broadcast(&site->changed);
    pthread_mutex_unlock(&site->lock);
}

/* What a page links to is wanted. */
static bool link_to(void *context, const char *address, struct buffer *out)
{
    struct static_site *site = context;
    struct static_place place;
    struct lawmap_error error = {0};
    enum lawmap_status status =
        static_place_of(site->snapshot->law, address, &place)
            ? want_place(site, &place, &error)
            : lawmap_fail(&error, LAWMAP_BAD_DATA, "a page links to %s, which has no place in a folder",
                          address);
    if (status != LAWMAP_OK) {
        fail(site, status, &error);
        return false;
    }
    buffer_append(out, place.file, place.link_size);
    return true;
}

/* The way up from a file: "../../". */
static void find_root(const char *file, char out[PLACE_SIZE])
{
    size_t size = 0;
    for (const char *c = file; *c != '\0' && size + sizeof "../" < PLACE_SIZE; c++)
        if (*c == '/')
            size += (size_t)snprintf(out + size, PLACE_SIZE - size, "../");
    out[size] = '\0';
}

static struct page_host host_of(struct static_site *site, const char *root)
{
    return (struct page_host){
        .root = root,
        .layers = site->layers.data,
        .last_zoom = site->options->last_zoom,
        .languages = site->options->languages,
        .link = link_to,
        .context = site,
    };
}

static enum lawmap_status put(struct static_site *site, const char *file, struct answer *answer,
                              struct lawmap_error *error)
{
    pthread_mutex_lock(&site->writing);
    enum lawmap_status status =
        tile_folder_put(site->folder, file, answer->body.data, answer->body.size, &site->report, error);
    site->report.tiles++;
    pthread_mutex_unlock(&site->writing);
    return status;
}

static enum lawmap_status make(struct static_site *site, const struct static_place *place,
                               struct lawmap_error *error)
{
    char root[PLACE_SIZE];
    find_root(place->file, root);
    struct page_host host = host_of(site, root);
    struct answer *answer;
    bool is_figure = strncmp(place->target, "/figures/", strlen("/figures/")) == 0;
    if (is_figure)
        pthread_mutex_lock(&site->drawing);
    enum lawmap_status status = static_ask(site->snapshot, &host, place->target, &answer, error);
    if (is_figure)
        pthread_mutex_unlock(&site->drawing);
    if (status == LAWMAP_OK)
        status = put(site, place->file, answer, error);
    answer_release(answer);
    return status;
}

/* Call with the lock, which is open meanwhile. */
static void make_next(struct static_site *site)
{
    const struct static_place *place = &site->entries[site->begun++]->place;
    struct lawmap_error error = {0};
    pthread_mutex_unlock(&site->lock);
    enum lawmap_status status = make(site, place, &error);
    if (status != LAWMAP_OK)
        fail(site, status, &error);
    pthread_mutex_lock(&site->lock);
    site->done++;
    if (site->done == site->count)
        pthread_cond_broadcast(&site->changed);
}

/* Until all is made that is asked for, also by the pages on the way. `tell` is called now and then; NULL: it
 * is not. */
static void make_all(struct static_site *site,
                     void (*tell)(struct static_site *site, size_t done, size_t count))
{
    pthread_mutex_lock(&site->lock);
    while (!site->stopped && site->done < site->count) {
        if (site->begun < site->count)
            make_next(site);
        else
            pthread_cond_wait(&site->changed, &site->lock);
        size_t done = site->done, count = site->count;
        if (tell == NULL)
            continue;
        pthread_mutex_unlock(&site->lock);
        tell(site, done, count);
        pthread_mutex_lock(&site->lock);
    }
    pthread_mutex_unlock(&site->lock);
}

static void *work(void *site)
{
    make_all(site, NULL);
    return NULL;
}

static void tell_progress(struct static_site *site, size_t done, size_t count)
{
    const struct static_site_options *options = site->options;
    struct lawmap_error error = {0};
    if (options->progress != NULL && !options->progress(options->context, done, count))
        fail(site,
             lawmap_fail(&error, LAWMAP_BAD_REQUEST, "%s: stopped after %zu of %zu files", options->path,
                         done, count),
             &error);
}

/* As many threads as the system gives: the caller's can do it all alone. */
static enum lawmap_status make_contents(struct static_site *site, struct lawmap_error *error)
{
    size_t others = site->options->threads > 1 ? site->options->threads - 1 : 0, hired = 0;
    pthread_t *threads = calloc(others + 1, sizeof *threads);
    if (threads == NULL)
        return lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory for %zu threads", others);
    while (hired < others && pthread_create(&threads[hired], NULL, work, site) == 0)
        hired++;
    make_all(site, tell_progress);
    for (size_t i = 0; i < hired; i++)
        pthread_join(threads[i], NULL);
    free(threads);
    return site->status == LAWMAP_OK ? LAWMAP_OK : lawmap_fail(error, site->status, "%s", site->error.text);
}

/* It stands for whatever is not there, at any depth: so it begins its links where the site does. */
static enum lawmap_status make_not_found(struct static_site *site, struct lawmap_error *error)
{
    const char *url = site->snapshot->site->public_url;
    const char *host_name = url == NULL ? NULL : strstr(url, "://") + strlen("://");
    const char *path = host_name == NULL ? NULL : strchr(host_name, '/');
    struct buffer root = {0};
    struct answer *answer;
    buffer_puts(&root, path == NULL ? "" : path);
    buffer_append(&root, "/", sizeof "/");
    if (root.failed)
        return lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory");
    struct page_host host = host_of(site, root.data);
    enum lawmap_status status = static_ask_not_found(site->snapshot, &host, &answer, error);
    if (status == LAWMAP_OK)
        status = put(site, "404.html", answer, error);
    answer_release(answer);
    buffer_free(&root);
    return status;
}

/* What leaving a page puts into its place: see src/web/leave.js. */
static enum lawmap_status make_neutral(struct static_site *site, struct lawmap_error *error)
{
    static const char text[] = "ok\n";
    site->report.tiles++;
    return tile_folder_put(site->folder, "ok.txt", text, strlen(text), &site->report, error);
}

static bool list_layers(struct static_site *site)
{
    const struct law *law = site->snapshot->law;
    for (size_t i = 0; i < law_layer_count(law); i++)
        if (static_site_has_layer(site->options, law_layer(law, i)->id))
            buffer_printf(&site->layers, "%s%s", site->layers.size == 0 ? "" : " ", law_layer(law, i)->id);
    buffer_append(&site->layers, "", 1);
    return !site->layers.failed;
}

static void free_contents(struct static_site *site)
{
    HASH_CLEAR(hh, site->by_file);
    for (size_t i = 0; i < site->count; i++)
        free(site->entries[i]);
    free(site->entries);
    buffer_free(&site->layers);
    tile_folder_free(site->folder);
    snapshot_release(site->snapshot);
    pthread_mutex_destroy(&site->lock);
    pthread_mutex_destroy(&site->writing);
    pthread_mutex_destroy(&site->drawing);
    pthread_cond_destroy(&site->changed);
}

enum lawmap_status static_site_export(const struct static_site_options *options, struct export_report *out,
                                      struct lawmap_error *error)
{
    struct static_site site = {.options = options};
    struct fault_list faults = {0};
    pthread_mutex_init(&site.lock, NULL);
    pthread_mutex_init(&site.writing, NULL);
    pthread_mutex_init(&site.drawing, NULL);
    pthread_cond_init(&site.changed, NULL);
    enum lawmap_status status = snapshot_load(options->server, NULL, &site.snapshot, &faults, error);
    fault_list_free(&faults);
    if (status == LAWMAP_OK && !list_layers(&site))
        status = lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory");
    if (status == LAWMAP_OK)
        status = static_site_want_contents(&site, site.snapshot, options, error);
    if (status == LAWMAP_OK)
        status = tile_folder_new(options->path, &site.folder, error);
    if (status == LAWMAP_OK)
        status = make_neutral(&site, error);
    if (status == LAWMAP_OK)
        status = make_not_found(&site, error);
    if (status == LAWMAP_OK)
        status = make_contents(&site, error);
    if (status == LAWMAP_OK)
        status = tile_folder_publish(site.folder, error);
    if (status == LAWMAP_OK)
        *out = site.report;
    free_contents(&site);
    return status;
}
