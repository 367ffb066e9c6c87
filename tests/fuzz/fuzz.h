/* fuzz: what the targets share. Each target is a file with LLVMFuzzerTestOneInput(), linked with libFuzzer or
 * with main.c. A finding is a crash: of a sanitizer, or of fuzz_require(). */
#ifndef LAWMAP_TESTS_FUZZ_H
#define LAWMAP_TESTS_FUZZ_H

#include <lawmap/base.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

void fuzz_require(bool holds, const char *what);

enum { FUZZ_PATH_SIZE = 160 };
/* A directory of this process's own, in memory where the system has that; removed when the process ends. */
const char *fuzz_folder(void);
void fuzz_write(const char *name, const void *bytes, size_t size); /* a file in it */
/* Copies the tests' small dataset into it, once. */
void fuzz_write_dataset(void);

#endif
