/* exchange: one request on its way to its reply. */
#ifndef LAWMAP_HTTP_EXCHANGE_H
#define LAWMAP_HTTP_EXCHANGE_H

#include "answer.h"
#include "format.h"
#include "http/snapshot.h"
#include "negotiate.h"
#include "problem.h"
#include "request.h"

#include <lawmap/law.h>

enum { ROUTE_VARIABLES_MAX = 4, ROUTE_VARIABLE_SIZE = 64 };

enum detail { DETAIL_LOW, DETAIL_MEDIUM, DETAIL_HIGH };
enum level { LEVEL_COUNTRY, LEVEL_SUBDIVISION, LEVEL_ALL };

struct metrics;
struct page_host;
struct route;

struct query { /* what the parameters say, or what their absence means */
    struct date date;
    bool date_is_future;      /* the law is answered as last known */
    struct date since, until; /* both included; no date: no bound */
    enum language language;
    enum level level;
    enum detail detail;          /* of outlines */
    const struct region *region; /* NULL: any */
    const struct layer *layer;   /* NULL: all */
    bool by_region, by_year;     /* what a summary counts apart */
    size_t colours;              /* the palette's index */
    const char *codes;           /* the only ones wanted, with commas between, all known; NULL: any */
    const char *search;          /* what a name or code is like; NULL: anything */
    const char *sort; /* the column by which rows stand in order, after "-" if downwards; NULL: by name */
    const char *hide; /* as asked for: exchange_hidden() reads it; NULL: nothing */
    double latitude, longitude;
    struct degrees_box box; /* of a figure, if has_box */
    bool has_box;
    const struct jurisdiction *place; /* that a figure shows; NULL: all */
    enum projection projection;
    unsigned width, height; /* of a figure, in pixels; 0: not said */
};

enum reply_kind {
    REPLY_DATA,  /* for every site's scripts and GIS clients */
    REPLY_PAGE,  /* HTML and what it loads */
    REPLY_EMBED, /* HTML for a frame in another site's page */
};

/* How long a copy may be used without asking again. */
enum freshness {
    FRESH_MINUTES,   /* what an edit of the data or midnight can change */
    FRESH_FOR_GOOD,  /* its address names its content */
    FRESH_NEVER,     /* asks every time, but may be answered by 304 */
    FRESH_NOT_STORED /* about the server at this moment */
};

struct reply {
    unsigned http_status; /* 0: 200 */
    struct answer *answer;
    enum reply_kind kind;
    enum freshness freshness;
    time_t modified;
    bool varies_by_language, varies_by_format; /* by Accept-Language, by Accept */
    const struct dataset *dataset;             /* what the answer rests on; NULL: on none */
    bool date_is_future;                       /* the law is answered as last known */
    const char *public_url;                    /* where that can be found; NULL: not known */
    const char *frame_ancestors;               /* of a REPLY_EMBED: as in struct server_options */
};

/* All that a response depends on beside the target, the snapshot and the day, so that it may be kept for the
 * next request with the same (response_key.h). */
struct wishes {
    const char *host, *forwarded_scheme; /* Host, X-Forwarded-Proto; may be NULL */
    const char *accept;                  /* may be NULL */
    enum language language;              /* that Accept-Language prefers */
    struct codings codings;              /* that Accept-Encoding takes */
};

struct exchange {
    const struct request *request;
    const struct route *route; /* that answers; NULL: none yet */
    struct wishes wishes;
    bool stopping;                                            /* the server is about to end */
    struct metrics *metrics;                                  /* the server's */
    const struct page_host *host;                             /* that a page is for; NULL: this server */
    struct snapshot *snapshot;                                /* borrowed for the length of the request */
    char variables[ROUTE_VARIABLES_MAX][ROUTE_VARIABLE_SIZE]; /* of the route's pattern, in order */
    enum format format;                                       /* of a route that has several */
    struct query query;
    struct reply reply;
    struct problem problem;
};

/* False for one that a form sends without a value. */
bool exchange_has_parameter(const struct exchange *exchange, size_t index);

/* NULL: the query has no such parameter. */
const char *exchange_parameter(const struct exchange *exchange, const char *name);

/* Makes the language named in the path the request's; false, and the problem set with those there are:
 * unknown. */
bool exchange_language(struct exchange *exchange, const char *tag);

/* Gives the problem the codes that may have been meant. */
void exchange_find_near(struct exchange *exchange, const char *code);

/* NULL, and the problem set with codes that may have been meant: unknown. */
const struct jurisdiction *exchange_jurisdiction(struct exchange *exchange, const char *code);

/* NULL, and the problem set with the layers there are: unknown. */
const struct layer *exchange_layer(struct exchange *exchange, const char *id);

/* The classes of the layer that ?hide= takes off the map, a bit each; false, and the problem set with the
 * classes that it has: it names another. */
bool exchange_hidden(struct exchange *exchange, const struct layer *layer, uint64_t *out);

/* Writes the body of an answer. */
typedef enum lawmap_status build_function(const struct exchange *exchange, const void *subject,
                                          struct buffer *out, struct lawmap_error *error);

/* Answers with what is kept under `key`, else with what `build` writes, which is then kept. */
enum lawmap_status exchange_answer_text(struct exchange *exchange, const char *key, const char *content_type,
                                        build_function *build, const void *subject);

/* Takes `answer`; NULL means that memory was short, which becomes the problem. */
enum lawmap_status exchange_answer(struct exchange *exchange, struct answer *answer);

/* Answers with a JSON value made for this request alone, and takes it; NULL means that memory was short. Says
 * of the dataset what to cite, if the route does. */
enum lawmap_status exchange_answer_value(struct exchange *exchange, json_t *root);

/* The same with what is kept under `key`, else with what `build` makes, which is then kept. The key says all
 * that the answer depends on beside the snapshot. */
enum lawmap_status exchange_answer_json(struct exchange *exchange, const char *key,
                                        json_t *(*build)(const struct exchange *exchange,
                                                         const void *subject),
                                        const void *subject);

#endif
