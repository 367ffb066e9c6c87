/* export_choices: what the options of an export say, whatever its format. False after a message. */
#ifndef LAWMAP_CLI_EXPORT_CHOICES_H
#define LAWMAP_CLI_EXPORT_CHOICES_H

#include "options.h"

#include <lawmap/base.h>
#include <stddef.h>

/* “lawmap export: WHAT “FOUND” is not EXPECTED”; false. */
bool export_complain(const char *what, const char *found, const char *expected);

/* --zoom: "0-8", or "5" for one alone; what is there stays when it is not given. */
bool export_choose_zooms(const struct arguments *arguments, unsigned *first, unsigned *last);
/* --threads, else one a processor. */
bool export_choose_threads(const struct arguments *arguments, unsigned *out);
/* --date: days with commas between. *out is to be freed in any case; none are given: NULL. */
bool export_choose_dates(const struct arguments *arguments, struct date **out, size_t *count);

/* The name of a folder that is to be made: an empty one of that name goes, what others hold would be lost. */
bool export_check_folder(const char *path);

/* What comes before the next comma of a list; NULL: the list is at its end. To be freed. */
char *export_next_word(const char **list);
size_t export_count_words(const char *list);

#endif
