/* table_columns: the columns of the page with all jurisdictions: name, region, framework and acts, since. */
#ifndef LAWMAP_HTTP_TABLE_COLUMNS_H
#define LAWMAP_HTTP_TABLE_COLUMNS_H

#include <lawmap/law.h>

enum { COLUMN_NAME, COLUMN_REGION, COLUMN_LAYERS };

/* The layers that have a column: the framework and the acts. NULL: there are no more. */
const struct layer *table_layer(const struct law *law, size_t index);
size_t table_layer_count(const struct law *law);

size_t table_column_count(const struct law *law);
const char *table_column_id(const struct law *law, size_t column); /* as ?sort= says it */

#endif
