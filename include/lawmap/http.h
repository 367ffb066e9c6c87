/* http: the service. One immutable snapshot (atlas + dataset) answers every request; a reload swaps it. */
#ifndef LAWMAP_HTTP_H
#define LAWMAP_HTTP_H

#include <lawmap/atlas.h>
#include <lawmap/law.h>

struct server_options {
    const char *address; /* numeric IPv4 or IPv6 */
    uint16_t port;       /* 0: any free one */
    const char *data_dir;
    struct atlas_options atlas;
    unsigned threads; /* 0: one a processor */
    /* Where readers report corrections: an address of https:, http: or mailto:, in which every "{code}"
     * stands for the code of the jurisdiction; NULL: nowhere. */
    const char *correction_url;
    void (*log)(
        const char *line); /* what the operator should know; never about visitors. Called from any thread */
};

struct server; /* opaque */

/* Loads, checks, then listens. On failure *out is NULL; faults of the data go line by line to options->log.
 */
enum lawmap_status server_start(const struct server_options *options, struct server **out,
                                struct lawmap_error *error);
/* "http://127.0.0.1:8080/"; owned by the server. */
const char *server_url(const struct server *server);
/* Loads what has changed aside and swaps it in; on failure the old data go on being served and the log says
 * why. Call from one thread at a time. */
enum lawmap_status server_reload(struct server *server, struct lawmap_error *error);
/* Refuses new connections, lets requests in flight finish (at most ten seconds), frees everything. NULL is
 * allowed. */
void server_stop(struct server *server);

#endif
