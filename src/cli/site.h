/* site: what the world knows the server as, from the options of `lawmap serve`. */
#ifndef LAWMAP_CLI_SITE_H
#define LAWMAP_CLI_SITE_H

#include "options.h"

#include <lawmap/http.h>

/* Strings are the program's arguments. False after a message that says what is wrong. */
bool site_parse(const struct arguments *arguments, struct site_options *out);

#endif
