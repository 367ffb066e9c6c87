#include "cache.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* uthash ends the process when memory is short unless told that it need not. */
#define HASH_NONFATAL_OOM          1
#define uthash_nonfatal_oom(entry) ((entry)->stored = false)
#include <stdbool.h>
#include <uthash.h>

struct entry {
    char *key;
    struct shared *value;
    size_t bytes;
    bool stored;
    UT_hash_handle hh; /* uthash also keeps the order of insertion: the first is the least recently used */
};

struct cache {
    pthread_mutex_t mutex;
    struct entry *entries;
    size_t entries_max, bytes_max, bytes;
};

struct cache *cache_new(size_t entries_max, size_t bytes_max)
{
    struct cache *cache = calloc(1, sizeof *cache);
    if (cache == NULL)
        return NULL;
    if (pthread_mutex_init(&cache->mutex, NULL) != 0) {
        free(cache);
        return NULL;
    }
    cache->entries_max = entries_max;
    cache->bytes_max = bytes_max;
    return cache;
}

static void entry_free(struct entry *entry)
{
    if (entry == NULL)
        return;
    shared_release(entry->value);
    free(entry->key);
    free(entry);
}

static struct entry *find(struct cache *cache, const char *key)
{
    struct entry *entry = NULL;
    HASH_FIND_STR(cache->entries, key, entry);
    return entry;
}

static void drop(struct cache *cache, struct entry *entry)
{
    HASH_DEL(cache->entries, entry);
    cache->bytes -= entry->bytes;
    entry_free(entry);
}

/* Adds the entry as the most recently used one; false, and the entry freed, when memory is short. */
static bool add(struct cache *cache, struct entry *entry)
{
    entry->stored = true;
    HASH_ADD_KEYPTR(hh, cache->entries, entry->key, strlen(entry->key), entry);
    if (!entry->stored) {
        entry_free(entry);
        return false;
    }
    cache->bytes += entry->bytes;
    return true;
}

void cache_free(struct cache *cache)
{
    if (cache == NULL)
        return;
    while (cache->entries != NULL)
        drop(cache, cache->entries);
    pthread_mutex_destroy(&cache->mutex);
    free(cache);
}

struct shared *cache_get(struct cache *cache, const char *key)
{
    struct shared *value = NULL;
    pthread_mutex_lock(&cache->mutex);
    struct entry *entry = find(cache, key);
    if (entry != NULL) {
        value = entry->value;
        shared_keep(value);
        HASH_DEL(cache->entries, entry);
        cache->bytes -= entry->bytes;
        add(cache, entry);
    }
    pthread_mutex_unlock(&cache->mutex);
    return value;
}

static struct entry *entry_new(const char *key, struct shared *value, size_t bytes)
{
    struct entry *entry = calloc(1, sizeof *entry);
    if (entry == NULL)
        return NULL;
    entry->key = strdup(key);
    if (entry->key == NULL) {
        free(entry);
        return NULL;
    }
    shared_keep(value);
    entry->value = value;
    entry->bytes = bytes;
    return entry;
}

void cache_put(struct cache *cache, const char *key, struct shared *value, size_t bytes)
{
    if (bytes > cache->bytes_max)
        return;
    pthread_mutex_lock(&cache->mutex);
    if (find(cache, key) == NULL) {
        while (cache->entries != NULL &&
               (HASH_COUNT(cache->entries) >= cache->entries_max || cache->bytes + bytes > cache->bytes_max))
            drop(cache, cache->entries);
        struct entry *entry = entry_new(key, value, bytes);
        if (entry != NULL)
            add(cache, entry);
    }
    pthread_mutex_unlock(&cache->mutex);
}
