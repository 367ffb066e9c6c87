/* fill_in: texts of the codebook with their placeholders filled in. */
#ifndef LAWMAP_TILE_FILL_IN_H
#define LAWMAP_TILE_FILL_IN_H

#include <lawmap/base.h>

struct placeholder {
    const char *name, *value; /* name: with its braces */
};

/* Appends `text`. Failure shows in the buffer. */
void fill_in(const char *text, const struct placeholder *placeholders, size_t count, struct buffer *out);

#endif
