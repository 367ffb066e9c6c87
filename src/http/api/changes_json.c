#include "changes.h"
#include "law_json.h"

static json_t *json_of_transition(struct transition transition, enum language language)
{
    return json_pack("{s:s, s:s, s:s, s:s}", "from", transition.from->id, "to", transition.to->id,
                     "from_label", transition.from->label.in[language], "to_label",
                     transition.to->label.in[language]);
}

static json_t *json_of_change(const struct law *law, const struct change *change, enum language language)
{
    const struct jurisdiction *jurisdiction = change->jurisdiction;
    const struct jurisdiction *parent = jurisdiction->parent;
    json_t *object =
        json_pack("{s:o, s:b, s:s, s:s, s:s?, s:s, s:s, s:s}", "date", json_of_date(change->period->from),
                  "pending", law_period_is_pending(change->period, date_today()), "code", jurisdiction->code,
                  "name", jurisdiction->name.in[language], "parent", parent == NULL ? NULL : parent->code,
                  "region", jurisdiction->region->id, "kind", change_kind_id(change->kind), "instrument",
                  change->period->instrument);
    json_t *acts = json_object(), *changed = json_array();
    for (size_t i = 0; i < law_layer_count(law); i++) {
        const struct layer *layer = law_layer(law, i);
        if (!change_has_layer(layer))
            continue;
        struct transition transition = change_transition(law, change, layer);
        json_t *value = json_of_transition(transition, language);
        if (layer->kind == LAYER_FRAMEWORK)
            object = json_put(object, "framework", value);
        else
            acts = json_put(acts, layer->id, value);
        if (layer->kind == LAYER_ACT && transition.from != transition.to)
            changed = json_append(changed, json_string(layer->id));
    }
    object = json_put(object, "acts", acts);
    object = json_put(object, "changed", changed);
    return json_put(object, "links", json_of_links(jurisdiction));
}

/* null: no such bound. */
static json_t *json_of_bounds(const struct query *query)
{
    return json_pack("{s:o, s:o}", "since", json_of_date(query->since), "until", json_of_date(query->until));
}

json_t *build_changes_json(const struct exchange *exchange, const void *subject)
{
    const struct change_list *changes = subject;
    const struct law *law = exchange->snapshot->law;
    json_t *list = json_array();
    for (size_t i = 0; i < changes->count; i++)
        list = json_append(list, json_of_change(law, &changes->items[i], exchange->query.language));
    json_t *object = json_of_bounds(&exchange->query);
    object = json_put(object, "count", json_integer((json_int_t)changes->count));
    return json_put(object, "changes", list);
}
