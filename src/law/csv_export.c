/* Writes the records as one table. */
#include "csv_column.h"
#include "csv_table.h"
#include "document.h"

#include <lawmap/csv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const json_t *item(const json_t *root, const char *key, size_t index, const char *member)
{
    return json_object_get(json_array_get(json_object_get(root, key), index), member);
}

/* What a record says once is in its first row, but its code and name, by which a row is known, are in all. */
static const json_t *value_at(const json_t *root, size_t row, const struct csv_column *column)
{
    const char *key = column->key;
    bool in_every_row = strcmp(key, "code") == 0 || strcmp(key, "name") == 0;
    if (column->scope == CSV_PERIOD)
        return item(root, "periods", row, key);
    if (row > 0 && !(in_every_row && column->scope == CSV_RECORD))
        return NULL;
    switch (column->scope) {
    case CSV_MEASURE:
        return json_object_get(json_object_get(root, "measures"), key);
    case CSV_NOTE:
        return json_object_get(json_object_get(root, "notes"), key);
    case CSV_REVIEW:
        return json_object_get(json_object_get(root, "review"), key);
    case CSV_PROVISION:
        return item(root, "provisions", column->number - 1, key);
    case CSV_SOURCE:
        return item(root, "sources", column->number - 1, key);
    default:
        return json_object_get(root, key);
    }
}

/* A file may leave "pending" out, and then so does the table. */
static const char *cell_at(const json_t *root, size_t row, const struct csv_column *column, char number[24])
{
    const json_t *value = value_at(root, row, column);
    return column->scope == CSV_PERIOD && json_is_false(value) ? "" : csv_cell_of(value, number);
}

static void put_record(struct buffer *out, const json_t *root, const struct csv_column *columns, size_t count,
                       const char *version)
{
    size_t periods = json_array_size(json_object_get(root, "periods")), row = 0;
    char number[24];
    do {
        for (size_t i = 0; i < count; i++) {
            buffer_puts(out, i == 0 ? "" : ",");
            csv_put_cell(out, cell_at(root, row, &columns[i], number));
        }
        buffer_printf(out, ",%s\r\n", row == 0 ? version : "");
    } while (++row < periods);
}

static enum lawmap_status put_file(struct buffer *out, const char *dir, const char *code,
                                   const struct csv_column *columns, size_t count, const char *version,
                                   struct fault_list *faults, struct lawmap_error *error)
{
    struct arena arena = {0};
    struct document document = {.faults = faults, .arena = &arena};
    char name[64];
    snprintf(name, sizeof name, "jurisdictions/%s.json", code);
    enum lawmap_status status = document_open(&document, dir, name, error);
    if (status == LAWMAP_OK && document.root == NULL)
        status = lawmap_fail(error, LAWMAP_BAD_DATA, "%s/%s changed while it was read", dir, name);
    if (status == LAWMAP_OK)
        put_record(out, document.root, columns, count, version);
    document_close(&document);
    arena_free(&arena);
    return status;
}

static void put_header(struct buffer *out, const struct csv_column *columns, size_t count)
{
    char name[CSV_NAME_SIZE];
    for (size_t i = 0; i < count; i++) {
        buffer_puts(out, i == 0 ? "" : ",");
        csv_put_cell(out, csv_column_name(&columns[i], name));
    }
    buffer_puts(out, "," CSV_DATASET_COLUMN "\r\n");
}

/* As many as any record has, and one to be filled in. */
static void count_items(const struct law *law, unsigned *provisions, unsigned *sources)
{
    size_t most_provisions = 0, most_sources = 0;
    for (size_t i = 0; i < law_jurisdiction_count(law); i++) {
        const struct jurisdiction *jurisdiction = law_jurisdiction(law, i);
        if (jurisdiction->provision_count > most_provisions)
            most_provisions = jurisdiction->provision_count;
        if (jurisdiction->source_count > most_sources)
            most_sources = jurisdiction->source_count;
    }
    *provisions = most_provisions < CSV_ITEMS_MAX ? (unsigned)most_provisions + 1 : CSV_ITEMS_MAX;
    *sources = most_sources < CSV_ITEMS_MAX ? (unsigned)most_sources + 1 : CSV_ITEMS_MAX;
}

static enum lawmap_status put_table(const struct law *law, const char *dir, struct buffer *out,
                                    struct fault_list *faults, struct lawmap_error *error)
{
    unsigned provisions, sources;
    struct csv_column *columns;
    enum lawmap_status status = LAWMAP_OK;
    count_items(law, &provisions, &sources);
    size_t count = csv_columns(law, provisions, sources, &columns);
    put_header(out, columns, count);
    for (size_t i = 0; status == LAWMAP_OK && count > 0 && i < law_jurisdiction_count(law); i++) {
        const struct jurisdiction *jurisdiction = law_jurisdiction(law, i);
        if (jurisdiction->recorded)
            status = put_file(out, dir, jurisdiction->code, columns, count, law_dataset(law)->version, faults,
                              error);
    }
    free(columns);
    if (status == LAWMAP_OK && (count == 0 || out->failed))
        return lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory");
    return status;
}

enum lawmap_status law_csv_export(const char *dir, struct buffer *out, struct fault_list *faults,
                                  struct lawmap_error *error)
{
    struct law *law = NULL;
    enum lawmap_status status = law_load(dir, &law, faults, error);
    if (status == LAWMAP_OK)
        status = put_table(law, dir, out, faults, error);
    law_free(law);
    return status;
}
