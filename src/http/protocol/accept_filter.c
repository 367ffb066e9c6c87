#include "accept_filter.h"
#include "clients.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>
#include <utlist.h>

enum {
    HEADER_MAX = 8 << 10, /* what is longer is for libmicrohttpd to refuse */
    TURN = 64,            /* so many of a kind are looked at before another kind's turn */
    TICK_MILLISECONDS = 1000,
    LAST_MILLISECONDS = 1000, /* at the end, for who has just come: the request is on its way */
    LAST_TICK_MILLISECONDS = 10,
    RETRY_MILLISECONDS = 2,  /* when there is no room */
    PAUSE_MILLISECONDS = 10, /* when the system has no descriptor left */
};

struct arrival {                     /* a connection that is held */
    struct arrival *prev, *next;     /* in the order in which they came */
    struct arrival *earlier, *later; /* in the order in which something was last heard of them */
    struct client *client;
    struct arrival *before, *behind; /* in the order in which their headers had come */
    long long came, heard;           /* milliseconds of the monotonic clock */
    int socket;
    bool slow;  /* part of a header has come */
    bool ready; /* all of it has, and there was no room */
};

/* Who has sent part of a header waits in a set of its own, inside the other one: when thousands of them have
 * something at the same time, those who have just come do not stand behind them. */
struct accept_filter {
    struct accept_filter_options options;
    struct clients *clients;
    struct arrival *by_arrival, *by_silence, *ready;
    int fresh, slow; /* sets of epoll(7) */
    int end;         /* eventfd(2) */
    atomic_bool ending;
    long long now;
    pthread_t thread;
    char header[HEADER_MAX];
};

/* Of the clock that nobody sets, and which costs no system call. */
static long long read_clock(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC_COARSE, &time);
    return (long long)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

/* Is the first line one of HTTP/0.9, which has no version, and nothing behind it? libmicrohttpd refuses it.
 */
static bool is_simple_request(const char *line, const char *line_end)
{
    return line_end - line > 4 && memmem(line, (size_t)(line_end - line), " HTTP/", 6) == NULL;
}

/* Does it have an empty line, but for those before a request, which do not count (RFC 9112, section 2.2)? */
static bool is_complete(const char *text, size_t size)
{
    const char *text_end = text + size;
    while (text < text_end && (*text == '\r' || *text == '\n'))
        text++;
    const char *line = text;
    while (text < text_end && (text = memchr(text, '\n', (size_t)(text_end - text))) != NULL) {
        if (line != NULL && is_simple_request(line, text))
            return true;
        line = NULL;
        text++;
        if (text < text_end && *text == '\r')
            text++;
        if (text < text_end && *text == '\n')
            return true;
    }
    return false;
}

/* The socket stays open. */
static void forget(struct accept_filter *self, struct arrival *arrival)
{
    DL_DELETE(self->by_arrival, arrival);
    DL_DELETE2(self->by_silence, arrival, earlier, later);
    if (arrival->ready)
        DL_DELETE2(self->ready, arrival, before, behind);
    clients_leave(self->clients, arrival->client);
    atomic_fetch_sub(self->options.held, 1);
    free(arrival);
}

static void drop(struct accept_filter *self, struct arrival *arrival)
{
    close(arrival->socket);
    forget(self, arrival);
}

static bool pass(struct accept_filter *self, struct arrival *arrival)
{
    union client_address client;
    socklen_t size = client_address(arrival->client, &client);
    if (!self->options.pass(self->options.context, arrival->socket, &client.any, size))
        return false;
    forget(self, arrival);
    return true;
}

/* Not before those who stand before it. */
static void make_ready(struct accept_filter *self, struct arrival *arrival)
{
    epoll_ctl(arrival->slow ? self->slow : self->fresh, EPOLL_CTL_DEL, arrival->socket, NULL);
    if (self->ready == NULL && pass(self, arrival))
        return;
    arrival->ready = true;
    DL_APPEND2(self->ready, arrival, before, behind);
}

static void pass_ready(struct accept_filter *self)
{
    while (self->ready != NULL && pass(self, self->ready))
        continue;
}

static bool watch(int set, struct arrival *arrival)
{
    struct epoll_event event = {.events = EPOLLIN | EPOLLRDHUP | EPOLLET, .data.ptr = arrival};
    return epoll_ctl(set, EPOLL_CTL_ADD, arrival->socket, &event) == 0;
}

static bool make_slow(struct accept_filter *self, struct arrival *arrival)
{
    epoll_ctl(self->fresh, EPOLL_CTL_DEL, arrival->socket, NULL);
    arrival->slow = true;
    return watch(self->slow, arrival);
}

static void hear(struct accept_filter *self, struct arrival *arrival)
{
    arrival->heard = self->now;
    DL_DELETE2(self->by_silence, arrival, earlier, later);
    DL_APPEND2(self->by_silence, arrival, earlier, later);
}

/* What has come stays in the socket, for libmicrohttpd to read. `closed`: nothing more will come. */
static void look_at(struct accept_filter *self, struct arrival *arrival, bool closed)
{
    ssize_t size = recv(arrival->socket, self->header, sizeof self->header, MSG_PEEK | MSG_DONTWAIT);
    bool failed = size == 0 || (size < 0 && errno != EAGAIN && errno != EINTR);
    if (size == sizeof self->header || (size > 0 && is_complete(self->header, (size_t)size)))
        make_ready(self, arrival);
    else if (closed || failed || (size > 0 && !arrival->slow && !make_slow(self, arrival)))
        drop(self, arrival);
    else
        hear(self, arrival);
}

static struct arrival *hold(struct accept_filter *self, int socket, const struct sockaddr *address)
{
    struct client *client = clients_enter(self->clients, address);
    if (client == NULL)
        return NULL;
    struct arrival *arrival = calloc(1, sizeof *arrival);
    if (arrival == NULL) {
        clients_leave(self->clients, client);
        return NULL;
    }
    *arrival = (struct arrival){.client = client, .socket = socket, .came = self->now, .heard = self->now};
    DL_APPEND(self->by_arrival, arrival);
    DL_APPEND2(self->by_silence, arrival, earlier, later);
    atomic_fetch_add(self->options.held, 1);
    return arrival;
}

static void take(struct accept_filter *self, int socket, const struct sockaddr *address)
{
    if (atomic_load(self->options.held) >= self->options.held_max && self->by_arrival != NULL)
        drop(self, self->by_arrival);
    struct arrival *arrival = hold(self, socket, address);
    if (arrival == NULL)
        close(socket);
    else if (!watch(self->fresh, arrival))
        drop(self, arrival);
}

/* Without a descriptor for it a connection would wait, and wake this thread, for ever. */
static void make_room(struct accept_filter *self)
{
    if (self->by_arrival != NULL)
        drop(self, self->by_arrival);
    else
        poll(NULL, 0, PAUSE_MILLISECONDS);
}

static void accept_some(struct accept_filter *self)
{
    for (unsigned i = 0; i < TURN; i++) {
        union client_address address;
        socklen_t size = sizeof address;
        int socket = accept4(self->options.listener, &address.any, &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (socket >= 0)
            take(self, socket, &address.any);
        else if (errno == EAGAIN)
            return;
        else if (errno != ECONNABORTED && errno != EINTR)
            make_room(self);
    }
}

/* False: there may be more of them. */
static bool end_overdue(struct accept_filter *self)
{
    long long silent = self->now - 1000LL * self->options.silence_seconds;
    long long late = self->now - 1000LL * self->options.header_seconds;
    for (unsigned i = 0; i < TURN; i++) {
        if (self->by_silence != NULL && self->by_silence->heard < silent)
            drop(self, self->by_silence);
        else if (self->by_arrival != NULL && self->by_arrival->came < late)
            drop(self, self->by_arrival);
        else
            return true;
    }
    return false;
}

static void look_at_slow(struct accept_filter *self)
{
    struct epoll_event events[TURN];
    int count = epoll_wait(self->slow, events, TURN, 0);
    for (int i = 0; i < count; i++)
        look_at(self, events[i].data.ptr, (events[i].events & ~(unsigned)EPOLLIN) != 0);
}

/* Those who have come are looked at before others are let in or ended, because of whom they may have to go.
 */
static void take_turn(struct accept_filter *self, const struct epoll_event *events, int count)
{
    bool accepting = false, slow = false;
    for (int i = 0; i < count; i++) {
        if (events[i].data.ptr == &self->options.listener)
            accepting = true;
        else if (events[i].data.ptr == &self->slow)
            slow = true;
        else if (events[i].data.ptr != &self->end)
            look_at(self, events[i].data.ptr, (events[i].events & ~(unsigned)EPOLLIN) != 0);
    }
    if (slow)
        look_at_slow(self);
    if (accepting)
        accept_some(self);
}

/* Closed here, lest the thread accept from what another has closed. One that was handed over stays open where
 * it came from, and who comes from now on waits there. */
static void end_accepting(struct accept_filter *self)
{
    epoll_ctl(self->fresh, EPOLL_CTL_DEL, self->end, NULL);
    epoll_ctl(self->fresh, EPOLL_CTL_DEL, self->options.listener, NULL);
    close(self->options.listener);
    self->options.listener = -1;
}

static bool is_over(struct accept_filter *self)
{
    if (!atomic_load(&self->ending))
        return false;
    if (self->options.listener >= 0)
        end_accepting(self);
    return self->by_arrival == NULL || self->now - self->by_arrival->prev->came >= LAST_MILLISECONDS;
}

static int timeout(const struct accept_filter *self)
{
    if (self->ready != NULL)
        return RETRY_MILLISECONDS;
    if (self->options.listener < 0)
        return LAST_TICK_MILLISECONDS;
    return self->by_arrival == NULL ? -1 : TICK_MILLISECONDS;
}

static void *run(void *argument)
{
    struct accept_filter *self = argument;
    bool all_ended = true;
    while (!is_over(self)) {
        struct epoll_event events[TURN];
        int count = epoll_wait(self->fresh, events, TURN, all_ended ? timeout(self) : 0);
        self->now = read_clock();
        pass_ready(self);
        take_turn(self, events, count);
        all_ended = end_overdue(self);
    }
    return NULL;
}

/* Its own descriptors, as what wakes it. */
static bool watch_own(struct accept_filter *self)
{
    int *own[] = {&self->options.listener, &self->slow, &self->end};
    for (size_t i = 0; i < sizeof own / sizeof own[0]; i++) {
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = own[i]};
        if (epoll_ctl(self->fresh, EPOLL_CTL_ADD, *own[i], &event) != 0)
            return false;
    }
    return true;
}

static bool open_sets(struct accept_filter *self)
{
    self->fresh = epoll_create1(EPOLL_CLOEXEC);
    self->slow = epoll_create1(EPOLL_CLOEXEC);
    self->end = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    return self->fresh >= 0 && self->slow >= 0 && self->end >= 0 && watch_own(self);
}

static void close_sets(struct accept_filter *self)
{
    const int own[] = {self->fresh, self->slow, self->end};
    for (size_t i = 0; i < sizeof own / sizeof own[0]; i++)
        if (own[i] >= 0)
            close(own[i]);
}

static void destroy(struct accept_filter *self)
{
    while (self->by_arrival != NULL)
        drop(self, self->by_arrival);
    close_sets(self);
    clients_free(self->clients);
    free(self);
}

enum lawmap_status accept_filter_start(const struct accept_filter_options *options,
                                       struct accept_filter **out, struct lawmap_error *error)
{
    *out = NULL;
    struct accept_filter *self = calloc(1, sizeof *self);
    if (self == NULL || (self->clients = clients_new(options->share_max)) == NULL) {
        free(self);
        return lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory");
    }
    self->options = *options;
    int reason = open_sets(self) ? pthread_create(&self->thread, NULL, run, self) : errno;
    if (reason != 0) {
        destroy(self);
        return lawmap_fail(error, LAWMAP_IO, "connections cannot be waited for: %s", strerror(reason));
    }
    *out = self;
    return LAWMAP_OK;
}

void accept_filter_stop(struct accept_filter *self)
{
    const uint64_t one = 1;
    if (self == NULL)
        return;
    atomic_store(&self->ending, true);
    if (write(self->end, &one, sizeof one) == sizeof one)
        pthread_join(self->thread, NULL);
    destroy(self);
}
