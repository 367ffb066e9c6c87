#include "handlers.h"
#include "http/protocol/json_answer.h"
#include "metrics.h"

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

enum lawmap_status get_metrics(struct exchange *exchange)
{
    struct buffer text = {0};
    exchange->reply.freshness = FRESH_NOT_STORED;
    metrics_write(exchange, &text);
    return exchange_answer(exchange,
                           answer_of_buffer(&text, "text/plain; version=0.0.4; charset=utf-8", NULL));
}
