/* system_calls: which requests to the kernel are left: seccomp(2). */
#ifndef LAWMAP_PROCESS_SYSTEM_CALLS_H
#define LAWMAP_PROCESS_SYSTEM_CALLS_H

#include <lawmap/base.h>

/* For this thread and all others, present and to come. See process_confine(). */
enum lawmap_status system_calls_confine(struct lawmap_error *error);

#endif
