/* router: from a path to the function that answers it. */
#ifndef LAWMAP_HTTP_ROUTER_H
#define LAWMAP_HTTP_ROUTER_H

#include "exchange.h"
#include "parameter.h"

enum { ROUTE_PARAMETERS_MAX = 10 };

struct route {           /* every route takes GET and HEAD, and OPTIONS for CORS (Fetch, section 4.8) */
    const char *pattern; /* "{name}" is a variable: a segment up to what literally follows it */
    const char *summary; /* one line, for people */
    enum lawmap_status (*handle)(struct exchange *exchange);
    const struct parameter *parameters[ROUTE_PARAMETERS_MAX]; /* its own; NULL after the last */
    bool filters_by_layer; /* every layer of the codebook is a parameter too: only with this class of it */
    unsigned formats; /* FORMAT_BIT()s: each also has an address, with its suffix; one alone is JSON; 0: none
                         has */
    const char *media_type;            /* where `formats` are none; else NULL */
    const char *schemas[FORMAT_COUNT]; /* of JSON answers: names of components of the description */
    bool is_form;                      /* a form asks it: a parameter without a value is as good as none */
    bool cites; /* its answers rest on the dataset: they say which version, and ?version= asks for one */
};

extern const struct route routes[];
extern const size_t route_count;

/* A route's parameters beside the layers: its own and, where it cites, the version. NULL after the last. */
const struct parameter *route_parameter(const struct route *route, size_t index);

/* Whether a route has a parameter of this name, a layer among them. */
bool route_knows(const struct route *route, const struct exchange *exchange, const char *name);

/* Fills exchange->variables. NULL, and exchange->problem set: no such resource. */
const struct route *router_find(struct exchange *exchange);

/* Sets exchange->format; LAWMAP_NOT_ACCEPTABLE, and exchange->problem says which formats there are. */
enum lawmap_status router_choose_format(const struct route *route, struct exchange *exchange);

/* Fills exchange->query; on failure exchange->problem names the parameter. */
enum lawmap_status router_read_parameters(const struct route *route, struct exchange *exchange);

#endif
