/* A request, as for fuzz_request.c, all the way to its answer, from the real data and boundaries. What is
 * answered is what its type says: JSON, XML, UTF-8, and nothing that the request says becomes an element of a
 * page. */
#include "fuzz.h"

#include "http/metrics.h"
#include "http/pages/page_problem.h"
#include "http/protocol/handle.h"
#include "http/protocol/respond.h"
#include "http/protocol/router.h"

#include <libxml/parser.h>
#include <stdlib.h>
#include <string.h>
#include <unistr.h>
#include <zlib.h>

static struct snapshot *snapshot;
static struct metrics metrics;

static void say_nothing(void *context, enum severity severity, const char *line)
{
    (void)context, (void)severity, (void)line;
}

int LLVMFuzzerInitialize(int *argument_count, char ***arguments)
{
    (void)argument_count, (void)arguments;
    static const struct server_options options = {.data_dir = FUZZ_SOURCE "/data",
                                                  .atlas.dir = FUZZ_SOURCE "/shapefiles",
                                                  .correction_url = "mailto:law@example.org?subject={code}",
                                                  .frame_ancestors = "*",
                                                  .log = say_nothing};
    struct fault_list faults = {0};
    fuzz_require(snapshot_load(&options, NULL, &snapshot, &faults, NULL) == LAWMAP_OK, "a snapshot loads");
    return 0;
}

static void check_xml(const struct span *body)
{
    xmlDocPtr document = xmlReadMemory(body->data, (int)body->size, NULL, NULL,
                                       XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    fuzz_require(document != NULL, "XML is well formed");
    xmlFreeDoc(document);
}

static void check_json(const struct span *body)
{
    json_t *root = json_loadb(body->data, body->size, JSON_REJECT_DUPLICATES, NULL);
    fuzz_require(root != NULL, "JSON is JSON, and no key stands twice");
    json_decref(root);
}

static void check_gzip(const struct answer *answer)
{
    unsigned char *plain = malloc(answer->body.size + 1);
    z_stream stream = {.next_in = (unsigned char *)answer->gzip.data,
                       .avail_in = (unsigned)answer->gzip.size,
                       .next_out = plain,
                       .avail_out = (unsigned)answer->body.size + 1};
    fuzz_require(plain != NULL && inflateInit2(&stream, 15 + 16) == Z_OK, "there is memory");
    fuzz_require(inflate(&stream, Z_FINISH) == Z_STREAM_END && stream.total_out == answer->body.size &&
                     memcmp(plain, answer->body.data, answer->body.size) == 0,
                 "what is compressed is the same");
    inflateEnd(&stream);
    free(plain);
}

static bool is_type(const struct answer *answer, const char *part)
{
    return strstr(answer->content_type, part) != NULL;
}

static void check_answer(const struct answer *answer, bool thoroughly)
{
    static const char foreign[] = "<foreign"; /* of no page or picture */
    const struct span *body = &answer->body;
    fuzz_require(body->size > 0 && strlen(answer->tag) == HASH_TEXT_SIZE - 1,
                 "an answer has a body and a tag");
    if (is_type(answer, "image/png"))
        fuzz_require(body->size > 8 && memcmp(body->data, "\x89PNG\r\n\x1a\n", 8) == 0, "a PNG is one");
    else if (!is_type(answer, "pdf") && !is_type(answer, "font"))
        fuzz_require(u8_check(body->data, body->size) == NULL, "text is UTF-8");
    if (is_type(answer, "html") || is_type(answer, "xml"))
        fuzz_require(memmem(body->data, body->size, foreign, strlen(foreign)) == NULL,
                     "what a request says is text");
    if (!thoroughly)
        return;
    if (is_type(answer, "json"))
        check_json(body);
    else if (is_type(answer, "xml") && !is_type(answer, "xhtml"))
        check_xml(body);
    if (answer->gzip.size > 0)
        check_gzip(answer);
}

static enum lawmap_status answer(struct exchange *exchange, struct incoming *incoming,
                                 struct request *request, bool thoroughly)
{
    enum lawmap_status status = exchange_find_route(exchange, incoming, request);
    if (status != LAWMAP_OK)
        return status;
    const struct route *route = exchange->route;
    bool is_figure = strncmp(route->pattern, "/figures/", strlen("/figures/")) == 0; /* which takes long */
    if (thoroughly || !is_figure)
        return exchange_handle(exchange);
    status = router_choose_format(route, exchange);
    return status == LAWMAP_OK ? router_read_parameters(route, exchange) : status;
}

static void respond_to(struct exchange *exchange, enum lawmap_status status, bool thoroughly)
{
    struct response *response;
    if (status != LAWMAP_OK && !page_of_problem(exchange)) {
        response = response_of_problem(&exchange->problem, false);
    } else if (exchange->reply.answer != NULL) {
        check_answer(exchange->reply.answer, thoroughly);
        response = response_of_reply(&exchange->reply, exchange->wishes.codings.gzip, false);
    } else {
        response = response_of_options(false);
    }
    fuzz_require(response != NULL, "there is a response");
    response_release(response);
}

/* The last line's rest is the next one. */
static const char *next_line(char **rest)
{
    const char *line = strsep(rest, "\n");
    return line == NULL || *line == '\0' ? NULL : line;
}

static void run(char *text, bool thoroughly)
{
    char *rest = text;
    const char *target = next_line(&rest);
    struct exchange exchange = {.snapshot = snapshot, .metrics = &metrics};
    exchange.wishes.accept = next_line(&rest);
    exchange.wishes.language = negotiate_language(next_line(&rest));
    exchange.wishes.codings = negotiate_codings(next_line(&rest));
    next_line(&rest);
    next_line(&rest);
    exchange.wishes.host = next_line(&rest);

    struct request request;
    struct incoming *incoming = incoming_new(target == NULL ? "" : target);
    fuzz_require(incoming != NULL, "there is memory");
    request.segment_count = request.parameter_count = 0;
    exchange.request = &request;
    enum lawmap_status status = answer(&exchange, incoming, &request, thoroughly);
    fuzz_require((status == LAWMAP_OK) == (exchange.problem.http_status == 0), "a refusal is a problem");
    fuzz_require(exchange.problem.http_status != 500 && exchange.problem.http_status != 503,
                 "what is refused is the client's doing");
    respond_to(&exchange, status, thoroughly);
    answer_release(exchange.reply.answer);
    problem_clear(&exchange.problem);
    free(incoming);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);
    fuzz_require(text != NULL, "there is memory");
    memcpy(text, data, size);
    text[size] = '\0';
    run(text, fuzz_now_and_then(data, size, 16));
    free(text);
    return 0;
}
