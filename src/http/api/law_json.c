#include "law_json.h"

#include <stdio.h>

json_t *json_put(json_t *container, const char *key, json_t *value)
{
    if (json_object_set_new(container, key, value) == 0)
        return container;
    json_decref(container);
    return NULL;
}

json_t *json_append(json_t *container, json_t *value)
{
    if (json_array_append_new(container, value) == 0)
        return container;
    json_decref(container);
    return NULL;
}

json_t *json_of_string(const char *text)
{
    return text == NULL ? json_null() : json_string(text);
}

json_t *json_of_date(struct date date)
{
    char text[DATE_TEXT_SIZE];
    return date.year == 0 ? json_null() : json_string(date_format(date, text));
}

json_t *json_of_text(const struct text *text)
{
    json_t *object = json_object();
    for (int i = 0; i < LANGUAGE_COUNT; i++)
        object = json_put(object, language_tag((enum language)i), json_string(text->in[i]));
    return object;
}

json_t *json_of_colour(uint32_t colour)
{
    return json_sprintf("#%06x", (unsigned)colour);
}

json_t *json_of_class_colours(const struct law *law, const struct code *class)
{
    json_t *colours = json_object();
    for (size_t i = 0; i < law_palette_count(law); i++)
        colours = json_put(colours, law_palette(law, i)->id, json_of_colour(class->colours[i]));
    return colours;
}

json_t *json_of_status(const struct code *status, enum language language)
{
    return json_pack("{s:s, s:s, s:s}", "status", status->id, "label", status->label.in[language],
                     "definition", status->definition.in[language]);
}

static const struct layer *find_layer(const struct law *law, enum layer_kind kind, size_t index)
{
    for (size_t i = 0; i < law_layer_count(law); i++) {
        const struct layer *layer = law_layer(law, i);
        if (layer->kind == kind && (kind == LAYER_FRAMEWORK || layer->index == index))
            return layer;
    }
    return NULL;
}

static const struct code *class_at(const struct law *law, const struct jurisdiction *jurisdiction,
                                   const struct layer *layer, struct date date)
{
    return &layer->classes[law_class_at(law, jurisdiction, layer, date)];
}

const struct code *framework_at(const struct law *law, const struct jurisdiction *jurisdiction,
                                struct date date)
{
    return class_at(law, jurisdiction, find_layer(law, LAYER_FRAMEWORK, 0), date);
}

json_t *json_of_acts(const struct law *law, const struct jurisdiction *jurisdiction, struct date date,
                     enum language language)
{
    json_t *acts = json_object();
    for (size_t i = 0; i < ACT_COUNT; i++) {
        const struct layer *layer = find_layer(law, LAYER_ACT, i);
        acts = json_put(acts, layer->id, json_of_status(class_at(law, jurisdiction, layer, date), language));
    }
    return acts;
}

json_t *json_of_measures(const struct law *law, const struct jurisdiction *jurisdiction, struct date date)
{
    json_t *measures = json_object();
    for (size_t i = 0; i < law_layer_count(law); i++) {
        const struct layer *layer = law_layer(law, i);
        if (layer->kind == LAYER_MEASURE)
            measures =
                json_put(measures, layer->id, json_string(class_at(law, jurisdiction, layer, date)->id));
    }
    return measures;
}

static json_t *json_of_period_acts(const struct law *law, const struct period *period, enum language language)
{
    json_t *acts = json_object();
    for (size_t i = 0; i < ACT_COUNT; i++) {
        const struct layer *layer = find_layer(law, LAYER_ACT, i);
        acts = json_put(acts, layer->id, json_of_status(&layer->classes[period->statuses[i]], language));
    }
    return acts;
}

/* The acts whose status differs from that of the period before. */
static json_t *json_of_changed(const struct law *law, const struct period *period,
                               const struct period *before)
{
    json_t *changed = json_array();
    for (size_t i = 0; before != NULL && i < ACT_COUNT; i++)
        if (period->statuses[i] != before->statuses[i])
            changed = json_append(changed, json_string(find_layer(law, LAYER_ACT, i)->id));
    return changed;
}

static json_t *json_of_period(const struct law *law, const struct jurisdiction *jurisdiction, size_t index,
                              enum language language)
{
    const struct period *period = &jurisdiction->periods[index];
    const struct period *before = index == 0 ? NULL : period - 1;
    bool is_last = index + 1 == jurisdiction->period_count;
    const struct code *framework =
        &find_layer(law, LAYER_FRAMEWORK, 0)->classes[law_framework(law, period->statuses)];
    return json_pack("{s:o, s:o, s:b, s:s, s:s, s:s?, s:o, s:o}", "from", json_of_date(period->from), "until",
                     is_last ? json_null() : json_of_date(period[1].from), "pending",
                     law_period_is_pending(period, date_today()), "framework", framework->id,
                     "framework_label", framework->label.in[language], "instrument", period->instrument,
                     "acts", json_of_period_acts(law, period, language), "changed",
                     json_of_changed(law, period, before));
}

json_t *json_of_history(const struct law *law, const struct jurisdiction *jurisdiction,
                        enum language language)
{
    json_t *history = json_array();
    for (size_t i = 0; i < jurisdiction->period_count; i++)
        history = json_append(history, json_of_period(law, jurisdiction, i, language));
    return history;
}

json_t *json_of_review(const struct review *review)
{
    return json_pack("{s:s, s:s?, s:s?}", "status", review->status, "by", review->by, "date", review->date);
}

json_t *json_of_links(const struct jurisdiction *jurisdiction)
{
    const char *code = jurisdiction->code;
    json_t *links = json_pack("{s:o, s:o, s:s, s:s}", "self", json_sprintf("/api/v1/jurisdictions/%s", code),
                              "history", json_sprintf("/api/v1/jurisdictions/%s/history", code), "codebook",
                              "/api/v1/codebook", "layers", "/api/v1/layers");
    if (links != NULL && jurisdiction->parent != NULL)
        links =
            json_put(links, "parent", json_sprintf("/api/v1/jurisdictions/%s", jurisdiction->parent->code));
    return links;
}
