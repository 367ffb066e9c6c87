#include "page_memory.h"

#include <libxml/xmlmemory.h>
#include <malloc.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Several times what a page needs. Not a page of it is in memory until it is used. */
enum { RESERVE_SIZE = 16 << 20, ALIGNMENT = 16 };

/* The libraries' allocator is the process's own, and so is what stands in for it. */
static _Alignas(ALIGNMENT) unsigned char reserve[RESERVE_SIZE];
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static size_t used, blocks; /* under the mutex; once no block is left all of it is free */
static _Thread_local bool was_short;

static bool is_of_reserve(const void *block)
{
    return (uintptr_t)block - (uintptr_t)reserve < RESERVE_SIZE;
}

/* The size stands before the block. */
static size_t *size_of(void *block)
{
    return (size_t *)(void *)((unsigned char *)block - ALIGNMENT);
}

static void *take(size_t size)
{
    void *block = NULL;
    was_short = true;
    pthread_mutex_lock(&mutex);
    if (size <= RESERVE_SIZE - 2 * ALIGNMENT && used <= RESERVE_SIZE - 2 * ALIGNMENT - size) {
        block = reserve + used + ALIGNMENT;
        *size_of(block) = size;
        used += (size + 2 * ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        blocks++;
    }
    pthread_mutex_unlock(&mutex);
    return block;
}

static void give_back(void)
{
    pthread_mutex_lock(&mutex);
    if (--blocks == 0)
        used = 0;
    pthread_mutex_unlock(&mutex);
}

static void release(void *block)
{
    if (is_of_reserve(block))
        give_back();
    else
        free(block);
}

static void *allocate(size_t size)
{
    void *block = malloc(size);
    return block == NULL ? take(size) : block;
}

static void *reallocate(void *block, size_t size)
{
    bool is_reserved = is_of_reserve(block);
    void *grown = is_reserved ? NULL : realloc(block, size);
    if (grown != NULL)
        return grown;
    size_t held = block == NULL ? 0 : is_reserved ? *size_of(block) : malloc_usable_size(block);
    grown = allocate(size);
    if (grown != NULL && block != NULL) {
        memcpy(grown, block, held < size ? held : size);
        release(block);
    }
    return grown;
}

static char *duplicate(const char *text)
{
    size_t size = strlen(text) + 1;
    char *copy = allocate(size);
    return copy == NULL ? NULL : memcpy(copy, text, size);
}

void page_memory_install(void)
{
    xmlMemSetup(release, allocate, reallocate, duplicate);
}

bool page_memory_was_short(void)
{
    bool answer = was_short;
    was_short = false;
    return answer;
}
