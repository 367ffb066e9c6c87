#include "json_memory.h"

#include <jansson.h>
#include <stdlib.h>
#include <threads.h>

static thread_local bool refused;

static void *allocate(size_t size)
{
    void *memory = malloc(size);
    refused = refused || memory == NULL;
    return memory;
}

/* Jansson's functions are one for the process: set once, before other threads use them. */
static void lead_here(void)
{
    json_set_alloc_funcs(allocate, free);
}

void json_memory_watch(void)
{
    static once_flag once = ONCE_FLAG_INIT;
    call_once(&once, lead_here);
    refused = false;
}

bool json_memory_refused(void)
{
    return refused;
}
