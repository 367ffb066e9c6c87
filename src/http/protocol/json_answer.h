/* json_answer: a JSON value as the body of a response. */
#ifndef LAWMAP_HTTP_JSON_ANSWER_H
#define LAWMAP_HTTP_JSON_ANSWER_H

#include <jansson.h>

struct answer;

/* Takes `root`, which may be NULL: then, or when memory is short, so is the answer. `content_type` and
 * `language` (NULL: none) are literals. */
struct answer *json_answer(json_t *root, const char *content_type, const char *language);

#endif
