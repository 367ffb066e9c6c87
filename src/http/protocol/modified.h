/* modified: when what is served last changed (RFC 9110, sections 8.8.2 and 13.1.3), for clients that do not
 * keep entity tags, which tell more. */
#ifndef LAWMAP_HTTP_MODIFIED_H
#define LAWMAP_HTTP_MODIFIED_H

#include <stdbool.h>
#include <time.h>

enum { MODIFIED_TEXT_SIZE = 64 };

/* The latest change to what these directories hold, or to the program itself. */
time_t modified_files(const char *data_dir, const char *shapefiles_dir);

/* That change or the last midnight (UTC), after which "today" is another day; never in the future. */
time_t modified_now(time_t files);

/* "Sun, 06 Nov 1994 08:49:37 GMT"; returns `out`. */
char *modified_format(time_t modified, char out[MODIFIED_TEXT_SIZE]);

/* If-Modified-Since: not changed after that time. False for NULL and what is no date. */
bool modified_not_since(const char *if_modified_since, time_t modified);

#endif
