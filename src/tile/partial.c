#include "partial.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

enum lawmap_status partial_fail(const char *path, struct lawmap_error *error)
{
    return lawmap_fail(error, LAWMAP_IO, "%s: cannot be written: %s", path, strerror(errno));
}

enum lawmap_status partial_name(const char *path, char **out, struct lawmap_error *error)
{
    unsigned long long random;
    *out = NULL;
    if (getrandom(&random, sizeof random, 0) != (ssize_t)sizeof random)
        return lawmap_fail(error, LAWMAP_IO, "no random name for a temporary file: %s", strerror(errno));
    if (asprintf(out, "%s.%016llx.partial", path, random) >= 0)
        return LAWMAP_OK;
    *out = NULL;
    return lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory");
}

enum lawmap_status partial_create(const char *path, char **out, int *descriptor, struct lawmap_error *error)
{
    enum lawmap_status status = partial_name(path, out, error);
    if (status != LAWMAP_OK)
        return status;
    *descriptor = open(*out, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0666);
    if (*descriptor >= 0)
        return LAWMAP_OK;
    status = partial_fail(path, error);
    free(*out);
    *out = NULL;
    return status;
}
