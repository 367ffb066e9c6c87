/* page_problem: why a request was refused, for readers. */
#ifndef LAWMAP_HTTP_PAGE_PROBLEM_H
#define LAWMAP_HTTP_PAGE_PROBLEM_H

#include "http/protocol/exchange.h"

/* Makes exchange->problem a page in exchange->reply when the request prefers one to JSON. False: it does not,
 * or memory is short; the reply then is as it was. */
bool page_of_problem(struct exchange *exchange);

#endif
