#include "export_choices.h"

#include "choices.h"

#include <lawmap/tile.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { THREADS_MAX = 256, DATES_MAX = 1000 };

bool export_complain(const char *what, const char *found, const char *expected)
{
    fprintf(stderr, "lawmap export: %s “%s” is not %s\n", what, found, expected);
    return false;
}

static bool parse_zooms(const char *text, unsigned *first, unsigned *last)
{
    const char *dash = strchr(text, '-');
    size_t first_size = dash == NULL ? strlen(text) : (size_t)(dash - text);
    const char *rest = dash == NULL ? text : dash + 1;
    return choose_number(text, first_size, TILE_ZOOM_MAX, first) &&
           choose_number(rest, strlen(rest), TILE_ZOOM_MAX, last) && *first <= *last;
}

bool export_choose_zooms(const struct arguments *arguments, unsigned *first, unsigned *last)
{
    const char *zooms = arguments->values[OPTION_ZOOM];
    return zooms == NULL || parse_zooms(zooms, first, last) ||
           export_complain("--zoom", zooms, "FIRST-LAST, such as 0-8, the last at most 10");
}

bool export_choose_threads(const struct arguments *arguments, unsigned *out)
{
    const char *threads = arguments->values[OPTION_THREADS];
    if (threads != NULL)
        return (choose_number(threads, strlen(threads), THREADS_MAX, out) && *out > 0) ||
               export_complain("--threads", threads, "a number from 1 to 256");
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    *out = processors < 1 ? 1 : processors > THREADS_MAX ? THREADS_MAX : (unsigned)processors;
    return true;
}

char *export_next_word(const char **list)
{
    const char *start = *list;
    if (start == NULL)
        return NULL;
    size_t size = strcspn(start, ",");
    *list = start[size] == ',' ? start + size + 1 : NULL;
    return strndup(start, size);
}

size_t export_count_words(const char *list)
{
    size_t count = 1;
    for (; *list != '\0'; list++)
        count += *list == ',';
    return count;
}

bool export_choose_dates(const struct arguments *arguments, struct date **out, size_t *count)
{
    const char *list = arguments->values[OPTION_DATE];
    *out = NULL;
    *count = 0;
    if (list == NULL)
        return true;
    if (export_count_words(list) <= DATES_MAX)
        *out = calloc(export_count_words(list), sizeof **out);
    if (*out == NULL) {
        fprintf(stderr, "lawmap export: --date takes at most %d days\n", (int)DATES_MAX);
        return false;
    }
    bool ok = true;
    for (char *word; ok && (word = export_next_word(&list)) != NULL; free(word)) {
        struct date *date = &(*out)[(*count)++];
        ok = (date_parse(word, date) && date_is_full(*date)) ||
             export_complain("--date", word, "a day of the calendar as YYYY-MM-DD");
    }
    return ok;
}

bool export_check_folder(const char *path)
{
    struct stat info;
    return stat(path, &info) != 0 || (S_ISDIR(info.st_mode) && rmdir(path) == 0) ||
           export_complain("the output", path, "the name of a new folder: remove what is there");
}
