/* Finds the cell that a fault of a file comes from. */
#include "csv_import.h"

#include <string.h>

struct place { /* of a value in a record: "periods", 2, "buying" */
    char key[64];
    size_t index;
    char member[64];
    bool has_index;
};

/* Steps to the member of a container that an offset is in; false: it is in none. */
static bool find_member(const char *text, size_t container, size_t offset, struct json_member *member,
                        size_t *index)
{
    *member = (struct json_member){0};
    for (*index = 0; json_member_next(text, container, member); ++*index)
        if (offset >= member->key && offset < member->end)
            return true;
    return false;
}

static void copy_key(const char *text, const struct json_member *member, char out[64])
{
    size_t size = member->key_end - member->key;
    size = size < 2 ? 0 : size - 2 < 63 ? size - 2 : 63;
    memcpy(out, text + member->key + 1, size);
    out[size] = '\0';
}

static bool is_container(char c)
{
    return c == '{' || c == '[';
}

static struct place place_of(const char *text, size_t offset)
{
    struct place place = {.index = 0};
    struct json_member member;
    size_t index;
    if (!find_member(text, json_root(text), offset, &member, &index))
        return place;
    copy_key(text, &member, place.key);
    size_t container = member.value;
    if (text[container] == '[' && find_member(text, container, offset, &member, &place.index)) {
        place.has_index = true;
        container = member.value;
    }
    if (is_container(text[container]) && text[container] == '{' &&
        find_member(text, container, offset, &member, &index))
        copy_key(text, &member, place.member);
    return place;
}

static size_t offset_of(const char *text, int line, int column)
{
    const char *start = text;
    for (int i = 1; i < line; i++) {
        const char *next = strchr(start, '\n');
        if (next == NULL)
            break;
        start = next + 1;
    }
    return (size_t)(start - text) + strnlen(start, (size_t)column - 1);
}

/* The number in the names of columns of the provision or source that is the index-th in the record. */
static unsigned number_of(const struct csv_import *import, const struct csv_group *group,
                          enum csv_scope scope, size_t index)
{
    for (unsigned number = 1; number <= CSV_ITEMS_MAX; number++)
        if (csv_has_item(import, group, scope, number) && index-- == 0)
            return number;
    return 1;
}

static const struct csv_row *period_row(const struct csv_import *import, const struct csv_group *group,
                                        size_t index)
{
    for (size_t i = 0; i < group->count; i++) {
        const struct csv_row *row = csv_row_of(import, group, i);
        if (csv_has_period(import, row) && index-- == 0)
            return row;
    }
    return csv_row_of(import, group, 0);
}

static bool is(const struct place *place, const char *key)
{
    return strcmp(place->key, key) == 0;
}

static size_t column_of(const struct csv_import *import, const struct csv_group *group,
                        const struct place *place)
{
    const char *member = place->member;
    if (is(place, "periods"))
        return csv_find_column(import, CSV_PERIOD, 0, *member == '\0' ? "from" : member);
    if (is(place, "measures"))
        return csv_find_column(import, CSV_MEASURE, 0, member);
    if (is(place, "notes"))
        return csv_find_column(import, CSV_NOTE, 0, *member == '\0' ? "fr" : member);
    if (is(place, "review"))
        return csv_find_column(import, CSV_REVIEW, 0, *member == '\0' ? "status" : member);
    if (is(place, "provisions"))
        return csv_find_column(import, CSV_PROVISION, number_of(import, group, CSV_PROVISION, place->index),
                               *member == '\0' ? "act" : member);
    if (is(place, "sources"))
        return csv_find_column(import, CSV_SOURCE, number_of(import, group, CSV_SOURCE, place->index),
                               *member == '\0' ? "title" : member);
    return csv_find_column(import, CSV_RECORD, 0, place->key);
}

/* NULL: the file is no record of which the table has rows. */
static const struct csv_group *group_of(const struct csv_import *import, const char *file)
{
    const char *slash = strrchr(file, '/'), *code = slash == NULL ? file : slash + 1;
    size_t length = strcspn(code, ".");
    for (size_t i = 0; i < import->group_count; i++) {
        const char *known = import->groups[i].jurisdiction->code;
        if (strlen(known) == length && strncmp(known, code, length) == 0)
            return &import->groups[i];
    }
    return NULL;
}

static const struct record_edit *edit_of(const struct csv_import *import, const char *file)
{
    size_t skip = strlen(import->dir) + 1;
    for (size_t i = 0; strlen(file) > skip && i < import->edits->count; i++)
        if (strcmp(import->edits->items[i].name, file + skip) == 0)
            return &import->edits->items[i];
    return NULL;
}

static void report(const struct csv_import *import, const struct fault *fault)
{
    enum rule_id rule = (enum rule_id)(fault->rule - consistency_rule(0));
    const struct csv_group *group = group_of(import, fault->file);
    const struct record_edit *edit = edit_of(import, fault->file);
    if (group == NULL || edit == NULL) {
        const struct position position = {fault->line, fault->column};
        fault_add(import->faults, rule, fault->file, position, "%s", fault->message);
        return;
    }
    struct place place = place_of(edit->text.data, offset_of(edit->text.data, fault->line, fault->column));
    size_t column = column_of(import, group, &place);
    const struct csv_row *row = csv_row_of(import, group, 0);
    if (is(&place, "periods"))
        row = period_row(import, group, place.has_index ? place.index : 0);
    else if (column != CSV_NO_COLUMN)
        row = csv_carrier(import, group, column);
    csv_fault(import, row, column == CSV_NO_COLUMN ? import->code_column : column, rule, "%s%s%s",
              fault->message, column == CSV_NO_COLUMN && *place.key != '\0' ? ", in " : "",
              column == CSV_NO_COLUMN ? place.key : "");
}

void csv_report(const struct csv_import *import, const struct fault_list *found)
{
    for (size_t i = 0; i < found->count; i++)
        report(import, &found->items[i]);
}
