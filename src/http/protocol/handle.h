/* handle: from a request's target to its reply, with or without a connection. */
#ifndef LAWMAP_HTTP_HANDLE_H
#define LAWMAP_HTTP_HANDLE_H

#include "exchange.h"

/* Takes the target apart into `request`, which becomes the exchange's, and finds exchange->route. A failure,
 * as of exchange_handle(), is exchange->problem. */
enum lawmap_status exchange_find_route(struct exchange *exchange, struct incoming *incoming,
                                       struct request *request);

/* Reads what the route may be asked and has it answered: exchange->reply. */
enum lawmap_status exchange_handle(struct exchange *exchange);

#endif
