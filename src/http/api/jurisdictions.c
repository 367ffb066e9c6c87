#include "jurisdictions.h"
#include "http/handlers.h"
#include "law_json.h"

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
    object = json_put(object, "instrument", json_of_string(period == NULL ? NULL : period->instrument));
    object = json_put(object, "varies_subnationally", json_boolean(jurisdiction->varies_subnationally));
    object = json_put(object, "law_as_of", json_of_string(jurisdiction->law_as_of));
    object = json_put(object, "confidence", json_string(jurisdiction->confidence));
    object = json_put(object, "review", json_of_review(&jurisdiction->review));
    return json_put(object, "links", json_of_links(jurisdiction));
}

/* Acts and measures are a level deeper than in a row. */
static void drop_column(json_t *object, const struct law *law, size_t column)
{
    const struct layer *layer = column_layer(law, column);
    if (layer == NULL || layer->kind == LAYER_FRAMEWORK)
        json_object_del(object, column_name(law, column));
    else
        json_object_del(json_object_get(object, layer->kind == LAYER_ACT ? "acts" : "measures"), layer->id);
    if (layer != NULL && layer->kind == LAYER_FRAMEWORK)
        json_object_del(object, "framework_label");
}

/* Leaves what ?fields= asks for. */
static void choose(json_t *object, const struct law *law, const struct selection *selection)
{
    static const char *const groups[] = {"acts", "measures"};
    for (size_t i = 0; i < selection->column_count; i++)
        if (!selection->columns[i])
            drop_column(object, law, i);
    for (size_t i = 0; i < sizeof groups / sizeof groups[0]; i++)
        if (json_object_size(json_object_get(object, groups[i])) == 0)
            json_object_del(object, groups[i]);
    json_object_del(object, "links");
}

json_t *build_jurisdictions_json(const struct exchange *exchange, const void *subject)
{
    const struct selection *selection = subject;
    const struct law *law = exchange->snapshot->law;
    json_t *list = json_array();
    for (size_t i = 0; i < law_jurisdiction_count(law); i++) {
        const struct jurisdiction *jurisdiction = law_jurisdiction(law, i);
        if (!selection_has(selection, exchange, jurisdiction))
            continue;
        json_t *object = summarise(exchange, jurisdiction);
        if (object != NULL && selection->chooses)
            choose(object, law, selection);
        list = json_append(list, object);
    }
    json_int_t count = (json_int_t)json_array_size(list);
    return json_pack("{s:o, s:b, s:I, s:o}", "date", json_of_date(exchange->query.date), "date_is_future",
                     exchange->query.date_is_future, "count", count, "jurisdictions", list);
}

/* Everything that the list depends on, in one order whatever the order of the query. */
static void write_key(const struct exchange *exchange, const struct selection *selection, struct buffer *out)
{
    const struct query *query = &exchange->query;
    char date[DATE_TEXT_SIZE];
    buffer_printf(out, "jurisdictions/%d/%d/%d/%d/%s/%s/%s/%d", (int)exchange->format, (int)query->detail,
                  (int)query->level, (int)query->date_is_future,
                  query->region == NULL ? "" : query->region->id, date_format(query->date, date),
                  language_tag(query->language), selection->chooses);
    for (size_t i = 0; i < selection->layer_count; i++)
        buffer_printf(out, "/%llx", (unsigned long long)selection->classes[i]);
    buffer_printf(out, "/%s/%s/", query->codes == NULL ? "" : query->codes,
                  query->search == NULL ? "" : query->search);
    for (size_t i = 0; i < selection->column_count; i++)
        buffer_puts(out, selection->columns[i] ? "1" : "0");
    buffer_append(out, "", 1);
}

static enum lawmap_status answer(struct exchange *exchange, const char *key,
                                 const struct selection *selection)
{
    if (exchange->format == FORMAT_JSON)
        return exchange_answer_json(exchange, key, build_jurisdictions_json, selection);
    return exchange_answer_text(
        exchange, key, format_names[exchange->format].content_type,
        exchange->format == FORMAT_CSV ? build_jurisdictions_csv : build_jurisdictions_geojson, selection);
}

enum lawmap_status get_jurisdictions(struct exchange *exchange)
{
    struct selection selection;
    struct buffer key = {0};
    enum lawmap_status status = selection_read(exchange, &selection);
    if (status != LAWMAP_OK)
        goto cleanup;
    write_key(exchange, &selection, &key);
    if (key.failed)
        status = problem_set(&exchange->problem, LAWMAP_NO_MEMORY, "out of memory");
    else
        status = answer(exchange, key.data, &selection);
cleanup:
    buffer_free(&key);
    selection_free(&selection);
    return status;
}
