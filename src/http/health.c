#include "handlers.h"
#include "json_answer.h"

enum lawmap_status get_health(struct exchange *exchange)
{
    exchange->reply.freshness = FRESH_NOT_STORED;
    return exchange_answer(exchange,
                           json_answer(json_pack("{s:s}", "status", "ok"), "application/json", NULL));
}

/* A snapshot is there before the first request is; what can still be amiss is that the server is ending. */
enum lawmap_status get_ready(struct exchange *exchange)
{
    exchange->reply.freshness = FRESH_NOT_STORED;
    if (exchange->stopping)
        exchange->reply.http_status = 503;
    const char *status = exchange->stopping ? "stopping" : "ready";
    return exchange_answer(exchange,
                           json_answer(json_pack("{s:s}", "status", status), "application/json", NULL));
}
