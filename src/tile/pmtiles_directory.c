#include "pmtiles_directory.h"

#include <libdeflate.h>
#include <stdlib.h>

enum { GZIP_LEVEL = 9, LEAF_ENTRIES = 4096 /* at first; more until the root has room for all leaves */ };

bool pmtiles_directory_add(struct pmtiles_directory *directory, uint64_t tile, uint64_t offset, uint32_t size)
{
    struct pmtiles_entry *last = directory->count == 0 ? NULL : &directory->entries[directory->count - 1];
    if (last != NULL && last->offset == offset && last->tile + last->run == tile) {
        last->run++;
        return true;
    }
    if (directory->count == directory->capacity) {
        size_t capacity = directory->capacity == 0 ? 1024 : 2 * directory->capacity;
        struct pmtiles_entry *entries = reallocarray(directory->entries, capacity, sizeof *entries);
        if (entries == NULL)
            return false;
        directory->entries = entries;
        directory->capacity = capacity;
    }
    directory->entries[directory->count++] = (struct pmtiles_entry){tile, offset, size, 1};
    return true;
}

void pmtiles_directory_free(struct pmtiles_directory *directory)
{
    free(directory->entries);
    *directory = (struct pmtiles_directory){0};
}

bool pmtiles_gzip(const struct buffer *text, struct buffer *out)
{
    struct libdeflate_compressor *compressor = libdeflate_alloc_compressor(GZIP_LEVEL);
    size_t bound = libdeflate_gzip_compress_bound(compressor, text->size), size = 0;
    char *packed = malloc(bound);
    if (compressor != NULL && packed != NULL)
        size = libdeflate_gzip_compress(compressor, text->data, text->size, packed, bound);
    if (size > 0)
        buffer_append(out, packed, size);
    free(packed);
    libdeflate_free_compressor(compressor);
    return size > 0 && !out->failed;
}

/* Seven bits a byte, the lowest first; the highest bit says that more follow. */
static void put_varint(struct buffer *out, uint64_t value)
{
    unsigned char bytes[10];
    size_t size = 0;
    for (; value >= 0x80; value >>= 7)
        bytes[size++] = (unsigned char)(value | 0x80);
    bytes[size++] = (unsigned char)value;
    buffer_append(out, bytes, size);
}

/* Column by column; tiles as differences, offsets as 0 where an entry follows the one before. */
static bool serialize(const struct pmtiles_entry *entries, size_t count, struct buffer *out)
{
    struct buffer plain = {0};
    put_varint(&plain, count);
    for (size_t i = 0; i < count; i++)
        put_varint(&plain, entries[i].tile - (i == 0 ? 0 : entries[i - 1].tile));
    for (size_t i = 0; i < count; i++)
        put_varint(&plain, entries[i].run);
    for (size_t i = 0; i < count; i++)
        put_varint(&plain, entries[i].size);
    for (size_t i = 0; i < count; i++) {
        bool follows = i > 0 && entries[i].offset == entries[i - 1].offset + entries[i - 1].size;
        put_varint(&plain, follows ? 0 : entries[i].offset + 1);
    }
    bool ok = !plain.failed && pmtiles_gzip(&plain, out);
    buffer_free(&plain);
    return ok;
}

/* Leaves of so many entries each, and a root that points to them. */
static bool write_leaves(const struct pmtiles_directory *directory, size_t leaf_entries, struct buffer *root,
                         struct buffer *leaves)
{
    struct pmtiles_directory top = {0};
    bool ok = true;
    for (size_t i = 0; ok && i < directory->count; i += leaf_entries) {
        size_t left = directory->count - i, start = leaves->size;
        ok = serialize(&directory->entries[i], left < leaf_entries ? left : leaf_entries, leaves) &&
             pmtiles_directory_add(&top, directory->entries[i].tile, start, (uint32_t)(leaves->size - start));
    }
    for (size_t i = 0; i < top.count; i++)
        top.entries[i].run = 0;
    ok = ok && serialize(top.entries, top.count, root);
    pmtiles_directory_free(&top);
    return ok;
}

bool pmtiles_directory_write(const struct pmtiles_directory *directory, size_t root_max, struct buffer *root,
                             struct buffer *leaves)
{
    bool ok = serialize(directory->entries, directory->count, root);
    for (size_t leaf_entries = LEAF_ENTRIES; ok && root->size > root_max; leaf_entries *= 2) {
        root->size = leaves->size = 0;
        ok = write_leaves(directory, leaf_entries, root, leaves);
    }
    return ok;
}
