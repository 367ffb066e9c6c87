/* landlock: which files can be read; nothing else of files is left. landlock(7). */
#ifndef LAWMAP_PROCESS_LANDLOCK_H
#define LAWMAP_PROCESS_LANDLOCK_H

#include <lawmap/base.h>

/* *abi is 0, and nothing is restricted, where the kernel has no Landlock. See process_confine(). */
enum lawmap_status landlock_confine(const char *const readable[], size_t count, int *abi,
                                    struct lawmap_error *error);

#endif
