/* csv_import: what the steps of an import share. */
#ifndef LAW_CSV_IMPORT_H
#define LAW_CSV_IMPORT_H

#include "csv_column.h"
#include "csv_table.h"
#include "fault.h"
#include "json_edit.h"
#include "model.h"

struct csv_group { /* the rows of one jurisdiction, by date, then as in the table */
    const struct jurisdiction *jurisdiction;
    size_t first, count; /* in csv_import.order */
};

struct csv_import {
    const char *dir, *name;
    const struct law *law; /* as it is */
    struct csv_table table;
    struct csv_column *columns; /* of the table's header */
    size_t column_count, code_column, dataset_column;
    size_t *order; /* indices of rows */
    size_t order_count;
    struct csv_group *groups;
    size_t group_count;
    struct record_edits *edits;
    struct fault_list *faults;
    struct lawmap_error *error;
};

enum { CSV_NO_COLUMN = CSV_COLUMNS_MAX };

/* csv_import.c */
/* What the files have to become to say what the table says, as import->edits; what cannot be read of it is
 * reported, and the law that it would make not yet looked at. */
enum lawmap_status csv_make_edits(struct csv_import *import, const void *bytes, size_t size);
void csv_import_free(struct csv_import *import); /* what it owns; not the edits */

/* csv_header.c */
/* Whether the table has such a column; CSV_NO_COLUMN. */
size_t csv_find_column(const struct csv_import *import, enum csv_scope scope, unsigned number,
                       const char *key);
enum lawmap_status csv_read_header(struct csv_import *import);
/* Groups the rows by jurisdiction. */
enum lawmap_status csv_group_rows(struct csv_import *import);

/* csv_record.c */
const struct csv_row *csv_row_of(const struct csv_import *import, const struct csv_group *group,
                                 size_t index);
/* Of a provision or source: whether any of its cells says something. */
bool csv_has_item(const struct csv_import *import, const struct csv_group *group, enum csv_scope scope,
                  unsigned number);
bool csv_has_period(const struct csv_import *import, const struct csv_row *row);
/* The row of the group in which a cell of this column says something; else its first. */
const struct csv_row *csv_carrier(const struct csv_import *import, const struct csv_group *group,
                                  size_t column);
/* What the rows of the group say. NULL when out of memory; what is wrong with them has been reported. */
json_t *csv_record(const struct csv_import *import, const struct csv_group *group, const json_t *old);
/* How the files of records are laid out. */
extern const struct json_layout csv_layout;

/* Reports at a cell; `column` may be CSV_NO_COLUMN. */
void csv_fault(const struct csv_import *import, const struct csv_row *row, size_t column, enum rule_id rule,
               const char *format, ...) __attribute__((format(printf, 5, 6)));

/* csv_fault.c */
/* Reports, as faults of the table, those that were found in the files as they would be. */
void csv_report(const struct csv_import *import, const struct fault_list *found);

#endif
