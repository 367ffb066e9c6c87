/* connections: those that libmicrohttpd has. One that takes too long over the header of a request is ended:
 * it ends only those that are silent, and a client that sends a byte a second would keep its connection for
 * hours. Where there are many, those that wait for another request end before others are turned away. And it
 * never gets as many as it takes: 0.9.75 then does not unlock what it has locked, and its thread waits for
 * ever (new_connection_process_() in daemon.c). Every function may be called from any thread. */
#ifndef LAWMAP_HTTP_CONNECTIONS_H
#define LAWMAP_HTTP_CONNECTIONS_H

#include <lawmap/base.h>

struct connections; /* opaque */
struct connection;  /* opaque */

struct connections_options {
    unsigned header_seconds; /* after the beginning, or after the request before, a header must have come */
    unsigned comfortable;    /* for each beyond, one that waits is ended, of those used least lately */
    unsigned most;           /* there is no room for more */
};

/* Watches from a thread of its own. LAWMAP_NO_MEMORY, LAWMAP_IO (no thread). */
enum lawmap_status connections_watch(const struct connections_options *options, struct connections **out,
                                     struct lawmap_error *error);
/* When all have been removed. NULL is allowed. */
void connections_free(struct connections *connections);

/* Is there room for another one? Then connections_add() is to follow, or the other. */
bool connections_expect(struct connections *connections);
void connections_expect_no_more(struct connections *connections);
/* One that was expected. NULL, which the others take: out of memory; then the connection is not watched. */
struct connection *connections_add(struct connections *connections, int socket);
/* True once for each: libmicrohttpd got it with the header of a request, which it has not read yet. */
bool connection_take_first(struct connection *connection);
/* Before the socket is closed. */
void connections_remove(struct connections *connections, struct connection *connection);

void connection_begin_waiting(struct connection *connection); /* for the header of the next request */
void connection_end_waiting(struct connection *connection);   /* it has come */

#endif
