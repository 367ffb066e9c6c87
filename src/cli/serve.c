#include "commands.h"
#include "confinement.h"
#include "service_log.h"
#include "site.h"
#include "sources.h"
#include "watch.h"

#include <errno.h>
#include <lawmap/http.h>
#include <lawmap/process.h>
#include <malloc.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <unistd.h>

enum { ADDRESS_SIZE = 64, THREADS_MAX = 256, TIMEOUT_MAX = 3600, MAPPED_APART_MIN = 128 << 10 };

struct service {
    struct service_log log;
    struct sources sources;
};

static void log_line(void *context, enum severity severity, const char *line)
{
    const struct service *service = context;
    service_log_write(&service->log, severity, line);
}

static enum lawmap_status confine(void *context, struct lawmap_error *error)
{
    const struct service *service = context;
    return confinement_begin(&service->sources, error);
}

/* A whole number without sign, at most `limit`. */
static bool parse_number(const char *text, unsigned long limit, unsigned long *out)
{
    if (*text == '\0' || strspn(text, "0123456789") != strlen(text))
        return false;
    *out = strtoul(text, NULL, 10);
    return *out <= limit;
}

/* "127.0.0.1:8080" or "[::1]:8080". */
static bool parse_listen(const char *text, char address[ADDRESS_SIZE], uint16_t *port)
{
    const char *colon = strrchr(text, ':');
    unsigned long number;
    if (colon == NULL || !parse_number(colon + 1, UINT16_MAX, &number))
        return false;
    bool bracketed = text[0] == '[' && colon > text + 1 && colon[-1] == ']';
    const char *start = bracketed ? text + 1 : text;
    size_t size = (size_t)(colon - start) - (bracketed ? 1 : 0);
    if (size == 0 || size >= ADDRESS_SIZE || (!bracketed && memchr(start, ':', size) != NULL))
        return false;
    memcpy(address, start, size);
    address[size] = '\0';
    *port = (uint16_t)number;
    return true;
}

/* True when nobody on another machine can connect. */
static bool is_local(const struct server_options *options)
{
    return options->socket <= 0 &&
           (strncmp(options->address, "127.", 4) == 0 || strcmp(options->address, "[::1]") == 0 ||
            strcmp(options->address, "::1") == 0);
}

static bool is_correction_url(const char *text)
{
    return text == NULL || strncmp(text, "https://", 8) == 0 || strncmp(text, "http://", 7) == 0 ||
           strncmp(text, "mailto:", 7) == 0;
}

/* A "*", or origins such as "https://example.org:8443", whose first label may be a "*", with blanks between;
 * nothing that could begin another directive of the policy that it becomes part of. */
static bool are_origins(const char *text)
{
    static const char host[] = "abcdefghijklmnopqrstuvwxyz0123456789.-*:[]";
    if (text == NULL || strcmp(text, "*") == 0)
        return true;
    do {
        text += strspn(text, " ");
        size_t scheme = strncmp(text, "https://", 8) == 0 ? 8 : strncmp(text, "http://", 7) == 0 ? 7 : 0;
        size_t size = scheme == 0 ? 0 : strspn(text + scheme, host);
        if (size == 0)
            return false;
        text += scheme + size;
    } while (*text == ' ');
    return *text == '\0';
}

static bool parse_options(const struct arguments *arguments, char address[ADDRESS_SIZE],
                          struct service_log *log, struct server_options *out)
{
    const char *listen = arguments->values[OPTION_LISTEN], *threads = arguments->values[OPTION_THREADS];
    const char *format = arguments->values[OPTION_LOG_FORMAT];
    const char *timeout = arguments->values[OPTION_TIMEOUT];
    unsigned long count = 0, seconds = 0;
    if (!parse_listen(listen == NULL ? "127.0.0.1:8080" : listen, address, &out->port)) {
        fprintf(stderr,
                "lawmap serve: --listen “%s” is not ADDR:PORT, such as 127.0.0.1:8080 or [::1]:8080\n",
                listen);
        return false;
    }
    if (threads != NULL && (!parse_number(threads, THREADS_MAX, &count) || count == 0)) {
        fprintf(stderr, "lawmap serve: --threads “%s” is not a number from 1 to %d\n", threads, THREADS_MAX);
        return false;
    }
    if (timeout != NULL && (!parse_number(timeout, TIMEOUT_MAX, &seconds) || seconds == 0)) {
        fprintf(stderr, "lawmap serve: --timeout “%s” is not a number of seconds from 1 to %d\n", timeout,
                TIMEOUT_MAX);
        return false;
    }
    if (!is_correction_url(arguments->values[OPTION_CORRECTION_URL])) {
        fprintf(stderr,
                "lawmap serve: --correction-url “%s” does not begin with https://, http:// or mailto:\n",
                arguments->values[OPTION_CORRECTION_URL]);
        return false;
    }
    out->correction_url = arguments->values[OPTION_CORRECTION_URL];
    if (!are_origins(arguments->values[OPTION_FRAME_ANCESTORS])) {
        fprintf(stderr,
                "lawmap serve: --frame-ancestors “%s” is neither * nor origins such as https://example.org "
                "with blanks between\n",
                arguments->values[OPTION_FRAME_ANCESTORS]);
        return false;
    }
    out->frame_ancestors = arguments->values[OPTION_FRAME_ANCESTORS];
    if (!site_parse(arguments, &out->site))
        return false;
    if (!service_log_open(format, log)) {
        fprintf(stderr, "lawmap serve: --log-format “%s” is not text or json\n", format);
        return false;
    }
    out->address = address;
    out->threads = (unsigned)count;
    out->timeout = (unsigned)seconds;
    return true;
}

/* Each connection is an open file: as many as the system lets this process have. */
static void raise_file_limit(void)
{
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
        files.rlim_cur = files.rlim_max;
        setrlimit(RLIMIT_NOFILE, &files);
    }
}

/* glibc gives each thread a heap of its own, whose gaps the others cannot use, and moves what it maps apart
 * to the heap once something large has been freed. Small blocks come from each thread's own cache all the
 * same. */
static void keep_memory_together(void)
{
    mallopt(M_ARENA_MAX, 1);
    mallopt(M_MMAP_THRESHOLD, MAPPED_APART_MIN);
    mallopt(M_TRIM_THRESHOLD, MAPPED_APART_MIN);
}

/* The threads of the server inherit the mask, so that the signals wait for take_signal(). */
static void block_signals(sigset_t *out)
{
    sigemptyset(out);
    sigaddset(out, SIGHUP);
    sigaddset(out, SIGINT);
    sigaddset(out, SIGTERM);
    pthread_sigmask(SIG_BLOCK, out, NULL);
    signal(SIGPIPE, SIG_IGN);
}

static void tell(int notice, const char *state, const char *url, const char *trouble)
{
    char text[sizeof((struct lawmap_error *)NULL)->text + 160];
    snprintf(text, sizeof text, "%s\nSTATUS=serving %s%s%s", state, url,
             trouble == NULL ? "" : " with the data of before: ", trouble == NULL ? "" : trouble);
    process_notify(notice, text);
}

/* The server logs how it went. */
static void reload(struct server *server, int notice)
{
    struct lawmap_error error = {0};
    process_notify(notice, "RELOADING=1");
    enum lawmap_status status = server_reload(server, &error);
    tell(notice, "READY=1", server_url(server), status == LAWMAP_OK ? NULL : error.text);
}

/* True when a signal tells to end. */
static bool take_signal(struct server *server, int notice, int signals)
{
    struct signalfd_siginfo caught;
    if (read(signals, &caught, sizeof caught) != sizeof caught)
        return false;
    if (caught.ssi_signo != SIGHUP)
        return true;
    reload(server, notice);
    return false;
}

/* `watch` may be NULL. */
static void wait_for_end(struct server *server, int notice, int signals, struct watch *watch)
{
    struct pollfd events[] = {
        {.fd = signals, .events = POLLIN},
        {.fd = watch == NULL ? -1 : watch_descriptor(watch), .events = POLLIN},
    };
    while (poll(events, 2, watch == NULL ? -1 : watch_timeout(watch)) >= 0 || errno == EINTR) {
        if (take_signal(server, notice, signals))
            return;
        if (watch != NULL && watch_is_due(watch))
            reload(server, notice);
    }
}

static enum lawmap_status open_signals(const sigset_t *signals, int *out, struct lawmap_error *error)
{
    *out = signalfd(-1, signals, SFD_NONBLOCK | SFD_CLOEXEC);
    if (*out >= 0)
        return LAWMAP_OK;
    return lawmap_fail(error, LAWMAP_IO, "signals cannot be waited for: %s", strerror(errno));
}

static void complain(const struct service_log *log, const struct lawmap_error *error)
{
    char line[sizeof error->text + 32];
    snprintf(line, sizeof line, "lawmap serve: %s", error->text);
    service_log_write(log, SEVERITY_ERROR, line);
}

int command_serve(const struct arguments *arguments)
{
    char address[ADDRESS_SIZE];
    struct service service = {0};
    struct server_options options = {.log = log_line, .loaded = confine, .context = &service};
    struct server *server = NULL;
    struct watch *watch = NULL;
    struct lawmap_error error = {0};
    sigset_t signals;
    int signals_descriptor = -1, notice = process_open_notice(), exit_status = EXIT_FAILURE;
    if (!parse_options(arguments, address, &service.log, &options))
        return EXIT_USAGE;
    keep_memory_together();
    block_signals(&signals);
    raise_file_limit();
    if (open_signals(&signals, &signals_descriptor, &error) != LAWMAP_OK ||
        process_take_socket(&options.socket, &error) != LAWMAP_OK ||
        sources_find(arguments, &service.sources, &error) != LAWMAP_OK ||
        confinement_take_account(arguments->values[OPTION_USER], is_local(&options), &error) != LAWMAP_OK)
        goto cleanup;
    options.data_dir = service.sources.data_dir;
    options.atlas = service.sources.atlas;
    options.watched = arguments->values[OPTION_WATCH] != NULL;
    /* Before the data are loaded: what changes from then on is not missed. */
    if (options.watched && watch_open(service.sources.data_dir, &watch, &error) != LAWMAP_OK)
        goto cleanup;
    if (server_start(&options, &server, &error) != LAWMAP_OK)
        goto cleanup;
    printf("listening on %s\n", server_url(server));
    fflush(stdout);
    clearerr(stdout); /* a server is none the worse if nobody hears its address */
    tell(notice, "READY=1", server_url(server), NULL);
    wait_for_end(server, notice, signals_descriptor, watch);
    process_notify(notice, "STOPPING=1");
    exit_status = EXIT_SUCCESS;
cleanup:
    if (exit_status != EXIT_SUCCESS)
        complain(&service.log, &error);
    server_stop(server);
    watch_close(watch);
    sources_free(&service.sources);
    if (signals_descriptor >= 0)
        close(signals_descriptor);
    if (notice >= 0)
        close(notice);
    return exit_status;
}
