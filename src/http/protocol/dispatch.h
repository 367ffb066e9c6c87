/* dispatch: from a request to its response: finds the route, has it handled, sends what came of it. */
#ifndef LAWMAP_HTTP_DISPATCH_H
#define LAWMAP_HTTP_DISPATCH_H

#include "http/metrics.h"
#include "http/snapshot.h"
#include "request.h"

#include <microhttpd.h>

/* Takes `incoming` apart, and counts it. `stopping`: the connection ends with this response. MHD_NO: it ends
 * without one. */
enum MHD_Result dispatch(struct MHD_Connection *connection, struct incoming *incoming, const char *method,
                         const char *version, struct snapshot *snapshot, struct metrics *metrics,
                         bool stopping);

#endif
