#include "exchange.h"

#include "http/api/law_json.h"
#include "http/dataset.h"
#include "json_answer.h"
#include "router.h"

#include <string.h>

bool exchange_has_parameter(const struct exchange *exchange, size_t index)
{
    bool is_form = exchange->route != NULL && exchange->route->is_form;
    return !is_form || exchange->request->parameters[index].value[0] != '\0';
}

const char *exchange_parameter(const struct exchange *exchange, const char *name)
{
    for (size_t i = 0; i < exchange->request->parameter_count; i++)
        if (strcmp(exchange->request->parameters[i].name, name) == 0 && exchange_has_parameter(exchange, i))
            return exchange->request->parameters[i].value;
    return NULL;
}

const struct layer *exchange_layer(struct exchange *exchange, const char *id)
{
    const struct law *law = exchange->snapshot->law;
    const struct layer *layer = law_find_layer(law, id);
    if (layer != NULL)
        return layer;
    char shown[EXCERPT_SIZE];
    problem_set(&exchange->problem, LAWMAP_NOT_FOUND, "there is no layer “%s”", excerpt(id, shown));
    exchange->problem.allowed = json_array();
    for (size_t i = 0; i < law_layer_count(law); i++)
        json_array_append_new(exchange->problem.allowed, json_string(law_layer(law, i)->id));
    return NULL;
}

enum { NEAR_MAX = 5 };

void exchange_find_near(struct exchange *exchange, const char *code)
{
    const struct jurisdiction *near[NEAR_MAX];
    size_t count = law_near(exchange->snapshot->law, code, near, NEAR_MAX);
    exchange->problem.near = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(exchange->problem.near, json_pack("{s:s, s:s}", "code", near[i]->code, "name",
                                                                near[i]->name.in[exchange->query.language]));
}

const struct jurisdiction *exchange_jurisdiction(struct exchange *exchange, const char *code)
{
    const struct law *law = exchange->snapshot->law;
    const struct jurisdiction *jurisdiction = law_find(law, code);
    if (jurisdiction != NULL)
        return jurisdiction;
    char shown[EXCERPT_SIZE];
    problem_set(&exchange->problem, LAWMAP_NOT_FOUND, "there is no jurisdiction “%s”", excerpt(code, shown));
    exchange_find_near(exchange, code);
    return NULL;
}

bool exchange_language(struct exchange *exchange, const char *tag)
{
    if (language_parse(tag, &exchange->query.language) &&
        strcmp(tag, language_tag(exchange->query.language)) == 0)
        return true; /* in lower case, so that each tile has one address */
    char shown[EXCERPT_SIZE];
    problem_set(&exchange->problem, LAWMAP_NOT_FOUND, "there are no labels in “%s”", excerpt(tag, shown));
    exchange->problem.allowed = json_array();
    for (int i = 0; i < LANGUAGE_COUNT; i++)
        json_array_append_new(exchange->problem.allowed, json_string(language_tag((enum language)i)));
    return false;
}

static bool refuse_hidden(struct exchange *exchange, const struct layer *layer, const char *code)
{
    char shown[EXCERPT_SIZE];
    json_t *allowed = json_array();
    for (size_t i = 0; i < layer->class_count; i++)
        json_array_append_new(allowed, json_string(layer->classes[i].id));
    problem_of_parameter(&exchange->problem, "hide", allowed,
                         "hide has “%s”, but must be classes of the layer %s with commas between",
                         excerpt(code, shown), layer->id);
    return false;
}

static size_t find_class(const struct layer *layer, const char *id, size_t size)
{
    for (size_t i = 0; i < layer->class_count; i++)
        if (strlen(layer->classes[i].id) == size && memcmp(layer->classes[i].id, id, size) == 0)
            return i;
    return layer->class_count;
}

bool exchange_hidden(struct exchange *exchange, const struct layer *layer, uint64_t *out)
{
    const char *code = exchange->query.hide;
    *out = 0;
    while (code != NULL) {
        size_t size = strcspn(code, ","), class = find_class(layer, code, size);
        if (class == layer->class_count)
            return refuse_hidden(exchange, layer, code);
        *out |= UINT64_C(1) << class;
        code = code[size] == ',' ? code + size + 1 : NULL;
    }
    return true;
}

enum lawmap_status exchange_answer(struct exchange *exchange, struct answer *answer)
{
    if (answer == NULL)
        return problem_set(&exchange->problem, LAWMAP_NO_MEMORY, "out of memory");
    exchange->reply.answer = answer;
    return LAWMAP_OK;
}

/* NULL: the route answers the same in every language. */
static const char *language_of(const struct exchange *exchange)
{
    bool speaks = strstr(exchange->route->pattern, "{lang}") != NULL;
    for (size_t i = 0; exchange->route->parameters[i] != NULL; i++)
        speaks |= exchange->route->parameters[i] == &parameter_language;
    return speaks ? language_tag(exchange->query.language) : NULL;
}

static struct answer *answer_of_value(const struct exchange *exchange, json_t *root)
{
    if (root != NULL && exchange->route->cites)
        root = json_put(root, "dataset", json_of_dataset(exchange->snapshot->law));
    return json_answer(root, "application/json", language_of(exchange));
}

enum lawmap_status exchange_answer_value(struct exchange *exchange, json_t *root)
{
    return exchange_answer(exchange, answer_of_value(exchange, root));
}

enum lawmap_status exchange_answer_json(struct exchange *exchange, const char *key,
                                        json_t *(*build)(const struct exchange *exchange,
                                                         const void *subject),
                                        const void *subject)
{
    struct cache *answers = exchange->snapshot->answers;
    struct answer *answer = (struct answer *)cache_get(answers, key);
    if (answer == NULL) {
        answer = answer_of_value(exchange, build(exchange, subject));
        if (answer != NULL)
            cache_put(answers, key, &answer->shared, answer_bytes(answer));
    }
    return exchange_answer(exchange, answer);
}

enum lawmap_status exchange_answer_text(struct exchange *exchange, const char *key, const char *content_type,
                                        build_function *build, const void *subject)
{
    struct cache *answers = exchange->snapshot->answers;
    struct answer *answer = (struct answer *)cache_get(answers, key);
    if (answer == NULL) {
        struct buffer text = {0};
        struct lawmap_error error = {0};
        if (build(exchange, subject, &text, &error) != LAWMAP_OK) {
            buffer_free(&text);
            return problem_set(&exchange->problem, error.status, "%s", error.text);
        }
        answer = answer_of_buffer(&text, content_type, language_of(exchange));
        if (answer != NULL)
            cache_put(answers, key, &answer->shared, answer_bytes(answer));
    }
    return exchange_answer(exchange, answer);
}
