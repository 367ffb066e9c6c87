/* shared: objects with several owners. The last one to let go destroys the object. */
#ifndef LAWMAP_HTTP_SHARED_H
#define LAWMAP_HTTP_SHARED_H

#include <stdatomic.h>

struct shared { /* the first member of every such object */
    atomic_uint references;
    void (*destroy)(struct shared *shared);
};

/* One owner: the caller. */
void shared_init(struct shared *shared, void (*destroy)(struct shared *shared));
void shared_keep(struct shared *shared);    /* one owner more */
void shared_release(struct shared *shared); /* one owner less; NULL is allowed */

#endif
