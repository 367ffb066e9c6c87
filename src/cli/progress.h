/* progress: a bar on standard error, when that is a terminal, for what takes over a second. */
#ifndef LAWMAP_CLI_PROGRESS_H
#define LAWMAP_CLI_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

struct progress {
    bool shown; /* standard error is a terminal */
    bool drawn; /* the bar is on it now */
    struct timespec start;
    size_t per_mille; /* as drawn */
};

void progress_begin(struct progress *progress);
/* Nothing in the first second: what is over by then needs no bar. */
void progress_show(struct progress *progress, size_t done, size_t total);
void progress_end(struct progress *progress); /* takes the bar away */

#endif
