/* What the parameters of a list of jurisdictions choose. */
#include "http/protocol/parameter_schema.h"
#include "jurisdictions.h"

#include <stdlib.h>
#include <string.h>

static bool is_named(const char *word, size_t size, const char *name)
{
    return strlen(name) == size && memcmp(word, name, size) == 0;
}

static enum lawmap_status refuse_class(struct exchange *exchange, const struct layer *layer, const char *word,
                                       size_t size)
{
    char shown[EXCERPT_SIZE];
    char *value = strndup(word, size);
    json_t *allowed = json_array();
    for (size_t i = 0; i < layer->class_count; i++)
        json_array_append_new(allowed, json_string(layer->classes[i].id));
    enum lawmap_status status =
        problem_of_parameter(&exchange->problem, layer->id, allowed, "%s is “%s”, which it never is",
                             layer->id, excerpt(value == NULL ? "" : value, shown));
    free(value);
    return status;
}

/* One class or several, with commas between. */
static enum lawmap_status read_classes(struct exchange *exchange, const struct layer *layer, const char *list,
                                       uint64_t *out)
{
    for (const char *word = list; word != NULL;) {
        size_t size = strcspn(word, ","), class = 0;
        while (class < layer->class_count && !is_named(word, size, layer->classes[class].id))
            class ++;
        if (class == layer->class_count)
            return refuse_class(exchange, layer, word, size);
        *out |= UINT64_C(1) << class;
        word = word[size] == ',' ? word + size + 1 : NULL;
    }
    return LAWMAP_OK;
}

/* A name means a column, or all of a kind of layers. */
static bool names_column(const struct law *law, size_t column, const char *word, size_t size)
{
    const struct layer *layer = column_layer(law, column);
    if (layer != NULL && layer->kind == LAYER_ACT && is_named(word, size, "acts"))
        return true;
    if (layer != NULL && layer->kind == LAYER_MEASURE && is_named(word, size, "measures"))
        return true;
    return is_named(word, size, column_name(law, column));
}

static enum lawmap_status refuse_field(struct exchange *exchange, const char *list)
{
    const struct law *law = exchange->snapshot->law;
    char shown[EXCERPT_SIZE];
    return problem_of_parameter(&exchange->problem, "fields", names_of_fields(law),
                                "fields is “%s”, but must be some of the fields allowed, with commas between",
                                excerpt(list, shown));
}

static enum lawmap_status read_fields(struct exchange *exchange, const char *list, struct selection *out)
{
    const struct law *law = exchange->snapshot->law;
    for (const char *word = list; word != NULL;) {
        size_t size = strcspn(word, ",");
        bool is_known = false;
        for (size_t i = 0; i < out->column_count; i++) {
            bool is_meant = names_column(law, i, word, size);
            out->columns[i] |= is_meant;
            is_known |= is_meant;
        }
        if (!is_known)
            return refuse_field(exchange, list);
        word = word[size] == ',' ? word + size + 1 : NULL;
    }
    out->columns[0] = true; /* a row without its code is good for nothing */
    return LAWMAP_OK;
}

enum lawmap_status selection_read(struct exchange *exchange, struct selection *out)
{
    const struct law *law = exchange->snapshot->law;
    const char *fields = exchange_parameter(exchange, "fields");
    *out = (struct selection){
        .layer_count = law_layer_count(law), .column_count = column_count(law), .chooses = fields != NULL};
    out->classes = calloc(out->layer_count, sizeof *out->classes);
    out->columns = calloc(out->column_count, sizeof *out->columns);
    if (out->classes == NULL || out->columns == NULL)
        return problem_set(&exchange->problem, LAWMAP_NO_MEMORY, "out of memory");
    if (exchange->query.search != NULL)
        out->near_count = law_near(law, exchange->query.search, out->near, SELECTION_NEAR_MAX);
    enum lawmap_status status = LAWMAP_OK;
    for (size_t i = 0; i < out->column_count; i++)
        out->columns[i] = !out->chooses;
    for (size_t i = 0; status == LAWMAP_OK && i < out->layer_count; i++) {
        const struct layer *layer = law_layer(law, i);
        const char *list = exchange_parameter(exchange, layer->id);
        if (list == NULL)
            out->classes[i] = UINT64_MAX;
        else
            status = read_classes(exchange, layer, list, &out->classes[i]);
    }
    return status == LAWMAP_OK && out->chooses ? read_fields(exchange, fields, out) : status;
}

void selection_free(struct selection *selection)
{
    free(selection->classes);
    free(selection->columns);
}

static bool is_of_level(const struct jurisdiction *jurisdiction, enum level level)
{
    return level == LEVEL_ALL || (level == LEVEL_COUNTRY) == (jurisdiction->parent == NULL);
}

/* `codes` is what ?code= says. */
static bool has_code(const struct law *law, const char *codes, const struct jurisdiction *jurisdiction)
{
    while (codes != NULL) {
        char code[ROUTE_VARIABLE_SIZE] = "";
        size_t size = strcspn(codes, ",");
        if (size < sizeof code)
            memcpy(code, codes, size);
        if (law_find(law, code) == jurisdiction)
            return true;
        codes = codes[size] == ',' ? codes + size + 1 : NULL;
    }
    return false;
}

static bool is_near(const struct selection *selection, const struct jurisdiction *jurisdiction)
{
    for (size_t i = 0; i < selection->near_count; i++)
        if (selection->near[i] == jurisdiction)
            return true;
    return false;
}

bool selection_has(const struct selection *selection, const struct exchange *exchange,
                   const struct jurisdiction *jurisdiction)
{
    const struct law *law = exchange->snapshot->law;
    const struct query *query = &exchange->query;
    if (!is_of_level(jurisdiction, query->level) ||
        (query->region != NULL && jurisdiction->region != query->region))
        return false;
    if ((query->codes != NULL && !has_code(law, query->codes, jurisdiction)) ||
        (query->search != NULL && !is_near(selection, jurisdiction)))
        return false;
    for (size_t i = 0; i < selection->layer_count; i++)
        if (selection->classes[i] != UINT64_MAX &&
            (selection->classes[i] >> law_class_at(law, jurisdiction, law_layer(law, i), query->date) & 1) ==
                0)
            return false;
    return true;
}

struct jurisdiction_row row_of(const struct exchange *exchange, const struct jurisdiction *jurisdiction)
{
    const struct query *query = &exchange->query;
    return (struct jurisdiction_row){exchange->snapshot->law, jurisdiction,
                                     law_period_at(jurisdiction, query->date), query->date, query->language};
}
