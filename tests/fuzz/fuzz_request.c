/* A request: the target, then, each on a line of its own, Accept, Accept-Language, Accept-Encoding,
 * If-None-Match, If-Modified-Since and Host. Through the router to parameters that are read. By the room's
 * own headers: through a port a fuzzer would wait for the network a thousand times longer than for the code.
 */
#include "fuzz.h"

#include "http/protocol/origin.h"
#include "http/protocol/response_key.h"
#include "http/protocol/router.h"

#include <lawmap/law.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistr.h>

static struct law *law;
static struct geometry geometry;
static const struct site_options site;

int LLVMFuzzerInitialize(int *argument_count, char ***arguments)
{
    (void)argument_count, (void)arguments;
    struct atlas_options options = {.dir = FUZZ_SOURCE "/shapefiles"};
    struct fault_list faults = {0};
    fuzz_require(law_load(FUZZ_DATASET, &law, &faults, NULL) == LAWMAP_OK &&
                     atlas_load(&options, &geometry.atlas, NULL) == LAWMAP_OK,
                 "law and boundaries load");
    return 0;
}

/* One request on its way. */
struct attempt {
    struct snapshot snapshot;
    struct incoming *incoming;
    struct request request;
    struct exchange exchange;
    enum lawmap_status status;
};

static bool is_clean(const char *text)
{
    for (const char *c = text; *c != '\0'; c++)
        if ((unsigned char)*c < 0x20 || *c == 0x7F)
            return false;
    return u8_check((const uint8_t *)text, strlen(text)) == NULL;
}

static void check_decoded(const struct request *request)
{
    fuzz_require(request->segment_count > 0 && request->segment_count <= REQUEST_SEGMENTS_MAX &&
                     request->parameter_count <= REQUEST_PARAMETERS_MAX,
                 "a path has segments, and not too many");
    for (size_t i = 0; i < request->segment_count; i++)
        fuzz_require(is_clean(request->segments[i]), "a segment is UTF-8 without control characters");
    for (size_t i = 0; i < request->parameter_count; i++)
        fuzz_require(is_clean(request->parameters[i].name) && is_clean(request->parameters[i].value),
                     "a parameter is UTF-8 without control characters");
}

static void check_query(const struct query *query)
{
    const struct degrees_box *box = &query->box;
    fuzz_require(date_is_full(query->date), "the law is asked for on a day");
    fuzz_require(query->language < LANGUAGE_COUNT && query->level <= LEVEL_ALL &&
                     query->detail <= DETAIL_HIGH && query->colours < law_palette_count(law),
                 "choices are of those there are");
    fuzz_require(fabs(query->latitude) <= 90 && fabs(query->longitude) <= 180, "a place is on the globe");
    fuzz_require(
        (query->width == 0 || (query->width >= FIGURE_SIDE_MIN && query->width <= FIGURE_SIDE_MAX)) &&
            (query->height == 0 || (query->height >= FIGURE_SIDE_MIN && query->height <= FIGURE_SIDE_MAX)),
        "a figure has a size that there is memory for");
    fuzz_require(!query->has_box || (fabs(box->west) <= 180 && fabs(box->east) <= 180 &&
                                     fabs(box->south) <= 90 && fabs(box->north) <= 90),
                 "a box is on the globe");
}

/* What a refusal says of the request can be told. */
static void check_problem(struct problem *problem)
{
    struct answer *answer = problem_answer(problem);
    fuzz_require(problem->http_status >= 400 && is_clean(problem->detail) && problem->detail[0] != '\0',
                 "a refusal says why");
    fuzz_require(answer != NULL && answer->body.size > 0, "a refusal can be told");
    answer_release(answer);
}

/* What handlers first look at. */
static void resolve(struct exchange *exchange)
{
    const char *pattern = exchange->route->pattern, *variable = exchange->variables[0];
    const struct layer *layer = law_layer(law, 0);
    uint64_t hidden;
    if (strstr(pattern, "{code}") != NULL)
        fuzz_require((exchange_jurisdiction(exchange, variable) != NULL) ==
                         (exchange->problem.http_status == 0),
                     "there is a jurisdiction, or a problem");
    else if (strstr(pattern, "/{layer}") != NULL)
        layer = exchange_layer(exchange, variable);
    if (layer != NULL && exchange->problem.http_status == 0 && exchange_hidden(exchange, layer, &hidden))
        fuzz_require(layer->class_count == CLASS_MAX || hidden >> layer->class_count == 0,
                     "what is hidden are classes of the layer");
}

static void route(struct attempt *self)
{
    struct exchange *exchange = &self->exchange;
    const struct route *found = exchange->route = router_find(exchange);
    self->status = found == NULL ? LAWMAP_NOT_FOUND : router_choose_format(found, exchange);
    for (size_t i = 0; found != NULL && i < ROUTE_VARIABLES_MAX; i++)
        fuzz_require(memchr(exchange->variables[i], '\0', ROUTE_VARIABLE_SIZE) != NULL, "a variable ends");
    if (self->status == LAWMAP_OK)
        self->status = router_read_parameters(found, exchange);
    if (self->status == LAWMAP_OK) {
        check_query(&exchange->query);
        resolve(exchange);
    }
}

static void begin(struct attempt *self, const char *target, const struct wishes *wishes)
{
    *self = (struct attempt){.snapshot = {.geometry = &geometry, .law = law, .site = &site}};
    self->exchange =
        (struct exchange){.request = &self->request, .snapshot = &self->snapshot, .wishes = *wishes};
    self->incoming = incoming_new(target);
    fuzz_require(self->incoming != NULL, "there is memory");
    self->status = request_parse(self->incoming, &self->request, &self->exchange.problem);
    if (self->status == LAWMAP_OK) {
        check_decoded(&self->request);
        route(self);
    }
    fuzz_require(self->status == LAWMAP_OK || self->exchange.problem.http_status >= 400,
                 "a refusal is a problem");
}

static void end(struct attempt *self)
{
    if (self->exchange.problem.http_status != 0)
        check_problem(&self->exchange.problem);
    problem_clear(&self->exchange.problem);
    free(self->incoming);
}

static void put_encoded(struct buffer *out, const char *text)
{
    static const char digits[] = "0123456789ABCDEF";
    for (const unsigned char *c = (const unsigned char *)text; *c != '\0'; c++) {
        const char encoded[] = {'%', digits[*c >> 4], digits[*c & 15]};
        bool plain = (*c >= 'a' && *c <= 'z') || (*c >= '0' && *c <= '9');
        buffer_append(out, plain ? (const char *)c : encoded, plain ? 1 : sizeof encoded);
    }
}

/* The target in the one form that leaves nothing to chance. */
static void put_target(struct buffer *out, const struct request *request)
{
    for (size_t i = 0; i < request->segment_count; i++) {
        buffer_puts(out, "/");
        put_encoded(out, request->segments[i]);
    }
    for (size_t i = 0; i < request->parameter_count; i++) {
        buffer_puts(out, i == 0 ? "?" : "&");
        put_encoded(out, request->parameters[i].name);
        buffer_puts(out, "=");
        put_encoded(out, request->parameters[i].value);
    }
    buffer_append(out, "", 1);
}

static void check_same(const struct attempt *a, const struct attempt *b)
{
    fuzz_require(a->request.segment_count == b->request.segment_count &&
                     a->request.parameter_count == b->request.parameter_count,
                 "a target written anew has as many parts");
    for (size_t i = 0; i < a->request.segment_count; i++)
        fuzz_require(strcmp(a->request.segments[i], b->request.segments[i]) == 0,
                     "a segment written anew is the same");
    for (size_t i = 0; i < a->request.parameter_count; i++)
        fuzz_require(strcmp(a->request.parameters[i].name, b->request.parameters[i].name) == 0 &&
                         strcmp(a->request.parameters[i].value, b->request.parameters[i].value) == 0,
                     "a parameter written anew is the same");
    fuzz_require(a->exchange.route == b->exchange.route && a->status == b->status &&
                     a->exchange.format == b->exchange.format &&
                     a->exchange.problem.http_status == b->exchange.problem.http_status,
                 "a target written anew goes the same way");
}

static void check_again(const struct attempt *first, const struct wishes *wishes)
{
    struct buffer target = {0};
    struct attempt again;
    put_target(&target, &first->request);
    fuzz_require(!target.failed, "there is memory");
    if (target.size <= REQUEST_TARGET_MAX + 1) {
        begin(&again, target.data, wishes);
        check_same(first, &again);
        end(&again);
    }
    buffer_free(&target);
}

/* The last line's rest is the next one. */
static const char *next_line(char **rest)
{
    const char *line = strsep(rest, "\n");
    return line == NULL || *line == '\0' ? NULL : line;
}

static void check_dates(const char *text)
{
    char written[DATE_TEXT_SIZE];
    struct date date = {0};
    if (text != NULL && date_parse(text, &date))
        fuzz_require(strcmp(date_format(date, written), text) == 0, "a date has one form");
    modified_not_since(text, 0);
}

static void run(char *text)
{
    char *rest = text;
    const char *target = next_line(&rest);
    struct wishes wishes = {.accept = next_line(&rest), .language = negotiate_language(next_line(&rest))};
    wishes.codings = negotiate_codings(next_line(&rest));
    negotiate_not_modified(next_line(&rest), "\"x\"");
    negotiate_page(wishes.accept);
    check_dates(next_line(&rest));
    wishes.host = next_line(&rest);

    struct response_key key;
    struct attempt attempt;
    char origin[ORIGIN_SIZE];
    target = target == NULL ? "" : target;
    response_key_write(target, &wishes, 0, &key);
    begin(&attempt, target, &wishes);
    if (attempt.request.segment_count > 0 && attempt.exchange.route != NULL)
        check_again(&attempt, &wishes);
    if (attempt.exchange.problem.http_status == 0)
        origin_of(&attempt.exchange, origin);
    end(&attempt);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);
    fuzz_require(text != NULL, "there is memory");
    memcpy(text, data, size);
    text[size] = '\0';
    run(text);
    free(text);
    return 0;
}
