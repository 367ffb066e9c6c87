/* What the rows of one jurisdiction say, as its record. */
#include "csv_import.h"

#include <stdio.h>
#include <string.h>

void csv_fault(const struct csv_import *import, const struct csv_row *row, size_t column, enum rule_id rule,
               const char *format, ...)
{
    char message[FAULT_TEXT_SIZE], name[CSV_NAME_SIZE];
    bool is_named =
        column < import->column_count && import->columns[column].key != NULL && row != &import->table.rows[0];
    int used =
        is_named ? snprintf(message, sizeof message, "%s: ", csv_column_name(&import->columns[column], name))
                 : 0;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message + used, sizeof message - (size_t)used, format, arguments);
    va_end(arguments);
    const struct position place = {(int)row->number, column == CSV_NO_COLUMN ? 1 : (int)column + 1};
    fault_add(import->faults, rule, import->name, place, "%s", message);
}

/* Languages that a note has been put into, and "notes" when there is none. */
static bool is_blank_note(const char *key, const json_t *value)
{
    const char *language;
    json_t *note;
    if (json_is_null(value))
        return csv_is_language_of_notes(key);
    if (strcmp(key, "notes") != 0)
        return false;
    json_object_foreach((json_t *)value, language, note)
    {
        if (!json_is_null(note))
            return false;
    }
    return json_is_object(value);
}

static bool is_absent(const char *key, const json_t *value)
{
    return (strcmp(key, "pending") == 0 && json_is_false(value)) || is_blank_note(key, value);
}

static const char *key_before(const char *key)
{
    return strcmp(key, "notes") == 0 ? "note" : NULL;
}

const struct json_layout csv_layout = {is_absent, key_before};

const struct csv_row *csv_row_of(const struct csv_import *import, const struct csv_group *group, size_t index)
{
    return &import->table.rows[import->order[group->first + index]];
}

const struct csv_row *csv_carrier(const struct csv_import *import, const struct csv_group *group,
                                  size_t column)
{
    for (size_t i = 0; i < group->count; i++) {
        const struct csv_row *row = csv_row_of(import, group, i);
        if (*csv_table_cell(&import->table, row, column) != '\0')
            return row;
    }
    return csv_row_of(import, group, 0);
}

/* The one text of the group's rows in a column. */
static const char *cell_of(const struct csv_import *import, const struct csv_group *group, size_t column)
{
    const struct csv_row *carrier = csv_carrier(import, group, column);
    const char *said = csv_table_cell(&import->table, carrier, column);
    for (size_t i = 0; i < group->count; i++) {
        const struct csv_row *row = csv_row_of(import, group, i);
        const char *cell = csv_table_cell(&import->table, row, column);
        if (*cell != '\0' && strcmp(cell, said) != 0)
            csv_fault(import, row, column, RULE_FORM,
                      "%s says something else in row %u: expected the same, or nothing",
                      group->jurisdiction->code, carrier->number);
    }
    return said;
}

bool csv_has_item(const struct csv_import *import, const struct csv_group *group, enum csv_scope scope,
                  unsigned number)
{
    for (size_t i = 0; i < import->column_count; i++) {
        const struct csv_column *column = &import->columns[i];
        if (column->key != NULL && column->scope == scope && column->number == number &&
            *csv_table_cell(&import->table, csv_carrier(import, group, i), i) != '\0')
            return true;
    }
    return false;
}

bool csv_has_period(const struct csv_import *import, const struct csv_row *row)
{
    for (size_t i = 0; i < import->column_count; i++)
        if (import->columns[i].key != NULL && import->columns[i].scope == CSV_PERIOD &&
            *csv_table_cell(&import->table, row, i) != '\0')
            return true;
    return false;
}

/* Sets what a cell says in an object. False when out of memory. */
static bool put_cell(const struct csv_import *import, const struct csv_row *row, size_t index,
                     const char *cell, json_t *object)
{
    const struct csv_column *column = &import->columns[index];
    bool bad;
    json_t *value = csv_value_of(column, cell, &bad);
    if (bad) {
        csv_fault(import, row, index, RULE_FORM, "expected yes or no, found \"%.80s\"", cell);
        return true;
    }
    return json_object_set_new(object, column->key, value) == 0;
}

/* The cells of a scope as an object: of one row, or (NULL) those of the whole group. */
static json_t *object_of(const struct csv_import *import, const struct csv_group *group,
                         const struct csv_row *row, enum csv_scope scope, unsigned number)
{
    json_t *object = json_object();
    bool whole = object != NULL;
    for (size_t i = 0; whole && i < import->column_count; i++) {
        const struct csv_column *column = &import->columns[i];
        if (column->key == NULL || column->scope != scope || column->number != number)
            continue;
        if (row != NULL)
            whole = put_cell(import, row, i, csv_table_cell(&import->table, row, i), object);
        else
            whole = put_cell(import, csv_carrier(import, group, i), i, cell_of(import, group, i), object);
    }
    if (!whole) {
        json_decref(object);
        return NULL;
    }
    return object;
}

static json_t *periods_of(const struct csv_import *import, const struct csv_group *group)
{
    json_t *periods = json_array();
    for (size_t i = 0; periods != NULL && i < group->count; i++) {
        const struct csv_row *row = csv_row_of(import, group, i);
        if (!csv_has_period(import, row))
            continue;
        if (json_array_append_new(periods, object_of(import, group, row, CSV_PERIOD, 0)) != 0) {
            json_decref(periods);
            return NULL;
        }
    }
    return periods;
}

static bool has_scope(const struct csv_import *import, enum csv_scope scope)
{
    for (size_t i = 0; i < import->column_count; i++)
        if (import->columns[i].key != NULL && import->columns[i].scope == scope)
            return true;
    return false;
}

/* The provisions or sources; what is empty between them is closed up. */
static json_t *items_of(const struct csv_import *import, const struct csv_group *group, enum csv_scope scope)
{
    json_t *items = json_array();
    for (unsigned number = 1; items != NULL && number <= CSV_ITEMS_MAX; number++) {
        if (!csv_has_item(import, group, scope, number))
            continue;
        if (json_array_append_new(items, object_of(import, group, NULL, scope, number)) != 0) {
            json_decref(items);
            return NULL;
        }
    }
    return items;
}

/* A record that inherits says nothing of a law of its own. */
static void refuse_own_law(const struct csv_import *import, const struct csv_group *group)
{
    for (size_t i = 0; i < import->column_count; i++) {
        const struct csv_column *column = &import->columns[i];
        bool is_law = column->key != NULL && (column->scope == CSV_PERIOD || column->scope == CSV_MEASURE ||
                                              column->scope == CSV_PROVISION);
        const struct csv_row *row = csv_carrier(import, group, i);
        if (is_law && *csv_table_cell(&import->table, row, i) != '\0')
            csv_fault(import, row, i, RULE_FORM,
                      "expected nothing: the law of %s is inherited; or leave \"inherits\" empty",
                      group->jurisdiction->code);
    }
}

static bool put_scope(const struct csv_import *import, const struct csv_group *group, enum csv_scope scope,
                      const char *key, json_t *record)
{
    json_t *value;
    if (!has_scope(import, scope))
        return true;
    if (scope == CSV_PERIOD)
        value = periods_of(import, group);
    else if (scope == CSV_PROVISION || scope == CSV_SOURCE)
        value = items_of(import, group, scope);
    else
        value = object_of(import, group, NULL, scope, 0);
    return json_object_set_new(record, key, value) == 0;
}

json_t *csv_record(const struct csv_import *import, const struct csv_group *group, const json_t *old)
{
    json_t *record = object_of(import, group, NULL, CSV_RECORD, 0);
    if (record == NULL)
        return NULL;
    const json_t *said = json_object_get(record, "inherits");
    const json_t *inherits = said == NULL ? json_object_get(old, "inherits") : said;
    bool inherited = json_is_string(inherits), whole = true;
    if (inherited)
        refuse_own_law(import, group);
    else
        whole = put_scope(import, group, CSV_PERIOD, "periods", record) &&
                put_scope(import, group, CSV_MEASURE, "measures", record) &&
                put_scope(import, group, CSV_PROVISION, "provisions", record);
    whole = whole && put_scope(import, group, CSV_SOURCE, "sources", record) &&
            put_scope(import, group, CSV_NOTE, "notes", record) &&
            put_scope(import, group, CSV_REVIEW, "review", record);
    if (json_is_null(said))
        json_object_del(record, "inherits");
    if (!whole) {
        json_decref(record);
        return NULL;
    }
    return record;
}
