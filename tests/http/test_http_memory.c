/* Allocations of a running server are made to fail, libxml2's among them, while it answers and
 * while it loads. Whatever fails, the client gets an answer or the end of its connection, and the next
 * request is answered. */
#include "allocations.h"
#include "sandbox.h"

#include <lawmap/http.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { RECEIVED_MAX = 16 << 20, DENSE = 40, BETWEEN = 40 };

static struct sandbox sandbox; /* few data, so that there are not millions of allocations to refuse */

static struct server *server;
static uint16_t port;
static char *received;

static void keep_silent(void *context, enum severity severity, const char *line)
{
    (void)context, (void)severity, (void)line;
}

static int start(void **state)
{
    (void)state;
    char shapefiles[4096];
    sandbox_new_zealand(&sandbox);
    snprintf(shapefiles, sizeof shapefiles, "%s/shapefiles", getenv("LAWMAP_SOURCE_ROOT"));
    const struct server_options options = {
        .address = "127.0.0.1",
        .data_dir = sandbox.dir,
        .atlas = {.dir = shapefiles},
        .threads = 1,
        .log = keep_silent,
    };
    received = allocations_spare(RECEIVED_MAX + 1);
    if (received == NULL || server_start(&options, &server, NULL) != LAWMAP_OK)
        return -1;
    port = (uint16_t)strtoul(strrchr(server_url(server), ':') + 1, NULL, 10);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    server_stop(server);
    free(received);
    sandbox_free(&sandbox);
    return 0;
}

/* The status of the answer, 0 when the connection ends without one; `received` has all of it. */
static int get(const char *path)
{
    const struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    char request[512];
    int size =
        snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", path);
    int connection = socket(AF_INET, SOCK_STREAM, 0), status = 0;
    assert_int_equal(connect(connection, (const struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(send(connection, request, (size_t)size, MSG_NOSIGNAL), size);
    size_t total = 0;
    ssize_t got;
    while ((got = recv(connection, received + total, RECEIVED_MAX - total, 0)) > 0)
        total += (size_t)got;
    close(connection);
    received[total] = '\0';
    return sscanf(received, "HTTP/1.1 %d", &status) == 1 ? status : 0;
}

/* Asks for a path of which no answer is kept: `pattern` takes a year, which differs each time. */
static int get_anew(const char *pattern)
{
    static int year = 1000;
    char path[256];
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    snprintf(path, sizeof path, pattern, year++);
#pragma GCC diagnostic pop
    return get(path);
}

static void check(const char *pattern)
{
    allocations_begin(LONG_MAX, REFUSE_ONE);
    assert_int_equal(get_anew(pattern), 200);
    allocations_end();
    long count = allocations_counted();
    assert_true(count > 10); /* else an answer was kept from before */
    for (long number = 0; number < count; number = allocations_next(number, count, DENSE, BETWEEN)) {
        allocations_begin(number, REFUSE_ONE);
        int status = get_anew(pattern);
        allocations_end();
        if (status != 200 && status != 0 && status != 500 && status != 503)
            fail_msg("%s without allocation %ld of %ld: %d", pattern, number, count, status);
    }
    assert_int_equal(get_anew(pattern), 200);
}

static void answers_without_memory(void **state)
{
    (void)state;
    static const char *const patterns[] = {
        "/api/v1/jurisdictions/NZ?date=%d-01-01",
        "/api/v1/jurisdictions.csv?date=%d-01-01",
        "/api/v1/jurisdictions.geojson?detail=low&date=%d-01-01",
        "/api/v1/summary?date=%d-01-01",
        "/api/v1/changes.atom?until=%d",
        "/tiles/framework/2/1/1.png?date=%d-01-01",
        "/tiles/framework.json?date=%d-01-01",
        "/country/NZ?date=%d-01-01",
        "/table?region=pacific&date=%d-01-01",
    };
    for (size_t i = 0; i < sizeof patterns / sizeof patterns[0]; i++)
        check(patterns[i]);
    assert_int_equal(get("/healthz"), 200);
}

static void problems_without_memory(void **state)
{
    (void)state;
    static const char *const paths[] = {"/nowhere", "/api/v1/jurisdictions/XX", "/tiles/nothing/0/0/0.png",
                                        "/api/v1/jurisdictions?zonning=yes"};
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        int wanted = get(paths[i]);
        bool is_refused = true;
        for (long number = 0; is_refused; number++) {
            allocations_begin(number, REFUSE_ONE);
            int status = get(paths[i]);
            is_refused = allocations_end();
            assert_true(status == wanted || (is_refused && (status == 0 || status >= 500)));
        }
    }
}

/* What is served stays as it is, also when but one allocation fails. */
static void reload_without_memory(void **state)
{
    (void)state;
    static const char path[] = "/api/v1/jurisdictions/NZ?date=2026-01-01";
    assert_int_equal(get(path), 200);
    char *before = strdup(strstr(received, "\r\n\r\n"));
    assert_non_null(before);
    allocations_begin(LONG_MAX, REFUSE_ONE);
    assert_int_equal(server_reload(server, NULL), LAWMAP_OK);
    allocations_end();
    long count = allocations_counted();
    for (long number = 0; number < count; number = allocations_next(number, count, DENSE, 10 * BETWEEN)) {
        struct lawmap_error error = {0};
        allocations_begin(number, REFUSE_ONE);
        enum lawmap_status status = server_reload(server, &error);
        bool is_refused = allocations_end();
        assert_true(status == LAWMAP_OK ||
                    (is_refused && status == LAWMAP_NO_MEMORY && error.text[0] != '\0'));
        assert_int_equal(get(path), 200);
        assert_string_equal(strstr(received, "\r\n\r\n"), before);
    }
    assert_int_equal(server_reload(server, NULL), LAWMAP_OK);
    free(before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_without_memory),
        cmocka_unit_test(problems_without_memory),
        cmocka_unit_test(reload_without_memory),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
