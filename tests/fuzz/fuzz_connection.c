/* What comes in on a connection, byte by byte as it is, through libmicrohttpd to the answers. A request whose
 * header is not, line by line, what RFC 9112 says is never answered as if it were: another program on the way
 * may see another request in it. */
#include "fuzz.h"

#include "http/protocol/dispatch.h"

#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static struct snapshot *snapshot;
static struct metrics metrics;
static struct MHD_Daemon *http;

static void say_nothing(void *context, enum severity severity, const char *line)
{
    (void)context, (void)severity, (void)line;
}

/* As the server does it. */
static enum MHD_Result take_request(void *self, struct MHD_Connection *connection, const char *url,
                                    const char *method, const char *version, const char *upload,
                                    size_t *upload_size, void **context)
{
    (void)self, (void)url, (void)upload, (void)upload_size;
    struct incoming *incoming = *context;
    if (incoming == NULL)
        return MHD_NO;
    if (!incoming->announced) {
        incoming->announced = true;
        fields_read(connection, method, version, &incoming->fields);
        if (incoming->fields.fault == FIELDS_SOUND && !fields_announce_body(&incoming->fields))
            return MHD_YES;
    }
    return dispatch(connection, incoming, method, version, snapshot, &metrics, false);
}

static void *begin_request(void *self, const char *target, struct MHD_Connection *connection)
{
    (void)self, (void)connection;
    return incoming_new(target == NULL ? "" : target);
}

static void end_request(void *self, struct MHD_Connection *connection, void **context,
                        enum MHD_RequestTerminationCode how)
{
    (void)self, (void)connection, (void)how;
    free(*context);
    *context = NULL;
}

int LLVMFuzzerInitialize(int *argument_count, char ***arguments)
{
    (void)argument_count, (void)arguments;
    static const struct server_options options = {
        .data_dir = FUZZ_SOURCE "/data", .atlas.dir = FUZZ_SOURCE "/shapefiles", .log = say_nothing};
    struct fault_list faults = {0};
    fuzz_require(snapshot_load(&options, NULL, &snapshot, &faults, NULL) == LAWMAP_OK, "a snapshot loads");
    http =
        MHD_start_daemon(MHD_USE_NO_LISTEN_SOCKET | MHD_NO_FLAG, 0, NULL, NULL, take_request, NULL,
                         MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)8 << 10, MHD_OPTION_URI_LOG_CALLBACK,
                         begin_request, NULL, MHD_OPTION_NOTIFY_COMPLETED, end_request, NULL, MHD_OPTION_END);
    fuzz_require(http != NULL, "libmicrohttpd starts");
    return 0;
}

/* Reads what has come so far; false: there will be no more. */
static bool receive(int socket, struct buffer *out)
{
    char bytes[16384];
    ssize_t size;
    while ((size = recv(socket, bytes, sizeof bytes, MSG_DONTWAIT)) > 0)
        buffer_append(out, bytes, (size_t)size);
    return size < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
}

static void talk(const uint8_t *data, size_t size, struct buffer *out)
{
    enum { TURNS_MAX = 64 };
    const struct sockaddr_in client = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int sockets[2];
    fuzz_require(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, sockets) == 0,
                 "there are sockets");
    fuzz_require(send(sockets[0], data, size, MSG_NOSIGNAL) == (ssize_t)size || size == 0, "all is sent");
    shutdown(sockets[0], SHUT_WR);
    fuzz_require(MHD_add_connection(http, sockets[1], (const struct sockaddr *)&client, sizeof client) ==
                     MHD_YES,
                 "a connection is taken");
    bool open = true;
    for (int turn = 0; open && turn < TURNS_MAX; turn++) {
        MHD_run(http);
        open = receive(sockets[0], out);
    }
    fuzz_require(!open, "a connection ends after the client has");
    close(sockets[0]);
    MHD_run(http);
}

static bool is_token(const char *text, size_t size)
{
    static const char others[] =
        "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    for (size_t i = 0; i < size; i++)
        if (text[i] == '\0' || strchr(others, text[i]) == NULL)
            return false;
    return size > 0;
}

/* RFC 9112, section 5, without folded lines; the line without its end. */
static bool is_field(const char *line, size_t size)
{
    const char *colon = memchr(line, ':', size);
    if (colon == NULL || !is_token(line, (size_t)(colon - line)))
        return false;
    for (const char *c = colon; c < line + size; c++)
        if (((unsigned char)*c < 0x20 && *c != '\t') || *c == 0x7F)
            return false;
    return true;
}

/* The size of the line and its end; 0: it has none. libmicrohttpd makes NULs of CR and LF, so that a NUL
 * before an LF cannot be told from a CR; as RFC 9110, section 5.5, allows, it is as good as a blank there. */
static size_t next_line(const char *text, size_t size, size_t *without_end)
{
    const char *end = memchr(text, '\n', size);
    if (end == NULL)
        return 0;
    *without_end = (size_t)(end - text);
    if (*without_end > 0 && (text[*without_end - 1] == '\r' || text[*without_end - 1] == '\0'))
        --*without_end;
    return (size_t)(end - text) + 1;
}

/* Is the first header whole, and every line of it a field? */
static bool is_sound(const char *text, size_t size)
{
    size_t line_size, step = next_line(text, size, &line_size);
    for (size_t at = step; step > 0; at += step) {
        step = next_line(text + at, size - at, &line_size);
        if (step > 0 && line_size == 0)
            return true;
        if (step == 0 || !is_field(text + at, line_size))
            return false;
    }
    return false;
}

/* Of the first answer that is not an interim one (RFC 9110, section 15.2); 0: there is none, -1: it is no
 * answer. */
static int status_of(const struct buffer *answers)
{
    static const char begin[] = "HTTP/1.", interim[] = "HTTP/1.1 100 Continue\r\n\r\n";
    const char *text = answers->data;
    size_t size = answers->size;
    if (size >= strlen(interim) && memcmp(text, interim, strlen(interim)) == 0) {
        text += strlen(interim);
        size -= strlen(interim);
    }
    if (size == 0)
        return 0;
    if (size < 16 || memcmp(text, begin, strlen(begin)) != 0)
        return -1;
    return (text[9] - '0') * 100 + (text[10] - '0') * 10 + text[11] - '0';
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum { INPUT_MAX = 32 << 10 }; /* what a socket takes at once */
    struct buffer answer = {0};
    if (size > INPUT_MAX)
        return 0;
    size_t blank = 0; /* lines that may come before a request (RFC 9112, section 2.2) */
    while (blank < size && (data[blank] == '\r' || data[blank] == '\n'))
        blank++;
    talk(data, size, &answer);
    int status = status_of(&answer);
    fuzz_require(status == 0 || (status >= 200 && status < 600), "what comes back is an answer");
    fuzz_require(status < 500 || status == 501 || status == 505, "what is refused is the client's doing");
    fuzz_require(status == 0 || status >= 400 || is_sound((const char *)data + blank, size - blank),
                 "what is not well formed is refused");
    buffer_free(&answer);
    return 0;
}
