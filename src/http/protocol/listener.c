#include "listener.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static enum lawmap_status fail(struct lawmap_error *error, const char *address, uint16_t port, int reason)
{
    const char *hint = reason == EADDRINUSE ? " by another program: stop it or choose another port"
                       : reason == EACCES   ? ": ports below 1024 are systemd's to open, see lawmap.socket"
                                            : "";
    return lawmap_fail(error, LAWMAP_IO, "cannot listen on %s port %u: %s%s", address, port, strerror(reason),
                       hint);
}

static bool start(int socket, const struct addrinfo *where)
{
    int on = 1, off = 0;
    setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on); /* so that a restart need not wait */
    if (where->ai_family == AF_INET6)
        setsockopt(socket, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off); /* "::" is IPv4's any, too */
    return bind(socket, where->ai_addr, where->ai_addrlen) == 0 && listen(socket, SOMAXCONN) == 0;
}

static bool write_url(int socket, char url[LISTENER_URL_SIZE])
{
    struct sockaddr_storage bound;
    socklen_t size = sizeof bound;
    char host[48], port[8];
    if (getsockname(socket, (struct sockaddr *)&bound, &size) != 0 ||
        getnameinfo((struct sockaddr *)&bound, size, host, sizeof host, port, sizeof port,
                    NI_NUMERICHOST | NI_NUMERICSERV) != 0)
        return false;
    bool is_v6 = bound.ss_family == AF_INET6;
    snprintf(url, LISTENER_URL_SIZE, "http://%s%s%s:%s/", is_v6 ? "[" : "", host, is_v6 ? "]" : "", port);
    return true;
}

void listener_close(struct listener *listener)
{
    if (listener->socket >= 0)
        close(listener->socket);
    listener->socket = -1;
}

enum lawmap_status listener_open(const char *address, uint16_t port, struct listener *out,
                                 struct lawmap_error *error)
{
    char service[8];
    const struct addrinfo hints = {.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE,
                                   .ai_socktype = SOCK_STREAM};
    struct addrinfo *where = NULL;
    snprintf(service, sizeof service, "%u", port);
    if (getaddrinfo(address, service, &hints, &where) != 0)
        return lawmap_fail(error, LAWMAP_BAD_REQUEST, "%s is not a numeric IPv4 or IPv6 address", address);
    out->socket = socket(where->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_TCP);
    bool started = out->socket >= 0 && start(out->socket, where) && write_url(out->socket, out->url);
    int reason = errno;
    freeaddrinfo(where);
    if (started)
        return LAWMAP_OK;
    listener_close(out);
    return fail(error, address, port, reason);
}

static int option_of(int socket, int name)
{
    int value = -1;
    socklen_t size = sizeof value;
    return getsockopt(socket, SOL_SOCKET, name, &value, &size) == 0 ? value : -1;
}

enum lawmap_status listener_take(int socket, struct listener *out, struct lawmap_error *error)
{
    int family = option_of(socket, SO_DOMAIN), flags = fcntl(socket, F_GETFL);
    out->socket = socket;
    if (option_of(socket, SO_ACCEPTCONN) == 1 && option_of(socket, SO_TYPE) == SOCK_STREAM &&
        (family == AF_INET || family == AF_INET6) && fcntl(socket, F_SETFL, flags | O_NONBLOCK) == 0 &&
        write_url(socket, out->url))
        return LAWMAP_OK;
    return lawmap_fail(error, LAWMAP_BAD_REQUEST,
                       "the socket that was handed over is not one of TCP that listens: see ListenStream");
}
