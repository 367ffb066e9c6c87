#include "sources.h"

#include "choices.h"

#include <lawmap/base.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/stat.h>

enum { PATH_SIZE_MAX = 4096 };

static bool is_directory(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

/* The directory of this program; false when the system does not tell. */
static bool find_program_dir(char out[PATH_SIZE_MAX])
{
    /* Where there is no /proc, as in a bare chroot, the kernel still told how the program was called. */
    char *path = realpath("/proc/self/exe", NULL);
    if (path == NULL)
        path = realpath((const char *)getauxval(AT_EXECFN), NULL);
    char *slash = path == NULL ? NULL : strrchr(path, '/');
    bool found = slash != NULL && slash - path < PATH_SIZE_MAX;
    if (found) {
        *slash = '\0';
        strcpy(out, path);
    }
    free(path);
    return found;
}

/* BASE/NAME if it is a directory, else NULL. The caller frees it. */
static char *existing_dir(const char *base, const char *name)
{
    char *path = NULL;
    if (asprintf(&path, "%s/%s", base, name) < 0)
        return NULL;
    if (is_directory(path))
        return path;
    free(path);
    return NULL;
}

/* The build writes the path of the source tree into a file beside the program; it is not installed. */
static char *find_in_source_tree(const char *program_dir, const char *name)
{
    char *path = NULL, *found = NULL;
    struct buffer root = {0};
    if (asprintf(&path, "%s/source-root", program_dir) < 0)
        return NULL;
    if (lawmap_read_file(path, PATH_SIZE_MAX, &root, NULL) == LAWMAP_OK) {
        root.data[strcspn(root.data, "\n")] = '\0';
        found = existing_dir(root.data, name);
    }
    buffer_free(&root);
    free(path);
    return found;
}

static char *find_default(const char *name)
{
    char program_dir[PATH_SIZE_MAX], *installed = NULL, *found = NULL;
    if (!find_program_dir(program_dir))
        return NULL;
    if (asprintf(&installed, "%s/../share/lawmap", program_dir) >= 0) {
        found = existing_dir(installed, name);
        free(installed);
    }
    return found != NULL ? found : find_in_source_tree(program_dir, name);
}

static enum lawmap_status find(const char *given, const char *name, char **out, struct lawmap_error *error)
{
    *out = given != NULL ? strdup(given) : find_default(name);
    if (*out == NULL && given != NULL)
        return lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory");
    if (*out == NULL)
        return lawmap_fail(error, LAWMAP_NOT_FOUND,
                           "no %s beside this program: say where they are with --%s DIR", name, name);
    return LAWMAP_OK;
}

enum lawmap_status sources_find(const struct arguments *arguments, struct sources *out,
                                struct lawmap_error *error)
{
    const char *const *values = arguments->values;
    *out = (struct sources){0};
    enum lawmap_status status = find(values[OPTION_DATA], "data", &out->data_dir, error);
    if (status == LAWMAP_OK)
        status = find(values[OPTION_SHAPEFILES], "shapefiles", &out->shapefiles_dir, error);
    out->atlas = (struct atlas_options){out->shapefiles_dir, values[OPTION_CODE_FIELD],
                                        values[OPTION_PARENT_FIELD], values[OPTION_NAME_FIELD]};
    return status;
}

void sources_free(struct sources *sources)
{
    free(sources->data_dir);
    free(sources->shapefiles_dir);
    *sources = (struct sources){0};
}

enum lawmap_status sources_use(const struct arguments *arguments, const char *command, sources_work work,
                               void *context)
{
    struct sources sources = {0};
    struct law *law = NULL;
    struct atlas *atlas = NULL;
    struct lawmap_error error = {0};
    enum lawmap_status status = sources_find(arguments, &sources, &error);
    if (status == LAWMAP_OK)
        status = choices_load_law(sources.data_dir, &law, &error);
    if (status == LAWMAP_OK)
        status = atlas_load(&sources.atlas, &atlas, &error);
    if (status == LAWMAP_OK)
        status = work(arguments, law, atlas, context, &error);
    if (status != LAWMAP_OK)
        fprintf(stderr, "lawmap %s: %s\n", command, error.text);
    atlas_free(atlas);
    law_free(law);
    sources_free(&sources);
    return status;
}
