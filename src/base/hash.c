#include <lawmap/base.h>

#include <stdio.h>
#include <xxhash.h>

struct hash hash_bytes(const void *bytes, size_t size)
{
    XXH128_hash_t hash = XXH3_128bits(bytes, size);
    return (struct hash){hash.high64, hash.low64};
}

struct hash hash_join(struct hash a, struct hash b)
{
    const uint64_t parts[] = {a.high, a.low, b.high, b.low};
    return hash_bytes(parts, sizeof parts);
}

bool hash_equal(struct hash a, struct hash b)
{
    return a.high == b.high && a.low == b.low;
}

char *hash_format(struct hash hash, char out[HASH_TEXT_SIZE])
{
    snprintf(out, HASH_TEXT_SIZE, "%016llx%016llx", (unsigned long long)hash.high,
             (unsigned long long)hash.low);
    return out;
}
