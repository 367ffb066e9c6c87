/* The records as a table for spreadsheets, and back. */
#include "check_report.h"
#include "choices.h"
#include "commands.h"
#include "diff_report.h"
#include "output.h"
#include "sources.h"

#include <lawmap/csv.h>
#include <stdlib.h>
#include <string.h>

static enum lawmap_status export_table(const struct arguments *arguments, const char *dir,
                                       struct lawmap_error *error)
{
    struct buffer table = {0};
    struct fault_list faults = {0};
    enum lawmap_status status = law_csv_export(dir, &table, &faults, error);
    if (status == LAWMAP_BAD_DATA && faults.count > 0)
        lawmap_fail(error, status, "%s has %zu faults: see “lawmap check”", dir, faults.count);
    if (status == LAWMAP_OK)
        status = output_write(arguments, &table, error);
    fault_list_free(&faults);
    buffer_free(&table);
    return status;
}

static enum lawmap_status show_changes(const struct law *before, const struct law *after,
                                       struct lawmap_error *error)
{
    struct difference_list *list = NULL;
    enum lawmap_status status = law_diff(before, after, &list, error);
    if (status == LAWMAP_OK)
        diff_report(list);
    difference_list_free(list);
    return status;
}

static enum lawmap_status take_edits(const struct arguments *arguments, const char *dir,
                                     const struct record_edits *edits, struct lawmap_error *error)
{
    const char *ending = edits->count == 1 ? "" : "s";
    if (arguments->values[OPTION_DRY_RUN] != NULL) {
        printf("%zu file%s of %s would change; nothing was written\n", edits->count, ending, dir);
        return LAWMAP_OK;
    }
    enum lawmap_status status = record_edits_write(dir, edits, error);
    if (status == LAWMAP_OK)
        printf("%zu file%s of %s changed\n", edits->count, ending, dir);
    return status;
}

static enum lawmap_status import_table(const struct arguments *arguments, const char *dir,
                                       struct lawmap_error *error)
{
    const char *file = arguments->operands[1];
    struct law *before = NULL, *after = NULL;
    struct buffer table = {0};
    struct record_edits edits = {0};
    struct fault_list faults = {0};
    enum lawmap_status status = choices_load_law(dir, &before, error);
    if (status == LAWMAP_OK)
        status = lawmap_read_file(file, LAW_CSV_LIMIT, &table, error);
    if (status == LAWMAP_OK)
        status = law_csv_import(dir, file, table.data, table.size, &edits, &after, &faults, error);
    if (status == LAWMAP_BAD_DATA && faults.count > 0) {
        check_report_lines(stderr, &faults);
        lawmap_fail(error, status, "%s: %zu fault%s; nothing was written", file, faults.count,
                    faults.count == 1 ? "" : "s");
    }
    if (status == LAWMAP_OK)
        status = show_changes(before, after, error);
    if (status == LAWMAP_OK)
        status = take_edits(arguments, dir, &edits, error);
    fault_list_free(&faults);
    record_edits_free(&edits);
    buffer_free(&table);
    law_free(before);
    law_free(after);
    return status;
}

int command_csv(const struct arguments *arguments)
{
    const char *verb = arguments->operands[0];
    bool imports = strcmp(verb, "import") == 0;
    struct sources sources = {0};
    struct lawmap_error error = {0};
    if ((!imports && strcmp(verb, "export") != 0) || arguments->operand_count != (imports ? 2 : 1)) {
        fputs("lawmap csv: expected “export” or “import FILE”\nSee “lawmap csv --help”.\n", stderr);
        return EXIT_USAGE;
    }
    enum lawmap_status status = sources_find(arguments, &sources, &error);
    if (status == LAWMAP_OK)
        status = imports ? import_table(arguments, sources.data_dir, &error)
                         : export_table(arguments, sources.data_dir, &error);
    if (status != LAWMAP_OK)
        fprintf(stderr, "lawmap csv: %s\n", error.text);
    sources_free(&sources);
    return status == LAWMAP_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
