#include "images.h"

#include <stdlib.h>

/* uthash ends the process when memory is short unless told that it need not. */
#define HASH_NONFATAL_OOM            1
#define uthash_nonfatal_oom(element) ((element)->stored = false)
#include <uthash.h>

struct image {
    struct hash bytes;
    uint64_t place;
    bool stored;
    UT_hash_handle hh;
};

struct images {
    struct image *all;
};

struct images *images_new(void)
{
    return calloc(1, sizeof(struct images));
}

void images_free(struct images *images)
{
    struct image *image, *next;
    if (images == NULL)
        return;
    HASH_ITER(hh, images->all, image, next)
    {
        HASH_DEL(images->all, image);
        free(image);
    }
    free(images);
}

struct hash image_hash(const struct tile_png *png)
{
    return hash_join(hash_bytes(png->head, png->head_size), hash_bytes(png->body, png->body_size));
}

static struct image *find(const struct images *images, struct hash bytes)
{
    struct image *image;
    HASH_FIND(hh, images->all, &bytes, sizeof bytes, image);
    return image;
}

const uint64_t *images_find(const struct images *images, struct hash bytes)
{
    const struct image *image = find(images, bytes);
    return image == NULL ? NULL : &image->place;
}

bool images_put(struct images *images, struct hash bytes, uint64_t place)
{
    struct image *image = find(images, bytes);
    if (image != NULL) {
        image->place = place;
        return true;
    }
    image = calloc(1, sizeof *image);
    if (image == NULL)
        return false;
    image->bytes = bytes;
    image->place = place;
    image->stored = true;
    HASH_ADD(hh, images->all, bytes, sizeof image->bytes, image);
    if (image->stored)
        return true;
    free(image);
    return false;
}

size_t images_count(const struct images *images)
{
    return HASH_COUNT(images->all);
}
