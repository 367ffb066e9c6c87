#include "json_position.h"

#include <jansson.h>
#include <limits.h>
#include <string.h>

struct position json_position(const char *text, size_t offset)
{
    size_t lines = 0, start = 0;
    const char *newline;
    while ((newline = memchr(text + start, '\n', offset - start)) != NULL) {
        start = (size_t)(newline - text) + 1;
        lines++;
    }
    if (lines >= INT_MAX || offset - start >= INT_MAX)
        return (struct position){INT_MAX, INT_MAX};
    return (struct position){(int)lines + 1, (int)(offset - start) + 1};
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool is_bracket(char c)
{
    return c == '{' || c == '}' || c == '[' || c == ']';
}

static size_t skip_space(const char *text, size_t at)
{
    while (is_space(text[at]))
        at++;
    return at;
}

/* A number, true, false or null, or what stands in the place of one. */
static size_t skip_literal(const char *text, size_t at)
{
    while (text[at] != '\0' && text[at] != ',' && text[at] != ':' && text[at] != '"' &&
           !is_bracket(text[at]) && !is_space(text[at]))
        at++;
    return at;
}

static size_t skip_string(const char *text, size_t at)
{
    for (at++; text[at] != '\0' && text[at] != '"'; at++)
        if (text[at] == '\\' && text[at + 1] != '\0')
            at++;
    return text[at] == '"' ? at + 1 : at;
}

static size_t skip_container(const char *text, size_t at)
{
    size_t depth = 0;
    do {
        char c = text[at];
        if (c == '"') {
            at = skip_string(text, at);
            continue;
        }
        if (is_bracket(c))
            depth = c == '{' || c == '[' ? depth + 1 : depth - 1;
        at++;
    } while (depth > 0 && text[at] != '\0');
    return at;
}

static size_t skip_value(const char *text, size_t at)
{
    if (text[at] == '"')
        return skip_string(text, at);
    if (text[at] == '{' || text[at] == '[')
        return skip_container(text, at);
    return skip_literal(text, at);
}

size_t json_root(const char *text)
{
    return skip_space(text, 0);
}

bool json_member_next(const char *text, size_t container, struct json_member *member)
{
    size_t at = skip_space(text, member->end == 0 ? container + 1 : member->end);
    if (text[at] == ',')
        at = skip_space(text, at + 1);
    if (text[at] == '}' || text[at] == ']' || text[at] == '\0')
        return false;
    member->key = member->value = at;
    member->key_end = member->end = skip_value(text, at);
    if (text[container] == '{') {
        at = skip_space(text, member->key_end);
        member->value = text[at] == ':' ? skip_space(text, at + 1) : at;
        member->end = skip_value(text, member->value);
    }
    return true;
}

bool json_member_is(const char *text, const struct json_member *member, const char *key)
{
    const char *token = text + member->key;
    size_t size = member->key_end - member->key;
    if (memchr(token, '\\', size) == NULL)
        return size == strlen(key) + 2 && memcmp(token + 1, key, size - 2) == 0;
    json_t *decoded = json_loadb(token, size, JSON_DECODE_ANY, NULL);
    bool same = json_is_string(decoded) && strcmp(json_string_value(decoded), key) == 0;
    json_decref(decoded);
    return same;
}

size_t json_token_start(const char *text, size_t end)
{
    size_t start = 0, at = 0;
    while (at < end && text[at] != '\0') {
        start = skip_space(text, at);
        if (text[start] == '"')
            at = skip_string(text, start);
        else if (text[start] == ',' || text[start] == ':' || is_bracket(text[start]))
            at = start + 1;
        else
            at = skip_literal(text, start);
    }
    return at == end && start < end ? start : end;
}
