/* arena: memory that is handed out piece by piece and freed all at once. */
#ifndef LAW_ARENA_H
#define LAW_ARENA_H

#include <stdbool.h>
#include <stddef.h>

/* All zero is a valid empty arena. After a failed allocation `failed` stays true: check once, at the end. */
struct arena {
    struct arena_block *blocks;
    bool failed;
};

/* `count` items of `size` bytes, zeroed, aligned for any type; NULL only when out of memory. */
void *arena_allocate(struct arena *arena, size_t count, size_t size);
const char *arena_string(struct arena *arena, const char *text); /* a copy; NULL when out of memory */
void arena_free(struct arena *arena);                            /* leaves it empty */

#endif
