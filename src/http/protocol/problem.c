#include "problem.h"

#include "answer.h"
#include "json_answer.h"

#include <microhttpd.h>
#include <stdio.h>
#include <string.h>

/* The longest run of whole UTF-8 characters within the first `limit` bytes. */
static size_t whole_characters(const char *text, size_t limit)
{
    size_t size = strnlen(text, limit + 1);
    if (size <= limit)
        return size;
    size = limit;
    while (size > 0 && ((unsigned char)text[size] & 0xC0) == 0x80)
        size--;
    return size;
}

char *excerpt(const char *text, char out[EXCERPT_SIZE])
{
    static const char ellipsis[] = "…";
    size_t size = whole_characters(text, EXCERPT_SIZE - sizeof ellipsis);
    memcpy(out, text, size);
    memcpy(out + size, text[size] == '\0' ? "" : ellipsis, text[size] == '\0' ? 1 : sizeof ellipsis);
    return out;
}

static void set(struct problem *problem, enum lawmap_status status, const char *format, va_list arguments)
{
    char detail[2 * sizeof problem->detail];
    vsnprintf(detail, sizeof detail, format, arguments);
    size_t size = whole_characters(detail, sizeof problem->detail - 1);
    memcpy(problem->detail, detail, size);
    problem->detail[size] = '\0';
    problem->http_status = lawmap_status_http(status);
}

enum lawmap_status problem_set(struct problem *problem, enum lawmap_status status, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    set(problem, status, format, arguments);
    va_end(arguments);
    return status;
}

enum lawmap_status problem_of_parameter(struct problem *problem, const char *parameter, json_t *allowed,
                                        const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    set(problem, LAWMAP_BAD_REQUEST, format, arguments);
    va_end(arguments);
    excerpt(parameter, problem->parameter);
    json_decref(problem->allowed);
    problem->allowed = allowed;
    return LAWMAP_BAD_REQUEST;
}

void problem_clear(struct problem *problem)
{
    json_decref(problem->allowed);
    json_decref(problem->near);
    *problem = (struct problem){0};
}

struct answer *problem_answer(const struct problem *problem)
{
    unsigned status = (unsigned)problem->http_status;
    json_t *root =
        json_pack("{s:s, s:s, s:I, s:s}", "type", "about:blank", "title", MHD_get_reason_phrase_for(status),
                  "status", (json_int_t)status, "detail", problem->detail);
    if (root != NULL && problem->parameter[0] != '\0')
        json_object_set_new(root, "parameter", json_string(problem->parameter));
    if (root != NULL && problem->allowed != NULL)
        json_object_set(root, "allowed", problem->allowed);
    if (root != NULL && problem->near != NULL)
        json_object_set(root, "near", problem->near);
    return json_answer(root, "application/problem+json", NULL);
}
