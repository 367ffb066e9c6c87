/* connections: those that are open, so that one that takes too long over the header of a request is ended.
 * libmicrohttpd ends only those that are silent: a client that sends a byte a second would keep its
 * connection for hours. Every function may be called from any thread. */
#ifndef LAWMAP_HTTP_CONNECTIONS_H
#define LAWMAP_HTTP_CONNECTIONS_H

#include <lawmap/base.h>

struct connections; /* opaque */
struct connection;  /* opaque */

/* Watches from a thread of its own: a header must have come `seconds` after the connection began, or after
 * the end of the request before. LAWMAP_NO_MEMORY, LAWMAP_IO (no thread). */
enum lawmap_status connections_watch(unsigned seconds, struct connections **out, struct lawmap_error *error);
/* When all have been removed. NULL is allowed. */
void connections_free(struct connections *connections);

/* NULL, which the others take: out of memory; then the connection is not watched. */
struct connection *connections_add(struct connections *connections, int socket);
/* Before the socket is closed. */
void connections_remove(struct connections *connections, struct connection *connection);

void connection_begin_waiting(struct connection *connection); /* for the header of the next request */
void connection_end_waiting(struct connection *connection);   /* it has come */

#endif
