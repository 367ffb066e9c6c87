#include "csv_column.h"

#include "spelling.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct fixed {
    enum csv_scope scope;
    const char *key;
    enum csv_form form;
};

/* In the order of the table; the measures of the codebook follow the periods. */
static const struct fixed before_measures[] = {
    {CSV_RECORD, "code", CSV_TEXT},
    {CSV_RECORD, "name", CSV_TEXT},
    {CSV_RECORD, "inherits", CSV_TEXT_OR_NULL},
    {CSV_PERIOD, "from", CSV_TEXT_OR_NULL},
    {CSV_PERIOD, "pending", CSV_YES_NO},
    {CSV_PERIOD, "instrument", CSV_TEXT_OR_NULL},
    {CSV_PERIOD, "selling", CSV_TEXT},
    {CSV_PERIOD, "buying", CSV_TEXT},
    {CSV_PERIOD, "third_parties", CSV_TEXT},
};
static const struct fixed after_measures[] = {
    {CSV_RECORD, "note", CSV_TEXT},
    {CSV_NOTE, "fr", CSV_TEXT_OR_NULL},
    {CSV_NOTE, "es", CSV_TEXT_OR_NULL},
    {CSV_NOTE, "ru", CSV_TEXT_OR_NULL},
    {CSV_NOTE, "zh", CSV_TEXT_OR_NULL},
    {CSV_RECORD, "varies_subnationally", CSV_YES_NO},
    {CSV_RECORD, "law_as_of", CSV_TEXT_OR_NULL},
    {CSV_RECORD, "confidence", CSV_TEXT},
    {CSV_RECORD, "basis", CSV_TEXT},
    {CSV_REVIEW, "status", CSV_TEXT},
    {CSV_REVIEW, "by", CSV_TEXT_OR_NULL},
    {CSV_REVIEW, "date", CSV_TEXT_OR_NULL},
};
static const struct fixed of_provisions[] = {
    {CSV_PROVISION, "act", CSV_TEXT},
    {CSV_PROVISION, "law", CSV_TEXT},
    {CSV_PROVISION, "section", CSV_TEXT_OR_NULL},
    {CSV_PROVISION, "summary", CSV_TEXT},
    {CSV_PROVISION, "sanction", CSV_TEXT},
    {CSV_PROVISION, "penalty", CSV_TEXT_OR_NULL},
};
static const struct fixed of_sources[] = {
    {CSV_SOURCE, "title", CSV_TEXT},
    {CSV_SOURCE, "publisher", CSV_TEXT_OR_NULL},
    {CSV_SOURCE, "year", CSV_YEAR},
    {CSV_SOURCE, "url", CSV_TEXT_OR_NULL},
};
#define COUNT(array) (sizeof(array) / sizeof *(array))

static size_t measure_count(const struct law *law)
{
    size_t count = 0;
    for (size_t i = 0; i < law_layer_count(law); i++)
        count += law_layer(law, i)->kind == LAYER_MEASURE;
    return count;
}

static struct csv_column *put_fixed(struct csv_column *out, const struct fixed *fixed, size_t count,
                                    unsigned number)
{
    for (size_t i = 0; i < count; i++)
        *out++ = (struct csv_column){fixed[i].scope, fixed[i].key, fixed[i].form, number};
    return out;
}

static struct csv_column *put_measures(struct csv_column *out, const struct law *law)
{
    for (size_t i = 0; i < law_layer_count(law); i++)
        if (law_layer(law, i)->kind == LAYER_MEASURE)
            *out++ = (struct csv_column){CSV_MEASURE, law_layer(law, i)->id, CSV_TEXT, 0};
    return out;
}

size_t csv_columns(const struct law *law, unsigned provisions, unsigned sources, struct csv_column **out)
{
    size_t count = COUNT(before_measures) + measure_count(law) + COUNT(after_measures) +
                   provisions * COUNT(of_provisions) + sources * COUNT(of_sources);
    struct csv_column *next = *out = calloc(count, sizeof *next);
    if (next == NULL)
        return 0;
    next = put_fixed(next, before_measures, COUNT(before_measures), 0);
    next = put_measures(next, law);
    next = put_fixed(next, after_measures, COUNT(after_measures), 0);
    for (unsigned number = 1; number <= provisions; number++)
        next = put_fixed(next, of_provisions, COUNT(of_provisions), number);
    for (unsigned number = 1; number <= sources; number++)
        next = put_fixed(next, of_sources, COUNT(of_sources), number);
    return count;
}

size_t csv_scope_size(const struct law *law, enum csv_scope scope)
{
    size_t periods = 0;
    for (size_t i = 0; i < COUNT(before_measures); i++)
        periods += before_measures[i].scope == CSV_PERIOD;
    return scope == CSV_PERIOD      ? periods
           : scope == CSV_PROVISION ? COUNT(of_provisions)
           : scope == CSV_SOURCE    ? COUNT(of_sources)
                                    : measure_count(law);
}

char *csv_column_name(const struct csv_column *column, char out[CSV_NAME_SIZE])
{
    if (column->scope == CSV_PROVISION)
        snprintf(out, CSV_NAME_SIZE, "provision_%u_%s", column->number, column->key);
    else if (column->scope == CSV_SOURCE)
        snprintf(out, CSV_NAME_SIZE, "source_%u_%s", column->number, column->key);
    else
        snprintf(out, CSV_NAME_SIZE, "%s%s",
                 column->scope == CSV_REVIEW ? "review_"
                 : column->scope == CSV_NOTE ? "note_"
                                             : "",
                 column->key);
    return out;
}

/* Of "provision_12_law" 12, and "provision_1_law"; else 0, and the name as it is. */
static unsigned take_number(const char *name, char out[CSV_NAME_SIZE])
{
    static const char *const groups[] = {"provision_", "source_"};
    for (size_t i = 0; i < COUNT(groups); i++) {
        size_t length = strlen(groups[i]);
        const char *digits = name + length;
        if (strncmp(name, groups[i], length) != 0)
            continue;
        size_t size = strspn(digits, "0123456789");
        unsigned long number = size > 0 && size <= 2 && *digits != '0' ? strtoul(digits, NULL, 10) : 0;
        if (number == 0 || number > CSV_ITEMS_MAX)
            break;
        snprintf(out, CSV_NAME_SIZE, "%s1%s", groups[i], digits + size);
        return (unsigned)number;
    }
    snprintf(out, CSV_NAME_SIZE, "%s", name);
    return 0;
}

bool csv_column_find(const struct law *law, const char *name, struct csv_column *out)
{
    char wanted[CSV_NAME_SIZE], known[CSV_NAME_SIZE];
    unsigned number = take_number(name, wanted);
    struct csv_column *columns;
    size_t count = csv_columns(law, 1, 1, &columns), i = 0;
    while (i < count && (strcmp(csv_column_name(&columns[i], known), wanted) != 0 ||
                         (columns[i].number > 0) != (number > 0)))
        i++;
    bool found = i < count;
    if (found)
        *out = columns[i];
    if (found && number > 0)
        out->number = number;
    free(columns);
    return found;
}

const char *csv_column_nearest(const struct law *law, const char *name, char out[CSV_NAME_SIZE])
{
    char wanted[CSV_NAME_SIZE], known[CSV_NAME_SIZE];
    unsigned number = take_number(name, wanted);
    struct spelling spelt = spelling_of(wanted);
    struct csv_column *columns;
    size_t count = csv_columns(law, 1, 1, &columns), best = spelling_tolerance(spelt.count) + 1;
    out[0] = '\0';
    for (size_t i = 0; i < count; i++) {
        struct spelling other = spelling_of(csv_column_name(&columns[i], known));
        size_t distance = spelling_distance(&spelt, &other, best - 1);
        if (distance >= best)
            continue;
        best = distance;
        if (columns[i].number > 0 && number > 0)
            columns[i].number = number;
        csv_column_name(&columns[i], out);
    }
    free(columns);
    return out[0] == '\0' ? NULL : out;
}

bool csv_is_language_of_notes(const char *key)
{
    for (size_t i = 0; i < COUNT(after_measures); i++)
        if (after_measures[i].scope == CSV_NOTE && strcmp(after_measures[i].key, key) == 0)
            return true;
    return false;
}

bool csv_column_equal(const struct csv_column *a, const struct csv_column *b)
{
    return a->scope == b->scope && a->number == b->number && strcmp(a->key, b->key) == 0;
}

const char *csv_cell_of(const json_t *value, char number[24])
{
    if (json_is_integer(value)) {
        snprintf(number, 24, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
        return number;
    }
    if (json_is_boolean(value))
        return json_is_true(value) ? "yes" : "no";
    return json_is_string(value) ? json_string_value(value) : "";
}

/* A spreadsheet writes what looks like a truth value in capitals. */
static json_t *yes_or_no(const char *cell, bool *bad)
{
    if (strcasecmp(cell, "yes") == 0 || strcasecmp(cell, "true") == 0)
        return json_true();
    *bad = *cell != '\0' && strcasecmp(cell, "no") != 0 && strcasecmp(cell, "false") != 0;
    return *bad ? NULL : json_false();
}

/* What is no year is left for the reader of records to refuse. */
static json_t *year(const char *cell)
{
    size_t digits = strspn(cell, "0123456789");
    if (digits == 0 || digits > 4 || cell[digits] != '\0')
        return json_string(cell);
    return json_integer(strtol(cell, NULL, 10));
}

json_t *csv_value_of(const struct csv_column *column, const char *cell, bool *bad)
{
    *bad = false;
    if (column->form == CSV_YES_NO)
        return yes_or_no(cell, bad);
    if (*cell == '\0' && column->form != CSV_TEXT)
        return json_null();
    return column->form == CSV_YEAR ? year(cell) : json_string(cell);
}
