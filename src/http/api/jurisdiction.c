#include "jurisdiction.h"
#include "http/handlers.h"
#include "law_json.h"

#include <math.h>
#include <stdio.h>

static json_t *json_of_provisions(const struct jurisdiction *jurisdiction)
{
    json_t *provisions = json_array();
    for (size_t i = 0; i < jurisdiction->provision_count; i++) {
        const struct provision *provision = &jurisdiction->provisions[i];
        provisions =
            json_append(provisions, json_pack("{s:s, s:s, s:s?, s:s, s:s, s:s?}", "act", provision->act,
                                              "law", provision->law, "section", provision->section, "summary",
                                              provision->summary, "sanction", provision->sanction, "penalty",
                                              provision->penalty));
    }
    return provisions;
}

static json_t *json_of_year(int year)
{
    return year == 0 ? json_null() : json_integer(year);
}

static json_t *json_of_sources(const struct jurisdiction *jurisdiction)
{
    json_t *sources = json_array();
    for (size_t i = 0; i < jurisdiction->source_count; i++) {
        const struct source *source = &jurisdiction->sources[i];
        sources = json_append(sources, json_pack("{s:s, s:s?, s:o, s:s?}", "title", source->title,
                                                 "publisher", source->publisher, "year",
                                                 json_of_year(source->year), "url", source->url));
    }
    return sources;
}

/* The translations that there are: {fr, …}. */
static json_t *json_of_notes(const struct jurisdiction *jurisdiction)
{
    json_t *notes = json_object();
    for (enum language language = 0; language < LANGUAGE_COUNT; language++)
        if (jurisdiction->notes[language] != NULL)
            notes = json_put(notes, language_tag(language), json_string(jurisdiction->notes[language]));
    return notes;
}

static json_t *json_of_networks(const struct jurisdiction *jurisdiction)
{
    json_t *networks = json_array();
    for (size_t i = 0; i < jurisdiction->network_count; i++) {
        const struct network *network = jurisdiction->networks[i];
        networks = json_append(networks, json_pack("{s:s, s:s, s:s?}", "id", network->id, "name",
                                                   network->name, "url", network->url));
    }
    return networks;
}

static json_t *json_of_resources(const struct law *law)
{
    json_t *resources = json_array();
    for (size_t i = 0; i < law_resource_count(law); i++) {
        const struct resource *resource = law_resource(law, i);
        resources =
            json_append(resources, json_pack("{s:s, s:s, s:s?, s:o, s:s?, s:s?}", "id", resource->id, "title",
                                             resource->title, "publisher", resource->publisher, "year",
                                             json_of_year(resource->year), "language", resource->language,
                                             "url", resource->url));
    }
    return resources;
}

static json_t *json_of_subdivisions(const struct jurisdiction *jurisdiction)
{
    json_t *codes = json_array();
    for (size_t i = 0; i < jurisdiction->subdivision_count; i++)
        codes = json_append(codes, json_string(jurisdiction->subdivisions[i]->code));
    return codes;
}

/* RFC 7946, section 5; null when the shapefiles do not show it. */
static json_t *json_of_bbox(const struct atlas *atlas, const char *code)
{
    struct degrees_box box;
    if (!atlas_extent(atlas, code, &box))
        return json_null();
    return json_pack("[f, f, f, f]", box.west, box.south, box.east, box.north);
}

/* {zoning: {label, value_label}, …} */
static json_t *json_of_measure_labels(const struct law *law, const struct jurisdiction *jurisdiction,
                                      const struct query *query)
{
    json_t *labels = json_object();
    for (size_t i = 0; i < law_layer_count(law); i++) {
        const struct layer *layer = law_layer(law, i);
        if (layer->kind != LAYER_MEASURE)
            continue;
        const struct code *value = &layer->classes[law_class_at(law, jurisdiction, layer, query->date)];
        labels = json_put(labels, layer->id,
                          json_pack("{s:s, s:s}", "label", layer->label.in[query->language], "value_label",
                                    value->label.in[query->language]));
    }
    return labels;
}

/* What it is called and where it belongs. */
static json_t *describe_identity(json_t *object, const struct jurisdiction *jurisdiction,
                                 enum language language)
{
    const struct jurisdiction *parent = jurisdiction->parent;
    object = json_put(object, "code", json_string(jurisdiction->code));
    object = json_put(object, "alpha3", json_of_string(jurisdiction->alpha3));
    object = json_put(object, "name", json_string(jurisdiction->name.in[language]));
    object = json_put(object, "names", json_of_text(&jurisdiction->name));
    object = json_put(object, "region", json_string(jurisdiction->region->id));
    object = json_put(object, "region_label", json_string(jurisdiction->region->label.in[language]));
    object = json_put(object, "parent", json_of_string(parent == NULL ? NULL : parent->code));
    object = json_put(object, "subdivisions", json_of_subdivisions(jurisdiction));
    return json_put(object, "inherits",
                    json_of_string(jurisdiction->inherits == NULL ? NULL : jurisdiction->inherits->code));
}

/* The law on the date asked for. */
static json_t *describe_law(json_t *object, const struct law *law, const struct jurisdiction *jurisdiction,
                            const struct query *query)
{
    const struct period *period = law_period_at(jurisdiction, query->date);
    const struct code *framework = framework_at(law, jurisdiction, query->date);
    object = json_put(object, "date", json_of_date(query->date));
    object = json_put(object, "date_is_future", json_boolean(query->date_is_future));
    object = json_put(object, "framework", json_string(framework->id));
    object = json_put(object, "framework_label", json_string(framework->label.in[query->language]));
    object = json_put(object, "framework_definition", json_string(framework->definition.in[query->language]));
    object = json_put(object, "acts", json_of_acts(law, jurisdiction, query->date, query->language));
    object = json_put(object, "since", period == NULL ? json_null() : json_of_date(period->from));
    object = json_put(object, "instrument", json_of_string(period == NULL ? NULL : period->instrument));
    object = json_put(object, "measures", json_of_measures(law, jurisdiction, query->date));
    return json_put(object, "measure_labels", json_of_measure_labels(law, jurisdiction, query));
}

/* On what the record rests. */
static json_t *describe_evidence(json_t *object, const struct jurisdiction *jurisdiction)
{
    object = json_put(object, "varies_subnationally", json_boolean(jurisdiction->varies_subnationally));
    object = json_put(object, "provisions", json_of_provisions(jurisdiction));
    object = json_put(object, "note", json_string(jurisdiction->note));
    object = json_put(object, "notes", json_of_notes(jurisdiction));
    object = json_put(object, "sources", json_of_sources(jurisdiction));
    object = json_put(object, "review", json_of_review(&jurisdiction->review));
    object = json_put(object, "confidence", json_string(jurisdiction->confidence));
    object = json_put(object, "basis", json_string(jurisdiction->basis));
    return json_put(object, "law_as_of", json_of_string(jurisdiction->law_as_of));
}

json_t *build_jurisdiction(const struct exchange *exchange, const void *subject)
{
    const struct jurisdiction *jurisdiction = subject;
    const struct law *law = exchange->snapshot->law;
    json_t *object = json_object();
    object = describe_identity(object, jurisdiction, exchange->query.language);
    object = describe_law(object, law, jurisdiction, &exchange->query);
    object = describe_evidence(object, jurisdiction);
    object = json_put(object, "history", json_of_history(law, jurisdiction, exchange->query.language));
    object = json_put(object, "network", json_of_networks(jurisdiction));
    object = json_put(object, "resources", json_of_resources(law));
    object = json_put(object, "bbox", json_of_bbox(exchange->snapshot->geometry->atlas, jurisdiction->code));
    return json_put(object, "links", json_of_links(jurisdiction));
}

static json_t *build_history(const struct exchange *exchange, const void *subject)
{
    const struct jurisdiction *jurisdiction = subject;
    return json_pack("{s:s, s:s, s:o, s:o}", "code", jurisdiction->code, "name",
                     jurisdiction->name.in[exchange->query.language], "history",
                     json_of_history(exchange->snapshot->law, jurisdiction, exchange->query.language),
                     "links", json_of_links(jurisdiction));
}

static enum lawmap_status answer_about(struct exchange *exchange, const char *resource,
                                       json_t *(*build)(const struct exchange *, const void *))
{
    const struct jurisdiction *jurisdiction = exchange_jurisdiction(exchange, exchange->variables[0]);
    if (jurisdiction == NULL)
        return LAWMAP_NOT_FOUND;
    char date[DATE_TEXT_SIZE], today[DATE_TEXT_SIZE], key[128];
    snprintf(key, sizeof key, "%s/%s/%d/%s/%s/%s", resource, date_format(date_today(), today),
             (int)exchange->query.date_is_future, jurisdiction->code, date_format(exchange->query.date, date),
             language_tag(exchange->query.language));
    return exchange_answer_json(exchange, key, build, jurisdiction);
}

enum lawmap_status get_jurisdiction(struct exchange *exchange)
{
    return answer_about(exchange, "jurisdiction", build_jurisdiction);
}

enum lawmap_status get_history(struct exchange *exchange)
{
    return answer_about(exchange, "history", build_history);
}
