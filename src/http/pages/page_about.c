/* The page that says what this is, with the codebook's words for all codes. */
#include "http/api/law_json.h"
#include "http/dataset.h"
#include "http/handlers.h"
#include "page.h"

static const char *const kinds[] = {
    [LAYER_FRAMEWORK] = "framework", [LAYER_ACT] = "act", [LAYER_MEASURE] = "measure"};

/* A layer's classes in the order of its legend. */
static json_t *json_of_classes(const struct layer *layer, enum language language)
{
    json_t *classes = json_array();
    for (size_t i = 0; i < layer->class_count; i++) {
        const struct code *class = &layer->classes[layer->legend[i]];
        classes = json_append(classes, json_pack("{s:s, s:s, s:s}", "id", class->id, "label",
                                                 class->label.in[language], "definition",
                                                 class->definition.in[language]));
    }
    return classes;
}

static json_t *json_of_layer(const struct layer *layer, enum language language, json_t *classes)
{
    return json_pack("{s:s, s:s, s:s, s:o}", "kind", kinds[layer->kind], "label", layer->label.in[language],
                     "definition", layer->definition.in[language], "classes", classes);
}

/* The framework and the acts; the statuses, which all acts share, stand with the last of them. */
static json_t *json_of_vocabularies(const struct law *law, enum language language)
{
    json_t *list = json_array();
    for (size_t i = 0; i < law_layer_count(law); i++) {
        const struct layer *layer = law_layer(law, i);
        if (layer->kind == LAYER_MEASURE)
            continue;
        bool repeats = layer->kind == LAYER_ACT && i + 1 < law_layer_count(law) &&
                       law_layer(law, i + 1)->kind == LAYER_ACT;
        list = json_append(
            list, json_of_layer(layer, language, repeats ? json_array() : json_of_classes(layer, language)));
    }
    return list;
}

static json_t *json_of_measure_layers(const struct law *law, enum language language)
{
    json_t *list = json_array();
    for (size_t i = 0; i < law_layer_count(law); i++)
        if (law_layer(law, i)->kind == LAYER_MEASURE)
            list = json_append(list, json_of_layer(law_layer(law, i), language, json_array()));
    return list;
}

static json_t *build_about(const struct exchange *exchange, const void *subject)
{
    (void)subject;
    const struct law *law = exchange->snapshot->law;
    enum language language = exchange->query.language;
    return json_pack("{s:o, s:o, s:o}", "vocabularies", json_of_vocabularies(law, language), "measures",
                     json_of_measure_layers(law, language), "dataset", json_of_dataset(law));
}

enum lawmap_status get_about_page(struct exchange *exchange)
{
    return exchange_answer_page(exchange, "about", "/about", build_about, NULL);
}
