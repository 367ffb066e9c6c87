#include "static_ask.h"

#include "http/pages/page_problem.h"
#include "http/protocol/exchange.h"
#include "http/protocol/handle.h"

#include <stdlib.h>

static struct exchange make_exchange(struct snapshot *snapshot, const struct page_host *host)
{
    return (struct exchange){
        .snapshot = snapshot,
        .host = host,
        .wishes = {.accept = "text/html, */*;q=0.5", .language = LANGUAGE_EN, .codings.identity = true},
        .reply.modified = snapshot->modified,
    };
}

/* Takes the exchange apart. */
static enum lawmap_status take_answer(struct exchange *exchange, enum lawmap_status status,
                                      const char *target, struct answer **out, struct lawmap_error *error)
{
    *out = NULL;
    if (status == LAWMAP_OK)
        *out = exchange->reply.answer;
    else
        lawmap_fail(error, status, "%s: %s", target, exchange->problem.detail);
    problem_clear(&exchange->problem);
    return status;
}

enum lawmap_status static_ask(struct snapshot *snapshot, const struct page_host *host, const char *target,
                              struct answer **out, struct lawmap_error *error)
{
    struct exchange exchange = make_exchange(snapshot, host);
    struct request request;
    struct incoming *incoming = incoming_new(target);
    enum lawmap_status status = incoming == NULL
                                    ? problem_set(&exchange.problem, LAWMAP_NO_MEMORY, "out of memory")
                                    : exchange_find_route(&exchange, incoming, &request);
    if (status == LAWMAP_OK)
        status = exchange_handle(&exchange);
    status = take_answer(&exchange, status, target, out, error);
    free(incoming);
    return status;
}

enum lawmap_status static_ask_not_found(struct snapshot *snapshot, const struct page_host *host,
                                        struct answer **out, struct lawmap_error *error)
{
    struct exchange exchange = make_exchange(snapshot, host);
    struct request request = {0};
    exchange.request = &request;
    problem_set(&exchange.problem, LAWMAP_NOT_FOUND, "there is nothing at this address");
    enum lawmap_status status = page_of_problem(&exchange)
                                    ? LAWMAP_OK
                                    : problem_set(&exchange.problem, LAWMAP_NO_MEMORY, "out of memory");
    return take_answer(&exchange, status, "404.html", out, error);
}
