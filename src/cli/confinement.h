/* confinement: what a server keeps of its rights once all is loaded. */
#ifndef LAWMAP_CLI_CONFINEMENT_H
#define LAWMAP_CLI_CONFINEMENT_H

#include "sources.h"

/* The account of --user, before anything of others' is read. LAWMAP_BAD_REQUEST: the superuser has not said.
 */
enum lawmap_status confinement_take_account(const char *user, struct lawmap_error *error);

/* From then on the process reads the data, the boundaries and fonts, answers who connects, and can do nothing
 * else. Where a directory is a symbolic link, as it is when releases are switched, what stands beside its
 * target can be read, too. */
enum lawmap_status confinement_begin(const struct sources *sources, struct lawmap_error *error);

#endif
