/* csv_table: a CSV file (RFC 4180) as rows of cells, as spreadsheets write it, and the text of one cell as it
 * is written so that no spreadsheet turns it into something else. */
#ifndef LAW_CSV_TABLE_H
#define LAW_CSV_TABLE_H

#include <lawmap/base.h>

enum { CSV_COLUMNS_MAX = 1024, CSV_ROWS_MAX = 65536, CSV_CELLS_MAX = 1 << 22 };

struct csv_row {
    unsigned number; /* as a spreadsheet counts: from 1, blank rows included */
    size_t first;    /* of its cells */
    size_t count;
};

struct csv_table {      /* all zero is a valid empty table */
    struct buffer text; /* the cells, NUL-terminated */
    size_t *cells;      /* where in `text` each begins */
    size_t cell_count, cell_capacity;
    struct csv_row *rows; /* that have anything in them; the first is the header */
    size_t row_count, row_capacity;
};

/* What is wrong with the file as such. */
struct csv_flaw {
    unsigned row, column; /* from 1 */
    const char *message;  /* NULL: nothing is */
};

/* Reads the file. It may begin with a byte order mark, end its lines with CR LF or LF, and separate its cells
 * with
 * ',', ';' or tabs: the one by which most cells of the header are `known`. Apostrophes that guard a cell are
 * gone. LAWMAP_OK; LAWMAP_BAD_DATA and *flaw; LAWMAP_NO_MEMORY. Free it with csv_table_free() in any case. */
enum lawmap_status csv_table_read(const void *bytes, size_t size,
                                  bool (*known)(const char *name, const void *context), const void *context,
                                  struct csv_table *out, struct csv_flaw *flaw);
void csv_table_free(struct csv_table *table);

/* "" beyond the end of the row. */
const char *csv_table_cell(const struct csv_table *table, const struct csv_row *row, size_t column);

/* One cell, quoted where need be. An apostrophe goes before what spreadsheets would run ('=', '+', '-', '@',
 * tab, CR: OWASP, "CSV Injection"), what they would take for a number or a date and write back in another
 * form ("2003-06", "1.10", "1/2"), and what begins with an apostrophe itself; so taking one away gives the
 * text again. */
void csv_put_cell(struct buffer *out, const char *text);

#endif
