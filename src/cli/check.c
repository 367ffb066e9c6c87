#include "check_report.h"
#include "commands.h"
#include "sources.h"
#include "suggest.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static int explain(const char *code)
{
    const char *known[64] = {NULL};
    for (size_t i = 0; i < consistency_rule_count() && i < 63; i++) {
        const struct consistency_rule *rule = consistency_rule(i);
        known[i] = rule->code;
        if (strcasecmp(code, rule->code) == 0) {
            printf("%s (%s): %s.\n\n%s\n", rule->code, rule->is_fault ? "error" : "warning", rule->title,
                   rule->explanation);
            return EXIT_SUCCESS;
        }
    }
    const char *meant = suggest(code, known);
    fprintf(stderr, "lawmap check: there is no rule “%s”; did you mean “%s”?\n", code,
            meant == NULL ? known[0] : meant);
    return EXIT_USAGE;
}

static bool check_atlas(const struct atlas_options *options, struct atlas **out)
{
    struct lawmap_error error = {0};
    if (atlas_load(options, out, &error) == LAWMAP_OK)
        return true;
    printf("%s\n", error.text);
    return false;
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

static bool has_area(const struct atlas *atlas, const char *code)
{
    struct degrees_box box;
    return atlas_extent(atlas, code, &box);
}

/* A record without land is on no map, whatever it says. */
static void warn_of_records_without_area(const struct law *law, const struct atlas *atlas, const char *dir)
{
    for (size_t i = 0; i < law_jurisdiction_count(law); i++) {
        const struct jurisdiction *jurisdiction = law_jurisdiction(law, i);
        if (jurisdiction->recorded && !has_area(atlas, jurisdiction->code))
            printf("%s/jurisdictions.shp: warning: no area for %s (%s), which has a record\n", dir,
                   jurisdiction->code, jurisdiction->name.in[LANGUAGE_EN]);
    }
}

/* Borders, outlines and extents go by the parents of the boundaries, the law by those of the data. */
static void warn_of_other_parents(const struct law *law, const struct atlas *atlas, const char *dir)
{
    for (size_t i = 0; i < atlas_leaf_count(atlas); i++) {
        const struct atlas_leaf *leaf = atlas_leaf(atlas, i);
        const struct jurisdiction *jurisdiction = law_find(law, leaf->code);
        const char *parent =
            jurisdiction == NULL || jurisdiction->parent == NULL ? "" : jurisdiction->parent->code;
        if (jurisdiction != NULL && strcmp(parent, leaf->parent) != 0)
            printf(
                "%s/jurisdictions.shp: warning: %s has the parent \"%s\", expected \"%s\" as in the data\n",
                dir, leaf->code, leaf->parent, parent);
    }
}

/* *out is NULL unless there are no faults. */
static enum lawmap_status check_law(const struct arguments *arguments, const char *dir,
                                    enum check_format format, struct law **out, struct lawmap_error *error)
{
    struct fault_list faults = {0}, warnings = {0};
    enum lawmap_status status = law_check(dir, out, &faults, &warnings, error);
    if ((status == LAWMAP_OK || status == LAWMAP_BAD_DATA) &&
        !check_report(format, &faults, &warnings, arguments->values[OPTION_WARNINGS] != NULL))
        status = lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory");
    fault_list_free(&faults);
    fault_list_free(&warnings);
    if (status != LAWMAP_OK && status != LAWMAP_BAD_DATA)
        fprintf(stderr, "lawmap check: %s\n", error->text);
    return status;
}

static int check(const struct arguments *arguments, enum check_format format)
{
    struct sources sources;
    struct lawmap_error error = {0};
    struct law *law = NULL;
    struct atlas *atlas = NULL;
    enum lawmap_status status = sources_find(arguments, &sources, &error);
    if (status != LAWMAP_OK) {
        fprintf(stderr, "lawmap check: %s\n", error.text);
        goto cleanup;
    }
    status = check_law(arguments, sources.data_dir, format, &law, &error);
    /* What programs read is about the data alone; the boundaries are checked when a person asks. */
    if (format != CHECK_TEXT)
        goto cleanup;
    if (!check_atlas(&sources.atlas, &atlas))
        status = LAWMAP_BAD_DATA;
    if (status != LAWMAP_OK)
        goto cleanup;
    warn_of_unknown_leaves(law, atlas, sources.shapefiles_dir);
    warn_of_records_without_area(law, atlas, sources.shapefiles_dir);
    warn_of_other_parents(law, atlas, sources.shapefiles_dir);
    printf("%zu jurisdictions in %s, %zu areas in %s: no faults\n", law_jurisdiction_count(law),
           sources.data_dir, atlas_leaf_count(atlas), sources.shapefiles_dir);
cleanup:
    atlas_free(atlas);
    law_free(law);
    sources_free(&sources);
    return status == LAWMAP_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}

int command_check(const struct arguments *arguments)
{
    const char *const *values = arguments->values;
    enum check_format format;
    if (values[OPTION_EXPLAIN] != NULL)
        return explain(values[OPTION_EXPLAIN]);
    if (!check_format_parse(values[OPTION_FORMAT], &format)) {
        fprintf(stderr, "lawmap check: --format “%s” is not text, json, github or sarif\n",
                values[OPTION_FORMAT]);
        return EXIT_USAGE;
    }
    return check(arguments, format);
}
