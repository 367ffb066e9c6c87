#include "http/protocol/accept_filter.h"
#include "http/protocol/connections.h"
#include "http/protocol/dispatch.h"
#include "http/protocol/listener.h"

#include <errno.h>
#include <lawmap/http.h>
#include <malloc.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
    TIMEOUT_SECONDS = 15,        /* by default; then a silent connection is closed */
    CONNECTION_MEMORY = 8 << 10, /* bytes for the header of a request and of its response */
    CONNECTIONS_MAX = 16384,     /* or as many as files may be open; of these libmicrohttpd has ... */
    SERVED_MAX = 4096,           /* or half, those that have sent a request; the others are held back */
    CLIENT_SHARE = 4,      /* of those that are held and of those that are served, a client may have 1/4 */
    COMFORTABLE_SHARE = 2, /* from 1/2 of those served, one that waits ends for each that comes */
    LIMIT_FACTOR = 2,
    DESCRIPTORS_KEPT = 64, /* for everything else than connections */
    DRAIN_SECONDS_MAX = 10,
    DRAIN_POLL_NANOSECONDS = 2 * 1000 * 1000,
};

struct server {
    struct server_options options; /* strings are the server's own */
    char *strings[16];
    struct MHD_Daemon *daemon;
    struct listener listener;
    struct connections *connections;
    struct accept_filter *filter;
    pthread_mutex_t mutex; /* guards `snapshot`, the pointer */
    struct snapshot *snapshot;
    atomic_uint requests; /* under way, from the header on */
    atomic_bool stopping;
    struct metrics metrics;
};

static struct snapshot *keep_snapshot(struct server *server)
{
    pthread_mutex_lock(&server->mutex);
    struct snapshot *snapshot = server->snapshot;
    shared_keep(&snapshot->shared);
    pthread_mutex_unlock(&server->mutex);
    return snapshot;
}

static void swap_snapshot(struct server *server, struct snapshot *fresh)
{
    pthread_mutex_lock(&server->mutex);
    struct snapshot *old = server->snapshot;
    server->snapshot = fresh;
    pthread_mutex_unlock(&server->mutex);
    snapshot_release(old);
}

static struct connection *connection_of(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info == NULL ? NULL : info->socket_context;
}

static void notice_connection(void *self, struct MHD_Connection *connection, void **context,
                              enum MHD_ConnectionNotificationCode what)
{
    struct server *server = self;
    if (what == MHD_CONNECTION_NOTIFY_CLOSED) {
        atomic_fetch_sub(&server->metrics.connections, 1);
        if (connection_take_first(*context))
            atomic_fetch_sub(&server->requests, 1);
        connections_remove(server->connections, *context);
        return;
    }
    atomic_fetch_add(&server->metrics.connections, 1);
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    *context = info == NULL ? NULL : connections_add(server->connections, info->connect_fd);
    if (*context == NULL)
        atomic_fetch_sub(&server->requests, 1);
}

static void count_snapshot(struct metrics *metrics, struct snapshot *fresh)
{
    fresh->alive = &metrics->snapshots;
    atomic_fetch_add(&metrics->snapshots, 1);
    atomic_store(&metrics->loaded, (long long)time(NULL));
}

/* libmicrohttpd calls this twice for a request without a body, and keeps the connection open for the next
 * request only if the answer comes in the second call: one whose end is in doubt is the connection's last.
 * `*context` is what begin_request() returned. */
static enum MHD_Result take_request(void *self, struct MHD_Connection *connection, const char *url,
                                    const char *method, const char *version, const char *upload,
                                    size_t *upload_size, void **context)
{
    (void)url, (void)upload, (void)upload_size;
    struct server *server = self;
    struct incoming *incoming = *context;
    if (incoming == NULL)
        return MHD_NO;
    if (!incoming->announced) {
        incoming->announced = true;
        if (!connection_take_first(connection_of(connection)))
            atomic_fetch_add(&server->requests, 1);
        connection_end_waiting(connection_of(connection));
        fields_read(connection, method, version, &incoming->fields);
        if (incoming->fields.fault == FIELDS_SOUND && !fields_announce_body(&incoming->fields))
            return MHD_YES;
    }
    struct snapshot *snapshot = keep_snapshot(server);
    enum MHD_Result result = dispatch(connection, incoming, method, version, snapshot, &server->metrics,
                                      atomic_load(&server->stopping));
    snapshot_release(snapshot);
    return result;
}

/* The target as it came, before libmicrohttpd decodes it leniently. */
static void *begin_request(void *self, const char *target, struct MHD_Connection *connection)
{
    (void)self, (void)connection;
    return incoming_new(target == NULL ? "" : target);
}

static void end_request(void *self, struct MHD_Connection *connection, void **context,
                        enum MHD_RequestTerminationCode how)
{
    (void)how;
    struct server *server = self;
    struct incoming *incoming = *context;
    if (incoming != NULL && incoming->announced)
        atomic_fetch_sub(&server->requests, 1);
    free(incoming);
    *context = NULL;
    connection_begin_waiting(connection_of(connection));
}

static unsigned thread_count(const struct server_options *options)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    if (options->threads > 0)
        return options->threads;
    return processors > 0 ? (unsigned)processors : 1;
}

/* A thread waits with two files; a reload opens some. */
static unsigned connection_limit(unsigned threads)
{
    rlim_t kept = DESCRIPTORS_KEPT + 2 * (rlim_t)threads;
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) != 0 || files.rlim_cur >= CONNECTIONS_MAX + kept)
        return CONNECTIONS_MAX;
    return files.rlim_cur > 2 * kept ? (unsigned)(files.rlim_cur - kept) : (unsigned)kept;
}

static unsigned timeout(const struct server_options *options)
{
    return options->timeout > 0 ? options->timeout : TIMEOUT_SECONDS;
}

/* A quarter of `connections`, but one at least. */
static unsigned share_of(unsigned connections)
{
    return connections < CLIENT_SHARE ? 1 : connections / CLIENT_SHARE;
}

/* Each thread could take all connections, and more: it must never find itself at its limit (connections.h).
 */
static enum lawmap_status start_daemon(struct server *server, unsigned threads, unsigned served,
                                       struct lawmap_error *error)
{
    struct MHD_OptionItem pool[] = {
        {threads > 1 ? MHD_OPTION_THREAD_POOL_SIZE : MHD_OPTION_END, (intptr_t)threads, NULL},
        {MHD_OPTION_END, 0, NULL},
    };
    server->daemon = MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_NO_LISTEN_SOCKET, 0, NULL, NULL, take_request, server,
        MHD_OPTION_CONNECTION_LIMIT, LIMIT_FACTOR * threads * served, MHD_OPTION_PER_IP_CONNECTION_LIMIT,
        share_of(served), MHD_OPTION_CONNECTION_TIMEOUT, timeout(&server->options),
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY, MHD_OPTION_URI_LOG_CALLBACK,
        begin_request, server, MHD_OPTION_NOTIFY_COMPLETED, end_request, server, MHD_OPTION_NOTIFY_CONNECTION,
        notice_connection, server, MHD_OPTION_ARRAY, pool, MHD_OPTION_END);
    if (server->daemon != NULL)
        return LAWMAP_OK;
    return lawmap_fail(error, LAWMAP_IO, "the HTTP server cannot be started with %u threads: %s", threads,
                       strerror(errno));
}

/* libmicrohttpd closes the socket when it does not take it. */
static bool pass_connection(void *self, int socket, const struct sockaddr *client, socklen_t size)
{
    struct server *server = self;
    if (!connections_expect(server->connections))
        return false;
    atomic_fetch_add(&server->requests, 1);
    if (MHD_add_connection(server->daemon, socket, client, size) != MHD_YES) {
        atomic_fetch_sub(&server->requests, 1);
        connections_expect_no_more(server->connections);
    }
    return true;
}

static enum lawmap_status start_filter(struct server *server, unsigned connections,
                                       struct lawmap_error *error)
{
    const struct accept_filter_options options = {
        .listener = server->listener.socket,
        .silence_seconds = timeout(&server->options),
        .header_seconds = 2 * timeout(&server->options),
        .held_max = connections,
        .share_max = share_of(connections),
        .held = &server->metrics.held_connections,
        .pass = pass_connection,
        .context = server,
    };
    enum lawmap_status status = accept_filter_start(&options, &server->filter, error);
    if (status == LAWMAP_OK)
        server->listener.socket = -1; /* the filter's now */
    return status;
}

static enum lawmap_status start_answering(struct server *server, struct lawmap_error *error)
{
    unsigned threads = thread_count(&server->options), connections = connection_limit(threads);
    unsigned served = connections / 2 < SERVED_MAX ? connections / 2 : SERVED_MAX;
    const struct connections_options options = {
        .header_seconds = 2 * timeout(&server->options),
        .comfortable = served / COMFORTABLE_SHARE,
        .most = served,
    };
    enum lawmap_status status = connections_watch(&options, &server->connections, error);
    if (status == LAWMAP_OK)
        status = start_daemon(server, threads, served, error);
    if (status == LAWMAP_OK)
        status = start_filter(server, connections - served, error);
    return status;
}

/* The options' strings outlive the caller's. */
static bool copy_options(struct server *server, const struct server_options *options)
{
    const char **texts[] = {
        &server->options.address,
        &server->options.data_dir,
        &server->options.correction_url,
        &server->options.frame_ancestors,
        &server->options.atlas.dir,
        &server->options.atlas.code_field,
        &server->options.atlas.parent_field,
        &server->options.atlas.name_field,
        &server->options.site.public_url,
        &server->options.site.security_contact,
    };
    _Static_assert(sizeof texts / sizeof texts[0] <= sizeof server->strings / sizeof server->strings[0],
                   "room");
    server->options = *options;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        if (*texts[i] == NULL)
            continue;
        server->strings[i] = strdup(*texts[i]);
        if (server->strings[i] == NULL)
            return false;
        *texts[i] = server->strings[i];
    }
    return true;
}

static void server_free(struct server *server)
{
    accept_filter_stop(server->filter);
    if (server->daemon != NULL)
        MHD_stop_daemon(server->daemon);
    listener_close(&server->listener);
    connections_free(server->connections);
    snapshot_release(server->snapshot);
    for (size_t i = 0; i < sizeof server->strings / sizeof server->strings[0]; i++)
        free(server->strings[i]);
    pthread_mutex_destroy(&server->mutex);
    free(server);
}

/* After a reset of the clock the law of a day long gone would be shown as today's. */
static void log_wrong_clock(const struct server *server)
{
    const struct dataset *dataset = law_dataset(server->snapshot->law);
    char line[256], today[DATE_TEXT_SIZE], newest[DATE_TEXT_SIZE];
    if (date_compare(date_today(), dataset->date) >= 0)
        return;
    snprintf(line, sizeof line,
             "the clock says %s, the data are of %s: until the clock is set, the law of that day is shown as "
             "today's",
             date_format(date_today(), today), date_format(dataset->date, newest));
    server->options.log(server->options.context, SEVERITY_ERROR, line);
}

enum lawmap_status server_start(const struct server_options *options, struct server **out,
                                struct lawmap_error *error)
{
    *out = NULL;
    struct server *server = calloc(1, sizeof *server);
    if (server == NULL)
        return lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory");
    server->listener.socket = options->socket > 0 ? options->socket : -1;
    pthread_mutex_init(&server->mutex, NULL);
    struct fault_list faults = {0};
    enum lawmap_status status = LAWMAP_OK;
    if (!copy_options(server, options))
        status = lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory");
    if (status == LAWMAP_OK)
        status = snapshot_load(&server->options, NULL, &server->snapshot, &faults, error);
    fault_list_free(&faults);
    if (status == LAWMAP_OK) {
        count_snapshot(&server->metrics, server->snapshot);
        log_wrong_clock(server);
    }
    if (status == LAWMAP_OK)
        status = options->socket > 0
                     ? listener_take(options->socket, &server->listener, error)
                     : listener_open(server->options.address, server->options.port, &server->listener, error);
    if (status == LAWMAP_OK && options->loaded != NULL)
        status = options->loaded(options->context, error);
    if (status == LAWMAP_OK)
        status = start_answering(server, error);
    if (status != LAWMAP_OK) {
        server_free(server);
        return status;
    }
    *out = server;
    return LAWMAP_OK;
}

const char *server_url(const struct server *server)
{
    return server->listener.url;
}

static double milliseconds_since(const struct timespec *start)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - start->tv_sec) * 1e3 + (double)(now.tv_nsec - start->tv_nsec) / 1e6;
}

static void log_reload(const struct server *server, const struct snapshot *fresh, bool same_geometry,
                       const struct timespec *start)
{
    char line[256], version[HASH_TEXT_SIZE];
    snprintf(line, sizeof line, "reloaded: %zu jurisdictions, data version %s; boundaries %s; %.1f ms",
             law_jurisdiction_count(fresh->law), hash_format(law_fingerprint(fresh->law), version),
             same_geometry ? "unchanged, kept" : "loaded", milliseconds_since(start));
    server->options.log(server->options.context, SEVERITY_NOTICE, line);
}

enum lawmap_status server_reload(struct server *server, struct lawmap_error *error)
{
    struct timespec start;
    struct snapshot *fresh;
    struct fault_list faults = {0};
    struct lawmap_error why = {0};
    clock_gettime(CLOCK_MONOTONIC, &start);
    enum lawmap_status status = snapshot_load(&server->options, server->snapshot, &fresh, &faults, &why);
    if (status != LAWMAP_OK && server->options.watched)
        refusal_set(&server->snapshot->refusal, server->options.data_dir, &faults, why.text);
    fault_list_free(&faults);
    if (status != LAWMAP_OK) {
        atomic_fetch_add(&server->metrics.failed_reloads, 1);
        char line[sizeof why.text + 64];
        snprintf(line, sizeof line, "not reloaded, the old data stay: %s", why.text);
        server->options.log(server->options.context, SEVERITY_ERROR, line);
        return lawmap_fail(error, status, "%s", why.text);
    }
    atomic_fetch_add(&server->metrics.reloads, 1);
    count_snapshot(&server->metrics, fresh);
    bool same_geometry = fresh->geometry == server->snapshot->geometry;
    swap_snapshot(server, fresh);
    malloc_trim(0); /* what loading took, and the old snapshot, goes back to the system */
    log_reload(server, fresh, same_geometry, &start); /* who reads it finds the new data served */
    log_wrong_clock(server);
    return LAWMAP_OK;
}

static void drain(struct server *server)
{
    const struct timespec pause = {0, DRAIN_POLL_NANOSECONDS};
    struct timespec start;
    clock_gettime(CLOCK_MONOTONIC, &start);
    while (atomic_load(&server->requests) > 0 && milliseconds_since(&start) < DRAIN_SECONDS_MAX * 1e3)
        nanosleep(&pause, NULL);
}

void server_stop(struct server *server)
{
    if (server == NULL)
        return;
    atomic_store(&server->stopping, true);
    accept_filter_stop(server->filter);
    server->filter = NULL;
    drain(server);
    server_free(server);
}
