/* Tiles as files: Z/X/Y.png, for any static host, and what else belongs there. Each different content is
 * stored once, other files with it are hard links to it. */
#include "export_metadata.h"
#include "images.h"
#include "partial.h"
#include "pyramid.h"
#include "store.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PREFIX_SIZE = 96, NAME_SIZE = PREFIX_SIZE + 96, REMOVE_DEPTH = 16 };

struct tile_folder {
    char *path;            /* that it gets */
    char *partial;         /* until it is complete; NULL: there is none */
    int root;              /* a descriptor of it; -1: none */
    struct images *images; /* by the number of the file in `files` */
    struct stored {
        char name[NAME_SIZE];
    } * files;
    size_t count, capacity;
};

/* A pyramid on its way into the folder. */
struct writing {
    struct tile_folder *folder;
    const struct export_options *options;
    char prefix[PREFIX_SIZE]; /* "" or "framework/2020-01-01/" */
    unsigned zoom, column;    /* of the last tile */
    bool begun;
    size_t total;
    struct export_report report;
};

static enum lawmap_status fail(const struct tile_folder *folder, struct lawmap_error *error)
{
    return partial_fail(folder->path, error);
}

enum lawmap_status tile_folder_new(const char *path, struct tile_folder **out, struct lawmap_error *error)
{
    struct tile_folder *folder = calloc(1, sizeof *folder);
    *out = NULL;
    if (folder == NULL)
        return lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory");
    folder->root = -1;
    folder->path = strdup(path);
    folder->images = images_new();
    char *name = NULL;
    enum lawmap_status status = folder->path == NULL || folder->images == NULL
                                    ? lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory")
                                    : partial_name(path, &name, error);
    if (status == LAWMAP_OK && mkdir(name, 0777) != 0)
        status = fail(folder, error);
    else if (status == LAWMAP_OK) {
        folder->partial = name;
        name = NULL;
        folder->root = open(folder->partial, O_DIRECTORY | O_RDONLY | O_CLOEXEC);
        if (folder->root < 0)
            status = fail(folder, error);
    }
    free(name);
    if (status != LAWMAP_OK) {
        tile_folder_free(folder);
        return status;
    }
    *out = folder;
    return LAWMAP_OK;
}

static int remove_entry(const char *path, const struct stat *info, int kind, struct FTW *walk)
{
    (void)info, (void)kind, (void)walk;
    return remove(path);
}

void tile_folder_free(struct tile_folder *folder)
{
    if (folder == NULL)
        return;
    if (folder->root >= 0)
        close(folder->root);
    if (folder->partial != NULL)
        nftw(folder->partial, remove_entry, REMOVE_DEPTH, FTW_DEPTH | FTW_PHYS);
    free(folder->partial);
    free(folder->path);
    images_free(folder->images);
    free(folder->files);
    free(folder);
}

/* Every folder on the way to a file of that name. */
static bool make_parents(const struct tile_folder *folder, const char *name)
{
    char path[NAME_SIZE];
    snprintf(path, sizeof path, "%s", name);
    for (char *slash = strchr(path, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (mkdirat(folder->root, path, 0777) != 0 && errno != EEXIST)
            return false;
        *slash = '/';
    }
    return true;
}

/* What the disk refuses only at the end, close() says. */
static bool write_file(const struct tile_folder *folder, const char *name, const void *head, size_t head_size,
                       const void *body, size_t body_size)
{
    int descriptor = openat(folder->root, name, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0666);
    FILE *file = descriptor < 0 ? NULL : fdopen(descriptor, "wb");
    if (file == NULL) {
        if (descriptor >= 0)
            close(descriptor);
        return false;
    }
    bool ok = fwrite(head, 1, head_size, file) == head_size &&
              (body_size == 0 || fwrite(body, 1, body_size, file) == body_size);
    return fclose(file) == 0 && ok;
}

static bool remember(struct tile_folder *folder, struct hash bytes, const char *name)
{
    if (folder->count == folder->capacity) {
        size_t capacity = folder->capacity == 0 ? 1024 : 2 * folder->capacity;
        struct stored *files = reallocarray(folder->files, capacity, sizeof *files);
        if (files == NULL)
            return false;
        folder->files = files;
        folder->capacity = capacity;
    }
    snprintf(folder->files[folder->count].name, NAME_SIZE, "%s", name);
    return images_put(folder->images, bytes, folder->count++);
}

struct content { /* of a file, in two parts; `hash` is of both */
    struct hash hash;
    const void *head, *body;
    size_t head_size, body_size;
};

/* Where a file has as many links as the file system allows (EMLINK), or it knows no links, the content is
 * stored again, and further files link to that. `out` counts what is stored. */
static enum lawmap_status put_content(struct tile_folder *folder, const char *name,
                                      const struct content *content, struct export_report *out,
                                      struct lawmap_error *error)
{
    const uint64_t *known = images_find(folder->images, content->hash);
    if (known != NULL && linkat(folder->root, folder->files[*known].name, folder->root, name, 0) == 0)
        return LAWMAP_OK;
    if (known != NULL && errno != EMLINK && errno != EPERM && errno != EOPNOTSUPP)
        return fail(folder, error);
    if (!write_file(folder, name, content->head, content->head_size, content->body, content->body_size))
        return fail(folder, error);
    out->bytes += content->head_size + content->body_size;
    out->images += known == NULL;
    return remember(folder, content->hash, name) ? LAWMAP_OK
                                                 : lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory");
}

static enum lawmap_status put_image(struct writing *writing, const char *name, const struct tile_png *png,
                                    struct lawmap_error *error)
{
    const struct content content = {image_hash(png), png->head, png->body, png->head_size, png->body_size};
    return put_content(writing->folder, name, &content, &writing->report, error);
}

enum lawmap_status tile_folder_put(struct tile_folder *folder, const char *name, const void *bytes,
                                   size_t size, struct export_report *report, struct lawmap_error *error)
{
    const struct content content = {hash_bytes(bytes, size), bytes, NULL, size, 0};
    if (strlen(name) >= NAME_SIZE)
        return lawmap_fail(error, LAWMAP_BAD_REQUEST, "%s: too long a name", name);
    return make_parents(folder, name) ? put_content(folder, name, &content, report, error)
                                      : fail(folder, error);
}

static enum lawmap_status take_tile(void *context, struct tile tile, const struct tile_png *png,
                                    struct lawmap_error *error)
{
    struct writing *writing = context;
    char name[NAME_SIZE];
    snprintf(name, sizeof name, "%s%u/%u/%u.png", writing->prefix, tile.z, tile.x, tile.y);
    if ((!writing->begun || tile.z != writing->zoom || tile.x != writing->column) &&
        !make_parents(writing->folder, name))
        return fail(writing->folder, error);
    writing->begun = true;
    writing->zoom = tile.z;
    writing->column = tile.x;
    enum lawmap_status status = put_image(writing, name, png, error);
    return status == LAWMAP_OK
               ? export_progress(writing->options, ++writing->report.tiles, writing->total, error)
               : status;
}

static enum lawmap_status put_metadata(struct writing *writing, const struct law *law, struct hash boundaries,
                                       struct lawmap_error *error)
{
    char name[NAME_SIZE];
    snprintf(name, sizeof name, "%smetadata.json", writing->prefix);
    json_t *object = export_metadata(writing->options, law, boundaries);
    char *text = object == NULL ? NULL : json_dumps(object, JSON_INDENT(2));
    enum lawmap_status status = LAWMAP_OK;
    if (text == NULL)
        status = lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory");
    else if (!make_parents(writing->folder, name) ||
             !write_file(writing->folder, name, text, strlen(text), "\n", 1))
        status = fail(writing->folder, error);
    free(text);
    json_decref(object);
    return status;
}

enum lawmap_status pyramid_export_folder(struct tile_folder *folder, struct tile_store *store,
                                         const struct law *law, const struct export_options *options,
                                         struct export_report *out, struct lawmap_error *error)
{
    struct zooms zooms = {options->first_zoom, options->last_zoom, ORDER_COLUMNS};
    struct writing writing = {.folder = folder, .options = options};
    const struct pyramid_taker taker = {take_tile, &writing};
    const struct atlas *atlas = tile_store_atlas(store);
    struct palette *palette = NULL;
    enum lawmap_status status = export_check(options, error);
    if (status != LAWMAP_OK)
        return status;
    if (*options->path != '\0')
        snprintf(writing.prefix, sizeof writing.prefix, "%s/", options->path);
    writing.total = pyramid_size(zooms);
    status = palette_new(atlas, law, options->layer, options->date, options->colours, 0, &palette, error);
    if (status == LAWMAP_OK)
        status = put_metadata(&writing, law, atlas_fingerprint(atlas), error);
    if (status == LAWMAP_OK)
        status = pyramid_draw(store, palette, zooms, options->threads, &taker, error);
    if (status == LAWMAP_OK)
        *out = writing.report;
    palette_free(palette);
    return status;
}

enum lawmap_status tile_folder_publish(struct tile_folder *folder, struct lawmap_error *error)
{
    if (syncfs(folder->root) != 0 || rename(folder->partial, folder->path) != 0)
        return fail(folder, error);
    free(folder->partial);
    folder->partial = NULL;
    return LAWMAP_OK;
}
