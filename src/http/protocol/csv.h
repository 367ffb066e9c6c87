/* csv: rows of comma-separated values (RFC 4180), UTF-8, lines ended by CR LF. */
#ifndef LAWMAP_HTTP_CSV_H
#define LAWMAP_HTTP_CSV_H

#include <lawmap/base.h>

struct csv {
    struct buffer *out; /* borrowed */
    bool in_row;
};

/* NULL is an empty cell. A text that a spreadsheet would take for a formula gets an apostrophe in front. */
void csv_text(struct csv *csv, const char *text);
void csv_number(struct csv *csv, double number); /* the shortest form of at most nine digits */
void csv_date(struct csv *csv, struct date date);
void csv_end_row(struct csv *csv);

#endif
