#include "output.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool output_is_no_terminal(const struct arguments *arguments, const char *command)
{
    if (arguments->values[OPTION_OUTPUT] != NULL || !isatty(STDOUT_FILENO))
        return true;
    fprintf(stderr, "lawmap %s: a picture is no text for a terminal: name a file with -o FILE\n", command);
    return false;
}

static enum lawmap_status fail(const char *path, struct lawmap_error *error)
{
    return lawmap_fail(error, LAWMAP_IO, "%s: cannot be written: %s", path, strerror(errno));
}

static bool write_all(FILE *file, const struct buffer *bytes)
{
    return fwrite(bytes->data, 1, bytes->size, file) == bytes->size && fflush(file) == 0;
}

/* What is there and is no file, such as a pipe or /dev/null, is written to as it is. */
static enum lawmap_status write_in_place(const char *path, const struct buffer *bytes,
                                         struct lawmap_error *error)
{
    FILE *file = fopen(path, "wb");
    if (file == NULL)
        return fail(path, error);
    bool written = write_all(file, bytes);
    return fclose(file) == 0 && written ? LAWMAP_OK : fail(path, error);
}

/* mkstemp() lets only the owner in; a file is open to whom the umask lets in. */
static bool open_as_usual(int descriptor)
{
    mode_t mask = umask(0);
    umask(mask);
    return fchmod(descriptor, 0666 & ~mask) == 0;
}

static enum lawmap_status write_and_rename(const char *path, char *part, const struct buffer *bytes,
                                           struct lawmap_error *error)
{
    int descriptor = mkstemp(part);
    FILE *file = descriptor < 0 ? NULL : fdopen(descriptor, "wb");
    if (descriptor < 0)
        return fail(path, error);
    bool written = file != NULL && open_as_usual(descriptor) && write_all(file, bytes);
    if (file != NULL)
        written = fclose(file) == 0 && written;
    else
        close(descriptor);
    if (written && rename(part, path) == 0)
        return LAWMAP_OK;
    fail(path, error);
    unlink(part);
    return LAWMAP_IO;
}

enum lawmap_status output_write(const struct arguments *arguments, const struct buffer *bytes,
                                struct lawmap_error *error)
{
    const char *path = arguments->values[OPTION_OUTPUT];
    struct stat info;
    char *part = NULL;
    signal(SIGXFSZ, SIG_IGN); /* a file over the limit of its size fails to grow, as on a full disk */
    if (path == NULL)
        return write_all(stdout, bytes) ? LAWMAP_OK : fail("standard output", error);
    if (stat(path, &info) == 0 && !S_ISREG(info.st_mode))
        return write_in_place(path, bytes, error);
    if (asprintf(&part, "%s.XXXXXX", path) < 0)
        return lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory");
    enum lawmap_status status = write_and_rename(path, part, bytes, error);
    free(part);
    return status;
}
