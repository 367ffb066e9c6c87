/* output: where a command writes what it has made. */
#ifndef LAWMAP_CLI_OUTPUT_H
#define LAWMAP_CLI_OUTPUT_H

#include "options.h"

#include <lawmap/base.h>

/* False after a message that names the command: a picture is to go to a terminal. */
bool output_is_no_terminal(const struct arguments *arguments, const char *command);

/* Writes to the file of --output, or to standard output. A file has another name beside its own until it is
 * whole; unless LAWMAP_OK nothing of it is left and what was there before still is. LAWMAP_IO,
 * LAWMAP_NO_MEMORY. */
enum lawmap_status output_write(const struct arguments *arguments, const struct buffer *bytes,
                                struct lawmap_error *error);

#endif
