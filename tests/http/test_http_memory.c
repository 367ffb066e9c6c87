/* Allocations of a running server are made to fail, while it answers and while it loads. The linker leads the
 * library's calls here (--wrap), Jansson's come by its own hook; those of libmicrohttpd and the libraries
 * that draw are not reached. Whatever fails, the client gets an answer or the end of its connection, and the
 * next request is answered. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <jansson.h>
#include <lawmap/http.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { RECEIVED_MAX = 16 << 20, ATTEMPTS_MAX = 100000 };

static atomic_long allowed = -1; /* allocations until one fails; negative: none does */
static atomic_bool refused;

static struct server *server;
static uint16_t port;
static char *received;

static bool may_allocate(void)
{
    if (atomic_load(&allowed) < 0 || atomic_fetch_sub(&allowed, 1) != 0)
        return true;
    atomic_store(&refused, true);
    return false;
}

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void *__real_reallocarray(void *old, size_t count, size_t size);
char *__real_strdup(const char *text);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);
void *__wrap_reallocarray(void *old, size_t count, size_t size);
char *__wrap_strdup(const char *text);

void *__wrap_malloc(size_t size)
{
    return may_allocate() ? __real_malloc(size) : NULL;
}

void *__wrap_calloc(size_t count, size_t size)
{
    return may_allocate() ? __real_calloc(count, size) : NULL;
}

void *__wrap_realloc(void *old, size_t size)
{
    return may_allocate() ? __real_realloc(old, size) : NULL;
}

void *__wrap_reallocarray(void *old, size_t count, size_t size)
{
    return may_allocate() ? __real_reallocarray(old, count, size) : NULL;
}

char *__wrap_strdup(const char *text)
{
    return may_allocate() ? __real_strdup(text) : NULL;
}

static void let_fail(long count)
{
    atomic_store(&refused, false);
    atomic_store(&allowed, count);
}

static void stop_failing(void)
{
    atomic_store(&allowed, -1);
}

static void keep_silent(void *context, enum severity severity, const char *line)
{
    (void)context, (void)severity, (void)line;
}

static int start(void **state)
{
    (void)state;
    char data[4096], shapefiles[4096];
    snprintf(data, sizeof data, "%s/data", getenv("LAWMAP_SOURCE_ROOT"));
    snprintf(shapefiles, sizeof shapefiles, "%s/shapefiles", getenv("LAWMAP_SOURCE_ROOT"));
    const struct server_options options = {
        .address = "127.0.0.1",
        .data_dir = data,
        .atlas = {.dir = shapefiles},
        .threads = 1,
        .log = keep_silent,
    };
    json_set_alloc_funcs(__wrap_malloc, free);
    received = __real_malloc(RECEIVED_MAX + 1);
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

/* Asks for a path of which no answer is kept, with ever more allocations until none is refused any more: at
 * first one by one, then in growing steps. `pattern` takes a year, which differs each time. */
static void check(const char *pattern)
{
    char path[256];
    int year = 1000;
    long step = 1;
    for (long count = 0; count < ATTEMPTS_MAX; count += step) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
        snprintf(path, sizeof path, pattern, year++);
#pragma GCC diagnostic pop
        let_fail(count);
        int status = get(path);
        stop_failing();
        assert_true(count > 0 || atomic_load(&refused)); /* else an answer was kept from before */
        if (status != 200 && status != 0 && status != 500 && status != 503)
            fail_msg("%s with %ld allocations: %d", path, count, status);
        if (status == 200 && !atomic_load(&refused))
            return;
        step = count < 60 ? 1 : step + step / 4 + 1;
    }
    fail_msg("%s: no answer was ever complete", pattern);
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
        "/country/NZ?date=%d-01-01", /* libxml2 allocates by our functions */
        "/table?region=europe&date=%d-01-01",
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
        int wanted = get(paths[i]), status = 0;
        for (long count = 0; count == 0 || atomic_load(&refused); count++) {
            let_fail(count);
            status = get(paths[i]);
            stop_failing();
            assert_true(status == wanted || status == 0 || status >= 500);
        }
        assert_int_equal(status, wanted);
    }
}

/* What is served stays as it is. */
static void reload_without_memory(void **state)
{
    (void)state;
    static const char path[] = "/api/v1/jurisdictions/NZ?date=2026-01-01";
    assert_int_equal(get(path), 200);
    char *before = __real_strdup(strstr(received, "\r\n\r\n"));
    assert_non_null(before);
    enum lawmap_status status = LAWMAP_NO_MEMORY;
    long step = 1;
    for (long count = 0; status != LAWMAP_OK; count += step) {
        assert_in_range(count, 0, 10 * 1000 * 1000);
        struct lawmap_error error = {0};
        let_fail(count);
        status = server_reload(server, &error);
        stop_failing();
        assert_true(status == LAWMAP_OK || atomic_load(&refused));
        assert_int_equal(get(path), 200);
        assert_string_equal(strstr(received, "\r\n\r\n"), before);
        step = count < 20 ? 1 : step + step / 2 + 1;
    }
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
