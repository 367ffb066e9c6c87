#include "dispatch.h"

#include "exchange.h"
#include "handle.h"
#include "http/metrics.h"
#include "http/pages/page_problem.h"
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

static struct wishes read_wishes(const struct fields *fields)
{
    return (struct wishes){
        .host = fields->host,
        .forwarded_scheme = fields->forwarded_scheme,
        .accept = fields->accept,
        .language = negotiate_language(fields->accept_language),
        .codings = negotiate_codings(fields->accept_encoding),
    };
}

static enum lawmap_status refuse_method(struct exchange *exchange)
{
    exchange->problem.allow = ALLOWED_METHODS;
    return problem_set(&exchange->problem, LAWMAP_METHOD_NOT_ALLOWED, "this resource can only be read: %s",
                       ALLOWED_METHODS);
}

/* NULL: the request is well formed (RFC 9112, sections 2.2, 3.2, 5.1 and 6.3). */
static const char *find_fault(const struct incoming *incoming, const char *version)
{
    static const char *const faults[] = {
        [FIELDS_SOUND] = NULL,
        [FIELDS_BAD_NAME] =
            "a header field has a blank or another character in its name that must not be there",
        [FIELDS_BAD_LINE] = "a line of the header is not “name: value”, or goes on in the next one",
        [FIELDS_BAD_VALUE] = "a header field has a control character in its value",
        [FIELDS_BAD_HOST] = "the request has two Host fields, or one that names no host",
        [FIELDS_BAD_LENGTH] = "the request says more than once how long its body is",
    };
    if (incoming_has_nul(incoming, version))
        return "the address has a NUL";
    if (incoming->fields.host == NULL && strcmp(version, MHD_HTTP_VERSION_1_0) != 0)
        return "the request has no Host field";
    return faults[incoming->fields.fault];
}

/* Leaves exchange->reply without an answer when the request is OPTIONS. */
static enum lawmap_status handle(struct exchange *exchange, struct incoming *incoming,
                                 struct request *request, const char *method)
{
    bool preflight = is_method(method, MHD_HTTP_METHOD_OPTIONS);
    if (preflight && strcmp(incoming->target, "*") == 0)
        return LAWMAP_OK;
    enum lawmap_status status = exchange_find_route(exchange, incoming, request);
    if (status != LAWMAP_OK || preflight)
        return status;
    return is_read(method) ? exchange_handle(exchange) : refuse_method(exchange);
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
    struct request request = {0}; /* the page of a problem looks at it, parsed or not */
    exchange->request = &request;
    const char *fault = find_fault(incoming, version);
    enum lawmap_status status = fault == NULL
                                    ? handle(exchange, incoming, &request, method)
                                    : problem_set(&exchange->problem, LAWMAP_BAD_REQUEST, "%s", fault);
    if (status == LAWMAP_OK)
        status = check_coding(exchange);
    if (exchange->snapshot->watched && exchange->reply.freshness == FRESH_MINUTES)
        exchange->reply.freshness = FRESH_NEVER;
    struct response *response;
    if (status != LAWMAP_OK && is_read(method) && page_of_problem(exchange))
        response = response_of_reply(&exchange->reply, exchange->wishes.codings.gzip, exchange->stopping);
    else if (status != LAWMAP_OK)
        response = response_of_problem(&exchange->problem, exchange->stopping);
    else if (exchange->reply.answer == NULL)
        response = response_of_options(exchange->stopping);
    else
        response = response_of_reply(&exchange->reply, exchange->wishes.codings.gzip, exchange->stopping);
    if (response != NULL)
        response->route = exchange->route;
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
    if (is_read(method) && find_fault(incoming, version) == NULL && !exchange->stopping &&
        !incoming->too_long)
        response_key_write(incoming->target, &exchange->wishes, exchange->reply.modified, &key);
    struct response *response =
        key.size == 0 ? NULL : (struct response *)cache_find(responses, key.bytes, key.size);
    metrics_count_source(exchange->metrics, response != NULL);
    if (response != NULL)
        return response;
    response = make_response(exchange, incoming, method, version);
    if (response != NULL && key.size > 0 && response->status < MHD_HTTP_INTERNAL_SERVER_ERROR &&
        response_may_be_kept(&exchange->reply))
        cache_keep(responses, key.bytes, key.size, &response->shared, response->bytes);
    return response;
}

enum MHD_Result dispatch(struct MHD_Connection *connection, struct incoming *incoming, const char *method,
                         const char *version, struct snapshot *snapshot, struct metrics *metrics,
                         bool stopping)
{
    struct timespec start;
    clock_gettime(CLOCK_MONOTONIC, &start);
    struct exchange exchange = {
        .wishes = read_wishes(&incoming->fields),
        .stopping = stopping,
        .snapshot = snapshot,
        .metrics = metrics,
        .reply.modified = modified_now(snapshot->modified),
    };
    struct response *response = find_response(&exchange, incoming, method, version);
    unsigned status = MHD_HTTP_SERVICE_UNAVAILABLE;
    enum MHD_Result result = respond(connection, response, &incoming->fields, &status);
    metrics_count(metrics, response == NULL ? NULL : response->route, status, &start);
    response_release(response);
    return result;
}
