/* clients: how many connections each client has. A client is an IPv4 address, or the first 64 bits of an IPv6
 * address: whoever has one address of such a network commonly has all of them (RFC 6177). One thread. */
#ifndef LAWMAP_HTTP_CLIENTS_H
#define LAWMAP_HTTP_CLIENTS_H

#include <netinet/in.h>
#include <sys/socket.h>

struct clients; /* opaque */
struct client;  /* opaque */

struct clients *clients_new(unsigned share_max); /* NULL: out of memory */
void clients_free(struct clients *clients);      /* when all have left. NULL is allowed */

/* One connection more of the client at `address`. NULL: it has `share_max`, or memory is short. */
struct client *clients_enter(struct clients *clients, const struct sockaddr *address);
/* One less. */
void clients_leave(struct clients *clients, struct client *client);

union client_address {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
};
/* What tells this client from others, and no more of its address. Returns its size. */
socklen_t client_address(const struct client *client, union client_address *out);

#endif
