#include "http/handlers.h"
#include "http/protocol/parameter.h"
#include "law_json.h"

#include <lawmap/tile.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum lawmap_status get_codebook(struct exchange *exchange)
{
    size_t size;
    const char *text = law_codebook_json(exchange->snapshot->law, &size);
    static const char key[] = "codebook";
    struct answer *answer = (struct answer *)cache_get(exchange->snapshot->answers, key);
    if (answer == NULL) {
        char *copy = malloc(size);
        if (copy != NULL) {
            memcpy(copy, text, size);
            answer = answer_of_text(copy, size, "application/json", NULL);
        }
        if (answer != NULL)
            cache_put(exchange->snapshot->answers, key, &answer->shared, answer_bytes(answer));
    }
    return exchange_answer(exchange, answer);
}

static json_t *json_of_palettes(const struct law *law, enum language language)
{
    json_t *palettes = json_array();
    for (size_t i = 0; i < law_palette_count(law); i++) {
        const struct palette_colours *palette = law_palette(law, i);
        palettes = json_append(
            palettes, json_pack("{s:s, s:s, s:o, s:o, s:o, s:o, s:o, s:o}", "id", palette->id, "label",
                                palette->label.in[language], "sea", json_of_colour(palette->sea), "border",
                                json_of_colour(palette->border), "no_data", json_of_colour(palette->no_data),
                                "hidden", json_of_colour(palette->hidden), "page",
                                json_of_colour(palette->page), "ink", json_of_colour(palette->ink)));
    }
    return palettes;
}

static json_t *json_of_classes(const struct law *law, const struct layer *layer, enum language language)
{
    json_t *classes = json_array();
    for (size_t i = 0; i < layer->class_count; i++) {
        const struct code *class = &layer->classes[layer->legend[i]];
        classes = json_append(classes, json_pack("{s:s, s:s, s:s, s:o, s:o}", "id", class->id, "label",
                                                 class->label.in[language], "definition",
                                                 class->definition.in[language], "colour",
                                                 json_of_colour(class->colours[0]), "colours",
                                                 json_of_class_colours(law, class)));
    }
    return classes;
}

static json_t *json_of_layer(const struct law *law, const struct layer *layer, enum language language)
{
    static const char *const kinds[] = {
        [LAYER_FRAMEWORK] = "framework", [LAYER_ACT] = "act", [LAYER_MEASURE] = "measure"};
    return json_pack("{s:s, s:s, s:s, s:s, s:o, s:o}", "id", layer->id, "kind", kinds[layer->kind], "label",
                     layer->label.in[language], "definition", layer->definition.in[language], "classes",
                     json_of_classes(law, layer, language), "tiles",
                     json_sprintf("/tiles/%s/{z}/{x}/{y}.png", layer->id));
}

static json_t *build_layers(const struct exchange *exchange, const void *subject)
{
    (void)subject;
    const struct law *law = exchange->snapshot->law;
    json_t *layers = json_array();
    for (size_t i = 0; i < law_layer_count(law); i++)
        layers = json_append(layers, json_of_layer(law, law_layer(law, i), exchange->query.language));
    return json_pack("{s:o, s:o}", "layers", layers, "palettes",
                     json_of_palettes(law, exchange->query.language));
}

static json_t *build_legend(const struct exchange *exchange, const void *subject)
{
    const struct layer *layer = subject;
    json_t *legend = json_of_layer(exchange->snapshot->law, layer, exchange->query.language);
    const char *date = exchange_parameter(exchange, parameter_date.name);
    return date == NULL ? legend
                        : json_put(legend, "tiles",
                                   json_sprintf("/tiles/%s/{z}/{x}/{y}.png?date=%s", layer->id, date));
}

enum lawmap_status get_layers(struct exchange *exchange)
{
    char key[32];
    snprintf(key, sizeof key, "layers/%s", language_tag(exchange->query.language));
    return exchange_answer_json(exchange, key, build_layers, NULL);
}

enum lawmap_status get_legend(struct exchange *exchange)
{
    const struct layer *layer = exchange_layer(exchange, exchange->variables[0]);
    if (layer == NULL)
        return LAWMAP_NOT_FOUND;
    char key[160];
    const char *date = exchange_parameter(exchange, parameter_date.name);
    snprintf(key, sizeof key, "legend/%s/%s/%s", layer->id, language_tag(exchange->query.language),
             date == NULL ? "" : date);
    return exchange_answer_json(exchange, key, build_legend, layer);
}

struct legend_request {
    const struct layer *layer;
    enum picture_format format;
    uint64_t hidden;
};

static enum lawmap_status build_picture(const struct exchange *exchange, const void *subject,
                                        struct buffer *out, struct lawmap_error *error)
{
    const struct legend_request *request = subject;
    return legend_draw(exchange->snapshot->law, request->layer, exchange->query.colours, request->hidden,
                       exchange->query.language, request->format, out, error);
}

static enum lawmap_status get_legend_picture(struct exchange *exchange, enum picture_format format,
                                             const char *suffix, const char *content_type)
{
    struct legend_request request = {exchange_layer(exchange, exchange->variables[0]), format, 0};
    if (request.layer == NULL)
        return LAWMAP_NOT_FOUND;
    if (!exchange_hidden(exchange, request.layer, &request.hidden))
        return LAWMAP_BAD_REQUEST;
    char key[160];
    snprintf(key, sizeof key, "legend/%s/%s/%zu/%llx/%s", request.layer->id,
             language_tag(exchange->query.language), exchange->query.colours,
             (unsigned long long)request.hidden, suffix);
    return exchange_answer_text(exchange, key, content_type, build_picture, &request);
}

enum lawmap_status get_legend_svg(struct exchange *exchange)
{
    return get_legend_picture(exchange, PICTURE_SVG, "svg", "image/svg+xml");
}

enum lawmap_status get_legend_png(struct exchange *exchange)
{
    return get_legend_picture(exchange, PICTURE_PNG, "png", "image/png");
}
