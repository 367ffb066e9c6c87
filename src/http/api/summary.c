/* How many jurisdictions have each class of each layer: one row a day, region, layer and class, with those
 * that none has, so that every table of the same parameters has the same shape. */
#include "http/handlers.h"
#include "http/protocol/csv.h"
#include "law_json.h"

#include <stdio.h>
#include <string.h>

enum {
    FIRST_YEAR = 1990, /* of a summary by year, unless since says otherwise */
    COUNTS_MAX = 6000, /* of a year, region and layer, in one answer: some 5 MB */
};

struct row {
    struct date date;
    const struct region *region; /* NULL: the world */
    const struct layer *layer;
    const struct code *class;
    size_t count, total; /* jurisdictions of the class; all of the region */
};

struct table { /* takes the rows in order */
    void (*put)(void *context, const struct row *row);
    void *context;
};

static bool is_counted(const struct query *query, const struct jurisdiction *jurisdiction,
                       const struct region *region)
{
    bool is_country = jurisdiction->parent == NULL;
    return (query->level == LEVEL_ALL || (query->level == LEVEL_COUNTRY) == is_country) &&
           (region == NULL || jurisdiction->region == region);
}

/* Returns how many there are in all. */
static size_t count_classes(const struct exchange *exchange, struct date date, const struct region *region,
                            const struct layer *layer, size_t counts[CLASS_MAX])
{
    const struct law *law = exchange->snapshot->law;
    size_t total = 0;
    memset(counts, 0, CLASS_MAX * sizeof *counts);
    for (size_t i = 0; i < law_jurisdiction_count(law); i++) {
        const struct jurisdiction *jurisdiction = law_jurisdiction(law, i);
        if (!is_counted(&exchange->query, jurisdiction, region))
            continue;
        counts[law_class_at(law, jurisdiction, layer, date)]++;
        total++;
    }
    return total;
}

static void put_group(const struct exchange *exchange, struct date date, const struct region *region,
                      const struct table *table)
{
    const struct law *law = exchange->snapshot->law;
    for (size_t i = 0; i < law_layer_count(law); i++) {
        const struct layer *layer = law_layer(law, i);
        if (exchange->query.layer != NULL && layer != exchange->query.layer)
            continue;
        size_t counts[CLASS_MAX], total = count_classes(exchange, date, region, layer, counts);
        for (size_t c = 0; c < layer->class_count; c++) {
            size_t class = layer->legend[c];
            struct row row = {date, region, layer, &layer->classes[class], counts[class], total};
            table->put(table->context, &row);
        }
    }
}

static void put_day(const struct exchange *exchange, struct date date, const struct table *table)
{
    const struct law *law = exchange->snapshot->law;
    const struct region *only = exchange->query.region;
    if (!exchange->query.by_region) {
        put_group(exchange, date, only, table);
        return;
    }
    for (size_t i = 0; i < law_region_count(law); i++)
        if (only == NULL || law_region(law, i) == only)
            put_group(exchange, date, law_region(law, i), table);
}

static void years_of(const struct query *query, unsigned *first, unsigned *last)
{
    unsigned present = date_today().year;
    *first = query->since.year == 0 ? FIRST_YEAR : query->since.year;
    *last = query->until.year == 0 || query->until.year > present ? present : query->until.year;
}

/* Each year as it ended; the present one as it is today. */
static void put_all(const struct exchange *exchange, const struct table *table)
{
    if (!exchange->query.by_year) {
        put_day(exchange, exchange->query.date, table);
        return;
    }
    struct date today = date_today();
    unsigned first, last;
    years_of(&exchange->query, &first, &last);
    for (unsigned year = first; year <= last; year++) {
        struct date end = {(uint16_t)year, 12, 31};
        put_day(exchange, date_compare(end, today) < 0 ? end : today, table);
    }
}

static double share_of(const struct row *row)
{
    return row->total == 0 ? 0 : (double)row->count / (double)row->total;
}

struct json_table {
    json_t *rows;
    enum language language;
};

static void put_json(void *context, const struct row *row)
{
    struct json_table *table = context;
    table->rows = json_append(
        table->rows,
        json_pack("{s:o, s:s?, s:s, s:s, s:s, s:I, s:I, s:f}", "date", json_of_date(row->date), "region",
                  row->region == NULL ? NULL : row->region->id, "layer", row->layer->id, "class",
                  row->class->id, "label", row->class->label.in[table->language], "count",
                  (json_int_t)row->count, "total", (json_int_t)row->total, "share", share_of(row)));
}

static json_t *build_json(const struct exchange *exchange, const void *subject)
{
    (void)subject;
    struct json_table context = {json_array(), exchange->query.language};
    put_all(exchange, &(struct table){put_json, &context});
    return json_pack("{s:o}", "rows", context.rows);
}

struct csv_table {
    struct csv csv;
    enum language language;
};

static void put_csv(void *context, const struct row *row)
{
    struct csv_table *table = context;
    struct csv *csv = &table->csv;
    csv_date(csv, row->date);
    csv_text(csv, row->region == NULL ? NULL : row->region->id);
    csv_text(csv, row->layer->id);
    csv_text(csv, row->class->id);
    csv_text(csv, row->class->label.in[table->language]);
    csv_number(csv, (double)row->count);
    csv_number(csv, (double)row->total);
    csv_number(csv, share_of(row));
    csv_end_row(csv);
}

static enum lawmap_status build_csv(const struct exchange *exchange, const void *subject, struct buffer *out,
                                    struct lawmap_error *error)
{
    (void)subject;
    static const char *const columns[] = {"date",  "region", "layer", "class",
                                          "label", "count",  "total", "share"};
    struct csv_table context = {{.out = out}, exchange->query.language};
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
        csv_text(&context.csv, columns[i]);
    csv_end_row(&context.csv);
    put_all(exchange, &(struct table){put_csv, &context});
    return out->failed ? lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory") : LAWMAP_OK;
}

/* How often the classes of a layer are counted for a year. */
static unsigned counts_of_year(const struct exchange *exchange)
{
    const struct query *query = &exchange->query;
    const struct law *law = exchange->snapshot->law;
    size_t regions = query->by_region && query->region == NULL ? law_region_count(law) : 1;
    size_t layers = query->layer == NULL ? law_layer_count(law) : 1;
    return (unsigned)(regions * layers);
}

/* since and until ask for a summary by year, with or without by=year. */
static enum lawmap_status check(struct exchange *exchange)
{
    struct query *query = &exchange->query;
    query->by_year |= query->since.year != 0 || query->until.year != 0;
    if (query->by_year && exchange_parameter(exchange, "date") != NULL)
        return problem_of_parameter(&exchange->problem, "date", NULL,
                                    "a summary by year takes since and until, not a date");
    unsigned first, last;
    years_of(query, &first, &last);
    if (query->by_year && first > last)
        return problem_of_parameter(&exchange->problem, query->since.year != 0 ? "since" : "until", NULL,
                                    "there is no year from %u to %u", first, last);
    unsigned years_max = COUNTS_MAX / counts_of_year(exchange);
    if (query->by_year && last - first >= years_max)
        return problem_of_parameter(&exchange->problem, query->since.year != 0 ? "since" : "until", NULL,
                                    "from %u to %u there are %u years; one answer has at most %u of these "
                                    "regions and layers",
                                    first, last, last - first + 1, years_max);
    return LAWMAP_OK;
}

enum lawmap_status get_summary(struct exchange *exchange)
{
    const struct query *query = &exchange->query;
    enum lawmap_status status = check(exchange);
    if (status != LAWMAP_OK)
        return status;
    char key[256], date[DATE_TEXT_SIZE];
    snprintf(key, sizeof key, "summary/%d/%d/%s/%d%d/%u-%u/%s/%s/%s", (int)exchange->format,
             (int)query->level, date_format(query->date, date), query->by_region, query->by_year,
             (unsigned)query->since.year, (unsigned)query->until.year,
             query->region == NULL ? "" : query->region->id, query->layer == NULL ? "" : query->layer->id,
             language_tag(query->language));
    if (exchange->format == FORMAT_CSV)
        return exchange_answer_text(exchange, key, format_names[FORMAT_CSV].content_type, build_csv, NULL);
    return exchange_answer_json(exchange, key, build_json, NULL);
}
