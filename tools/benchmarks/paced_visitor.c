/* paced_visitor PORT PATH RATE SECONDS kept|new: asks a server on this machine for PATH, RATE times a second
 * on average whether or not it is slow, on one connection or on a new one each time. The times between them
 * differ, lest they keep step with what else happens at a pace; they are the same in each run. Prints the
 * median and the 99th percentile of the time from when a request was due to the end of its answer, in
 * microseconds, and the number of requests. */
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { ANSWER_MAX = 1 << 20 };

struct visitor {
    uint16_t port;
    int connection; /* -1: none */
    char request[512];
    char answer[ANSWER_MAX];
};

static _Noreturn void fail(const char *what)
{
    fprintf(stderr, "paced_visitor: %s\n", what);
    exit(EXIT_FAILURE);
}

static int connect_to(uint16_t port)
{
    struct sockaddr_in server = {.sin_family = AF_INET, .sin_port = htons(port)};
    server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int connection = socket(AF_INET, SOCK_STREAM, 0), on = 1;
    if (connection < 0 || connect(connection, (const struct sockaddr *)&server, sizeof server) != 0)
        fail("cannot connect");
    setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return connection;
}

/* The size of the whole answer; 0: its header has not come yet. */
static size_t answer_size(const char *text)
{
    const char *body = strstr(text, "\r\n\r\n"), *length = strcasestr(text, "\r\ncontent-length:");
    if (body == NULL)
        return 0;
    if (strncmp(text, "HTTP/1.1 200", 12) != 0 || length == NULL)
        fail("not answered with 200 and a length");
    return (size_t)(body + 4 - text) + strtoul(length + strlen("\r\ncontent-length:"), NULL, 10);
}

static void ask(struct visitor *self)
{
    if (self->connection < 0)
        self->connection = connect_to(self->port);
    if (send(self->connection, self->request, strlen(self->request), MSG_NOSIGNAL) < 0)
        fail("the connection has ended");
    for (size_t have = 0, need = 0; need == 0 || have < need;) {
        ssize_t more = recv(self->connection, self->answer + have, sizeof self->answer - 1 - have, 0);
        if (more <= 0)
            fail("the connection has ended");
        have += (size_t)more;
        self->answer[have] = '\0';
        if (need == 0)
            need = answer_size(self->answer);
    }
}

static double seconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static void sleep_until(double seconds)
{
    struct timespec until = {.tv_sec = (time_t)seconds};
    until.tv_nsec = (long)((seconds - (double)until.tv_sec) * 1e9);
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL);
}

static int compare(const void *a, const void *b)
{
    double one = *(const double *)a, other = *(const double *)b;
    return (one > other) - (one < other);
}

int main(int argc, char **argv)
{
    static struct visitor visitor = {.connection = -1};
    if (argc != 6)
        return EXIT_FAILURE;
    bool kept = strcmp(argv[5], "kept") == 0;
    double interval = 1 / atof(argv[3]);
    size_t count = (size_t)(atof(argv[3]) * atof(argv[4]));
    double *waited = calloc(count + 1, sizeof *waited);
    if (waited == NULL)
        return EXIT_FAILURE;
    visitor.port = (uint16_t)atoi(argv[1]);
    snprintf(visitor.request, sizeof visitor.request, "GET %s HTTP/1.1\r\nHost: x\r\n\r\n", argv[2]);
    prctl(PR_SET_TIMERSLACK, 1); /* nanosecond */
    double due = seconds_now();
    for (size_t i = 0; i < count; i++, due += interval * (0.5 + drand48())) {
        sleep_until(due);
        ask(&visitor);
        waited[i] = seconds_now() - due;
        if (!kept) {
            close(visitor.connection);
            visitor.connection = -1;
        }
    }
    qsort(waited, count, sizeof *waited, compare);
    printf("%.1f %.1f %zu\n", waited[count / 2] * 1e6, waited[count * 99 / 100] * 1e6, count);
    free(waited);
    return EXIT_SUCCESS;
}
