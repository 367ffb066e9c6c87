/* jurisdiction_columns: a jurisdiction and its law on a date as one flat row: the columns of the CSV, which
 * are the properties of GeoJSON, too. Columns only ever join at the end of their group; those of the law are
 * the codebook's layers, in its order, under their ids. */
#ifndef LAWMAP_HTTP_JURISDICTION_COLUMNS_H
#define LAWMAP_HTTP_JURISDICTION_COLUMNS_H

#include <lawmap/law.h>

struct jurisdiction_row {
    const struct law *law;
    const struct jurisdiction *jurisdiction;
    const struct period *period; /* NULL: the law is unknown on that date */
    struct date date;
    enum language language;
};

struct cell {
    const char *text; /* what `scratch` or the law holds; NULL: there is no such thing */
    bool is_truth;    /* "true" or "false" */
    char scratch[DATE_TEXT_SIZE];
};

size_t column_count(const struct law *law);
const char *column_name(const struct law *law, size_t column);
/* The layer whose class a column has; NULL: it is none of the law's. */
const struct layer *column_layer(const struct law *law, size_t column);
void column_read(const struct jurisdiction_row *row, size_t column, struct cell *out);

#endif
