#include "router.h"

#include "negotiate.h"

#include <string.h>

/* Does a segment of a path fit a segment of a pattern, `size` bytes long? If the pattern has a variable, with
 * or without literals round it, its value goes to *variable, which moves on to the next. */
static bool segment_fits(const char *segment, const char *pattern, size_t size,
                         char (**variable)[ROUTE_VARIABLE_SIZE])
{
    const char *open = memchr(pattern, '{', size);
    size_t segment_size = strlen(segment);
    if (open == NULL)
        return segment_size == size && memcmp(segment, pattern, size) == 0;
    const char *tail = (const char *)memchr(open, '}', size - (size_t)(open - pattern)) + 1;
    size_t head_size = (size_t)(open - pattern), tail_size = size - (size_t)(tail - pattern);
    if (segment_size <= head_size + tail_size || segment_size - head_size - tail_size >= ROUTE_VARIABLE_SIZE)
        return false;
    size_t value_size = segment_size - head_size - tail_size;
    if (memcmp(segment, pattern, head_size) != 0 ||
        memcmp(segment + head_size + value_size, tail, tail_size) != 0)
        return false;
    memcpy(**variable, segment + head_size, value_size);
    (**variable)[value_size] = '\0';
    (*variable)++;
    return true;
}

static bool route_fits(const struct route *route, struct exchange *exchange)
{
    const struct request *request = exchange->request;
    char(*variable)[ROUTE_VARIABLE_SIZE] = exchange->variables;
    const char *pattern = route->pattern;
    for (size_t i = 0; i < request->segment_count; i++) {
        if (*pattern != '/')
            return false;
        pattern++;
        size_t size = strcspn(pattern, "/");
        if (!segment_fits(request->segments[i], pattern, size, &variable))
            return false;
        pattern += size;
    }
    return *pattern == '\0';
}

const struct route *router_find(struct exchange *exchange)
{
    for (size_t i = 0; i < route_count; i++)
        if (route_fits(&routes[i], exchange))
            return &routes[i];
    problem_set(&exchange->problem, LAWMAP_NOT_FOUND, "there is nothing at this address");
    return NULL;
}

static bool is_known(const struct route *route, const struct exchange *exchange, const char *name)
{
    for (size_t i = 0; route->parameters[i] != NULL; i++)
        if (strcmp(route->parameters[i]->name, name) == 0)
            return true;
    return route->filters_by_layer && law_find_layer(exchange->snapshot->law, name) != NULL;
}

static json_t *known_parameters(const struct route *route, const struct law *law)
{
    json_t *names = json_array();
    for (size_t i = 0; route->parameters[i] != NULL; i++)
        json_array_append_new(names, json_string(route->parameters[i]->name));
    for (size_t i = 0; route->filters_by_layer && i < law_layer_count(law); i++)
        json_array_append_new(names, json_string(law_layer(law, i)->id));
    return names;
}

/* Every parameter is known and stands once. */
static enum lawmap_status check_names(const struct route *route, struct exchange *exchange)
{
    const struct request *request = exchange->request;
    for (size_t i = 0; i < request->parameter_count; i++) {
        const char *name = request->parameters[i].name;
        char shown[EXCERPT_SIZE];
        if (!is_known(route, exchange, name))
            return problem_of_parameter(&exchange->problem, name,
                                        known_parameters(route, exchange->snapshot->law),
                                        "“%s” is not a parameter of this resource", excerpt(name, shown));
        for (size_t j = 0; j < i; j++)
            if (strcmp(request->parameters[j].name, name) == 0)
                return problem_of_parameter(&exchange->problem, name, NULL, "%s stands more than once", name);
    }
    return LAWMAP_OK;
}

static void set_defaults(struct exchange *exchange)
{
    exchange->query = (struct query){
        .date = date_today(),
        .language = negotiate_language(exchange->accept_language),
        .level = LEVEL_COUNTRY,
    };
}

enum lawmap_status router_read_parameters(const struct route *route, struct exchange *exchange)
{
    set_defaults(exchange);
    enum lawmap_status status = check_names(route, exchange);
    for (size_t i = 0; status == LAWMAP_OK && route->parameters[i] != NULL; i++) {
        const struct parameter *parameter = route->parameters[i];
        const char *value = exchange_parameter(exchange, parameter->name);
        if (parameter == &parameter_language)
            exchange->reply.varies_by_language = value == NULL;
        if (value != NULL)
            status = parameter->read(parameter, value, exchange);
        else if (parameter->required)
            status = problem_of_parameter(&exchange->problem, parameter->name, NULL, "%s is missing: %s",
                                          parameter->name, parameter->summary);
    }
    return status;
}
