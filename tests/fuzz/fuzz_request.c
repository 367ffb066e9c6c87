/* The target of a request: path and query, through the router to parameters that are read. By the room's own
 * headers: through a port a fuzzer would wait for the network a thousand times longer than for the code. */
#include "fuzz.h"

#include "http/protocol/router.h"

#include <lawmap/law.h>

#include <stdlib.h>
#include <string.h>

static struct law *law;

static void load(void)
{
    struct fault_list faults = {0};
    if (law != NULL)
        return;
    fuzz_require(law_load(FUZZ_DATASET, &law, &faults, NULL) == LAWMAP_OK, "the dataset loads");
    fault_list_free(&faults);
}

static void route(struct exchange *exchange)
{
    const struct route *found = exchange->route = router_find(exchange);
    fuzz_require(found != NULL || exchange->problem.http_status == 404, "what is not routed is not found");
    for (size_t i = 0; found != NULL && i < ROUTE_VARIABLES_MAX; i++)
        fuzz_require(memchr(exchange->variables[i], '\0', ROUTE_VARIABLE_SIZE) != NULL, "a variable ends");
    if (found == NULL || router_choose_format(found, exchange) != LAWMAP_OK)
        return;
    enum lawmap_status status = router_read_parameters(found, exchange);
    fuzz_require((status == LAWMAP_OK) == (exchange->problem.http_status == 0), "a refusal is a problem");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    load();
    char *target = malloc(size + 1);
    fuzz_require(target != NULL, "there is memory");
    memcpy(target, data, size);
    target[size] = '\0';
    struct incoming *incoming = incoming_new(target);
    struct site_options site = {0};
    struct snapshot snapshot = {.law = law, .site = &site};
    struct request request;
    struct exchange exchange = {.request = &request, .snapshot = &snapshot, .wishes.language = LANGUAGE_EN};
    if (incoming != NULL && request_parse(incoming, &request, &exchange.problem) == LAWMAP_OK)
        route(&exchange);
    problem_clear(&exchange.problem);
    free(incoming);
    free(target);
    return 0;
}
