#include "origin.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { HOST_SIZE_MAX = 255, PORT_DIGITS_MAX = 5 };

static const char digits[] = "0123456789";
static const char name_characters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_";

/* uri-host [ ":" port ] (RFC 9110, section 7.2), of the characters that real hosts have. */
static bool is_host(const char *host)
{
    size_t size =
        *host == '[' ? strspn(host + 1, "0123456789abcdefABCDEF:.") + 1 : strspn(host, name_characters);
    if (*host == '[' && (size < 3 || host[size++] != ']'))
        return false;
    if (size == 0 || strlen(host) > HOST_SIZE_MAX)
        return false;
    if (host[size] == '\0')
        return true;
    size_t port = strspn(host + size + 1, digits);
    return host[size] == ':' && port > 0 && port <= PORT_DIGITS_MAX && host[size + 1 + port] == '\0';
}

bool server_is_origin(const char *url)
{
    static const char *const schemes[] = {"http://", "https://"};
    for (size_t i = 0; i < sizeof schemes / sizeof schemes[0]; i++)
        if (strncmp(url, schemes[i], strlen(schemes[i])) == 0)
            return is_host(url + strlen(schemes[i]));
    return false;
}

enum lawmap_status origin_of(struct exchange *exchange, char out[ORIGIN_SIZE])
{
    /* RFC 9112, section 3.2.2: the absolute form's host counts, whatever the field says. */
    const char *authority = exchange->request->authority, *scheme = exchange->wishes.forwarded_scheme;
    const char *host = authority == NULL ? exchange->wishes.host : authority;
    const char *public_url = exchange->snapshot->site->public_url;
    if (public_url != NULL) {
        snprintf(out, ORIGIN_SIZE, "%s", public_url);
        return LAWMAP_OK;
    }
    if (host == NULL || !is_host(host))
        return problem_set(&exchange->problem, LAWMAP_BAD_REQUEST,
                           "this answer has absolute addresses, and Host names no host");
    bool is_secure = scheme != NULL && strcasecmp(scheme, "https") == 0;
    snprintf(out, ORIGIN_SIZE, "%s://%s", is_secure ? "https" : "http", host);
    exchange->reply.freshness = FRESH_NEVER;
    return LAWMAP_OK;
}
