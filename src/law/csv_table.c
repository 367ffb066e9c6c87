#include "csv_table.h"

#include <csv.h>
#include <stdlib.h>
#include <string.h>
#include <unistr.h>

struct reader {
    struct csv_table *table;
    struct csv_flaw *flaw;
    unsigned row;            /* that is being read */
    size_t first;            /* of its cells */
    unsigned char now, last; /* byte that is being read, and the one before it */
    bool failed;
};

static bool grow(void **items, size_t count, size_t *capacity, size_t size)
{
    if (count < *capacity)
        return true;
    size_t larger = *capacity == 0 ? 256 : 2 * *capacity;
    void *grown = realloc(*items, larger * size);
    if (grown == NULL)
        return false;
    *items = grown;
    *capacity = larger;
    return true;
}

static void set_flaw(struct reader *reader, const char *message)
{
    if (reader->flaw->message == NULL)
        *reader->flaw = (struct csv_flaw){reader->row,
                                          (unsigned)(reader->table->cell_count - reader->first) + 1, message};
}

static void take_cell(void *text, size_t size, void *context)
{
    struct reader *reader = context;
    struct csv_table *table = reader->table;
    const char *start = text;
    if (reader->failed || reader->flaw->message != NULL)
        return;
    if (table->cell_count - reader->first == CSV_COLUMNS_MAX || table->cell_count == CSV_CELLS_MAX) {
        set_flaw(reader, "the file has more cells than any table of these data");
        return;
    }
    if (!grow((void **)&table->cells, table->cell_count, &table->cell_capacity, sizeof *table->cells)) {
        reader->failed = true;
        return;
    }
    table->cells[table->cell_count++] = table->text.size;
    if (size > 0 && *start == '\'') {
        start++;
        size--;
    }
    buffer_append(&table->text, start, size);
    buffer_append(&table->text, "", 1);
}

static bool is_blank(const struct csv_table *table, size_t first)
{
    for (size_t i = first; i < table->cell_count; i++)
        if (table->text.data[table->cells[i]] != '\0')
            return false;
    return true;
}

static void keep_row(struct reader *reader)
{
    struct csv_table *table = reader->table;
    if (table->row_count == CSV_ROWS_MAX) {
        set_flaw(reader, "the file has more rows than any table of these data");
        return;
    }
    if (!grow((void **)&table->rows, table->row_count, &table->row_capacity, sizeof *table->rows)) {
        reader->failed = true;
        return;
    }
    table->rows[table->row_count++] =
        (struct csv_row){reader->row, reader->first, table->cell_count - reader->first};
}

/* libcsv calls this for every line break outside quotes; of CR LF the LF is none of its own. */
static void take_row(int end, void *context)
{
    struct reader *reader = context;
    struct csv_table *table = reader->table;
    (void)end;
    if (reader->now == '\n' && reader->last == '\r')
        return;
    if (reader->failed || table->text.failed || reader->flaw->message != NULL)
        return;
    if (!is_blank(table, reader->first))
        keep_row(reader);
    reader->row++;
    reader->first = table->cell_count;
}

static int is_no_space(unsigned char c)
{
    (void)c;
    return 0;
}

/* Byte by byte, so that the row is known when something is wrong. */
static enum lawmap_status parse(const char *bytes, size_t size, unsigned char separator,
                                struct reader *reader)
{
    struct csv_parser parser;
    if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL) != 0)
        return LAWMAP_NO_MEMORY;
    csv_set_delim(&parser, separator);
    csv_set_space_func(&parser, is_no_space);
    for (size_t i = 0; i < size && reader->flaw->message == NULL && !reader->failed; i++) {
        reader->last = reader->now;
        reader->now = (unsigned char)bytes[i];
        if (csv_parse(&parser, &bytes[i], 1, take_cell, take_row, reader) == 1)
            continue;
        reader->failed = csv_error(&parser) != CSV_EPARSE;
        set_flaw(reader,
                 "a quotation mark inside a cell: write it twice, and put the cell into quotation marks");
    }
    reader->last = reader->now = '\0';
    if (reader->flaw->message == NULL && csv_fini(&parser, take_cell, take_row, reader) != 0) {
        reader->failed |= csv_error(&parser) != CSV_EPARSE;
        set_flaw(reader, "the quotation mark that ends this cell is missing");
    }
    csv_free(&parser);
    if (reader->failed || reader->table->text.failed)
        return LAWMAP_NO_MEMORY;
    return reader->flaw->message == NULL ? LAWMAP_OK : LAWMAP_BAD_DATA;
}

static void clear(struct csv_table *table)
{
    table->text.size = 0;
    table->cell_count = table->row_count = 0;
}

/* The first line by each separator: the one by which most of its cells are known. */
static enum lawmap_status choose_separator(const char *bytes, size_t size, unsigned char *out,
                                           bool (*known)(const char *name, const void *context),
                                           const void *context, struct csv_table *table)
{
    static const unsigned char separators[] = {',', ';', '\t'};
    const char *end = memchr(bytes, '\n', size);
    size_t line = end == NULL ? size : (size_t)(end - bytes), best = 0;
    *out = ',';
    for (size_t i = 0; i < sizeof separators; i++) {
        struct csv_flaw flaw = {0};
        struct reader reader = {.table = table, .flaw = &flaw, .row = 1};
        clear(table);
        if (parse(bytes, line, separators[i], &reader) == LAWMAP_NO_MEMORY)
            return LAWMAP_NO_MEMORY;
        size_t found = 0;
        for (size_t cell = 0; cell < table->cell_count; cell++)
            found += known(table->text.data + table->cells[cell], context);
        if (found > best) {
            best = found;
            *out = separators[i];
        }
    }
    clear(table);
    return LAWMAP_OK;
}

/* Where the text stops being one, counted in lines: the cell is not known yet. */
static bool is_text(const char *bytes, size_t size, struct csv_flaw *flaw)
{
    const uint8_t *bad = u8_check((const uint8_t *)bytes, size);
    const char *nul = memchr(bytes, '\0', size), *at = bad != NULL ? (const char *)bad : nul;
    if (nul != NULL && nul < at)
        at = nul;
    if (at == NULL)
        return true;
    *flaw = (struct csv_flaw){1, 1, "the file is not UTF-8 text: save it as “CSV UTF-8”"};
    for (const char *c = bytes; c < at; c++)
        flaw->row += *c == '\n';
    return false;
}

enum lawmap_status csv_table_read(const void *bytes, size_t size,
                                  bool (*known)(const char *name, const void *context), const void *context,
                                  struct csv_table *out, struct csv_flaw *flaw)
{
    const char *text = bytes;
    unsigned char separator;
    *out = (struct csv_table){0};
    *flaw = (struct csv_flaw){0};
    if (size >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
        text += 3;
        size -= 3;
    }
    if (size == 0 || !is_text(text, size, flaw)) {
        if (size == 0)
            *flaw = (struct csv_flaw){1, 1, "the file is empty"};
        return LAWMAP_BAD_DATA;
    }
    enum lawmap_status status = choose_separator(text, size, &separator, known, context, out);
    struct reader reader = {.table = out, .flaw = flaw, .row = 1};
    return status == LAWMAP_OK ? parse(text, size, separator, &reader) : status;
}

void csv_table_free(struct csv_table *table)
{
    buffer_free(&table->text);
    free(table->cells);
    free(table->rows);
    *table = (struct csv_table){0};
}

const char *csv_table_cell(const struct csv_table *table, const struct csv_row *row, size_t column)
{
    return column < row->count ? table->text.data + table->cells[row->first + column] : "";
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_plain_number(const char *text)
{
    size_t digits = strspn(text, "0123456789");
    return text[digits] == '\0' && digits <= 9 && (text[0] != '0' || digits == 1);
}

/* Digits, signs, and of letters at most single ASCII ones, as in "1E5" or "5 h". */
static bool looks_like_number(const char *text)
{
    bool digit = false;
    size_t letters = 0;
    for (const char *c = text; *c != '\0'; c++) {
        bool letter = (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') || (*c & 0x80) != 0;
        letters = letter ? letters + 1 : 0;
        digit |= is_digit(*c);
        if (letters > 1)
            return false;
    }
    return digit && !is_plain_number(text);
}

static bool needs_guard(const char *text)
{
    return *text != '\0' && (strchr("=+-@\t\r'", *text) != NULL || looks_like_number(text));
}

void csv_put_cell(struct buffer *out, const char *text)
{
    bool quoted = strpbrk(text, ",;\t\"\r\n") != NULL;
    buffer_puts(out, quoted ? "\"" : "");
    buffer_puts(out, needs_guard(text) ? "'" : "");
    for (const char *quote; (quote = strchr(text, '"')) != NULL; text = quote + 1) {
        buffer_append(out, text, (size_t)(quote - text));
        buffer_puts(out, "\"\"");
    }
    buffer_puts(out, text);
    buffer_puts(out, quoted ? "\"" : "");
}
