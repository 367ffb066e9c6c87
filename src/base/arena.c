#include <lawmap/base.h>

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_SIZE = 1 << 16 };

struct arena_block {
    struct arena_block *next;
    size_t used, size;
    alignas(max_align_t) unsigned char bytes[];
};

/* A block of its own for what is larger than a block; the newest block is the one with room. */
static struct arena_block *add_block(struct arena *arena, size_t wanted)
{
    size_t size = wanted > BLOCK_SIZE ? wanted : BLOCK_SIZE;
    struct arena_block *block = malloc(sizeof *block + size);
    if (block == NULL) {
        arena->failed = true;
        return NULL;
    }
    block->next = arena->blocks;
    block->used = 0;
    block->size = size;
    arena->blocks = block;
    return block;
}

void *arena_allocate(struct arena *arena, size_t count, size_t size)
{
    const size_t alignment = alignof(max_align_t);
    if (size != 0 && count > SIZE_MAX / 4 / size) {
        arena->failed = true;
        return NULL;
    }
    size_t wanted = (count * size + alignment - 1) / alignment * alignment;
    struct arena_block *block = arena->blocks;
    if (block == NULL || wanted > block->size - block->used)
        block = add_block(arena, wanted);
    if (block == NULL)
        return NULL;
    void *piece = block->bytes + block->used;
    block->used += wanted;
    return memset(piece, 0, wanted);
}

const char *arena_string(struct arena *arena, const char *text)
{
    size_t size = strlen(text) + 1;
    char *copy = arena_allocate(arena, size, 1);
    return copy == NULL ? NULL : memcpy(copy, text, size);
}

void arena_free(struct arena *arena)
{
    while (arena->blocks != NULL) {
        struct arena_block *next = arena->blocks->next;
        free(arena->blocks);
        arena->blocks = next;
    }
    arena->failed = false;
}
