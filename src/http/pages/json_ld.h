/* json_ld: the dataset as schema.org tells of it (JSON-LD 1.1), by which search engines for data find it
 * (developers.google.com/search/docs, "Dataset"). */
#ifndef LAWMAP_HTTP_JSON_LD_H
#define LAWMAP_HTTP_JSON_LD_H

#include "http/protocol/exchange.h"

/* In the language asked for; addresses are absolute where the server's is known. A new reference, or NULL:
 * out of memory. */
json_t *json_ld_of_dataset(const struct exchange *exchange);

#endif
