#include "dispatch.h"

#include "exchange.h"
#include "negotiate.h"
#include "respond.h"
#include "response_key.h"
#include "router.h"

#include <string.h>

static bool is_method(const char *method, const char *name)
{
    return strcmp(method, name) == 0;
}

static bool is_read(const char *method)
{
    return is_method(method, MHD_HTTP_METHOD_GET) || is_method(method, MHD_HTTP_METHOD_HEAD);
}

static const char *header(struct MHD_Connection *connection, const char *name)
{
    return MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
}

static struct wishes read_wishes(struct MHD_Connection *connection)
{
    return (struct wishes){
        .host = header(connection, MHD_HTTP_HEADER_HOST),
        .forwarded_scheme = header(connection, "X-Forwarded-Proto"),
        .accept = header(connection, MHD_HTTP_HEADER_ACCEPT),
        .language = negotiate_language(header(connection, MHD_HTTP_HEADER_ACCEPT_LANGUAGE)),
        .codings = negotiate_codings(header(connection, MHD_HTTP_HEADER_ACCEPT_ENCODING)),
    };
}

static enum lawmap_status refuse_method(struct exchange *exchange)
{
    exchange->problem.allow = ALLOWED_METHODS;
    return problem_set(&exchange->problem, LAWMAP_METHOD_NOT_ALLOWED, "this resource can only be read: %s",
                       ALLOWED_METHODS);
}

/* RFC 9112, section 3.2: a request of HTTP/1.1 without Host is refused. */
static enum lawmap_status check_host(struct exchange *exchange, const char *version)
{
    if (exchange->wishes.host != NULL || strcmp(version, MHD_HTTP_VERSION_1_1) != 0)
        return LAWMAP_OK;
    return problem_set(&exchange->problem, LAWMAP_BAD_REQUEST, "the request has no Host field");
}

/* Leaves exchange->reply without an answer when the request is OPTIONS. */
static enum lawmap_status handle(struct exchange *exchange, struct incoming *incoming,
                                 struct request *request, const char *method)
{
    bool preflight = is_method(method, MHD_HTTP_METHOD_OPTIONS);
    if (preflight && strcmp(incoming->target, "*") == 0)
        return LAWMAP_OK;
    enum lawmap_status status = request_parse(incoming, request, &exchange->problem);
    if (status != LAWMAP_OK)
        return status;
    const struct route *route = exchange->route = router_find(exchange);
    if (route == NULL)
        return LAWMAP_NOT_FOUND;
    exchange->reply.dataset = route->cites ? law_dataset(exchange->snapshot->law) : NULL;
    exchange->reply.public_url = exchange->snapshot->site->public_url;
    if (preflight)
        return LAWMAP_OK;
    if (!is_read(method))
        return refuse_method(exchange);
    status = router_choose_format(route, exchange);
    if (status == LAWMAP_OK)
        status = router_read_parameters(route, exchange);
    return status == LAWMAP_OK ? route->handle(exchange) : status;
}

/* RFC 9110, section 12.5.3: a client may rule out what is not compressed, of which there is nothing else. */
static enum lawmap_status check_coding(struct exchange *exchange)
{
    const struct answer *answer = exchange->reply.answer;
    const struct codings *codings = &exchange->wishes.codings;
    if (answer == NULL || codings->identity || (codings->gzip && answer->gzip.size > 0))
        return LAWMAP_OK;
    exchange->problem.allowed =
        answer->gzip.size > 0 ? json_pack("[s, s]", "gzip", "identity") : json_pack("[s]", "identity");
    return problem_set(&exchange->problem, LAWMAP_NOT_ACCEPTABLE,
                       "this resource has none of the codings that Accept-Encoding asks for");
}

/* NULL: out of memory. */
static struct response *make_response(struct exchange *exchange, struct incoming *incoming,
                                      const char *method, const char *version)
{
    struct request request;
    exchange->request = &request;
    enum lawmap_status status = check_host(exchange, version);
    if (status == LAWMAP_OK)
        status = handle(exchange, incoming, &request, method);
    if (status == LAWMAP_OK)
        status = check_coding(exchange);
    struct response *response;
    if (status != LAWMAP_OK)
        response = response_of_problem(&exchange->problem, exchange->stopping);
    else if (exchange->reply.answer == NULL)
        response = response_of_options(exchange->stopping);
    else
        response = response_of_reply(&exchange->reply, exchange->wishes.codings.gzip, exchange->stopping);
    answer_release(exchange->reply.answer);
    problem_clear(&exchange->problem);
    return response;
}

/* What was made for an earlier request of the same kind, else made now, and kept when it can be. */
static struct response *find_response(struct exchange *exchange, struct incoming *incoming,
                                      const char *method, const char *version)
{
    struct cache *responses = exchange->snapshot->responses;
    struct response_key key;
    key.size = 0;
    if (is_read(method) && exchange->wishes.host != NULL && !exchange->stopping && !incoming->too_long)
        response_key_write(incoming->target, &exchange->wishes, exchange->reply.modified, &key);
    struct response *response =
        key.size == 0 ? NULL : (struct response *)cache_find(responses, key.bytes, key.size);
    if (response != NULL)
        return response;
    response = make_response(exchange, incoming, method, version);
    if (response != NULL && key.size > 0 && response_may_be_kept(&exchange->reply))
        cache_keep(responses, key.bytes, key.size, &response->shared, response->bytes);
    return response;
}

enum MHD_Result dispatch(struct MHD_Connection *connection, struct incoming *incoming, const char *method,
                         const char *version, struct snapshot *snapshot, bool stopping)
{
    struct exchange exchange = {
        .wishes = read_wishes(connection),
        .stopping = stopping,
        .snapshot = snapshot,
        .reply.modified = modified_now(snapshot->modified),
    };
    struct response *response = find_response(&exchange, incoming, method, version);
    enum MHD_Result result = respond(connection, response);
    response_release(response);
    return result;
}
