/* OpenAPI 3.1 (spec.openapis.org/oas/v3.1.0), made from the table that the router reads. */
#include "openapi.h"
#include "answer_schemas.h"
#include "http/handlers.h"
#include "http/protocol/json_answer.h"
#include "http/protocol/parameter_schema.h"
#include "http/protocol/router.h"
#include "law_json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The variables of the routes' patterns. */
static const struct {
    const char *name, *summary, *example;
    json_t *(*schema)(const struct law *law); /* NULL: any text */
} variables[] = {
    {"code", "ISO 3166-1 alpha-2 or alpha-3, or ISO 3166-2", "NZ", NULL},
    {"layer", "a layer, by its id", "framework", schema_of_layer},
    {"lang", "a language", "fr", schema_of_language},
    {"z", "zoom, 0 to 10", "2", schema_of_zoom},
    {"x", "column, from the west", "1", schema_of_tile_number},
    {"y", "row, from the north", "1", schema_of_tile_number},
    {"version", "of the page", "0", NULL},
    {"file", "its name", "map.css", NULL},
};

static bool is_of_type(const json_t *schema, const char *type)
{
    const char *found = json_string_value(json_object_get(schema, "type"));
    return found != NULL && strcmp(found, type) == 0;
}

/* "a,b" as ["a", "b"]. */
static json_t *split(const char *list)
{
    json_t *words = json_array();
    for (const char *word = list; word != NULL;) {
        size_t size = strcspn(word, ",");
        words = json_append(words, json_stringn(word, size));
        word = word[size] == ',' ? word + size + 1 : NULL;
    }
    return words;
}

/* In the type of the schema: the text given, else the first value that the schema has. NULL: there is none.
 */
static json_t *example_of(const json_t *schema, const char *text)
{
    const json_t *item = json_object_get(schema, "items");
    if (is_of_type(schema, "array"))
        return text != NULL ? split(text)
                            : json_pack("[O]", json_array_get(json_object_get(item, "enum"), 0));
    if (text == NULL)
        return json_incref(json_array_get(json_object_get(schema, "enum"), 0));
    if (is_of_type(schema, "number"))
        return json_real(strtod(text, NULL));
    return is_of_type(schema, "integer") ? json_integer(strtol(text, NULL, 10)) : json_string(text);
}

/* Takes `schema`. */
static json_t *describe_parameter(const char *name, const char *place, bool required, const char *summary,
                                  json_t *schema, const char *example)
{
    bool is_list = is_of_type(schema, "array");
    json_t *parameter = json_pack("{s:s, s:s, s:b, s:s, s:o*}", "name", name, "in", place, "required",
                                  required, "description", summary, "example", example_of(schema, example));
    if (is_list) { /* with commas between its values */
        parameter = json_put(parameter, "style", json_string("form"));
        parameter = json_put(parameter, "explode", json_false());
    }
    return json_put(parameter, "schema", schema);
}

static json_t *describe_variable(const struct law *law, const char *name, size_t size)
{
    for (size_t i = 0; i < sizeof variables / sizeof variables[0]; i++) {
        if (strlen(variables[i].name) != size || memcmp(variables[i].name, name, size) != 0)
            continue;
        json_t *schema =
            variables[i].schema == NULL ? json_pack("{s:s}", "type", "string") : variables[i].schema(law);
        return describe_parameter(variables[i].name, "path", true, variables[i].summary, schema,
                                  variables[i].example);
    }
    return NULL;
}

static json_t *describe_parameters(const struct law *law, const struct route *route)
{
    json_t *list = json_array();
    for (const char *open = route->pattern; (open = strchr(open, '{')) != NULL; open++)
        list = json_append(list, describe_variable(law, open + 1, strcspn(open + 1, "}")));
    const struct parameter *parameter;
    for (size_t i = 0; (parameter = route_parameter(route, i)) != NULL; i++)
        list = json_append(list, describe_parameter(parameter->name, "query", parameter->required,
                                                    parameter->summary, parameter->schema(law),
                                                    parameter->example));
    for (size_t i = 0; route->filters_by_layer && i < law_layer_count(law); i++) {
        const struct layer *layer = law_layer(law, i);
        list = json_append(list, describe_parameter(layer->id, "query", false,
                                                    "only with this class of the layer, or one of these",
                                                    schema_of_list(schema_of_classes(layer)), NULL));
    }
    return list;
}

static json_t *describe_body(const char *schema)
{
    if (schema == NULL)
        return json_object();
    return json_pack("{s:{s:o}}", "schema", "$ref", json_sprintf("#/components/schemas/%s", schema));
}

/* What every answer about the law says in its header, whatever its format. */
static json_t *describe_fields(const struct route *route)
{
    if (!route->cites)
        return NULL;
    json_t *fields =
        json_pack("{s:{s:s, s:{s:s}}, s:{s:s, s:{s:s}}}", "Lawmap-Dataset", "description",
                  "the version of the dataset that the answer rests on", "schema", "$ref",
                  "#/components/schemas/DatasetVersion", "Link", "description",
                  "the licence (RFC 8288), and what to cite (RFC 8574) where the server's address is known",
                  "schema", "type", "string");
    for (size_t i = 0; i < ROUTE_PARAMETERS_MAX && route->parameters[i] != NULL; i++)
        if (route->parameters[i] == &parameter_date)
            fields = json_put(fields, "Lawmap-Date-Is-Future",
                              json_pack("{s:s, s:{s:s}}", "description",
                                        "the law is given as last known: the date is still to come", "schema",
                                        "const", "true"));
    return fields;
}

static json_t *describe_responses(const struct route *route, unsigned formats)
{
    json_t *content = json_object();
    if (formats == 0)
        content = json_put(content, route->media_type, describe_body(route->schemas[FORMAT_JSON]));
    for (int i = 0; i < FORMAT_COUNT; i++)
        if ((formats & FORMAT_BIT(i)) != 0)
            content = json_put(content, format_names[i].media_type, describe_body(route->schemas[i]));
    return json_pack("{s:{s:s, s:o*, s:o}, s:{s:s, s:{s:{s:{s:s}}}}}", "200", "description", "as asked",
                     "headers", describe_fields(route), "content", content, "4XX", "description",
                     "what is wrong with the request (RFC 9457)", "content", "application/problem+json",
                     "schema", "$ref", "#/components/schemas/Problem");
}

static json_t *describe_operation(const struct law *law, const struct route *route, unsigned formats)
{
    return json_pack("{s:{s:s, s:o, s:o}}", "get", "summary", route->summary, "parameters",
                     describe_parameters(law, route), "responses", describe_responses(route, formats));
}

static json_t *describe_paths(const struct law *law)
{
    json_t *paths = json_object();
    for (size_t i = 0; i < route_count; i++) {
        const struct route *route = &routes[i];
        paths = json_put(paths, route->pattern, describe_operation(law, route, route->formats));
        for (int f = 0; f < FORMAT_COUNT; f++) {
            char path[128];
            if ((route->formats & FORMAT_BIT(f)) == 0)
                continue;
            snprintf(path, sizeof path, "%s.%s", route->pattern, format_names[f].suffix);
            paths = json_put(paths, path, describe_operation(law, route, FORMAT_BIT(f)));
        }
    }
    return paths;
}

json_t *openapi_describe(const struct law *law)
{
    return json_pack(
        "{s:s, s:{s:s, s:s, s:s, s:{s:s, s:s}}, s:o, s:{s:o}}", "openapi", "3.1.0", "info", "title", "lawmap",
        "version", "1.0.0", "description",
        "The law on sex work of every country and dependency, by date. Everything is read only, public and "
        "without keys; a parameter that a resource does not know is refused.",
        "license", "name", "CC BY 4.0", "url", "https://creativecommons.org/licenses/by/4.0/", "paths",
        describe_paths(law), "components", "schemas", json_of_answer_schemas(law));
}

enum lawmap_status get_openapi(struct exchange *exchange)
{
    static const char key[] = "openapi";
    struct cache *answers = exchange->snapshot->answers;
    struct answer *answer = (struct answer *)cache_get(answers, key);
    if (answer == NULL) {
        answer = json_answer(openapi_describe(exchange->snapshot->law), "application/json", "en");
        if (answer != NULL)
            cache_put(answers, key, &answer->shared, answer_bytes(answer));
    }
    return exchange_answer(exchange, answer);
}
