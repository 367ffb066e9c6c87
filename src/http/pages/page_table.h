/* page_table: the columns of the page with all jurisdictions. */
#ifndef LAWMAP_HTTP_PAGE_TABLE_H
#define LAWMAP_HTTP_PAGE_TABLE_H

#include <lawmap/law.h>

/* Name, region, framework and acts, since. */
size_t table_column_count(const struct law *law);
const char *table_column_id(const struct law *law, size_t column); /* as ?sort= says it */

#endif
