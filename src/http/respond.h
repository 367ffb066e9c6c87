/* respond: from a reply to the bytes on the connection: header fields, conditional requests, encodings. */
#ifndef LAWMAP_HTTP_RESPOND_H
#define LAWMAP_HTTP_RESPOND_H

#include "exchange.h"

#include <microhttpd.h>

/* Takes reply->answer. */
enum MHD_Result respond(struct MHD_Connection *connection, struct reply *reply, bool closing);
/* Of a refused request. */
enum MHD_Result respond_problem(struct MHD_Connection *connection, struct problem *problem, bool closing);
/* To OPTIONS: what may be asked of this resource, and of which other site's scripts (Fetch, section 4.8). */
enum MHD_Result respond_options(struct MHD_Connection *connection, bool closing);

#define ALLOWED_METHODS "GET, HEAD, OPTIONS"

#endif
