/* csv: the records of the law as one table to be edited in a spreadsheet, and back into their files. CSV as
 * in RFC 4180, in UTF-8. One row for each period of each jurisdiction that has a file, in order of code and
 * date. "code" and "name" are in every row. What a record says once (measures, note, review …) is in its
 * first row; in an import it may be in any of its rows, or in several that agree. "provision_1_law",
 * "source_1_title" and so on are the provisions and sources, one after the other; a further one that is empty
 * is always there. "dataset", the last column, is the version that was exported; an import passes over it. An
 * empty cell is null, or a text that is empty; "pending" and "varies_subnationally" are yes or no. A cell may
 * have an apostrophe in front, which is no part of the text: an export puts it before what a spreadsheet
 * would run or change. No function here keeps anything between calls. */
#ifndef LAWMAP_CSV_H
#define LAWMAP_CSV_H

#include <lawmap/law.h>

/* The table of the data in a directory, which has to be free of faults. LAWMAP_BAD_DATA: `faults` (never
 * NULL, empty on entry) holds them; LAWMAP_IO, LAWMAP_NO_MEMORY. */
enum lawmap_status law_csv_export(const char *dir, struct buffer *out, struct fault_list *faults,
                                  struct lawmap_error *error);

struct record_edit {    /* a file that is to be written */
    char *name;         /* "jurisdictions/KE.json" */
    struct buffer text; /* a NUL follows its end */
    bool is_new;
};
struct record_edits { /* all zero is a valid empty list */
    struct record_edit *items;
    size_t count;
};
void record_edits_free(struct record_edits *edits);

/* What the files of a directory have to become to say what a table says; nothing is written. Jurisdictions
 * without a row, columns that are not there and everything in a file that the table does not change stay as
 * they are. Columns are known by their names, in any order; those of periods come all together or not at all,
 * as do translations of the note, and those of one provision or source. Rows may be in any order. Cells may
 * be separated by commas, semicolons or tabs. LAWMAP_OK: *out has what changes and *after, which the caller
 * frees with law_free(), is the law as it will be. LAWMAP_BAD_DATA: *out is empty and `faults` (never NULL,
 * empty on entry) holds every fault: of the table they have `name`, the row as spreadsheets count, and the
 * number of the column. LAWMAP_IO, LAWMAP_NO_MEMORY. */
enum lawmap_status law_csv_import(const char *dir, const char *name, const void *bytes, size_t size,
                                  struct record_edits *out, struct law **after, struct fault_list *faults,
                                  struct lawmap_error *error);

/* Writes each file under another name beside its own, and when all are there gives them their names.
 * LAWMAP_IO: the message says how many files have changed, which is none unless giving names failed; each is
 * whole. */
enum lawmap_status record_edits_write(const char *dir, const struct record_edits *edits,
                                      struct lawmap_error *error);

enum { LAW_CSV_LIMIT = 64 << 20 }; /* bytes; a larger file is refused */

#endif
