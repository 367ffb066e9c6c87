/* cache: a bounded map from a key to shared, immutable objects. When it is full the oldest leave first, but
 * for those used since they came or since they were last spared ("second chance", also known as CLOCK), so
 * that finding one moves nothing. Every function may be called from any thread. */
#ifndef LAWMAP_HTTP_CACHE_H
#define LAWMAP_HTTP_CACHE_H

#include "shared.h"

#include <stddef.h>

struct cache; /* opaque */

struct cache *cache_new(size_t entries_max, size_t bytes_max); /* NULL: out of memory */
void cache_free(struct cache *cache);                          /* NULL is allowed */

/* A reference of the caller's own, or NULL when there is nothing under that key. */
struct shared *cache_find(struct cache *cache, const void *key, size_t key_size);
/* Keeps a reference of its own, unless `bytes` is too large for the cache or memory is short: a cache may
 * forget. What another thread has put under the key meanwhile stays. */
void cache_keep(struct cache *cache, const void *key, size_t key_size, struct shared *value, size_t bytes);

/* The same with a text as the key. */
struct shared *cache_get(struct cache *cache, const char *key);
void cache_put(struct cache *cache, const char *key, struct shared *value, size_t bytes);

#endif
