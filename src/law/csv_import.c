/* Turns an edited table into the files that it means. */
#include "csv_import.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static enum lawmap_status no_memory(const struct csv_import *import)
{
    return lawmap_fail(import->error, LAWMAP_NO_MEMORY, "%s: out of memory", import->name);
}

/* In the order of the files. */
static const char *const keys[] = {"$schema",    "code",      "name",
                                   "inherits",   "periods",   "measures",
                                   "provisions", "note",      "varies_subnationally",
                                   "sources",    "law_as_of", "confidence",
                                   "basis",      "review"};
enum { KEY_COUNT = sizeof keys / sizeof *keys };

static bool is_of_own_law(const char *key)
{
    return strcmp(key, "periods") == 0 || strcmp(key, "measures") == 0 || strcmp(key, "provisions") == 0;
}

/* A file that is new, or whose law begins or ceases to be another's. What `old` (NULL: there is no file) has
 * beside the keys that are known stays, at the end. */
static json_t *whole_record(const json_t *old, json_t *wanted, const char *code)
{
    json_t *record = json_object();
    bool inherits = json_object_get(wanted, "inherits") != NULL, whole = record != NULL;
    for (size_t i = 0; whole && i < KEY_COUNT; i++) {
        json_t *value = json_object_get(wanted, keys[i]);
        if (value == NULL && !(inherits ? is_of_own_law(keys[i]) : strcmp(keys[i], "inherits") == 0))
            value = json_object_get(old, keys[i]);
        if (value != NULL)
            whole = json_object_set(record, keys[i], value) == 0;
        else if (i == 0)
            whole = json_object_set_new(record, keys[i], json_string("../schema/jurisdiction.json")) == 0;
        else if (strcmp(keys[i], "code") == 0)
            whole = json_object_set_new(record, keys[i], json_string(code)) == 0;
    }
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)old, key, value)
    {
        bool known = strcmp(key, "inherits") == 0 || is_of_own_law(key);
        if (whole && !known && json_object_get(record, key) == NULL)
            whole = json_object_set(record, key, value) == 0;
    }
    json_t *present = whole ? json_present(record, &csv_layout) : NULL;
    json_decref(record);
    return present;
}

/* Keeps what the file is to become, unless it is that already. */
static enum lawmap_status add_edit(const struct csv_import *import, const char *name,
                                   const struct document *document, struct buffer *text)
{
    struct record_edits *edits = import->edits;
    bool is_new = document->root == NULL;
    if (!is_new && text->size == document->text.size &&
        memcmp(text->data, document->text.data, text->size) == 0)
        return LAWMAP_OK;
    char *copy = strdup(name);
    buffer_append(text, "", 1); /* who looks for the place of a fault in it needs an end */
    if (copy == NULL || text->failed) {
        free(copy);
        return no_memory(import);
    }
    text->size--;
    edits->items[edits->count++] = (struct record_edit){copy, *text, is_new};
    *text = (struct buffer){0}; /* moved */
    return LAWMAP_OK;
}

static bool write_record(const struct document *document, json_t *wanted, const char *code,
                         struct buffer *out)
{
    const json_t *old = document->root;
    bool inherits = json_object_get(wanted, "inherits") != NULL;
    if (old != NULL && inherits == (json_object_get(old, "inherits") != NULL))
        return json_edit(document->text.data, old, wanted, &csv_layout, out);
    json_t *record = whole_record(old, wanted, code);
    bool written = record != NULL && json_write(record, out);
    json_decref(record);
    return written;
}

static enum lawmap_status edit_record(const struct csv_import *import, const struct csv_group *group)
{
    struct arena arena = {0};
    struct document document = {.faults = import->faults, .arena = &arena};
    struct buffer text = {0};
    char name[64];
    json_t *wanted = NULL;
    enum lawmap_status status = LAWMAP_OK;
    size_t faults = import->faults->count;
    snprintf(name, sizeof name, "jurisdictions/%s.json", group->jurisdiction->code);
    if (group->jurisdiction->recorded)
        status = document_open(&document, import->dir, name, import->error);
    if (status == LAWMAP_OK) {
        wanted = csv_record(import, group, document.root);
        status = wanted == NULL ? no_memory(import) : LAWMAP_OK;
    }
    /* A record of which a cell cannot be read is left out; the others are still checked. */
    if (status == LAWMAP_OK && import->faults->count == faults) {
        status = write_record(&document, wanted, group->jurisdiction->code, &text)
                     ? add_edit(import, name, &document, &text)
                     : no_memory(import);
    }
    buffer_free(&text);
    json_decref(wanted);
    document_close(&document);
    arena_free(&arena);
    return status;
}

static enum lawmap_status edit_records(struct csv_import *import)
{
    enum lawmap_status status = LAWMAP_OK;
    import->edits->items = calloc(import->group_count + 1, sizeof *import->edits->items);
    if (import->edits->items == NULL)
        return no_memory(import);
    for (size_t i = 0; status == LAWMAP_OK && i < import->group_count; i++)
        status = edit_record(import, &import->groups[i]);
    return status;
}

/* The law as it will be, held against all rules. */
static enum lawmap_status check(const struct csv_import *import, struct law **after)
{
    struct fault_list found = {0};
    enum lawmap_status status =
        law_check_edits(import->dir, import->edits, after, &found, NULL, import->error);
    if (status == LAWMAP_BAD_DATA) {
        csv_report(import, &found);
        status = LAWMAP_OK;
    }
    fault_list_free(&found);
    return status;
}

static bool is_known(const char *name, const void *context)
{
    struct csv_column column;
    return csv_column_find(context, name, &column);
}

static enum lawmap_status read_table(struct csv_import *import, const void *bytes, size_t size)
{
    struct csv_flaw flaw = {0};
    if (size > LAW_CSV_LIMIT)
        return lawmap_fail(import->error, LAWMAP_IO, "%s: larger than the %d MiB allowed", import->name,
                           LAW_CSV_LIMIT >> 20);
    enum lawmap_status status = csv_table_read(bytes, size, is_known, import->law, &import->table, &flaw);
    if (status == LAWMAP_NO_MEMORY)
        return no_memory(import);
    if (status == LAWMAP_OK && import->table.row_count == 0) {
        flaw = (struct csv_flaw){1, 1, "the file is empty"};
        status = LAWMAP_BAD_DATA;
    }
    if (status == LAWMAP_BAD_DATA)
        fault_add(import->faults, RULE_FORM, import->name, (struct position){(int)flaw.row, (int)flaw.column},
                  "%s", flaw.message);
    return status;
}

enum lawmap_status csv_make_edits(struct csv_import *import, const void *bytes, size_t size)
{
    enum lawmap_status status = read_table(import, bytes, size);
    if (status == LAWMAP_OK)
        status = csv_read_header(import);
    if (status == LAWMAP_OK)
        status = csv_group_rows(import);
    if (status == LAWMAP_OK)
        status = edit_records(import);
    return status;
}

static enum lawmap_status run(struct csv_import *import, const void *bytes, size_t size, struct law **after)
{
    enum lawmap_status status = csv_make_edits(import, bytes, size);
    if (status == LAWMAP_OK)
        status = check(import, after);
    if (status == LAWMAP_OK && import->faults->count > 0)
        status = LAWMAP_BAD_DATA;
    if (import->faults->failed)
        return no_memory(import);
    return status;
}

void csv_import_free(struct csv_import *import)
{
    csv_table_free(&import->table);
    free(import->columns);
    free(import->order);
    free(import->groups);
}

enum lawmap_status law_csv_import(const char *dir, const char *name, const void *bytes, size_t size,
                                  struct record_edits *out, struct law **after, struct fault_list *faults,
                                  struct lawmap_error *error)
{
    struct law *before = NULL;
    *out = (struct record_edits){0};
    *after = NULL;
    enum lawmap_status status = law_load(dir, &before, faults, error);
    if (status != LAWMAP_OK)
        return status;
    struct csv_import import = {
        .dir = dir, .name = name, .law = before, .edits = out, .faults = faults, .error = error};
    status = run(&import, bytes, size, after);
    if (status == LAWMAP_BAD_DATA) {
        fault_list_finish(faults, name);
        lawmap_fail(error, status, "%s:%d:%d: error: %s", faults->items[0].file, faults->items[0].line,
                    faults->items[0].column, faults->items[0].message);
    }
    if (status != LAWMAP_OK) {
        record_edits_free(out);
        law_free(*after);
        *after = NULL;
    }
    csv_import_free(&import);
    law_free(before);
    return status;
}
