#include "metrics.h"

#include "http/protocol/exchange.h"
#include "http/protocol/router.h"

#include <inttypes.h>
#include <stdio.h>

/* As many as METRICS_STATUSES and METRICS_BUCKETS. The last of each takes the rest. */
static const unsigned statuses[METRICS_STATUSES] = {200, 204, 206, 304, 400, 404,
                                                    405, 406, 409, 414, 500, 503};
static const struct {
    uint64_t nanoseconds;
    const char *seconds;
} buckets[METRICS_BUCKETS] = {
    {10 * 1000, "1e-05"},       {25 * 1000, "2.5e-05"},      {50 * 1000, "5e-05"},
    {100 * 1000, "0.0001"},     {250 * 1000, "0.00025"},     {1000 * 1000, "0.001"},
    {2500 * 1000, "0.0025"},    {10 * 1000 * 1000, "0.01"},  {25 * 1000 * 1000, "0.025"},
    {100 * 1000 * 1000, "0.1"}, {250 * 1000 * 1000, "0.25"}, {1000 * 1000 * 1000, "1"},
    {UINT64_MAX, "+Inf"},
};

static uint64_t nanoseconds_since(const struct timespec *start)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)(now.tv_sec - start->tv_sec) * 1000000000 + (uint64_t)now.tv_nsec -
           (uint64_t)start->tv_nsec;
}

static size_t route_index(const struct route *route)
{
    size_t index = route == NULL ? METRICS_ROUTES_MAX : (size_t)(route - routes);
    return index < METRICS_ROUTES_MAX ? index : METRICS_ROUTES_MAX;
}

static void add(atomic_ullong *counter, uint64_t amount)
{
    atomic_fetch_add_explicit(counter, amount, memory_order_relaxed);
}

static uint64_t get(const atomic_ullong *counter)
{
    return atomic_load_explicit(counter, memory_order_relaxed);
}

void metrics_count(struct metrics *metrics, const struct route *route, unsigned status,
                   const struct timespec *start)
{
    struct route_metrics *counters = &metrics->routes[route_index(route)];
    uint64_t taken = nanoseconds_since(start);
    size_t s = 0, b = 0;
    while (s + 1 < METRICS_STATUSES && statuses[s] != status)
        s++;
    while (taken > buckets[b].nanoseconds)
        b++;
    add(&counters->statuses[s], 1);
    add(&counters->buckets[b], 1);
    add(&counters->nanoseconds, taken);
}

void metrics_count_source(struct metrics *metrics, bool kept)
{
    add(kept ? &metrics->kept_responses : &metrics->made_responses, 1);
}

static const char *route_name(size_t index)
{
    return index < route_count ? routes[index].pattern : "none";
}

static bool is_used(const struct metrics *metrics, size_t index)
{
    for (size_t i = 0; i < METRICS_BUCKETS; i++)
        if (get(&metrics->routes[index].buckets[i]) > 0)
            return true;
    return false;
}

static void write_head(struct buffer *out, const char *name, const char *type, const char *help)
{
    buffer_printf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void write_request(struct buffer *out, const char *route, unsigned status, uint64_t count)
{
    char text[16] = "other";
    if (status != 0)
        snprintf(text, sizeof text, "%u", status);
    buffer_printf(out, "lawmap_http_requests_total{route=\"%s\",status=\"%s\"} %" PRIu64 "\n", route, text,
                  count);
}

static void write_requests(const struct metrics *metrics, struct buffer *out)
{
    write_head(out, "lawmap_http_requests_total", "counter", "Requests answered, by route and status.");
    for (size_t r = 0; r <= METRICS_ROUTES_MAX; r++)
        for (size_t s = 0; s < METRICS_STATUSES; s++)
            if (get(&metrics->routes[r].statuses[s]) > 0)
                write_request(out, route_name(r), statuses[s], get(&metrics->routes[r].statuses[s]));
}

static void write_histogram(const struct route_metrics *counters, const char *route, struct buffer *out)
{
    static const char name[] = "lawmap_http_request_duration_seconds";
    uint64_t count = 0;
    for (size_t b = 0; b < METRICS_BUCKETS; b++) {
        count += get(&counters->buckets[b]);
        buffer_printf(out, "%s_bucket{route=\"%s\",le=\"%s\"} %" PRIu64 "\n", name, route, buckets[b].seconds,
                      count);
    }
    uint64_t nanoseconds = get(&counters->nanoseconds);
    buffer_printf(out, "%s_sum{route=\"%s\"} %" PRIu64 ".%09" PRIu64 "\n%s_count{route=\"%s\"} %" PRIu64 "\n",
                  name, route, nanoseconds / 1000000000, nanoseconds % 1000000000, name, route, count);
}

static void write_durations(const struct metrics *metrics, struct buffer *out)
{
    write_head(out, "lawmap_http_request_duration_seconds", "histogram",
               "From the whole request to its answer being handed to the connection, by route.");
    for (size_t r = 0; r <= METRICS_ROUTES_MAX; r++)
        if (is_used(metrics, r))
            write_histogram(&metrics->routes[r], route_name(r), out);
}

static void write_number(struct buffer *out, const char *name, const char *type, const char *help,
                         uint64_t value)
{
    write_head(out, name, type, help);
    buffer_printf(out, "%s %" PRIu64 "\n", name, value);
}

static void write_snapshot(const struct exchange *exchange, struct buffer *out)
{
    const struct metrics *metrics = exchange->metrics;
    long long age = (long long)time(NULL) - atomic_load(&metrics->loaded);
    write_head(out, "lawmap_snapshot_info", "gauge", "The version of the data that are served.");
    buffer_printf(out, "lawmap_snapshot_info{version=\"%s\"} 1\n",
                  law_dataset(exchange->snapshot->law)->version);
    write_number(out, "lawmap_snapshot_age_seconds", "gauge", "Since these data were loaded.",
                 age > 0 ? (uint64_t)age : 0);
    write_number(out, "lawmap_snapshots", "gauge",
                 "In memory: the one that answers, and older ones that answers on their way still need.",
                 atomic_load(&metrics->snapshots));
    write_number(out, "lawmap_reloads_total", "counter", "Data loaded again.", get(&metrics->reloads));
    write_number(out, "lawmap_reload_failures_total", "counter", "Data refused; the old ones stayed.",
                 get(&metrics->failed_reloads));
}

static void write_memory(const struct exchange *exchange, struct buffer *out)
{
    const struct metrics *metrics = exchange->metrics;
    const struct tile_store *tiles = exchange->snapshot->geometry->tiles;
    unsigned held = atomic_load(&metrics->held_connections);
    write_number(out, "lawmap_connections", "gauge", "Open at present.",
                 (uint64_t)atomic_load(&metrics->connections) + held);
    write_number(out, "lawmap_held_connections", "gauge",
                 "Of these, how many have not sent the header of their first request yet.", held);
    write_head(out, "lawmap_responses_total", "counter",
               "Responses kept from an earlier request alike, or made for this one.");
    buffer_printf(out,
                  "lawmap_responses_total{source=\"kept\"} %" PRIu64
                  "\nlawmap_responses_total{source=\"made\"} %" PRIu64 "\n",
                  get(&metrics->kept_responses), get(&metrics->made_responses));
    write_number(out, "lawmap_tile_store_tiles", "gauge", "Drawn tiles kept for any layer and date.",
                 tile_store_count(tiles));
    write_number(out, "lawmap_tile_store_bytes", "gauge", "Memory that they take.", tile_store_bytes(tiles));
}

void metrics_write(const struct exchange *exchange, struct buffer *out)
{
    write_requests(exchange->metrics, out);
    write_durations(exchange->metrics, out);
    write_snapshot(exchange, out);
    write_memory(exchange, out);
}
