/* Reads the header of a table and sorts its rows by jurisdiction. */
#include "csv_import.h"

#include <stdlib.h>
#include <string.h>

size_t csv_find_column(const struct csv_import *import, enum csv_scope scope, unsigned number,
                       const char *key)
{
    const struct csv_column wanted = {.scope = scope, .number = number, .key = key};
    for (size_t i = 0; i < import->column_count; i++)
        if (import->columns[i].key != NULL && csv_column_equal(&import->columns[i], &wanted))
            return i;
    return CSV_NO_COLUMN;
}

static void read_name(struct csv_import *import, const struct csv_row *header, size_t index)
{
    const char *name = csv_table_cell(&import->table, header, index);
    char meant[CSV_NAME_SIZE];
    struct csv_column column;
    if (*name == '\0')
        return; /* a column without a name may be empty: see check_nameless() */
    if (strcmp(name, CSV_DATASET_COLUMN) == 0) {
        import->dataset_column = index; /* says where the table is from, not what it wants */
        return;
    }
    if (!csv_column_find(import->law, name, &column)) {
        const char *nearest = csv_column_nearest(import->law, name, meant);
        csv_fault(import, header, index, RULE_FORM, "there is no column \"%.80s\"%s%s%s", name,
                  nearest == NULL ? "" : "; did you mean \"", nearest == NULL ? "" : nearest,
                  nearest == NULL ? "; “lawmap csv export” writes all that there are" : "\"?");
    } else if (csv_find_column(import, column.scope, column.number, column.key) != CSV_NO_COLUMN) {
        csv_fault(import, header, index, RULE_FORM, "there is already a column \"%s\"", name);
    } else {
        import->columns[index] = column;
    }
}

/* Columns that say something only together. */
static void check_complete(struct csv_import *import, const struct csv_row *header,
                           const struct csv_column *found)
{
    struct csv_column *columns;
    char name[CSV_NAME_SIZE];
    size_t count = csv_columns(import->law, 1, 1, &columns);
    for (size_t i = 0; i < count; i++) {
        if (columns[i].scope != found->scope)
            continue;
        columns[i].number = found->number;
        if (csv_find_column(import, found->scope, found->number, columns[i].key) == CSV_NO_COLUMN)
            csv_fault(import, header, CSV_NO_COLUMN, RULE_FORM, "the column \"%s\" is missing",
                      csv_column_name(&columns[i], name));
    }
    free(columns);
}

/* Provisions and sources are numbered without gaps: else it would not be known what the missing ones say. */
static void check_numbers(struct csv_import *import, const struct csv_row *header,
                          const struct csv_column *found)
{
    char name[CSV_NAME_SIZE];
    struct csv_column before = *found;
    if (found->number < 2)
        return;
    before.number--;
    if (csv_find_column(import, before.scope, before.number, before.key) == CSV_NO_COLUMN)
        csv_fault(import, header, CSV_NO_COLUMN, RULE_FORM, "the column \"%s\" is missing",
                  csv_column_name(&before, name));
}

static void check_header(struct csv_import *import, const struct csv_row *header)
{
    if (import->code_column == CSV_NO_COLUMN)
        csv_fault(import, header, CSV_NO_COLUMN, RULE_FORM, "the column \"code\" is missing");
    for (size_t i = 0; i < import->column_count; i++) {
        const struct csv_column *column = &import->columns[i];
        bool together = column->key != NULL &&
                        (column->scope == CSV_PERIOD || column->scope == CSV_NOTE || column->number > 0);
        bool first = together;
        for (size_t j = 0; first && j < i; j++)
            first = import->columns[j].key == NULL || import->columns[j].scope != column->scope ||
                    import->columns[j].number != column->number;
        if (first)
            check_complete(import, header, column);
        if (first && column->number > 0)
            check_numbers(import, header, column);
    }
}

enum lawmap_status csv_read_header(struct csv_import *import)
{
    const struct csv_row *header = &import->table.rows[0];
    import->columns = calloc(header->count, sizeof *import->columns);
    if (import->columns == NULL)
        return lawmap_fail(import->error, LAWMAP_NO_MEMORY, "out of memory");
    import->column_count = header->count;
    import->dataset_column = CSV_NO_COLUMN;
    for (size_t i = 0; i < header->count; i++)
        read_name(import, header, i);
    import->code_column = csv_find_column(import, CSV_RECORD, 0, "code");
    if (import->faults->count == 0)
        check_header(import, header);
    return import->faults->count == 0 ? LAWMAP_OK : LAWMAP_BAD_DATA;
}

/* What stands under no name would be lost. */
static void check_nameless(const struct csv_import *import, const struct csv_row *row)
{
    for (size_t i = 0; i < row->count; i++)
        if (i != import->dataset_column && (i >= import->column_count || import->columns[i].key == NULL) &&
            *csv_table_cell(&import->table, row, i) != '\0')
            csv_fault(import, row, i, RULE_FORM, "this column has no name in the first row");
}

static const struct jurisdiction *read_code(const struct csv_import *import, const struct csv_row *row)
{
    const char *code = csv_table_cell(&import->table, row, import->code_column);
    const struct jurisdiction *found = law_find(import->law, code), *near;
    if (found != NULL && strcmp(found->code, code) == 0)
        return found;
    if (*code == '\0')
        csv_fault(import, row, import->code_column, RULE_FORM, "the code of the jurisdiction is missing");
    else if (found != NULL || law_near(import->law, code, &near, 1) == 1)
        csv_fault(import, row, import->code_column, RULE_FORM, "\"%.80s\" is no code; did you mean \"%s\"?",
                  code, found != NULL ? found->code : near->code);
    else
        csv_fault(import, row, import->code_column, RULE_FORM, "\"%.80s\" is no code of ISO 3166", code);
    return NULL;
}

struct sorted_row {
    const struct jurisdiction *jurisdiction;
    struct date from;
    size_t row;
};

static int compare_rows(const void *a, const void *b)
{
    const struct sorted_row *x = a, *y = b;
    int codes = strcmp(x->jurisdiction->code, y->jurisdiction->code), dates = date_compare(x->from, y->from);
    return codes != 0 ? codes : dates != 0 ? dates : x->row < y->row ? -1 : x->row > y->row;
}

/* A date that is none is left for the reader of records to refuse. */
static struct date read_from(const struct csv_import *import, const struct csv_row *row, size_t column)
{
    struct date date = {0};
    if (column != CSV_NO_COLUMN)
        date_parse(csv_table_cell(&import->table, row, column), &date);
    return date;
}

static void make_groups(struct csv_import *import, const struct sorted_row *sorted)
{
    for (size_t i = 0; i < import->order_count; i++) {
        import->order[i] = sorted[i].row;
        if (i == 0 || sorted[i].jurisdiction != sorted[i - 1].jurisdiction)
            import->groups[import->group_count++] = (struct csv_group){sorted[i].jurisdiction, i, 0};
        import->groups[import->group_count - 1].count++;
    }
}

enum lawmap_status csv_group_rows(struct csv_import *import)
{
    size_t from = csv_find_column(import, CSV_PERIOD, 0, "from"), rows = import->table.row_count;
    struct sorted_row *sorted = calloc(rows, sizeof *sorted);
    import->order = calloc(rows, sizeof *import->order);
    import->groups = calloc(rows, sizeof *import->groups);
    if (sorted == NULL || import->order == NULL || import->groups == NULL) {
        free(sorted);
        return lawmap_fail(import->error, LAWMAP_NO_MEMORY, "out of memory");
    }
    for (size_t i = 1; i < rows; i++) {
        const struct csv_row *row = &import->table.rows[i];
        const struct jurisdiction *jurisdiction = read_code(import, row);
        check_nameless(import, row);
        if (jurisdiction != NULL)
            sorted[import->order_count++] =
                (struct sorted_row){jurisdiction, read_from(import, row, from), i};
    }
    qsort(sorted, import->order_count, sizeof *sorted, compare_rows);
    make_groups(import, sorted);
    free(sorted);
    return LAWMAP_OK;
}
