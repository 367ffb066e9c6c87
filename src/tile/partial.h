/* partial: what is being written has another name, beside the one that it gets when it is complete, so that
 * renaming it moves no bytes, and a reader meets all of it or nothing. */
#ifndef LAWMAP_TILE_PARTIAL_H
#define LAWMAP_TILE_PARTIAL_H

#include <lawmap/base.h>

/* *out is "PATH.RANDOM.partial", to be freed. LAWMAP_IO (no random number), LAWMAP_NO_MEMORY: it is NULL. */
enum lawmap_status partial_name(const char *path, char **out, struct lawmap_error *error);
/* The same with an empty file of that name, open for writing and reading. Also LAWMAP_IO: it cannot be
 * written. */
enum lawmap_status partial_create(const char *path, char **out, int *descriptor, struct lawmap_error *error);

/* LAWMAP_IO: `path` cannot be written, with errno in words. */
enum lawmap_status partial_fail(const char *path, struct lawmap_error *error);

#endif
