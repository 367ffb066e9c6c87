/* jurisdiction: everything recorded of one jurisdiction, for the API and for pages. */
#ifndef LAWMAP_HTTP_JURISDICTION_H
#define LAWMAP_HTTP_JURISDICTION_H

#include "http/protocol/exchange.h"

/* `subject` is the jurisdiction. A new reference, or NULL: out of memory. */
json_t *build_jurisdiction(const struct exchange *exchange, const void *subject);

#endif
