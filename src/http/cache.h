/* cache: a bounded map from a text key to shared, immutable objects; the least recently used leave first.
 * Every function may be called from any thread. */
#ifndef LAWMAP_HTTP_CACHE_H
#define LAWMAP_HTTP_CACHE_H

#include "shared.h"

#include <stddef.h>

struct cache; /* opaque */

struct cache *cache_new(size_t entries_max, size_t bytes_max); /* NULL: out of memory */
void cache_free(struct cache *cache);                          /* NULL is allowed */

/* A reference of the caller's own, or NULL when there is nothing under that key. */
struct shared *cache_get(struct cache *cache, const char *key);
/* Keeps a reference of its own, unless `bytes` is too large for the cache or memory is short: a cache may
 * forget. What another thread has put under the key meanwhile stays. */
void cache_put(struct cache *cache, const char *key, struct shared *value, size_t bytes);

#endif
