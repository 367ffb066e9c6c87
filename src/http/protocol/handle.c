#include "handle.h"

#include "router.h"

enum lawmap_status exchange_find_route(struct exchange *exchange, struct incoming *incoming,
                                       struct request *request)
{
    exchange->request = request;
    enum lawmap_status status = request_parse(incoming, request, &exchange->problem);
    if (status != LAWMAP_OK)
        return status;
    const struct route *route = exchange->route = router_find(exchange);
    if (route == NULL)
        return LAWMAP_NOT_FOUND;
    exchange->reply.dataset = route->cites ? law_dataset(exchange->snapshot->law) : NULL;
    exchange->reply.public_url = exchange->snapshot->site->public_url;
    return LAWMAP_OK;
}

enum lawmap_status exchange_handle(struct exchange *exchange)
{
    const struct route *route = exchange->route;
    enum lawmap_status status = router_choose_format(route, exchange);
    if (status == LAWMAP_OK)
        status = router_read_parameters(route, exchange);
    exchange->reply.date_is_future = exchange->query.date_is_future;
    return status == LAWMAP_OK ? route->handle(exchange) : status;
}
