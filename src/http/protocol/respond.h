/* respond: from a reply to the bytes on the connection: header fields, conditional requests, encodings. A
 * response is made once and may go out any number of times, on several connections at once. */
#ifndef LAWMAP_HTTP_RESPOND_H
#define LAWMAP_HTTP_RESPOND_H

#include "exchange.h"

#include <microhttpd.h>

enum { ENTITY_TAG_SIZE = HASH_TEXT_SIZE + sizeof "\"\".gz" };

struct response { /* immutable */
    struct shared shared;
    struct MHD_Response *message;
    unsigned status;
    char tag[ENTITY_TAG_SIZE]; /* with its quotes; empty: none */
    bool has_modified;
    time_t modified;
    size_t bytes;              /* of memory, about */
    const struct route *route; /* NULL: none */
};

/* Takes reply->answer; `gzip`: the client takes it. `closing`: the connection ends with this response. NULL,
 * as from the others: out of memory. */
struct response *response_of_reply(struct reply *reply, bool gzip, bool closing);
/* Of a refused request. */
struct response *response_of_problem(struct problem *problem, bool closing);
/* To OPTIONS: what may be asked of this resource, and of which other site's scripts (Fetch, section 4.8). */
struct response *response_of_options(bool closing);
void response_release(struct response *response); /* NULL is allowed */

/* May other requests for the same get it? */
bool response_may_be_kept(const struct reply *reply);

/* Sends it, or 304 when the client has it: *status says which. MHD_NO, which closes the connection:
 * `response` is NULL, or memory is short. */
enum MHD_Result respond(struct MHD_Connection *connection, const struct response *response,
                        const struct fields *fields, unsigned *status);

#define ALLOWED_METHODS "GET, HEAD, OPTIONS"

#endif
