#include "modified.h"

#include <fts.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { DAY_SECONDS = 24 * 60 * 60 };

static time_t later(time_t a, time_t b)
{
    return a > b ? a : b;
}

/* Directories count too: theirs is the time at which a file came or went. */
static time_t modified_tree(const char *dir)
{
    char *path = strdup(dir), *paths[] = {path, NULL};
    FTS *tree = path == NULL ? NULL : fts_open(paths, FTS_LOGICAL | FTS_NOCHDIR, NULL);
    time_t latest = 0;
    for (FTSENT *entry; tree != NULL && (entry = fts_read(tree)) != NULL;)
        if (entry->fts_info == FTS_F || entry->fts_info == FTS_D)
            latest = later(latest, entry->fts_statp->st_mtime);
    if (tree != NULL)
        fts_close(tree);
    free(path);
    return latest;
}

time_t modified_files(const char *data_dir, const char *shapefiles_dir)
{
    struct stat program;
    time_t latest = later(modified_tree(data_dir), modified_tree(shapefiles_dir));
    return stat("/proc/self/exe", &program) == 0 ? later(latest, program.st_mtime) : latest;
}

time_t modified_now(time_t files)
{
    time_t now = time(NULL);
    time_t modified = later(files, now - now % DAY_SECONDS);
    return modified > now ? now : modified;
}

/* The names of days and months are English: the program never leaves the C locale. */
char *modified_format(time_t modified, char out[MODIFIED_TEXT_SIZE])
{
    struct tm parts;
    gmtime_r(&modified, &parts);
    strftime(out, MODIFIED_TEXT_SIZE, "%a, %d %b %Y %H:%M:%S GMT", &parts);
    return out;
}

bool modified_not_since(const char *if_modified_since, time_t modified)
{
    /* Of RFC 9110, section 5.6.7; a recipient reads all three. */
    static const char *const formats[] = {"%a, %d %b %Y %H:%M:%S GMT", "%A, %d-%b-%y %H:%M:%S GMT",
                                          "%a %b %d %H:%M:%S %Y"};
    for (size_t i = 0; if_modified_since != NULL && i < sizeof formats / sizeof formats[0]; i++) {
        struct tm parts = {0};
        const char *end = strptime(if_modified_since, formats[i], &parts);
        if (end != NULL && *end == '\0')
            return modified <= timegm(&parts);
    }
    return false;
}
