#include "confinement.h"

#include <lawmap/process.h>
#include <lawmap/tile.h>

#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { PATHS_MAX = 1024 }; /* fontconfig's own files are some fifty */

struct paths {
    const char *items[PATHS_MAX];
    char *owned[PATHS_MAX];
    size_t count;
    bool failed;
};

static void add(void *context, const char *path)
{
    struct paths *paths = context;
    char *copy = paths->count < PATHS_MAX ? strdup(path) : NULL;
    if (copy == NULL) {
        paths->failed = true;
        return;
    }
    paths->owned[paths->count] = copy;
    paths->items[paths->count++] = copy;
}

/* Takes `path` over. All of the machine is not what stands beside a release. */
static void add_parent(struct paths *paths, char *path)
{
    const char *parent = path == NULL ? "/" : dirname(path);
    if (strcmp(parent, "/") != 0)
        add(paths, parent);
    free(path);
}

static void add_source(struct paths *paths, const char *dir)
{
    struct stat info;
    add(paths, dir);
    add_parent(paths, realpath(dir, NULL));
    if (lstat(dir, &info) == 0 && S_ISLNK(info.st_mode))
        add_parent(paths, strdup(dir));
}

enum lawmap_status confinement_take_account(const char *user, bool is_local, struct lawmap_error *error)
{
    if (user != NULL)
        return process_become(user, error);
    if (!process_is_superuser())
        return LAWMAP_OK;
    if (is_local)
        return process_become("root", error);
    return lawmap_fail(
        error, LAWMAP_BAD_REQUEST,
        "root does not serve other machines: add --user NAME, an account without rights such as “nobody” "
        "that may read the data (or “root” itself, which then gives up its powers)");
}

enum lawmap_status confinement_begin(const struct sources *sources, struct lawmap_error *error)
{
    struct process_sandbox sandbox;
    struct paths *paths = calloc(1, sizeof *paths);
    if (paths == NULL)
        return lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory");
    add_source(paths, sources->data_dir);
    add_source(paths, sources->shapefiles_dir);
    enum lawmap_status status = tile_font_paths(add, paths, error);
    if (status == LAWMAP_OK && paths->failed)
        status = lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory, or too many directories of fonts");
    if (status == LAWMAP_OK)
        status = process_confine(paths->items, paths->count, &sandbox, error);
    for (size_t i = 0; i < paths->count; i++)
        free(paths->owned[i]);
    free(paths);
    return status;
}
