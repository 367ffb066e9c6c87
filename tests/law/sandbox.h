/* sandbox: a copy of the small data directory beside this file, to be spoilt by a test. */
#ifndef LAW_TEST_SANDBOX_H
#define LAW_TEST_SANDBOX_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <lawmap/law.h>

struct sandbox {
    char dir[256];
};

/* A path in the source tree; the caller frees it. */
char *source_path(const char *path);

void sandbox_new(struct sandbox *sandbox);
/* The real codebook and one real record in a world of one country. */
void sandbox_new_zealand(struct sandbox *sandbox);
void sandbox_free(struct sandbox *sandbox);
/* All names are relative to the sandbox. */
void sandbox_write(const struct sandbox *sandbox, const char *name, const void *bytes, size_t size);
void sandbox_copy(const struct sandbox *sandbox, const char *from, const char *name);
void sandbox_make_directory(const struct sandbox *sandbox, const char *name);
void sandbox_delete(const struct sandbox *sandbox, const char *name);
/* Replaces the first `find` on line `line`, or after it, of a file. */
void sandbox_edit(const struct sandbox *sandbox, const char *name, int line, const char *find,
                  const char *replace);

#endif
