#include "watch.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <time.h>
#include <unistd.h>

enum {
    QUIET_MILLISECONDS = 150, /* after the last change */
    LATE_MILLISECONDS = 600,  /* after the first: then the changes are taken even if they go on */
    RETRY_MILLISECONDS = 500, /* while a directory is gone, as when it is being replaced */
    /* Where a directory on the way is a symbolic link that is turned to another, nothing happens to the one
     * that is watched. */
    LOOK_MILLISECONDS = 1000,
    DIRECTORY_COUNT = 2,
    EVENTS_SIZE = 4096,
};

struct watch {
    int descriptor;
    char *directories[DIRECTORY_COUNT];
    int watched[DIRECTORY_COUNT]; /* -1: the directory is gone */
    bool changed;
    struct timespec first, last; /* change that was not taken yet */
};

static int milliseconds_since(const struct timespec *start)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    double elapsed =
        (double)(now.tv_sec - start->tv_sec) * 1e3 + (double)(now.tv_nsec - start->tv_nsec) / 1e6;
    return elapsed > INT_MAX ? INT_MAX : (int)elapsed;
}

static void note_change(struct watch *watch)
{
    clock_gettime(CLOCK_MONOTONIC, &watch->last);
    if (!watch->changed)
        watch->first = watch->last;
    watch->changed = true;
}

/* A file is read when it has been closed or has got its name: before, it is half written. Of a directory that
 * is watched already inotify gives the same number again; if it is another's by now, that is a change. */
static bool add_directory(struct watch *watch, size_t index)
{
    const uint32_t events = IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_CREATE |
                            IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR;
    int before = watch->watched[index];
    int found = inotify_add_watch(watch->descriptor, watch->directories[index], events);
    if (found != before && before >= 0)
        inotify_rm_watch(watch->descriptor, before);
    if (found != before)
        note_change(watch);
    watch->watched[index] = found;
    return found >= 0;
}

enum lawmap_status watch_open(const char *dir, struct watch **out, struct lawmap_error *error)
{
    enum lawmap_status status = LAWMAP_OK;
    struct watch *watch = calloc(1, sizeof *watch);
    *out = NULL;
    if (watch == NULL)
        return lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory");
    watch->descriptor = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (watch->descriptor < 0)
        status = lawmap_fail(error, LAWMAP_IO, "%s cannot be watched: %s", dir, strerror(errno));
    if (status == LAWMAP_OK && (asprintf(&watch->directories[0], "%s", dir) < 0 ||
                                asprintf(&watch->directories[1], "%s/jurisdictions", dir) < 0))
        status = lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory");
    for (size_t i = 0; i < DIRECTORY_COUNT; i++)
        watch->watched[i] = -1;
    for (size_t i = 0; status == LAWMAP_OK && i < DIRECTORY_COUNT; i++)
        if (!add_directory(watch, i))
            status = lawmap_fail(error, LAWMAP_IO, "%s cannot be watched: %s", watch->directories[i],
                                 strerror(errno));
    watch->changed = false;
    if (status == LAWMAP_OK)
        *out = watch;
    else
        watch_close(watch);
    return status;
}

void watch_close(struct watch *watch)
{
    if (watch == NULL)
        return;
    if (watch->descriptor >= 0)
        close(watch->descriptor);
    for (size_t i = 0; i < DIRECTORY_COUNT; i++)
        free(watch->directories[i]);
    free(watch);
}

int watch_descriptor(const struct watch *watch)
{
    return watch->descriptor;
}

static bool is_whole(const struct watch *watch)
{
    return watch->watched[0] >= 0 && watch->watched[1] >= 0;
}

static int least(int a, int b)
{
    return a < b ? a : b;
}

/* What is left until the changes are taken; 0 when it is time. */
static int remaining(const struct watch *watch)
{
    int quiet = QUIET_MILLISECONDS - milliseconds_since(&watch->last);
    int late = LATE_MILLISECONDS - milliseconds_since(&watch->first);
    int left = least(quiet, late);
    return left < 0 ? 0 : left;
}

int watch_timeout(const struct watch *watch)
{
    if (!is_whole(watch))
        return RETRY_MILLISECONDS;
    return watch->changed ? remaining(watch) : LOOK_MILLISECONDS;
}

/* Files that editors keep beside those that they edit, which the loader passes over, too. */
static bool is_of_editor(const char *name)
{
    return name[0] == '.' || name[0] == '#' || name[strlen(name) - 1] == '~';
}

static void take_event(struct watch *watch, const struct inotify_event *event)
{
    bool is_empty_file = (event->mask & IN_CREATE) != 0 && (event->mask & IN_ISDIR) == 0;
    bool is_end =
        (event->mask & IN_IGNORED) != 0; /* of a watch: its directory is deleted, or watched no more */
    for (size_t i = 0; is_end && i < DIRECTORY_COUNT; i++)
        if (watch->watched[i] == event->wd)
            watch->watched[i] = -1;
    if (!is_end && !is_empty_file && (event->len == 0 || !is_of_editor(event->name)))
        note_change(watch);
}

static void take_events(struct watch *watch)
{
    _Alignas(struct inotify_event) char events[EVENTS_SIZE];
    ssize_t size;
    while ((size = read(watch->descriptor, events, sizeof events)) > 0)
        for (char *next = events; next < events + size;) {
            const struct inotify_event *event = (const void *)next;
            take_event(watch, event);
            next += sizeof *event + event->len;
        }
}

bool watch_is_due(struct watch *watch)
{
    take_events(watch);
    for (size_t i = 0; i < DIRECTORY_COUNT; i++)
        add_directory(watch, i);
    if (!watch->changed || !is_whole(watch) || remaining(watch) > 0)
        return false;
    watch->changed = false;
    return true;
}
