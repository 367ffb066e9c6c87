/* The description of the API, for people: the same document, in the order of the routes. */
#include "api_examples.h"
#include "http/api/law_json.h"
#include "http/api/openapi.h"
#include "http/handlers.h"
#include "page.h"

#include <string.h>

/* "a list of Period", "text or null": what a schema lets through, in few words. */
static void put_type(struct buffer *out, const json_t *schema);

static void put_words(struct buffer *out, const json_t *words, const char *between)
{
    const json_t *word;
    size_t i;
    json_array_foreach(words, i, word)
    {
        buffer_puts(out, i == 0 ? "" : between);
        buffer_puts(out, json_is_string(word) ? json_string_value(word) : "null");
    }
}

static void put_choices(struct buffer *out, const json_t *schemas)
{
    const json_t *schema;
    size_t i;
    json_array_foreach(schemas, i, schema)
    {
        buffer_puts(out, i == 0 ? "" : " or ");
        put_type(out, schema);
    }
}

static void put_constant(struct buffer *out, const json_t *value)
{
    if (json_is_integer(value))
        buffer_printf(out, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
    else
        buffer_puts(out, json_is_string(value) ? json_string_value(value) : "null");
}

static void put_type(struct buffer *out, const json_t *schema)
{
    const char *reference = json_string_value(json_object_get(schema, "$ref"));
    const json_t *type = json_object_get(schema, "type"), *items = json_object_get(schema, "items");
    if (reference != NULL)
        buffer_puts(out, strrchr(reference, '/') + 1);
    else if (json_object_get(schema, "const") != NULL)
        put_constant(out, json_object_get(schema, "const"));
    else if (json_object_get(schema, "enum") != NULL)
        put_words(out, json_object_get(schema, "enum"), " | ");
    else if (json_object_get(schema, "anyOf") != NULL)
        put_choices(out, json_object_get(schema, "anyOf"));
    else if (items != NULL) {
        buffer_puts(out, "array of ");
        put_type(out, items);
    } else if (json_is_array(type))
        put_words(out, type, " or ");
    else
        buffer_puts(out, type == NULL ? "any" : json_string_value(type));
}

/* Takes what `text` has. */
static json_t *json_of_buffer(struct buffer *text)
{
    json_t *string = text->failed ? NULL : json_stringn(text->size == 0 ? "" : text->data, text->size);
    buffer_free(text);
    return string;
}

static json_t *json_of_type(const json_t *schema)
{
    struct buffer text = {0};
    put_type(&text, schema);
    return json_of_buffer(&text);
}

/* As it stands in an address. */
static void put_example(struct buffer *out, const json_t *parameter)
{
    const json_t *example = json_object_get(parameter, "example");
    if (json_is_array(example))
        put_words(out, example, ",");
    else if (json_is_real(example))
        buffer_printf(out, "%.9g", json_real_value(example));
    else if (example != NULL)
        put_constant(out, example);
}

static json_t *json_of_parameter(const json_t *parameter)
{
    const json_t *schema = json_object_get(parameter, "schema"), *items = json_object_get(schema, "items");
    json_t *values = json_object_get(items == NULL ? schema : items, "enum");
    struct buffer example = {0};
    put_example(&example, parameter);
    return json_pack("{s:O, s:O, s:O, s:O, s:o, s:o, s:O*, s:b}", "name", json_object_get(parameter, "name"),
                     "in", json_object_get(parameter, "in"), "required",
                     json_object_get(parameter, "required"), "description",
                     json_object_get(parameter, "description"), "example", json_of_buffer(&example), "type",
                     json_of_type(schema), "values", values, "list", items != NULL);
}

static json_t *json_of_parameters(const json_t *operation)
{
    json_t *list = json_array();
    const json_t *parameter;
    size_t i;
    json_array_foreach(json_object_get(operation, "parameters"), i, parameter)
    {
        list = json_append(list, json_of_parameter(parameter));
    }
    return list;
}

static json_t *json_of_answers(const json_t *operation)
{
    json_t *list = json_array();
    const json_t *responses = json_object_get(operation, "responses");
    json_t *content = json_object_get(json_object_get(responses, "200"), "content");
    const char *media_type;
    const json_t *body;
    json_object_foreach(content, media_type, body)
    {
        const json_t *schema = json_object_get(body, "schema");
        list = json_append(list, json_pack("{s:s, s:o*}", "media_type", media_type, "schema",
                                           schema == NULL ? NULL : json_of_type(schema)));
    }
    return list;
}

/* Its address with the examples of what must be there. */
static json_t *json_of_address(const char *path, const json_t *operation)
{
    struct buffer out = {0};
    const json_t *parameters = json_object_get(operation, "parameters"), *parameter;
    size_t i, variable = 0;
    for (const char *c = path; *c != '\0'; c++)
        if (*c == '{') {
            put_example(&out, json_array_get(parameters, variable++));
            c = strchr(c, '}');
        } else
            buffer_append(&out, c, 1);
    const char *before = "?";
    json_array_foreach(parameters, i, parameter)
    {
        if (i < variable || !json_is_true(json_object_get(parameter, "required")))
            continue;
        buffer_printf(&out, "%s%s=", before, json_string_value(json_object_get(parameter, "name")));
        put_example(&out, parameter);
        before = "&";
    }
    return json_of_buffer(&out);
}

static json_t *content_of(const json_t *paths, const char *path)
{
    const json_t *operation = json_object_get(json_object_get(paths, path), "get");
    return json_object_get(json_object_get(json_object_get(operation, "responses"), "200"), "content");
}

/* "/a.csv" is another form of "/a", which says so. */
static bool is_form(const json_t *paths, const char *path)
{
    const char *dot = strrchr(path, '.');
    char base[128];
    if (dot == NULL || (size_t)(dot - path) >= sizeof base)
        return false;
    memcpy(base, path, (size_t)(dot - path));
    base[dot - path] = '\0';
    const char *media_type = json_object_iter_key(json_object_iter(content_of(paths, path)));
    return media_type != NULL && json_object_get(content_of(paths, base), media_type) != NULL;
}

static json_t *json_of_operations(const json_t *document)
{
    json_t *list = json_array(), *paths = json_object_get(document, "paths");
    const char *path;
    const json_t *item;
    json_object_foreach(paths, path, item)
    {
        const json_t *operation = json_object_get(item, "get");
        if (is_form(paths, path))
            continue;
        list = json_append(list,
                           json_pack("{s:s, s:O, s:o, s:o, s:o}", "path", path, "summary",
                                     json_object_get(operation, "summary"), "address",
                                     json_of_address(path, operation), "parameters",
                                     json_of_parameters(operation), "answers", json_of_answers(operation)));
    }
    return list;
}

static bool is_required(const json_t *schema, const char *name)
{
    const json_t *word;
    size_t i;
    json_array_foreach(json_object_get(schema, "required"), i,
                       word) if (strcmp(json_string_value(word), name) == 0) return true;
    return false;
}

static json_t *json_of_members(const json_t *schema)
{
    json_t *list = json_array();
    const char *name;
    const json_t *member;
    json_object_foreach(json_object_get(schema, "properties"), name, member)
    {
        list = json_append(list, json_pack("{s:s, s:o, s:b, s:O*}", "name", name, "type",
                                           json_of_type(member), "required", is_required(schema, name),
                                           "description", json_object_get(member, "description")));
    }
    return list;
}

static json_t *json_of_schemas(const json_t *document)
{
    json_t *list = json_array();
    json_t *schemas = json_object_get(json_object_get(document, "components"), "schemas");
    const char *name;
    const json_t *schema;
    json_object_foreach(schemas, name, schema)
    {
        list =
            json_append(list, json_pack("{s:s, s:o, s:O*, s:o}", "name", name, "type", json_of_type(schema),
                                        "description", json_object_get(schema, "description"), "members",
                                        json_of_members(schema)));
    }
    return list;
}

/* With the address by which the world knows this server, if the operator has said it. */
static json_t *json_of_example(const json_t *example, const char *public_url)
{
    static const char address[] = API_EXAMPLES_ADDRESS;
    struct buffer out = {0};
    const char *text = json_string_value(json_object_get(example, "text")), *found;
    while (public_url != NULL && (found = strstr(text, address)) != NULL) {
        buffer_append(&out, text, (size_t)(found - text));
        buffer_puts(&out, public_url);
        text = found + sizeof address - 1;
    }
    buffer_puts(&out, text);
    return json_pack("{s:O, s:o}", "name", json_object_get(example, "name"), "text", json_of_buffer(&out));
}

static json_t *json_of_examples(const char *public_url)
{
    json_t *examples = json_loadb(api_examples, api_examples_size, 0, NULL), *list = json_array();
    const json_t *example;
    size_t i;
    json_array_foreach(examples, i, example)
    {
        list = json_append(list, json_of_example(example, public_url));
    }
    json_decref(examples);
    return list;
}

static json_t *build_api(const struct exchange *exchange, const void *subject)
{
    (void)subject;
    json_t *document = openapi_describe(exchange->snapshot->law);
    if (document == NULL)
        return NULL;
    json_t *page = json_pack("{s:o, s:o, s:o}", "operations", json_of_operations(document), "schemas",
                             json_of_schemas(document), "examples",
                             json_of_examples(exchange->snapshot->site->public_url));
    json_decref(document);
    return page;
}

enum lawmap_status get_api_page(struct exchange *exchange)
{
    return exchange_answer_page(exchange, "api", "/api", build_api, NULL);
}
