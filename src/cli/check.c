#include "commands.h"
#include "sources.h"

#include <lawmap/law.h>
#include <stdlib.h>

static size_t print_faults(const struct fault_list *faults)
{
    for (size_t i = 0; i < faults->count; i++)
        printf("%s:%d:%d: error: %s\n", faults->items[i].file, faults->items[i].line, faults->items[i].column,
               faults->items[i].message);
    return faults->count;
}

/* How many faults the data have; *out is NULL unless it is none. */
static size_t check_law(const char *dir, struct law **out)
{
    struct fault_list faults = {0};
    struct lawmap_error error = {0};
    enum lawmap_status status = law_load(dir, out, &faults, &error);
    size_t count = print_faults(&faults);
    fault_list_free(&faults);
    if (status != LAWMAP_OK && count == 0) {
        printf("%s\n", error.text);
        count = 1;
    }
    return count;
}

static size_t check_atlas(const struct atlas_options *options, struct atlas **out)
{
    struct lawmap_error error = {0};
    if (atlas_load(options, out, &error) == LAWMAP_OK)
        return 0;
    printf("%s\n", error.text);
    return 1;
}

/* Land that is drawn but of which nothing is recorded is no fault: an operator may bring any shapefiles. */
static void warn_of_unknown_leaves(const struct law *law, const struct atlas *atlas, const char *dir)
{
    for (size_t i = 0; i < atlas_leaf_count(atlas); i++) {
        const struct atlas_leaf *leaf = atlas_leaf(atlas, i);
        if (law_find(law, leaf->code) == NULL && law_find(law, leaf->parent) == NULL)
            printf("%s/jurisdictions.shp: warning: %s (%s) has no record in the data\n", dir, leaf->code,
                   leaf->name);
    }
}

int command_check(const struct arguments *arguments)
{
    struct sources sources;
    struct lawmap_error error = {0};
    struct law *law = NULL;
    struct atlas *atlas = NULL;
    int exit_status = EXIT_FAILURE;
    if (sources_find(arguments, &sources, &error) != LAWMAP_OK) {
        fprintf(stderr, "lawmap check: %s\n", error.text);
        goto cleanup;
    }
    size_t faults = check_law(sources.data_dir, &law);
    faults += check_atlas(&sources.atlas, &atlas);
    if (faults > 0)
        goto cleanup;
    warn_of_unknown_leaves(law, atlas, sources.shapefiles_dir);
    printf("%zu jurisdictions in %s, %zu areas in %s: no faults\n", law_jurisdiction_count(law),
           sources.data_dir, atlas_leaf_count(atlas), sources.shapefiles_dir);
    exit_status = EXIT_SUCCESS;
cleanup:
    atlas_free(atlas);
    law_free(law);
    sources_free(&sources);
    return exit_status;
}
