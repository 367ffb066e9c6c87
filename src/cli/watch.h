/* watch: notices that the files of a data directory have changed, by inotify(7). */
#ifndef LAWMAP_CLI_WATCH_H
#define LAWMAP_CLI_WATCH_H

#include <lawmap/base.h>

struct watch;

/* Watches DIR and DIR/jurisdictions, whatever has these names: directories may be replaced and links turned.
 * *out is new, free it with watch_close(). LAWMAP_IO, LAWMAP_NO_MEMORY. */
enum lawmap_status watch_open(const char *dir, struct watch **out, struct lawmap_error *error);
void watch_close(struct watch *watch); /* NULL is allowed */

/* For poll(): readable when something happens. Call watch_is_due() then, or when the timeout is over. */
int watch_descriptor(const struct watch *watch);
int watch_timeout(const struct watch *watch); /* milliseconds */

/* True once after files have changed and then been left alone for a moment: an editor writes a file in more
 * than one step, and who unpacks an archive writes many. */
bool watch_is_due(struct watch *watch);

#endif
