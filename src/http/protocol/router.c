#include "router.h"

#include "negotiate.h"

#include <string.h>

/* Does a segment of a path fit a segment of a pattern? If the pattern has a variable, with or without
 * literals round it, its value goes to *variable, which moves on to the next. */
static bool segment_fits(struct span segment, struct span pattern, char (**variable)[ROUTE_VARIABLE_SIZE])
{
    const char *text = segment.data, *model = pattern.data;
    const char *open = memchr(model, '{', pattern.size);
    if (open == NULL)
        return segment.size == pattern.size && memcmp(text, model, pattern.size) == 0;
    const char *tail = (const char *)memchr(open, '}', pattern.size - (size_t)(open - model)) + 1;
    size_t head_size = (size_t)(open - model), tail_size = pattern.size - (size_t)(tail - model);
    if (segment.size <= head_size + tail_size || segment.size - head_size - tail_size >= ROUTE_VARIABLE_SIZE)
        return false;
    size_t value_size = segment.size - head_size - tail_size;
    if (memcmp(text, model, head_size) != 0 || memcmp(text + head_size + value_size, tail, tail_size) != 0)
        return false;
    memcpy(**variable, text + head_size, value_size);
    (**variable)[value_size] = '\0';
    (*variable)++;
    return true;
}

/* `suffix_size` bytes of the path's end are not the pattern's. */
static bool route_fits(const struct route *route, struct exchange *exchange, size_t suffix_size)
{
    const struct request *request = exchange->request;
    char(*variable)[ROUTE_VARIABLE_SIZE] = exchange->variables;
    const char *pattern = route->pattern;
    for (size_t i = 0; i < request->segment_count; i++) {
        if (*pattern != '/')
            return false;
        pattern++;
        struct span segment = {request->segments[i], strlen(request->segments[i])};
        if (i + 1 == request->segment_count)
            segment.size -= suffix_size;
        struct span model = {pattern, strcspn(pattern, "/")};
        if (!segment_fits(segment, model, &variable))
            return false;
        pattern += model.size;
    }
    return *pattern == '\0';
}

/* The size of the suffix, with its dot, by which the path asks for one of the formats; 0: it has none. */
static size_t find_suffix(const struct request *request, unsigned formats, enum format *out)
{
    const char *last = request->segments[request->segment_count - 1];
    const char *dot = strrchr(last, '.');
    for (int i = 0; dot != NULL && i < FORMAT_COUNT; i++) {
        if ((formats & FORMAT_BIT(i)) != 0 && strcmp(dot + 1, format_names[i].suffix) == 0) {
            *out = (enum format)i;
            return strlen(dot);
        }
    }
    return 0;
}

static bool is_single(unsigned formats)
{
    return (formats & (formats - 1)) == 0;
}

enum lawmap_status router_choose_format(const struct route *route, struct exchange *exchange)
{
    exchange->format = FORMAT_JSON;
    if (is_single(route->formats) || find_suffix(exchange->request, route->formats, &exchange->format) > 0)
        return LAWMAP_OK;
    exchange->reply.varies_by_format = true;
    if (negotiate_format(exchange->wishes.accept, route->formats, &exchange->format))
        return LAWMAP_OK;
    exchange->problem.allowed = json_array();
    for (int i = 0; i < FORMAT_COUNT; i++)
        if ((route->formats & FORMAT_BIT(i)) != 0)
            json_array_append_new(exchange->problem.allowed, json_string(format_names[i].media_type));
    return problem_set(&exchange->problem, LAWMAP_NOT_ACCEPTABLE,
                       "this resource has none of the types that Accept asks for");
}

/* The suffix of a format comes first: a variable could have it, too. */
static bool route_answers(const struct route *route, struct exchange *exchange)
{
    enum format format;
    size_t suffix_size = route->formats == 0 ? 0 : find_suffix(exchange->request, route->formats, &format);
    return (suffix_size > 0 && route_fits(route, exchange, suffix_size)) || route_fits(route, exchange, 0);
}

const struct route *router_find(struct exchange *exchange)
{
    for (size_t i = 0; i < route_count; i++)
        if (route_answers(&routes[i], exchange))
            return &routes[i];
    problem_set(&exchange->problem, LAWMAP_NOT_FOUND, "there is nothing at this address");
    return NULL;
}

const struct parameter *route_parameter(const struct route *route, size_t index)
{
    size_t own = 0;
    while (own < ROUTE_PARAMETERS_MAX && route->parameters[own] != NULL)
        own++;
    if (index < own)
        return route->parameters[index];
    return index == own && route->cites ? &parameter_version : NULL;
}

bool route_knows(const struct route *route, const struct exchange *exchange, const char *name)
{
    const struct parameter *parameter;
    for (size_t i = 0; (parameter = route_parameter(route, i)) != NULL; i++)
        if (strcmp(parameter->name, name) == 0)
            return true;
    return route->filters_by_layer && law_find_layer(exchange->snapshot->law, name) != NULL;
}

static json_t *known_parameters(const struct route *route, const struct law *law)
{
    json_t *names = json_array();
    const struct parameter *parameter;
    for (size_t i = 0; (parameter = route_parameter(route, i)) != NULL; i++)
        json_array_append_new(names, json_string(parameter->name));
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
        if (!route_knows(route, exchange, name))
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
        .language = exchange->wishes.language,
        .level = LEVEL_COUNTRY,
        .detail = DETAIL_MEDIUM,
        .projection = PROJECTION_EQUAL_EARTH,
    };
}

enum lawmap_status router_read_parameters(const struct route *route, struct exchange *exchange)
{
    set_defaults(exchange);
    enum lawmap_status status = check_names(route, exchange);
    const struct parameter *parameter;
    for (size_t i = 0; status == LAWMAP_OK && (parameter = route_parameter(route, i)) != NULL; i++) {
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
