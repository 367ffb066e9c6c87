/* origin: the scheme and host by which a client knows this server, for clients that take absolute addresses
 * only (of TileJSON and WMTS). It is what the request says, and so neither believed nor kept: a Host that is
 * none is refused, and such answers are made for each request and not stored in caches unasked. */
#ifndef LAWMAP_HTTP_ORIGIN_H
#define LAWMAP_HTTP_ORIGIN_H

#include "exchange.h"

enum { ORIGIN_SIZE = 288 };

/* "https://example.org:8443", without a slash. LAWMAP_BAD_REQUEST, and the problem set: no such host. */
enum lawmap_status origin_of(struct exchange *exchange, char out[ORIGIN_SIZE]);

#endif
