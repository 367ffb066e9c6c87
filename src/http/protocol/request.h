/* request: the target of a request (RFC 9112, section 3.2; RFC 3986), taken apart and decoded strictly. */
#ifndef LAWMAP_HTTP_REQUEST_H
#define LAWMAP_HTTP_REQUEST_H

#include "fields.h"
#include "problem.h"

#include <lawmap/base.h>

enum {
    REQUEST_TARGET_MAX = 2048, /* bytes */
    REQUEST_SEGMENTS_MAX = 8,
    REQUEST_PARAMETERS_MAX = 32,
};

struct request_parameter { /* of the query, percent-decoded */
    const char *name, *value;
};

struct incoming {         /* a request of which the target has come */
    bool announced;       /* its header has come, too */
    struct fields fields; /* once it has */
    bool too_long;        /* the target; it is cut */
    const char *next;     /* what follows the target in libmicrohttpd's memory: the protocol's version */
    char target[];
};

struct request {                                /* strings live in the target */
    const char *authority;                      /* of the absolute form, "host:port"; NULL: it has none */
    const char *segments[REQUEST_SEGMENTS_MAX]; /* of the path: "/a/b" has "a" and "b", "/" has "" */
    size_t segment_count;
    struct request_parameter parameters[REQUEST_PARAMETERS_MAX];
    size_t parameter_count;
};

/* NULL: out of memory. Free it with free(). */
struct incoming *incoming_new(const char *target);
/* Does the target go on behind a NUL, where libmicrohttpd lets a text end? `version` is the one it gives. */
bool incoming_has_nul(const struct incoming *incoming, const char *version);
/* Takes the target apart, in place and once. LAWMAP_BAD_REQUEST, LAWMAP_URI_TOO_LONG, LAWMAP_NOT_FOUND
 * (deeper than any resource): `problem` says why. What decodes is UTF-8 without control characters. */
enum lawmap_status request_parse(struct incoming *incoming, struct request *out, struct problem *problem);

#endif
