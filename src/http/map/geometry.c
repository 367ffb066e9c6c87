#include "geometry.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

struct file_signature {
    int64_t device, inode, size, seconds, nanoseconds;
};

static struct file_signature sign_file(const char *path)
{
    struct stat info;
    if (stat(path, &info) != 0)
        return (struct file_signature){0};
    return (struct file_signature){(int64_t)info.st_dev, (int64_t)info.st_ino, (int64_t)info.st_size,
                                   (int64_t)info.st_mtim.tv_sec, (int64_t)info.st_mtim.tv_nsec};
}

/* What stat() says of every file that atlas_load() may read: a fraction of a millisecond, where reading the
 * files would take a hundred times that. */
static enum lawmap_status sign(const char *dir, struct hash *out, struct lawmap_error *error)
{
    static const char *const names[] = {
        "jurisdictions.shp", "jurisdictions.shx", "jurisdictions.dbf", "jurisdictions.prj",
        "jurisdictions.cpg", "disputed.shp",      "disputed.shx",      "disputed.dbf",
        "disputed.prj",      "disputed.cpg",
    };
    struct file_signature files[sizeof names / sizeof names[0]];
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char *path = NULL;
        if (asprintf(&path, "%s/%s", dir, names[i]) < 0)
            return lawmap_fail(error, LAWMAP_NO_MEMORY, "%s: out of memory", dir);
        files[i] = sign_file(path);
        free(path);
    }
    *out = hash_bytes(files, sizeof files);
    return LAWMAP_OK;
}

static void destroy(struct shared *shared)
{
    struct geometry *self = (struct geometry *)shared;
    palette_free(self->codes);
    tile_store_free(self->tiles);
    atlas_free(self->atlas);
    free(self);
}

enum lawmap_status geometry_load(const struct atlas_options *options, struct geometry *previous,
                                 struct geometry **out, struct lawmap_error *error)
{
    struct hash signature;
    *out = NULL;
    enum lawmap_status status = sign(options->dir, &signature, error);
    if (status != LAWMAP_OK)
        return status;
    if (previous != NULL && hash_equal(previous->signature, signature)) {
        shared_keep(&previous->shared);
        *out = previous;
        return LAWMAP_OK;
    }
    struct geometry *self = calloc(1, sizeof *self);
    if (self == NULL)
        return lawmap_fail(error, LAWMAP_NO_MEMORY, "%s: out of memory", options->dir);
    shared_init(&self->shared, destroy);
    self->signature = signature;
    status = atlas_load(options, &self->atlas, error);
    if (status == LAWMAP_OK)
        status = tile_store_new(self->atlas, &self->tiles, error);
    if (status == LAWMAP_OK)
        status = palette_of_codes(self->atlas, &self->codes, error);
    if (status != LAWMAP_OK) {
        geometry_release(self);
        return status;
    }
    *out = self;
    return LAWMAP_OK;
}

void geometry_release(struct geometry *geometry)
{
    if (geometry != NULL)
        shared_release(&geometry->shared);
}
