/* export_site: `lawmap export --format site`. */
#ifndef LAWMAP_CLI_EXPORT_SITE_H
#define LAWMAP_CLI_EXPORT_SITE_H

#include "options.h"

/* Returns the exit status. */
int export_site(const struct arguments *arguments);

#endif
