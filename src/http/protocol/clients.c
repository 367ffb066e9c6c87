#include "clients.h"

#include <endian.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* uthash ends the process when memory is short unless told that it need not. */
#define HASH_NONFATAL_OOM           1
#define uthash_nonfatal_oom(client) ((client)->stored = false)
#include <uthash.h>

struct client {
    uint64_t network; /* the first half of an IPv6 address; of IPv4 ::ffff:a.b.c.d's second half */
    unsigned count;   /* of connections */
    bool stored;
    UT_hash_handle hh;
};

struct clients {
    struct client *table;
    unsigned share_max;
};

/* No network's address begins like this (RFC 4291, section 2.4: it is in the unspecified ::/8). */
static const uint64_t v4_prefix = (uint64_t)0xFFFF << 32;

struct clients *clients_new(unsigned share_max)
{
    struct clients *clients = calloc(1, sizeof *clients);
    if (clients != NULL)
        clients->share_max = share_max;
    return clients;
}

void clients_free(struct clients *clients)
{
    free(clients);
}

static uint64_t network_of(const struct sockaddr *address)
{
    uint64_t halves[2];
    if (address->sa_family == AF_INET) {
        const struct sockaddr_in *v4 = (const struct sockaddr_in *)(const void *)address;
        return v4_prefix | be32toh(v4->sin_addr.s_addr);
    }
    const struct sockaddr_in6 *v6 = (const struct sockaddr_in6 *)(const void *)address;
    memcpy(halves, &v6->sin6_addr, sizeof halves);
    return be64toh(halves[IN6_IS_ADDR_V4MAPPED(&v6->sin6_addr) ? 1 : 0]);
}

static struct client *add(struct clients *clients, uint64_t network)
{
    struct client *client = calloc(1, sizeof *client);
    if (client == NULL)
        return NULL;
    client->network = network;
    client->stored = true;
    HASH_ADD(hh, clients->table, network, sizeof client->network, client);
    if (client->stored)
        return client;
    free(client);
    return NULL;
}

struct client *clients_enter(struct clients *clients, const struct sockaddr *address)
{
    uint64_t network = network_of(address);
    struct client *client = NULL;
    HASH_FIND(hh, clients->table, &network, sizeof network, client);
    if (client == NULL)
        client = add(clients, network);
    if (client == NULL || client->count >= clients->share_max)
        return NULL;
    client->count++;
    return client;
}

void clients_leave(struct clients *clients, struct client *client)
{
    if (--client->count > 0)
        return;
    HASH_DEL(clients->table, client);
    free(client);
}

socklen_t client_address(const struct client *client, union client_address *out)
{
    memset(out, 0, sizeof *out);
    if (client->network >> 32 == v4_prefix >> 32) {
        out->v4.sin_family = AF_INET;
        out->v4.sin_addr.s_addr = htobe32((uint32_t)client->network);
        return sizeof out->v4;
    }
    uint64_t network = htobe64(client->network);
    out->v6.sin6_family = AF_INET6;
    memcpy(&out->v6.sin6_addr, &network, sizeof network);
    return sizeof out->v6;
}
