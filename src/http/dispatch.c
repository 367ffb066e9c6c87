#include "dispatch.h"

#include "exchange.h"
#include "respond.h"
#include "router.h"

#include <string.h>

static bool is_method(const char *method, const char *name)
{
    return strcmp(method, name) == 0;
}

static enum lawmap_status refuse_method(struct exchange *exchange)
{
    exchange->problem.allow = ALLOWED_METHODS;
    return problem_set(&exchange->problem, LAWMAP_METHOD_NOT_ALLOWED, "this resource can only be read: %s",
                       ALLOWED_METHODS);
}

/* Sets *preflight instead of a reply when the request is OPTIONS. */
static enum lawmap_status handle(struct exchange *exchange, struct request *request, const char *method,
                                 bool *preflight)
{
    *preflight = is_method(method, MHD_HTTP_METHOD_OPTIONS);
    if (*preflight && strcmp(request->target, "*") == 0)
        return LAWMAP_OK;
    enum lawmap_status status = request_parse(request, &exchange->problem);
    if (status != LAWMAP_OK)
        return status;
    const struct route *route = exchange->route = router_find(exchange);
    if (route == NULL)
        return LAWMAP_NOT_FOUND;
    exchange->reply.dataset = route->cites ? law_dataset(exchange->snapshot->law) : NULL;
    if (*preflight)
        return LAWMAP_OK;
    if (!is_method(method, MHD_HTTP_METHOD_GET) && !is_method(method, MHD_HTTP_METHOD_HEAD))
        return refuse_method(exchange);
    status = router_choose_format(route, exchange);
    if (status == LAWMAP_OK)
        status = router_read_parameters(route, exchange);
    return status == LAWMAP_OK ? route->handle(exchange) : status;
}

/* RFC 9112, section 3.2: a request of HTTP/1.1 without Host is refused. */
static bool lacks_host(struct MHD_Connection *connection, const char *version)
{
    return strcmp(version, MHD_HTTP_VERSION_1_1) == 0 &&
           MHD_lookup_connection_value(connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_HOST) == NULL;
}

static enum lawmap_status refuse_hostless(struct exchange *exchange)
{
    return problem_set(&exchange->problem, LAWMAP_BAD_REQUEST, "the request has no Host field");
}

enum MHD_Result dispatch(struct MHD_Connection *connection, struct request *request, const char *method,
                         const char *version, struct snapshot *snapshot, bool stopping)
{
    struct exchange exchange = {
        .request = request,
        .host = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_HOST),
        .forwarded_scheme = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "X-Forwarded-Proto"),
        .accept = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_ACCEPT),
        .accept_language =
            MHD_lookup_connection_value(connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_ACCEPT_LANGUAGE),
        .stopping = stopping,
        .snapshot = snapshot,
        .reply.modified = modified_now(snapshot->modified),
    };
    bool preflight = false;
    enum MHD_Result result;
    enum lawmap_status status = lacks_host(connection, version)
                                    ? refuse_hostless(&exchange)
                                    : handle(&exchange, request, method, &preflight);
    if (status != LAWMAP_OK)
        result = respond_problem(connection, &exchange.problem, stopping);
    else if (preflight)
        result = respond_options(connection, stopping);
    else
        result = respond(connection, &exchange.reply, stopping);
    answer_release(exchange.reply.answer);
    problem_clear(&exchange.problem);
    return result;
}
