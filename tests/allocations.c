#include "allocations.h"

#include <stdatomic.h>
#include <stdlib.h>

static atomic_long calls, counted, first_refused = LONG_MAX, last_refused = LONG_MAX;
static atomic_bool refused;

static bool may_allocate(void)
{
    long number = atomic_fetch_add(&calls, 1);
    if (number < atomic_load(&first_refused) || number > atomic_load(&last_refused))
        return true;
    atomic_store(&refused, true);
    return false;
}

void allocations_begin(long number, enum allocations_refused which)
{
    atomic_store(&first_refused, LONG_MAX);
    atomic_store(&refused, false);
    atomic_store(&calls, 0);
    atomic_store(&last_refused, which == REFUSE_ONE ? number : LONG_MAX);
    atomic_store(&first_refused, number);
}

bool allocations_end(void)
{
    atomic_store(&first_refused, LONG_MAX);
    atomic_store(&counted, atomic_load(&calls));
    return atomic_load(&refused);
}

long allocations_counted(void)
{
    return atomic_load(&counted);
}

long allocations_next(long number, long count, long dense, long between)
{
    long step = (count - 2 * dense) / between + 1, last = count - dense;
    if (number < dense || number >= last || step <= 1)
        return number + 1;
    return number + step < last ? number + step : last;
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

void *allocations_spare(size_t size)
{
    return __real_malloc(size);
}
