/* metrics: what an operator watches: counters that every request adds to without a lock. Prometheus reads
 * them. */
#ifndef LAWMAP_HTTP_METRICS_H
#define LAWMAP_HTTP_METRICS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

enum { METRICS_ROUTES_MAX = 96, METRICS_STATUSES = 13, METRICS_BUCKETS = 13 };

struct route_metrics {
    atomic_ullong statuses[METRICS_STATUSES]; /* requests, by what they were answered with */
    atomic_ullong buckets[METRICS_BUCKETS];   /* requests, by time: each once, in the first that takes it */
    atomic_ullong nanoseconds;                /* of all of them */
};

struct metrics {                                         /* all zero at the start */
    struct route_metrics routes[METRICS_ROUTES_MAX + 1]; /* the last: of no route */
    atomic_ullong kept_responses, made_responses;
    atomic_ullong reloads, failed_reloads;
    atomic_uint connections, held_connections, snapshots;
    atomic_llong loaded; /* when the snapshot was loaded: seconds since 1970 */
};

struct route;
struct exchange;
struct buffer;

/* `route` NULL: none, as of a request that could not be read. */
void metrics_count(struct metrics *metrics, const struct route *route, unsigned status,
                   const struct timespec *start);

/* Was the response kept from an earlier request? */
void metrics_count_source(struct metrics *metrics, bool kept);

/* In Prometheus' text format, version 0.0.4. */
void metrics_write(const struct exchange *exchange, struct buffer *out);

#endif
