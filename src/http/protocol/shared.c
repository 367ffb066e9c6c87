#include "shared.h"

#include <stddef.h>

void shared_init(struct shared *shared, void (*destroy)(struct shared *shared))
{
    atomic_init(&shared->references, 1);
    shared->destroy = destroy;
}

void shared_keep(struct shared *shared)
{
    atomic_fetch_add_explicit(&shared->references, 1, memory_order_relaxed);
}

void shared_release(struct shared *shared)
{
    if (shared != NULL && atomic_fetch_sub_explicit(&shared->references, 1, memory_order_acq_rel) == 1)
        shared->destroy(shared);
}
