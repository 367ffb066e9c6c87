#include "standard_files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void standard_files_reserve(void)
{
    /* open() takes the lowest free number; opened the wrong way round, it fails as a closed one does. */
    for (int file = STDIN_FILENO; file <= STDERR_FILENO; file++)
        if (fcntl(file, F_GETFD) == -1)
            open("/dev/null", file == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

int standard_files_finish(int exit_status)
{
    bool failed = ferror(stdout) != 0;
    errno = 0;
    failed |= fflush(stdout) != 0;
    if (!failed || exit_status != EXIT_SUCCESS)
        return exit_status;
    fprintf(stderr, "lawmap: standard output: cannot be written%s%s\n", errno == 0 ? "" : ": ",
            errno == 0 ? "" : strerror(errno));
    return EXIT_FAILURE;
}
