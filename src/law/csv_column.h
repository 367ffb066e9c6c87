/* csv_column: what a column of the records' table holds: which value of a record, and how it is written. */
#ifndef LAW_CSV_COLUMN_H
#define LAW_CSV_COLUMN_H

#include <jansson.h>
#include <lawmap/law.h>

/* The last one: the version of the dataset that was exported, in the first row of each record. */
#define CSV_DATASET_COLUMN "dataset"

enum { CSV_NAME_SIZE = 80, CSV_ITEMS_MAX = 64 };

enum csv_scope { /* of what in the record */
                 CSV_RECORD,
                 CSV_PERIOD,
                 CSV_MEASURE,
                 CSV_NOTE, /* its translations */
                 CSV_REVIEW,
                 CSV_PROVISION,
                 CSV_SOURCE
};

enum csv_form {
    CSV_TEXT,         /* blank: "" */
    CSV_TEXT_OR_NULL, /* blank: null */
    CSV_YEAR,         /* blank: null */
    CSV_YES_NO,       /* true and false; blank counts as no */
};

struct csv_column {
    enum csv_scope scope;
    const char *key; /* in the object of the scope; the law's or the program's own */
    enum csv_form form;
    unsigned number; /* of a provision or source, from 1 */
};

/* All columns of a table that has room for so many provisions and sources, in their order. The caller frees
 * *out. 0 when out of memory. */
size_t csv_columns(const struct law *law, unsigned provisions, unsigned sources, struct csv_column **out);
/* How many keys a period, provision or source has. */
size_t csv_scope_size(const struct law *law, enum csv_scope scope);

/* "code", "zoning", "review_by", "provision_2_law" … */
char *csv_column_name(const struct csv_column *column, char out[CSV_NAME_SIZE]); /* returns `out` */
bool csv_column_find(const struct law *law, const char *name, struct csv_column *out);
/* The name that was probably meant; NULL: none is close. */
const char *csv_column_nearest(const struct law *law, const char *name, char out[CSV_NAME_SIZE]);
bool csv_is_language_of_notes(const char *key); /* of a translation */
bool csv_column_equal(const struct csv_column *a, const struct csv_column *b);

/* The value as it is written in a cell; `number` holds that of a year. */
const char *csv_cell_of(const json_t *value, char number[24]);
/* The value that a cell means. NULL when out of memory, or, with *bad set, when it is no yes or no. */
json_t *csv_value_of(const struct csv_column *column, const char *cell, bool *bad);

#endif
