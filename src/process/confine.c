#include "capabilities.h"
#include "landlock.h"
#include "sanitizer.h"
#include "system_calls.h"

#include <lawmap/process.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>

/* What the C library reads when it counts processors and gives memory back. */
static const char *const of_libc[] = {"/sys/devices/system/cpu/online", "/proc/sys/vm/overcommit_memory"};
enum { OF_LIBC_COUNT = sizeof of_libc / sizeof of_libc[0] };

/* A dump would hold what visitors asked for. The sanitizers' search for leaks traces the process. */
static bool forgo_privileges(void)
{
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           (HAS_SANITIZER || prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0);
}

enum lawmap_status process_confine(const char *const readable[], size_t count, struct process_sandbox *out,
                                   struct lawmap_error *error)
{
    *out = (struct process_sandbox){0};
    const char **paths = calloc(count + OF_LIBC_COUNT, sizeof *paths);
    if (paths == NULL)
        return lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory");
    memcpy(paths, of_libc, sizeof of_libc);
    for (size_t i = 0; i < count; i++)
        paths[OF_LIBC_COUNT + i] = readable[i];
    enum lawmap_status status = LAWMAP_OK;
    if (!forgo_privileges())
        status = lawmap_fail(error, LAWMAP_IO, "privileges cannot be forgone: %s", strerror(errno));
    if (status == LAWMAP_OK)
        status = capabilities_give_up(error);
    if (status == LAWMAP_OK)
        status = landlock_confine(paths, count + OF_LIBC_COUNT, &out->landlock, error);
    if (status == LAWMAP_OK)
        status = system_calls_confine(error);
    out->system_calls = status == LAWMAP_OK;
    free(paths);
    return status;
}
