/* origin: the scheme and host by which a client knows this server, for clients that take absolute addresses
 * only (of TileJSON, WMTS, sitemaps). The operator may have said it, for all (--public-url). Else it is what
 * the request says, and so not believed by others: a Host that is none is refused, and caches ask each time
 * before they use such an answer again. */
#ifndef LAWMAP_HTTP_ORIGIN_H
#define LAWMAP_HTTP_ORIGIN_H

#include "exchange.h"

enum { ORIGIN_SIZE = 288 };

/* "https://example.org:8443", without a slash. LAWMAP_BAD_REQUEST, and the problem set: no such host. */
enum lawmap_status origin_of(struct exchange *exchange, char out[ORIGIN_SIZE]);

#endif
