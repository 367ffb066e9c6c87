/* The page with all jurisdictions: filtered by a form, in the order of a column. */
#include "http/api/jurisdictions.h"
#include "http/api/law_json.h"
#include "http/handlers.h"
#include "http/protocol/parameter.h"
#include "page.h"
#include "table_columns.h"

#include <stdlib.h>
#include <string.h>

static const char path[] = "/table";

struct row {
    const struct jurisdiction *jurisdiction;
    size_t found; /* its place in the search's answer */
    size_t rank;  /* in the column, where that is a number */
    const char *name;
    struct date since;
};

/* The place of a class in the legend. */
static size_t legend_place(const struct layer *layer, size_t class)
{
    for (size_t i = 0; i < layer->class_count; i++)
        if (layer->legend[i] == class)
            return i;
    return layer->class_count;
}

static size_t region_place(const struct law *law, const struct region *region)
{
    size_t place = 0;
    while (law_region(law, place) != region)
        place++;
    return place;
}

struct table { /* what a page is made of */
    const struct exchange *exchange;
    const struct selection *selection;
    struct row *rows;
    size_t row_count;
    size_t column; /* that gives the order */
    bool downwards;
    bool by_search; /* the search gives the order */
};

static void fill_row(const struct table *table, const struct jurisdiction *jurisdiction, struct row *out)
{
    const struct query *query = &table->exchange->query;
    const struct law *law = table->exchange->snapshot->law;
    const struct period *period = law_period_at(jurisdiction, query->date);
    *out = (struct row){.jurisdiction = jurisdiction, .name = jurisdiction->name.in[query->language]};
    if (period != NULL)
        out->since = period->from;
    while (out->found < table->selection->near_count && table->selection->near[out->found] != jurisdiction)
        out->found++;
    const struct layer *layer =
        table->column < COLUMN_LAYERS ? NULL : table_layer(law, table->column - COLUMN_LAYERS);
    if (layer != NULL)
        out->rank = legend_place(layer, law_class_at(law, jurisdiction, layer, query->date));
    else if (table->column == COLUMN_REGION)
        out->rank = region_place(law, jurisdiction->region);
}

static int compare_sizes(size_t a, size_t b)
{
    return (a > b) - (a < b);
}

/* Equal rows stand in order of name. */
static int compare_rows(const void *a, const void *b, void *subject)
{
    const struct row *x = a, *y = b;
    const struct table *table = subject;
    int order = 0;
    if (table->by_search)
        return compare_sizes(x->found, y->found);
    if (table->column + 1 == table_column_count(table->exchange->snapshot->law))
        order = date_compare(x->since, y->since);
    else
        order = compare_sizes(x->rank, y->rank);
    if (order == 0 && table->column != COLUMN_NAME)
        return law_compare_names(x->name, y->name);
    if (table->column == COLUMN_NAME)
        order = law_compare_names(x->name, y->name);
    return table->downwards ? -order : order;
}

static void read_order(struct table *table)
{
    const struct law *law = table->exchange->snapshot->law;
    const char *sort = table->exchange->query.sort;
    table->by_search = sort == NULL && table->exchange->query.search != NULL;
    if (sort == NULL)
        return;
    table->downwards = *sort == '-';
    while (strcmp(table_column_id(law, table->column), sort + table->downwards) != 0)
        table->column++;
}

/* False: out of memory. */
static bool collect_rows(struct table *table)
{
    const struct law *law = table->exchange->snapshot->law;
    table->rows = calloc(law_jurisdiction_count(law) + 1, sizeof *table->rows);
    for (size_t i = 0; table->rows != NULL && i < law_jurisdiction_count(law); i++)
        if (selection_has(table->selection, table->exchange, law_jurisdiction(law, i)))
            fill_row(table, law_jurisdiction(law, i), &table->rows[table->row_count++]);
    if (table->rows == NULL)
        return false;
    qsort_r(table->rows, table->row_count, sizeof *table->rows, compare_rows, table);
    return true;
}

static json_t *json_of_row(const struct table *table, const struct row *row)
{
    const struct law *law = table->exchange->snapshot->law;
    const struct jurisdiction *jurisdiction = row->jurisdiction, *parent = jurisdiction->parent;
    enum language language = table->exchange->query.language;
    json_t *classes = json_array();
    for (size_t i = 0; i < table_layer_count(law); i++) {
        const struct layer *layer = table_layer(law, i);
        const struct code *class =
            &layer->classes[law_class_at(law, jurisdiction, layer, table->exchange->query.date)];
        classes = json_append(classes, json_pack("{s:s, s:s, s:s}", "kind",
                                                 layer->kind == LAYER_FRAMEWORK ? "framework" : "act",
                                                 "class", class->id, "label", class->label.in[language]));
    }
    return json_pack("{s:s, s:s, s:s?, s:s, s:o, s:o}", "code", jurisdiction->code, "name", row->name,
                     "parent_name", parent == NULL ? NULL : parent->name.in[language], "region_label",
                     jurisdiction->region->label.in[language], "classes", classes, "since",
                     json_of_date(row->since));
}

static json_t *json_of_column(const struct table *table, size_t column)
{
    const struct law *law = table->exchange->snapshot->law;
    const struct layer *layer = column < COLUMN_LAYERS ? NULL : table_layer(law, column - COLUMN_LAYERS);
    bool is_order = column == table->column && !table->by_search;
    char downwards[ROUTE_VARIABLE_SIZE] = "-";
    const char *id = table_column_id(law, column);
    strncat(downwards, id, sizeof downwards - 2);
    const char *next = is_order && !table->downwards ? downwards : id;
    return json_pack("{s:s, s:s?, s:s, s:o}", "id", id, "label",
                     layer == NULL ? NULL : layer->label.in[table->exchange->query.language], "order",
                     !is_order          ? "none"
                     : table->downwards ? "descending"
                                        : "ascending",
                     "address", page_address(table->exchange, path, parameter_sort.name, next));
}

static json_t *json_of_option(const char *value, const char *label, const char *chosen)
{
    return json_pack("{s:s, s:s, s:b}", "value", value, "label", label, "selected",
                     chosen != NULL && strcmp(chosen, value) == 0);
}

static json_t *json_of_layer_filter(const struct table *table, const struct layer *layer)
{
    enum language language = table->exchange->query.language;
    const char *chosen = exchange_parameter(table->exchange, layer->id);
    json_t *options = json_array();
    for (size_t i = 0; i < layer->class_count; i++) {
        const struct code *class = &layer->classes[layer->legend[i]];
        options = json_append(options, json_of_option(class->id, class->label.in[language], chosen));
    }
    if (chosen != NULL && strchr(chosen, ',') != NULL) /* several, which a link may ask for */
        options = json_append(options, json_of_option(chosen, chosen, chosen));
    return json_pack("{s:s, s:s, s:o}", "id", layer->id, "label", layer->label.in[language], "options",
                     options);
}

static json_t *json_of_regions(const struct table *table)
{
    const struct law *law = table->exchange->snapshot->law;
    const struct query *query = &table->exchange->query;
    json_t *options = json_array();
    for (size_t i = 0; i < law_region_count(law); i++) {
        const struct region *region = law_region(law, i);
        options = json_append(options, json_of_option(region->id, region->label.in[query->language],
                                                      query->region == NULL ? NULL : query->region->id));
    }
    return options;
}

/* The measures are not in the form, but a link may ask for some. */
static json_t *json_of_measures_asked(const struct table *table)
{
    const struct law *law = table->exchange->snapshot->law;
    json_t *asked = json_array();
    for (size_t i = 0; i < law_layer_count(law); i++) {
        const struct layer *layer = law_layer(law, i);
        const char *value = exchange_parameter(table->exchange, layer->id);
        if (layer->kind == LAYER_MEASURE && value != NULL)
            asked = json_append(asked, json_pack("{s:s, s:s}", "id", layer->id, "value", value));
    }
    return asked;
}

static json_t *build_table(const struct exchange *exchange, const void *subject)
{
    const struct table *table = subject;
    const struct law *law = exchange->snapshot->law;
    json_t *rows = json_array(), *columns = json_array(), *filters = json_array();
    for (size_t i = 0; i < table->row_count; i++)
        rows = json_append(rows, json_of_row(table, &table->rows[i]));
    for (size_t i = 0; i < table_column_count(law); i++)
        columns = json_append(columns, json_of_column(table, i));
    for (size_t i = 0; i < table_layer_count(law); i++)
        filters = json_append(filters, json_of_layer_filter(table, table_layer(law, i)));
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:I, s:s?, s:s?, s:s?, s:o, s:o}", "rows", rows, "columns",
                     columns, "filters", filters, "regions", json_of_regions(table), "measures",
                     json_of_measures_asked(table), "count", (json_int_t)table->row_count, "search",
                     exchange->query.search, "sort", exchange->query.sort, "level",
                     exchange_parameter(exchange, parameter_level.name), "day",
                     json_of_date(exchange->query.date), "csv",
                     page_address(exchange, "/api/v1/jurisdictions.csv", parameter_sort.name, NULL));
}

/* Any word may be searched for: such a page is not kept. */
static enum lawmap_status answer_table(struct exchange *exchange, const struct table *table)
{
    if (exchange->query.search == NULL)
        return exchange_answer_page(exchange, "table", path, build_table, table);
    exchange->reply.kind = REPLY_PAGE;
    exchange->reply.freshness = FRESH_NEVER;
    return exchange_answer(exchange, page_answer(exchange, "table", path, build_table(exchange, table)));
}

enum lawmap_status get_table_page(struct exchange *exchange)
{
    struct selection selection;
    struct table table = {.exchange = exchange, .selection = &selection};
    enum lawmap_status status = selection_read(exchange, &selection);
    if (status == LAWMAP_OK) {
        read_order(&table);
        status = collect_rows(&table) ? answer_table(exchange, &table)
                                      : problem_set(&exchange->problem, LAWMAP_NO_MEMORY, "out of memory");
    }
    free(table.rows);
    selection_free(&selection);
    return status;
}
