/* refusal: what is wrong with the data that a reload refused, until one succeeds. Any thread. */
#ifndef LAWMAP_HTTP_REFUSAL_H
#define LAWMAP_HTTP_REFUSAL_H

#include <jansson.h>
#include <lawmap/law.h>
#include <pthread.h>

enum { REFUSAL_FAULTS_MAX = 50 };

struct refusal {
    pthread_mutex_t mutex;
    json_t *content; /* NULL: nothing was refused */
};

void refusal_init(struct refusal *refusal);
void refusal_clear(struct refusal *refusal);

/* Keeps the first faults, of files by their names under `dir`, and `message`, which sums them up. Without
 * memory nothing is kept. */
void refusal_set(struct refusal *refusal, const char *dir, const struct fault_list *faults,
                 const char *message);
/* {message, count, faults[{file, line, column, rule, message}]} or null, a new reference; NULL: out of
 * memory. */
json_t *refusal_json(struct refusal *refusal);

#endif
