#include "request.h"

#include <stdlib.h>
#include <string.h>
#include <unistr.h>

struct incoming *incoming_new(const char *target)
{
    size_t size = strnlen(target, REQUEST_TARGET_MAX + 1);
    bool too_long = size > REQUEST_TARGET_MAX;
    if (too_long)
        size = REQUEST_TARGET_MAX;
    struct incoming *incoming = malloc(sizeof *incoming + size + 1);
    if (incoming == NULL)
        return NULL;
    *incoming = (struct incoming){.too_long = too_long, .next = target + size + 1};
    memcpy(incoming->target, target, size);
    incoming->target[size] = '\0';
    return incoming;
}

bool incoming_has_nul(const struct incoming *incoming, const char *version)
{
    return !incoming->too_long && version != incoming->next;
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return -1;
}

static bool is_control(unsigned char c)
{
    return c < 0x20 || c == 0x7F;
}

/* In place. */
static enum lawmap_status decode(char *text, bool plus_is_space, struct problem *problem)
{
    char *to = text;
    for (const char *from = text; *from != '\0'; from++, to++) {
        *to = plus_is_space && *from == '+' ? ' ' : *from;
        if (*from == '%') {
            int high = hex_digit(from[1]), low = high < 0 ? -1 : hex_digit(from[2]);
            if (low < 0)
                return problem_set(problem, LAWMAP_BAD_REQUEST,
                                   "a %% in the address is not followed by two hexadecimal digits");
            *to = (char)(high * 16 + low);
            from += 2;
        }
        if (is_control((unsigned char)*to))
            return problem_set(problem, LAWMAP_BAD_REQUEST, "the address has a control character");
    }
    *to = '\0';
    if (u8_check((const uint8_t *)text, strlen(text)) != NULL)
        return problem_set(problem, LAWMAP_BAD_REQUEST, "the address is not UTF-8 once percent-decoded");
    return LAWMAP_OK;
}

/* Where the path begins: the absolute form (RFC 9112, section 3.2.2) names the host before it. */
static char *find_path(char *target, char **authority)
{
    char *separator = strstr(target, "://");
    *authority = NULL;
    if (target[0] == '/' || separator == NULL)
        return target;
    *authority = separator + strlen("://");
    return *authority + strcspn(*authority, "/?");
}

static enum lawmap_status parse_path(struct request *request, char *path, struct problem *problem)
{
    char *rest = path + 1, *segment;
    while ((segment = strsep(&rest, "/")) != NULL) {
        if (request->segment_count == REQUEST_SEGMENTS_MAX)
            return problem_set(problem, LAWMAP_NOT_FOUND, "nothing here is that deep");
        enum lawmap_status status = decode(segment, false, problem);
        if (status != LAWMAP_OK)
            return status;
        request->segments[request->segment_count++] = segment;
    }
    return LAWMAP_OK;
}

/* As an HTML form would send it (WHATWG URL, application/x-www-form-urlencoded). */
static enum lawmap_status parse_query(struct request *request, char *query, struct problem *problem)
{
    char *name;
    while ((name = strsep(&query, "&")) != NULL) {
        if (*name == '\0')
            continue;
        if (request->parameter_count == REQUEST_PARAMETERS_MAX)
            return problem_set(problem, LAWMAP_BAD_REQUEST, "more than %d parameters",
                               REQUEST_PARAMETERS_MAX);
        char *value = name;
        strsep(&value, "=");
        enum lawmap_status status = decode(name, true, problem);
        if (status == LAWMAP_OK && value != NULL)
            status = decode(value, true, problem);
        if (status != LAWMAP_OK)
            return status;
        request->parameters[request->parameter_count++] =
            (struct request_parameter){name, value == NULL ? "" : value};
    }
    return LAWMAP_OK;
}

enum lawmap_status request_parse(struct incoming *incoming, struct request *out, struct problem *problem)
{
    *out = (struct request){0};
    if (incoming->too_long)
        return problem_set(problem, LAWMAP_URI_TOO_LONG, "the address is longer than %d bytes",
                           REQUEST_TARGET_MAX);
    if (strpbrk(incoming->target, " #") != NULL)
        return problem_set(problem, LAWMAP_BAD_REQUEST, "the address has a character that must be encoded");
    char *authority, *query = find_path(incoming->target, &authority);
    char *path = strsep(&query, "?");
    if (*path != '/')
        return problem_set(problem, LAWMAP_BAD_REQUEST, "the address does not begin with a slash");
    *path = '\0'; /* which ends the authority; the path is read from behind its slash */
    out->authority = authority;
    enum lawmap_status status = parse_path(out, path, problem);
    if (status == LAWMAP_OK && query != NULL)
        status = parse_query(out, query, problem);
    return status;
}
