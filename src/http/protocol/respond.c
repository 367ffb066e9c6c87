#include "respond.h"

#include "http/dataset.h"
#include "negotiate.h"
#include "policy.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIELDS_BYTES = 2500 }; /* what libmicrohttpd allocates for the fields of a response, about */

struct field {
    const char *name, *value;
};

/* On every response. Any site's scripts may read everything here: it is public, and the same for everyone. */
static const struct field common_fields[] = {
    {MHD_HTTP_HEADER_ACCESS_CONTROL_ALLOW_ORIGIN, "*"},
    {MHD_HTTP_HEADER_ACCESS_CONTROL_EXPOSE_HEADERS, "ETag, Lawmap-Dataset, Lawmap-Date-Is-Future, Link"},
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "no-referrer"},
    {NULL, NULL},
};

static const struct field data_fields[] = {
    {"Cross-Origin-Resource-Policy", "cross-origin"},
    {NULL, NULL},
};

#define FRAME_POLICY   PAGE_POLICY "; frame-ancestors "
#define NO_PERMISSIONS "camera=(), geolocation=(), microphone=(), payment=(), usb=()"

static const struct field page_fields[] = {
    {"Content-Security-Policy", FRAME_POLICY "'self'"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Permissions-Policy", NO_PERMISSIONS},
    {NULL, NULL},
};

static const struct field embed_fields[] = {
    {"Cross-Origin-Resource-Policy", "cross-origin"},
    {"Permissions-Policy", NO_PERMISSIONS},
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

static void destroy(struct shared *shared)
{
    struct response *self = (struct response *)shared;
    if (self->message != NULL)
        MHD_destroy_response(self->message); /* which lives on while it is being sent */
    free(self);
}

void response_release(struct response *response)
{
    if (response != NULL)
        shared_release(&response->shared);
}

static void let_go(void *answer)
{
    answer_release(answer);
}

/* Takes `answer`. The bytes go out from where they are: the message keeps the answer until it is destroyed.
 */
static struct MHD_Response *make_message(struct answer *answer, bool gzip)
{
    struct span body = gzip ? answer->gzip : answer->body;
    struct MHD_Response *message = MHD_create_response_from_buffer_with_free_callback_cls(
        body.size, (void *)body.data, let_go, answer); /* which does not write there */
    if (message == NULL)
        answer_release(answer);
    return message;
}

/* Takes `message`, which may be NULL. NULL: out of memory. */
static struct response *make_response(struct MHD_Response *message, unsigned status, size_t body_size)
{
    struct response *self = message == NULL ? NULL : calloc(1, sizeof *self);
    if (self == NULL) {
        if (message != NULL)
            MHD_destroy_response(message);
        return NULL;
    }
    shared_init(&self->shared, destroy);
    self->message = message;
    self->status = status;
    self->bytes = sizeof *self + body_size + FIELDS_BYTES;
    return self;
}

/* Only a response that has all its fields goes out. */
static struct response *finish(struct response *response, bool complete)
{
    if (complete)
        return response;
    response_release(response);
    return NULL;
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

static bool add_modified(struct MHD_Response *message, const struct reply *reply)
{
    char text[MODIFIED_TEXT_SIZE];
    return reply->freshness == FRESH_NOT_STORED ||
           add(message, MHD_HTTP_HEADER_LAST_MODIFIED, modified_format(reply->modified, text));
}

/* What an answer rests on, whatever its format: where a body can say it, it says the same. RFC 8288; RFC
 * 8574: what to cite is the page that tells of the data. */
static bool add_citation(struct MHD_Response *message, const struct reply *reply)
{
    char links[1024];
    if (reply->dataset == NULL)
        return true;
    int size = snprintf(links, sizeof links, "<%.480s>; rel=\"license\"", reply->dataset->licence_url);
    if (reply->public_url != NULL)
        snprintf(links + size, sizeof links - (size_t)size, ", <%.480s/>; rel=\"cite-as\"",
                 reply->public_url);
    return add(message, "Lawmap-Dataset", reply->dataset->version) &&
           (!reply->date_is_future || add(message, "Lawmap-Date-Is-Future", "true")) &&
           add(message, MHD_HTTP_HEADER_LINK, links);
}

static bool add_embed_fields(struct MHD_Response *message, const char *frame_ancestors)
{
    struct buffer policy = {0};
    buffer_puts(&policy, FRAME_POLICY);
    buffer_puts(&policy, frame_ancestors == NULL ? "'none'" : frame_ancestors);
    buffer_append(&policy, "", 1);
    bool added = !policy.failed && add(message, "Content-Security-Policy", policy.data) &&
                 add_all(message, embed_fields);
    buffer_free(&policy);
    return added;
}

static bool add_fields_of_kind(struct MHD_Response *message, const struct reply *reply)
{
    switch (reply->kind) {
    case REPLY_PAGE:
        return add_all(message, page_fields);
    case REPLY_EMBED:
        return add_embed_fields(message, reply->frame_ancestors);
    case REPLY_DATA:
        break;
    }
    return add_all(message, data_fields);
}

static bool add_fields(struct response *response, const struct answer *answer, const struct reply *reply,
                       bool gzip)
{
    struct MHD_Response *message = response->message;
    return add_content(message, answer, gzip) && add(message, MHD_HTTP_HEADER_ETAG, response->tag) &&
           add(message, MHD_HTTP_HEADER_CACHE_CONTROL, cache_control[reply->freshness]) &&
           add_vary(message, answer, reply) && add_modified(message, reply) && add_citation(message, reply) &&
           add_fields_of_kind(message, reply);
}

struct response *response_of_reply(struct reply *reply, bool gzip, bool closing)
{
    struct answer *answer = reply->answer;
    gzip = gzip && answer->gzip.size > 0;
    unsigned status = reply->http_status == 0 ? MHD_HTTP_OK : reply->http_status;
    reply->answer = NULL;
    struct response *response =
        make_response(make_message(answer, gzip), status, answer->body.size + answer->gzip.size);
    if (response == NULL)
        return NULL;
    /* The compressed form has a tag of its own (RFC 9110, section 8.8.3.3). */
    snprintf(response->tag, sizeof response->tag, "\"%s%s\"", answer->tag, gzip ? ".gz" : "");
    response->has_modified = reply->freshness != FRESH_NOT_STORED;
    response->modified = reply->modified;
    return finish(response,
                  add_fields(response, answer, reply, gzip) && add_common(response->message, closing));
}

static bool add_retry(struct MHD_Response *message, const struct problem *problem)
{
    char seconds[16];
    snprintf(seconds, sizeof seconds, "%u", problem->retry_seconds);
    return problem->retry_seconds == 0 || add(message, MHD_HTTP_HEADER_RETRY_AFTER, seconds);
}

struct response *response_of_problem(struct problem *problem, bool closing)
{
    struct answer *answer = problem_answer(problem);
    struct response *response =
        answer == NULL
            ? NULL
            : make_response(make_message(answer, false), (unsigned)problem->http_status, answer->body.size);
    return finish(response, response != NULL && add_content(response->message, answer, false) &&
                                add(response->message, MHD_HTTP_HEADER_CACHE_CONTROL, "no-store") &&
                                (problem->allow == NULL ||
                                 add(response->message, MHD_HTTP_HEADER_ALLOW, problem->allow)) &&
                                add_retry(response->message, problem) &&
                                add_all(response->message, data_fields) &&
                                add_common(response->message, closing));
}

struct response *response_of_options(bool closing)
{
    struct response *response = make_response(
        MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT), MHD_HTTP_NO_CONTENT, 0);
    return finish(response, response != NULL && add_all(response->message, preflight_fields) &&
                                add_common(response->message, closing));
}

bool response_may_be_kept(const struct reply *reply)
{
    return reply->http_status == 0 && reply->freshness != FRESH_NOT_STORED;
}

/* RFC 9110, section 13.2.2: where there are entity tags, times do not count. */
static bool is_not_modified(const struct fields *fields, const struct response *response)
{
    if (fields->if_none_match != NULL)
        return negotiate_not_modified(fields->if_none_match, response->tag);
    return response->has_modified && modified_not_since(fields->if_modified_since, response->modified);
}

enum MHD_Result respond(struct MHD_Connection *connection, const struct response *response,
                        const struct fields *fields, unsigned *status)
{
    if (response == NULL)
        return MHD_NO;
    *status = response->status;
    if (*status == MHD_HTTP_OK && is_not_modified(fields, response))
        *status = MHD_HTTP_NOT_MODIFIED;
    return MHD_queue_response(connection, *status, response->message);
}
