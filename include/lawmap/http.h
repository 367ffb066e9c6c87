/* http: the service. One immutable snapshot (atlas + dataset) answers every request; a reload swaps it. */
#ifndef LAWMAP_HTTP_H
#define LAWMAP_HTTP_H

#include <lawmap/atlas.h>
#include <lawmap/law.h>
#include <lawmap/tile.h>

struct site_options { /* what the world knows the server as */
    /* "https://example.org": what absolute addresses begin with; NULL: what each request says of itself. */
    const char *public_url;
    const char *security_contact; /* a URI, for /.well-known/security.txt (RFC 9116); NULL: there is none */
    struct date security_expires; /* a day, on which that ends */
};

enum severity { SEVERITY_NOTICE, SEVERITY_ERROR };

struct server_options {
    const char *address; /* numeric IPv4 or IPv6 */
    uint16_t port;       /* 0: any free one */
    int socket;          /* bound and listening, used instead of address and port; 0: none. Taken */
    const char *data_dir;
    struct atlas_options atlas;
    struct site_options site;
    unsigned threads; /* 0: one a processor */
    unsigned timeout; /* seconds that a connection may be silent; a header may take twice that; 0: 15 */
    /* Where readers report corrections: an address of https:, http: or mailto:, in which every "{code}"
     * stands for the code of the jurisdiction; NULL: nowhere. */
    const char *correction_url;
    bool watched; /* the data are reloaded whenever they are saved: what is wrong with them may be told to who
                   * asks, and nobody keeps an answer without asking again */
    /* Whose pages may have the map of /embed in a frame: sources of CSP's frame-ancestors with blanks between
     * (CSP Level 3, section 6.4.2), "https://example.org" or "*"; NULL: nobody's. */
    const char *frame_ancestors;
    /* What the operator should know; never about visitors. Called from any thread. */
    void (*log)(void *context, enum severity severity, const char *line);
    /* May be NULL. Called once, when all is loaded and the socket is there, before any other thread is: to
     * give up what is not needed any more. Failure ends the start. */
    enum lawmap_status (*loaded)(void *context, struct lawmap_error *error);
    void *context; /* of both */
};

struct server; /* opaque */

/* http or https, a host and perhaps a port, and nothing after them: an origin (RFC 6454, section 6.2). */
bool server_is_origin(const char *url);

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

/* A site of files alone, for any host: pages, data and tiles, linked by relative addresses. */
struct static_site_options {
    const char
        *path; /* of the folder, which is there when all has gone well, not before; may be an empty one */
    /* data_dir, atlas, site.public_url, which may have a path ("https://example.org/some/folder"),
     * correction_url and log count. */
    const struct server_options *server;
    const char *layers; /* of which it has coloured tiles and figures: ids with commas between, or "all" */
    const struct date *dates; /* for coloured tiles, beside today's */
    size_t date_count;
    unsigned languages;             /* a bit for each enum language; English is one of them */
    unsigned first_zoom, last_zoom; /* of all tiles, at most TILE_ZOOM_MAX */
    unsigned threads;               /* that work; the caller's is one of them */
    /* NULL, or called from time to time in the caller's thread; false stops the export. The total grows. */
    bool (*progress)(void *context, size_t done, size_t total);
    void *context;
};
/* The same data, boundaries, day and options give the same files, however many threads. out->tiles counts all
 * files. Unless LAWMAP_OK, nothing is left. Errors: those of server_start() about data and boundaries,
 * LAWMAP_NOT_FOUND (a layer), LAWMAP_BAD_REQUEST (stopped by `progress`), LAWMAP_IO, LAWMAP_NO_MEMORY. */
enum lawmap_status static_site_export(const struct static_site_options *options, struct export_report *out,
                                      struct lawmap_error *error);

#endif
