/* problem: why a request was refused (RFC 9457), in words that the one who asked can act on. */
#ifndef LAWMAP_HTTP_PROBLEM_H
#define LAWMAP_HTTP_PROBLEM_H

#include <jansson.h>
#include <lawmap/base.h>

struct answer;

struct problem { /* all zero: none yet */
    int http_status;
    char detail[512];
    char parameter[64];     /* which one is wrong; "" when none is */
    json_t *allowed;        /* owned: what may stand there, an array; or NULL */
    json_t *near;           /* owned: what may have been meant, an array; or NULL */
    unsigned retry_seconds; /* until it may go well; 0: not said */
    const char *allow;      /* a literal: the methods, of a 405; or NULL */
};

/* Writes the detail, cut at a character; returns `status` for the one who detects it to pass on. */
enum lawmap_status problem_set(struct problem *problem, enum lawmap_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* Of one parameter; takes `allowed`, which may be NULL. */
enum lawmap_status problem_of_parameter(struct problem *problem, const char *parameter, json_t *allowed,
                                        const char *format, ...) __attribute__((format(printf, 4, 5)));
void problem_clear(struct problem *problem);

/* application/problem+json; NULL: out of memory. */
struct answer *problem_answer(const struct problem *problem);

enum { EXCERPT_SIZE = 64 };
/* What a client sent, short enough to repeat to it: cut at a character, with an ellipsis. Returns `out`. */
char *excerpt(const char *text, char out[EXCERPT_SIZE]);

#endif
