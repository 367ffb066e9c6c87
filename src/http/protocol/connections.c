#include "connections.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <utlist.h>

enum { NOT_WAITING = 0, SEARCH_MAX = 64 };

struct connection {
    struct connection *prev, *next; /* as utlist.h calls them */
    int socket;
    atomic_llong waiting_since; /* second of the monotonic clock, or NOT_WAITING */
    atomic_bool used;           /* since it came, or was last spared */
    bool ended;                 /* and will be removed soon */
    atomic_bool first;          /* the first request has not begun */
};

struct connections {
    pthread_mutex_t mutex; /* guards all but the thread */
    pthread_cond_t changed;
    struct connection *list;
    unsigned count, expected, comfortable, most;
    bool ending;
    long long seconds_max;
    pthread_t thread;
};

/* Of the clock that nobody sets; it costs no system call, and a tick more or less does not matter. */
static long long now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC_COARSE, &time);
    return (long long)time.tv_sec + 1; /* never NOT_WAITING */
}

/* The socket is shut, not closed: that is libmicrohttpd's, which sees the end of what the client sends. */
static void end(struct connection *connection)
{
    shutdown(connection->socket, SHUT_RDWR);
    connection->ended = true;
}

static long long waiting_since(const struct connection *connection)
{
    return atomic_load_explicit(&connection->waiting_since, memory_order_relaxed);
}

/* The list's head becomes its tail. */
static struct connection *turn(struct connections *self)
{
    struct connection *oldest = self->list;
    DL_DELETE(self->list, oldest);
    DL_APPEND(self->list, oldest);
    return oldest;
}

/* One that waits and was not used since it was last spared ("second chance", as in cache.h). */
static void end_waiting(struct connections *self)
{
    for (unsigned i = 0; i < SEARCH_MAX && self->list != NULL; i++) {
        struct connection *oldest = turn(self);
        if (oldest->ended || waiting_since(oldest) == NOT_WAITING ||
            atomic_exchange_explicit(&oldest->used, false, memory_order_relaxed))
            continue;
        end(oldest);
        return;
    }
}

/* Whatever it does: all take their time with what they are sent. */
static void end_any(struct connections *self)
{
    for (unsigned i = 0; i < SEARCH_MAX && self->list != NULL; i++) {
        struct connection *oldest = turn(self);
        if (oldest->ended)
            continue;
        end(oldest);
        return;
    }
}

static void end_overdue(struct connections *self)
{
    long long latest = now() - self->seconds_max;
    struct connection *connection;
    DL_FOREACH(self->list, connection)
    {
        long long since = waiting_since(connection);
        if (!connection->ended && since != NOT_WAITING && since <= latest)
            end(connection);
    }
}

static void *watch(void *argument)
{
    struct connections *self = argument;
    pthread_mutex_lock(&self->mutex);
    while (!self->ending) {
        struct timespec next;
        clock_gettime(CLOCK_MONOTONIC, &next);
        next.tv_sec += 1;
        pthread_cond_timedwait(&self->changed, &self->mutex, &next);
        end_overdue(self);
    }
    pthread_mutex_unlock(&self->mutex);
    return NULL;
}

static void init(struct connections *self, const struct connections_options *options)
{
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&self->changed, &attributes);
    pthread_condattr_destroy(&attributes);
    pthread_mutex_init(&self->mutex, NULL);
    self->seconds_max = options->header_seconds;
    self->comfortable = options->comfortable;
    self->most = options->most;
}

static void destroy(struct connections *self)
{
    pthread_cond_destroy(&self->changed);
    pthread_mutex_destroy(&self->mutex);
    free(self);
}

enum lawmap_status connections_watch(const struct connections_options *options, struct connections **out,
                                     struct lawmap_error *error)
{
    *out = NULL;
    struct connections *self = calloc(1, sizeof *self);
    if (self == NULL)
        return lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory");
    init(self, options);
    int reason = pthread_create(&self->thread, NULL, watch, self);
    if (reason != 0) {
        destroy(self);
        return lawmap_fail(error, LAWMAP_IO, "a thread cannot be started: %s", strerror(reason));
    }
    *out = self;
    return LAWMAP_OK;
}

void connections_free(struct connections *self)
{
    if (self == NULL)
        return;
    pthread_mutex_lock(&self->mutex);
    self->ending = true;
    pthread_cond_signal(&self->changed);
    pthread_mutex_unlock(&self->mutex);
    pthread_join(self->thread, NULL);
    destroy(self);
}

bool connections_expect(struct connections *self)
{
    pthread_mutex_lock(&self->mutex);
    unsigned count = self->count + self->expected;
    bool has_room = count < self->most;
    if (!has_room)
        end_any(self);
    else if (count >= self->comfortable)
        end_waiting(self);
    if (has_room)
        self->expected++;
    pthread_mutex_unlock(&self->mutex);
    return has_room;
}

void connections_expect_no_more(struct connections *self)
{
    pthread_mutex_lock(&self->mutex);
    self->expected--;
    pthread_mutex_unlock(&self->mutex);
}

struct connection *connections_add(struct connections *self, int socket)
{
    struct connection *connection = calloc(1, sizeof *connection);
    if (connection != NULL) {
        connection->socket = socket;
        atomic_init(&connection->waiting_since, now());
        atomic_init(&connection->used, true);
        atomic_init(&connection->first, true);
    }
    pthread_mutex_lock(&self->mutex);
    self->expected--;
    if (connection != NULL) {
        DL_APPEND(self->list, connection);
        self->count++;
    }
    pthread_mutex_unlock(&self->mutex);
    return connection;
}

bool connection_take_first(struct connection *connection)
{
    return connection != NULL && atomic_load_explicit(&connection->first, memory_order_relaxed) &&
           atomic_exchange(&connection->first, false);
}

void connections_remove(struct connections *self, struct connection *connection)
{
    if (connection == NULL)
        return;
    pthread_mutex_lock(&self->mutex);
    DL_DELETE(self->list, connection);
    self->count--;
    pthread_mutex_unlock(&self->mutex);
    free(connection);
}

void connection_begin_waiting(struct connection *connection)
{
    if (connection == NULL)
        return;
    atomic_store_explicit(&connection->used, true, memory_order_relaxed);
    atomic_store_explicit(&connection->waiting_since, now(), memory_order_relaxed);
}

void connection_end_waiting(struct connection *connection)
{
    if (connection != NULL)
        atomic_store_explicit(&connection->waiting_since, NOT_WAITING, memory_order_relaxed);
}
