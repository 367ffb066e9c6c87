#include "csv.h"

#include <string.h>

static void begin_cell(struct csv *csv)
{
    if (csv->in_row)
        buffer_append(csv->out, ",", 1);
    csv->in_row = true;
}

/* What a spreadsheet runs instead of showing it (OWASP, "CSV Injection"). */
static bool looks_like_formula(const char *text)
{
    return *text != '\0' && strchr("=+-@\t\r", *text) != NULL;
}

static void put_quoted(struct buffer *out, const char *prefix, const char *text)
{
    buffer_append(out, "\"", 1);
    buffer_puts(out, prefix);
    for (const char *quote; (quote = strchr(text, '"')) != NULL; text = quote + 1) {
        buffer_append(out, text, (size_t)(quote - text));
        buffer_append(out, "\"\"", 2);
    }
    buffer_puts(out, text);
    buffer_append(out, "\"", 1);
}

void csv_text(struct csv *csv, const char *text)
{
    begin_cell(csv);
    if (text == NULL)
        return;
    const char *prefix = looks_like_formula(text) ? "'" : "";
    if (strpbrk(text, ",\"\r\n") != NULL) {
        put_quoted(csv->out, prefix, text);
        return;
    }
    buffer_puts(csv->out, prefix);
    buffer_puts(csv->out, text);
}

void csv_number(struct csv *csv, double number)
{
    begin_cell(csv);
    buffer_printf(csv->out, "%.9g", number);
}

void csv_date(struct csv *csv, struct date date)
{
    char text[DATE_TEXT_SIZE];
    csv_text(csv, date_format(date, text));
}

void csv_end_row(struct csv *csv)
{
    buffer_append(csv->out, "\r\n", 2);
    csv->in_row = false;
}
