#include "landlock.h"

#include "sanitizer.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Debian 12's header knows the first two versions; each kernel says which it has. The numbers are the
 * kernel's ABI, https://docs.kernel.org/userspace-api/landlock.html. */
enum {
    ACCESS_READ_FILE = LANDLOCK_ACCESS_FS_READ_FILE,
    ACCESS_READ_DIRECTORY = LANDLOCK_ACCESS_FS_READ_DIR,
    ACCESS_FILES_1 = (1 << 13) - 1, /* execute, write, read, remove, make */
    ACCESS_FILES_2 = (1 << 14) - 1, /* and move to another directory */
    ACCESS_FILES_3 = (1 << 15) - 1, /* and cut */
    ACCESS_FILES_5 = (1 << 16) - 1, /* and ioctl() on devices */
    ACCESS_TCP_4 = 3,               /* bind, connect */
    SCOPES_6 = 3,                   /* abstract Unix sockets and signals, to processes outside */
};

struct ruleset { /* struct landlock_ruleset_attr as of version 6; earlier kernels want zeros where they end */
    uint64_t files, tcp, scopes;
};

static struct ruleset all_of(int abi)
{
    int files = abi >= 5   ? ACCESS_FILES_5
                : abi >= 3 ? ACCESS_FILES_3
                : abi >= 2 ? ACCESS_FILES_2
                           : ACCESS_FILES_1;
    return (struct ruleset){(uint64_t)files, abi >= 4 ? ACCESS_TCP_4 : 0,
                            abi >= 6 && !HAS_SANITIZER ? SCOPES_6 : 0};
}

/* False with errno; a path that does not exist is allowed. */
static bool allow(int ruleset, const char *path, uint64_t access)
{
    struct stat info;
    int place = open(path, O_PATH | O_CLOEXEC);
    if (place < 0)
        return errno == ENOENT || errno == ENOTDIR || errno == EACCES;
    bool is_directory = fstat(place, &info) == 0 && S_ISDIR(info.st_mode);
    struct landlock_path_beneath_attr rule = {
        .allowed_access = is_directory ? access : access & ~(uint64_t)ACCESS_READ_DIRECTORY,
        .parent_fd = place,
    };
    bool allowed = syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0;
    int reason = errno;
    close(place);
    errno = reason;
    return allowed;
}

static bool allow_all(int ruleset, const char *const readable[], size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!allow(ruleset, readable[i], ACCESS_READ_FILE | ACCESS_READ_DIRECTORY))
            return false;
    return !HAS_SANITIZER ||
           allow(ruleset, "/", ACCESS_READ_FILE | ACCESS_READ_DIRECTORY | LANDLOCK_ACCESS_FS_EXECUTE);
}

enum lawmap_status landlock_confine(const char *const readable[], size_t count, int *abi,
                                    struct lawmap_error *error)
{
    *abi = (int)syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (*abi <= 0) {
        *abi = 0;
        return LAWMAP_OK;
    }
    struct ruleset all = all_of(*abi);
    int ruleset = (int)syscall(SYS_landlock_create_ruleset, &all, sizeof all, 0);
    bool confined = ruleset >= 0 && allow_all(ruleset, readable, count) &&
                    syscall(SYS_landlock_restrict_self, ruleset, 0) == 0;
    int reason = errno;
    if (ruleset >= 0)
        close(ruleset);
    if (confined)
        return LAWMAP_OK;
    return lawmap_fail(error, LAWMAP_IO, "Landlock refused: %s", strerror(reason));
}
