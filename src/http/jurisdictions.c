#include "jurisdictions.h"
#include "handlers.h"
#include "law_json.h"

#include <stdlib.h>
#include <string.h>

static int find_class(const struct layer *layer, const char *id)
{
    for (size_t i = 0; i < layer->class_count; i++)
        if (strcmp(layer->classes[i].id, id) == 0)
            return (int)i;
    return ANY_CLASS;
}

static enum lawmap_status refuse_class(struct exchange *exchange, const struct layer *layer,
                                       const char *value)
{
    char shown[EXCERPT_SIZE];
    json_t *allowed = json_array();
    for (size_t i = 0; i < layer->class_count; i++)
        json_array_append_new(allowed, json_string(layer->classes[i].id));
    return problem_of_parameter(&exchange->problem, layer->id, allowed, "%s is “%s”, which it never is",
                                layer->id, excerpt(value, shown));
}

static enum lawmap_status read_filters(struct exchange *exchange, struct filters *out)
{
    const struct law *law = exchange->snapshot->law;
    *out = (struct filters){calloc(law_layer_count(law), sizeof *out->class_wanted), law_layer_count(law)};
    if (out->class_wanted == NULL)
        return problem_set(&exchange->problem, LAWMAP_NO_MEMORY, "out of memory");
    for (size_t i = 0; i < out->count; i++) {
        const struct layer *layer = law_layer(law, i);
        const char *value = exchange_parameter(exchange, layer->id);
        out->class_wanted[i] = value == NULL ? ANY_CLASS : find_class(layer, value);
        if (value != NULL && out->class_wanted[i] == ANY_CLASS)
            return refuse_class(exchange, layer, value);
    }
    return LAWMAP_OK;
}

static bool is_of_level(const struct jurisdiction *jurisdiction, enum level level)
{
    return level == LEVEL_ALL || (level == LEVEL_COUNTRY) == (jurisdiction->parent == NULL);
}

bool filters_let_through(const struct filters *filters, const struct exchange *exchange,
                         const struct jurisdiction *jurisdiction)
{
    const struct law *law = exchange->snapshot->law;
    const struct query *query = &exchange->query;
    if (!is_of_level(jurisdiction, query->level) ||
        (query->region != NULL && jurisdiction->region != query->region))
        return false;
    for (size_t i = 0; i < filters->count; i++)
        if (filters->class_wanted[i] != ANY_CLASS &&
            law_class_at(law, jurisdiction, law_layer(law, i), query->date) !=
                (size_t)filters->class_wanted[i])
            return false;
    return true;
}

static json_t *summarise(const struct exchange *exchange, const struct jurisdiction *jurisdiction)
{
    const struct law *law = exchange->snapshot->law;
    const struct query *query = &exchange->query;
    const struct period *period = law_period_at(jurisdiction, query->date);
    const struct jurisdiction *parent = jurisdiction->parent;
    const struct code *framework = framework_at(law, jurisdiction, query->date);
    json_t *object =
        json_pack("{s:s, s:s?, s:s, s:s?, s:s, s:s, s:s}", "code", jurisdiction->code, "alpha3",
                  jurisdiction->alpha3, "name", jurisdiction->name.in[query->language], "parent",
                  parent == NULL ? NULL : parent->code, "region", jurisdiction->region->id, "framework",
                  framework->id, "framework_label", framework->label.in[query->language]);
    object = json_put(object, "acts", json_of_acts(law, jurisdiction, query->date, query->language));
    object = json_put(object, "since", period == NULL ? json_null() : json_of_date(period->from));
    object = json_put(object, "measures", json_of_measures(law, jurisdiction, query->date));
    object = json_put(object, "inherits",
                      json_of_string(jurisdiction->inherits == NULL ? NULL : jurisdiction->inherits->code));
    object = json_put(object, "law_as_of", json_of_string(jurisdiction->law_as_of));
    object = json_put(object, "confidence", json_string(jurisdiction->confidence));
    return json_put(object, "links", json_of_links(jurisdiction));
}

static json_t *build_list(const struct exchange *exchange, const void *subject)
{
    const struct filters *filters = subject;
    const struct law *law = exchange->snapshot->law;
    json_t *list = json_array();
    for (size_t i = 0; i < law_jurisdiction_count(law); i++) {
        const struct jurisdiction *jurisdiction = law_jurisdiction(law, i);
        if (filters_let_through(filters, exchange, jurisdiction))
            list = json_append(list, summarise(exchange, jurisdiction));
    }
    json_int_t count = (json_int_t)json_array_size(list);
    return json_pack("{s:o, s:b, s:I, s:o}", "date", json_of_date(exchange->query.date), "date_is_future",
                     exchange->query.date_is_future, "count", count, "jurisdictions", list);
}

/* Everything that the list depends on, in one order whatever the order of the query. */
static void write_key(const struct exchange *exchange, const struct filters *filters, struct buffer *out)
{
    const struct query *query = &exchange->query;
    char date[DATE_TEXT_SIZE];
    buffer_printf(out, "jurisdictions/%d/%d/%d/%d/%s/%s/%s", (int)exchange->format, (int)query->detail,
                  (int)query->level, (int)query->date_is_future,
                  query->region == NULL ? "" : query->region->id, date_format(query->date, date),
                  language_tag(query->language));
    for (size_t i = 0; i < filters->count; i++)
        buffer_printf(out, "/%d", filters->class_wanted[i]);
    buffer_append(out, "", 1);
}

static enum lawmap_status answer(struct exchange *exchange, const char *key, const struct filters *filters)
{
    if (exchange->format == FORMAT_JSON)
        return exchange_answer_json(exchange, key, build_list, filters);
    return exchange_answer_text(
        exchange, key, format_names[exchange->format].content_type,
        exchange->format == FORMAT_CSV ? build_jurisdictions_csv : build_jurisdictions_geojson, filters);
}

enum lawmap_status get_jurisdictions(struct exchange *exchange)
{
    struct filters filters = {0};
    struct buffer key = {0};
    enum lawmap_status status = read_filters(exchange, &filters);
    if (status != LAWMAP_OK)
        goto cleanup;
    write_key(exchange, &filters, &key);
    if (key.failed)
        status = problem_set(&exchange->problem, LAWMAP_NO_MEMORY, "out of memory");
    else
        status = answer(exchange, key.data, &filters);
cleanup:
    buffer_free(&key);
    free(filters.class_wanted);
    return status;
}
