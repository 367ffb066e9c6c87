#include "respond.h"

#include "dataset.h"
#include "negotiate.h"

#include <stdio.h>
#include <string.h>

enum { ENTITY_TAG_SIZE = HASH_TEXT_SIZE + sizeof "\"\".gz" };

struct field {
    const char *name, *value;
};

/* On every response. Any site's scripts may read everything here: it is public, and the same for everyone. */
static const struct field common_fields[] = {
    {MHD_HTTP_HEADER_ACCESS_CONTROL_ALLOW_ORIGIN, "*"},
    {MHD_HTTP_HEADER_ACCESS_CONTROL_EXPOSE_HEADERS, "ETag, Lawmap-Dataset, Link"},
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "no-referrer"},
    {NULL, NULL},
};

static const struct field data_fields[] = {
    {"Cross-Origin-Resource-Policy", "cross-origin"},
    {NULL, NULL},
};

/* The page runs and shows only what comes from this server. Leaflet blanks tiles with a data: image. */
static const struct field page_fields[] = {
    {"Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; "
                                "img-src 'self' data:; connect-src 'self'; base-uri 'none'; "
                                "form-action 'self'; frame-ancestors 'self'"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"},
    {NULL, NULL},
};

static const struct field preflight_fields[] = {
    {MHD_HTTP_HEADER_ALLOW, ALLOWED_METHODS},
    {MHD_HTTP_HEADER_ACCESS_CONTROL_ALLOW_METHODS, ALLOWED_METHODS},
    {MHD_HTTP_HEADER_ACCESS_CONTROL_ALLOW_HEADERS,
     "Accept, Accept-Language, If-Modified-Since, If-None-Match"},
    {MHD_HTTP_HEADER_ACCESS_CONTROL_MAX_AGE, "86400"},
    {NULL, NULL},
};

static const char *const cache_control[] = {
    [FRESH_MINUTES] = "public, max-age=300, stale-while-revalidate=3600, stale-if-error=86400",
    [FRESH_FOR_GOOD] = "public, max-age=31536000, immutable",
    [FRESH_NEVER] = "public, no-cache",
    [FRESH_NOT_STORED] = "no-store",
};

static const char *header(struct MHD_Connection *connection, const char *name)
{
    return MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
}

static bool add(struct MHD_Response *response, const char *name, const char *value)
{
    return MHD_add_response_header(response, name, value) == MHD_YES;
}

static bool add_all(struct MHD_Response *response, const struct field *fields)
{
    for (; fields->name != NULL; fields++)
        if (!add(response, fields->name, fields->value))
            return false;
    return true;
}

static bool add_common(struct MHD_Response *response, bool closing)
{
    return add_all(response, common_fields) &&
           (!closing || add(response, MHD_HTTP_HEADER_CONNECTION, "close"));
}

/* Takes `response`. Without memory for a complete response the connection is closed: MHD_NO. */
static enum MHD_Result queue(struct MHD_Connection *connection, unsigned status,
                             struct MHD_Response *response, bool complete)
{
    enum MHD_Result result = complete ? MHD_queue_response(connection, status, response) : MHD_NO;
    if (response != NULL)
        MHD_destroy_response(response);
    return result;
}

static void let_go(void *answer)
{
    answer_release(answer);
}

/* The bytes go out from where they are: the response keeps the answer until it is sent. */
static struct MHD_Response *make_response(struct answer *answer, bool gzip)
{
    struct MHD_IoVec parts[ANSWER_PARTS_MAX] = {{answer->gzip.data, answer->gzip.size}};
    unsigned count = 1;
    if (!gzip)
        for (count = 0; count < ANSWER_PARTS_MAX && answer->parts[count].size > 0; count++)
            parts[count] = (struct MHD_IoVec){answer->parts[count].data, answer->parts[count].size};
    struct MHD_Response *response = MHD_create_response_from_iovec(parts, count, let_go, answer);
    if (response == NULL)
        answer_release(answer);
    return response;
}

/* RFC 9110, section 12.5.5: what else than the address chose this representation. */
static bool add_vary(struct MHD_Response *response, const struct answer *answer, const struct reply *reply)
{
    char fields[64] = "";
    if (reply->varies_by_format)
        strcat(fields, ", Accept");
    if (answer->gzip.size > 0)
        strcat(fields, ", Accept-Encoding");
    if (reply->varies_by_language)
        strcat(fields, ", Accept-Language");
    return *fields == '\0' || add(response, MHD_HTTP_HEADER_VARY, fields + strlen(", "));
}

static bool add_content(struct MHD_Response *response, const struct answer *answer, bool gzip)
{
    return add(response, MHD_HTTP_HEADER_CONTENT_TYPE, answer->content_type) &&
           (answer->language == NULL || add(response, MHD_HTTP_HEADER_CONTENT_LANGUAGE, answer->language)) &&
           (!gzip || add(response, MHD_HTTP_HEADER_CONTENT_ENCODING, "gzip"));
}

/* RFC 9110, section 13.2.2: where there are entity tags, times do not count. */
static bool is_not_modified(struct MHD_Connection *connection, const char *tag, const struct reply *reply)
{
    const char *tags = header(connection, MHD_HTTP_HEADER_IF_NONE_MATCH);
    if (tags != NULL)
        return negotiate_not_modified(tags, tag);
    return reply->freshness != FRESH_NOT_STORED &&
           modified_not_since(header(connection, MHD_HTTP_HEADER_IF_MODIFIED_SINCE), reply->modified);
}

static bool add_modified(struct MHD_Response *response, const struct reply *reply)
{
    char text[MODIFIED_TEXT_SIZE];
    return reply->freshness == FRESH_NOT_STORED ||
           add(response, MHD_HTTP_HEADER_LAST_MODIFIED, modified_format(reply->modified, text));
}

/* What an answer rests on, whatever its format: where a body can say it, it says the same. */
static bool add_citation(struct MHD_Response *response, const struct reply *reply)
{
    char licence[512];
    if (reply->dataset == NULL)
        return true;
    snprintf(licence, sizeof licence, "<%.480s>; rel=\"license\"", reply->dataset->licence_url);
    return add(response, "Lawmap-Dataset", reply->dataset->version) &&
           add(response, MHD_HTTP_HEADER_LINK, licence);
}

enum MHD_Result respond(struct MHD_Connection *connection, struct reply *reply, bool closing)
{
    struct answer *answer = reply->answer;
    unsigned status = reply->http_status == 0 ? MHD_HTTP_OK : reply->http_status;
    bool gzip = answer->gzip.size > 0 && negotiate_gzip(header(connection, MHD_HTTP_HEADER_ACCEPT_ENCODING));
    char tag[ENTITY_TAG_SIZE]; /* the compressed form has its own (RFC 9110, section 8.8.3.3) */
    snprintf(tag, sizeof tag, "\"%s%s\"", answer->tag, gzip ? ".gz" : "");
    if (status == MHD_HTTP_OK && is_not_modified(connection, tag, reply))
        status = MHD_HTTP_NOT_MODIFIED;

    struct MHD_Response *response = make_response(answer, gzip);
    reply->answer = NULL;
    bool complete =
        response != NULL && add_content(response, answer, gzip) && add(response, MHD_HTTP_HEADER_ETAG, tag) &&
        add(response, MHD_HTTP_HEADER_CACHE_CONTROL, cache_control[reply->freshness]) &&
        add_vary(response, answer, reply) && add_modified(response, reply) && add_citation(response, reply) &&
        add_all(response, reply->kind == REPLY_PAGE ? page_fields : data_fields) &&
        add_common(response, closing);
    return queue(connection, status, response, complete);
}

enum MHD_Result respond_problem(struct MHD_Connection *connection, struct problem *problem, bool closing)
{
    struct answer *answer = problem_answer(problem);
    struct MHD_Response *response = answer == NULL ? NULL : make_response(answer, false);
    bool complete = response != NULL && add_content(response, answer, false) &&
                    add(response, MHD_HTTP_HEADER_CACHE_CONTROL, "no-store") &&
                    (problem->allow == NULL || add(response, MHD_HTTP_HEADER_ALLOW, problem->allow)) &&
                    add_all(response, data_fields) && add_common(response, closing);
    return queue(connection, (unsigned)problem->http_status, response, complete);
}

enum MHD_Result respond_options(struct MHD_Connection *connection, bool closing)
{
    struct MHD_Response *response = MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT);
    bool complete = response != NULL && add_all(response, preflight_fields) && add_common(response, closing);
    return queue(connection, MHD_HTTP_NO_CONTENT, response, complete);
}
