#include "capabilities.h"

#include <errno.h>
#include <linux/capability.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* By the system call: it takes one, and libcap would be a library more in the process. */
enum lawmap_status capabilities_give_up(struct lawmap_error *error)
{
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = {{0}};
    if (syscall(SYS_capset, &header, none) == 0)
        return LAWMAP_OK;
    return lawmap_fail(error, LAWMAP_IO, "capabilities cannot be given up: %s", strerror(errno));
}
