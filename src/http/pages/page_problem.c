#include "page_problem.h"

#include "http/api/law_json.h"
#include "http/protocol/negotiate.h"
#include "http/protocol/parameter.h"
#include "page.h"

#include <string.h>

/* The parameter may be what was wrong, and may not have been read yet. */
static enum language language_of(const struct exchange *exchange)
{
    enum language language;
    const char *tag = exchange_parameter(exchange, parameter_language.name);
    return tag != NULL && language_parse(tag, &language) ? language : exchange->wishes.language;
}

static json_t *describe(const struct exchange *exchange)
{
    const struct problem *problem = &exchange->problem;
    bool names_place = problem->near != NULL && exchange->variables[0][0] != '\0';
    json_t *content = json_object();
    content = json_put(content, "status", json_integer(problem->http_status));
    content = json_put(content, "detail", json_string(problem->detail));
    content = json_put(content, "parameter",
                       json_of_string(problem->parameter[0] == '\0' ? NULL : problem->parameter));
    content = json_put(content, "mended", page_mended_address(exchange));
    content = json_put(content, "code", json_of_string(names_place ? exchange->variables[0] : NULL));
    if (content != NULL && problem->near != NULL)
        content = json_put(content, "near", json_incref(problem->near));
    if (content != NULL && problem->allowed != NULL)
        content = json_put(content, "allowed", json_incref(problem->allowed));
    return content;
}

bool page_of_problem(struct exchange *exchange)
{
    if (!negotiate_page(exchange->wishes.accept) || exchange->problem.allow != NULL)
        return false;
    exchange->query.language = language_of(exchange);
    /* What is wrong may be the address itself: the way to the other languages leads to the beginning. */
    struct answer *answer = page_answer(exchange, "problem", "/", describe(exchange));
    if (answer == NULL)
        return false;
    answer_release(exchange->reply.answer);
    exchange->reply.answer = answer;
    exchange->reply.http_status = (unsigned)exchange->problem.http_status;
    exchange->reply.kind = REPLY_PAGE;
    exchange->reply.freshness = FRESH_NOT_STORED;
    exchange->reply.varies_by_format = exchange->reply.varies_by_language = true;
    return true;
}
