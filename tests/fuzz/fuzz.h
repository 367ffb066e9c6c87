/* fuzz: what the targets share. Each target is a file with these two functions, linked with libFuzzer, with
 * AFL++'s driver for such targets, or with main.c. A finding is a crash: of a sanitizer, or of
 * fuzz_require().
 */
#ifndef LAWMAP_TESTS_FUZZ_H
#define LAWMAP_TESTS_FUZZ_H

#include <lawmap/base.h>

/* Loads, before AFL++ forks, what is the same for all inputs. */
int LLVMFuzzerInitialize(int *argument_count, char ***arguments);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

void fuzz_require(bool holds, const char *what);

/* True for one input in `one_in`, always the same ones: for what is too slow to do each time. Runs of main.c
 * do it each time. */
bool fuzz_now_and_then(const uint8_t *data, size_t size, unsigned one_in);

enum { FUZZ_PATH_SIZE = 192 };
/* A directory of this process's own, in TMPDIR, else in memory where the system has that; removed when the
 * process ends. */
const char *fuzz_folder(void);
void fuzz_write(const char *name, const void *bytes, size_t size); /* a file in it */
void fuzz_remove(const char *name);                                /* one that need not be there */
/* Copies the tests' small dataset into it; a file that another function has changed is as it was. */
void fuzz_write_dataset(void);

#endif
