#include "progress.h"

#include <stdio.h>
#include <unistd.h>

enum { BAR_WIDTH = 40 };

void progress_begin(struct progress *progress)
{
    *progress = (struct progress){.shown = isatty(STDERR_FILENO) == 1};
    clock_gettime(CLOCK_MONOTONIC, &progress->start);
}

static bool is_early(const struct progress *progress)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    time_t seconds = now.tv_sec - progress->start.tv_sec;
    return seconds < 1 || (seconds == 1 && now.tv_nsec < progress->start.tv_nsec);
}

void progress_show(struct progress *progress, size_t done, size_t total)
{
    static const char full[] = "########################################";
    size_t per_mille = total == 0 ? 1000 : done * 1000 / total;
    if (!progress->shown || (progress->drawn && per_mille == progress->per_mille) || is_early(progress))
        return;
    fprintf(stderr, "\r[%-*.*s] %3zu %%", BAR_WIDTH, (int)(per_mille * BAR_WIDTH / 1000), full,
            per_mille / 10);
    progress->drawn = true;
    progress->per_mille = per_mille;
}

void progress_end(struct progress *progress)
{
    if (progress->drawn)
        fputs("\r\x1b[K", stderr); /* ECMA-48, erase in line */
    progress->drawn = false;
}
