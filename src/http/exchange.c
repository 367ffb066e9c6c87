#include "exchange.h"

#include "json_answer.h"

#include <string.h>

const char *exchange_parameter(const struct exchange *exchange, const char *name)
{
    for (size_t i = 0; i < exchange->request->parameter_count; i++)
        if (strcmp(exchange->request->parameters[i].name, name) == 0)
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

enum lawmap_status exchange_answer(struct exchange *exchange, struct answer *answer)
{
    if (answer == NULL)
        return problem_set(&exchange->problem, LAWMAP_NO_MEMORY, "out of memory");
    exchange->reply.answer = answer;
    return LAWMAP_OK;
}

enum lawmap_status exchange_answer_json(struct exchange *exchange, const char *key,
                                        json_t *(*build)(const struct exchange *exchange,
                                                         const void *subject),
                                        const void *subject)
{
    struct cache *answers = exchange->snapshot->answers;
    struct answer *answer = (struct answer *)cache_get(answers, key);
    if (answer == NULL) {
        json_t *root = build(exchange, subject);
        answer = json_answer(root, "application/json", language_tag(exchange->query.language));
        if (answer != NULL)
            cache_put(answers, key, &answer->shared, answer_bytes(answer));
    }
    return exchange_answer(exchange, answer);
}

enum lawmap_status exchange_answer_text(struct exchange *exchange, const char *key, const char *content_type,
                                        enum lawmap_status (*build)(const struct exchange *exchange,
                                                                    const void *subject, struct buffer *out,
                                                                    struct lawmap_error *error),
                                        const void *subject)
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
        answer = answer_of_text(text.data, text.size, content_type, language_tag(exchange->query.language));
        if (answer != NULL)
            cache_put(answers, key, &answer->shared, answer_bytes(answer));
    }
    return exchange_answer(exchange, answer);
}
