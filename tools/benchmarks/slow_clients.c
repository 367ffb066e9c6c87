/* slow_clients PORT COUNT: keeps COUNT connections to a server on this machine open, from twenty addresses.
 * Half of them are silent; the others send the header of a request, a byte a second each, spread over the
 * second. Who is thrown out comes again. Says "ready" when all are there; ends with its input, and then
 * prints which share of those bytes it has sent. Once they are there it takes the processor only when nobody
 * else wants it (SCHED_IDLE): such clients are on other machines and leave the server's processor to the
 * server. */
#include <arpa/inet.h>
#include <poll.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { ADDRESSES = 20, STEP_MILLISECONDS = 5, STEPS = 1000 / STEP_MILLISECONDS };

static int connect_from(unsigned number, uint16_t port)
{
    static const char beginning[] = "GET /healthz HTTP/1.1\r\nHost: x\r\nX: ";
    struct sockaddr_in own = {.sin_family = AF_INET},
                       server = {.sin_family = AF_INET, .sin_port = htons(port)};
    own.sin_addr.s_addr = htonl(0x7F000101 + number % ADDRESSES); /* 127.0.1.1 and on */
    server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int connection = socket(AF_INET, SOCK_STREAM, 0);
    if (connection < 0 || bind(connection, (const struct sockaddr *)&own, sizeof own) != 0 ||
        connect(connection, (const struct sockaddr *)&server, sizeof server) != 0) {
        perror("slow_clients");
        exit(EXIT_FAILURE);
    }
    if (number % 2 == 1 && send(connection, beginning, strlen(beginning), MSG_NOSIGNAL) < 0)
        perror("slow_clients");
    return connection;
}

/* Has the server ended it? */
static int has_ended(int connection, unsigned number)
{
    char byte = 'y';
    if (number % 2 == 1)
        return send(connection, &byte, 1, MSG_NOSIGNAL | MSG_DONTWAIT) != 1;
    return recv(connection, &byte, 1, MSG_DONTWAIT) == 0;
}

static void take_step(int *connections, unsigned count, unsigned step, uint16_t port)
{
    for (unsigned i = step; i < count; i += STEPS) {
        if (!has_ended(connections[i], i))
            continue;
        close(connections[i]);
        connections[i] = connect_from(i, port);
    }
}

static void yield_to_all(void)
{
    const struct sched_param none = {0};
    if (sched_setscheduler(0, SCHED_IDLE, &none) != 0)
        perror("slow_clients");
}

static double seconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* Until the next step is due. */
static int wait_milliseconds(double begin, unsigned long steps)
{
    double milliseconds = 1000 * (begin - seconds_now()) + (double)(steps + 1) * STEP_MILLISECONDS;
    return milliseconds > 0 ? (int)milliseconds : 0;
}

static void allow_files(void)
{
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
}

int main(int argc, char **argv)
{
    if (argc != 3)
        return EXIT_FAILURE;
    uint16_t port = (uint16_t)atoi(argv[1]);
    unsigned count = (unsigned)atoi(argv[2]);
    int *connections = calloc(count, sizeof *connections);
    if (connections == NULL)
        return EXIT_FAILURE;
    allow_files();
    for (unsigned i = 0; i < count; i++)
        connections[i] = connect_from(i, port);
    yield_to_all();
    puts("ready");
    fflush(stdout);
    struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
    double begin = seconds_now();
    unsigned long steps = 0;
    for (; poll(&input, 1, wait_milliseconds(begin, steps)) == 0; steps++)
        take_step(connections, count, (unsigned)(steps % STEPS), port);
    printf("%.3f\n", (double)steps / ((seconds_now() - begin) * STEPS));
    free(connections);
    return EXIT_SUCCESS;
}
