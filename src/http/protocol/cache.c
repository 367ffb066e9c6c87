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
    struct shared *value;
    size_t bytes;
    bool stored;
    bool used;         /* since it came, or was last spared */
    UT_hash_handle hh; /* uthash also keeps the order of insertion */
    size_t key_size;
    char key[];
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
    free(entry);
}

static struct entry *find(struct cache *cache, const void *key, size_t key_size)
{
    struct entry *entry = NULL;
    HASH_FIND(hh, cache->entries, key, key_size, entry);
    return entry;
}

static void drop(struct cache *cache, struct entry *entry)
{
    HASH_DEL(cache->entries, entry);
    cache->bytes -= entry->bytes;
    entry_free(entry);
}

/* Adds the entry as the newest, or frees it when memory is short. */
static void add(struct cache *cache, struct entry *entry)
{
    entry->stored = true;
    entry->used = false;
    HASH_ADD_KEYPTR(hh, cache->entries, entry->key, entry->key_size, entry);
    if (entry->stored)
        cache->bytes += entry->bytes;
    else
        entry_free(entry);
}

/* Ends: who is spared once has to be used again to be spared twice. */
static void make_room(struct cache *cache, size_t bytes)
{
    while (cache->entries != NULL &&
           (HASH_COUNT(cache->entries) >= cache->entries_max || cache->bytes + bytes > cache->bytes_max)) {
        struct entry *oldest = cache->entries;
        if (!oldest->used) {
            drop(cache, oldest);
            continue;
        }
        HASH_DEL(cache->entries, oldest);
        cache->bytes -= oldest->bytes;
        add(cache, oldest);
    }
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

struct shared *cache_find(struct cache *cache, const void *key, size_t key_size)
{
    struct shared *value = NULL;
    pthread_mutex_lock(&cache->mutex);
    struct entry *entry = find(cache, key, key_size);
    if (entry != NULL) {
        value = entry->value;
        shared_keep(value);
        entry->used = true;
    }
    pthread_mutex_unlock(&cache->mutex);
    return value;
}

struct shared *cache_get(struct cache *cache, const char *key)
{
    return cache_find(cache, key, strlen(key));
}

static struct entry *entry_new(const void *key, size_t key_size, struct shared *value, size_t bytes)
{
    struct entry *entry = malloc(sizeof *entry + key_size);
    if (entry == NULL)
        return NULL;
    *entry = (struct entry){.value = value, .bytes = bytes, .key_size = key_size};
    memcpy(entry->key, key, key_size);
    shared_keep(value);
    return entry;
}

void cache_keep(struct cache *cache, const void *key, size_t key_size, struct shared *value, size_t bytes)
{
    if (bytes > cache->bytes_max)
        return;
    pthread_mutex_lock(&cache->mutex);
    if (find(cache, key, key_size) == NULL) {
        make_room(cache, bytes);
        struct entry *entry = entry_new(key, key_size, value, bytes);
        if (entry != NULL)
            add(cache, entry);
    }
    pthread_mutex_unlock(&cache->mutex);
}

void cache_put(struct cache *cache, const char *key, struct shared *value, size_t bytes)
{
    cache_keep(cache, key, strlen(key), value, bytes);
}
