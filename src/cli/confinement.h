/* confinement: what a server keeps of its rights once all is loaded. */
#ifndef LAWMAP_CLI_CONFINEMENT_H
#define LAWMAP_CLI_CONFINEMENT_H

#include "sources.h"

/* Takes the account of --user, before anything of others' is read. The superuser who names none may serve
 * only its own machine (`is_local`), and gives up its powers as with "root"; else LAWMAP_BAD_REQUEST. */
enum lawmap_status confinement_take_account(const char *user, bool is_local, struct lawmap_error *error);

/* From then on the process reads the data, the boundaries and fonts, answers who connects, and can do nothing
 * else. What stands beside a directory can be read, too, as releases are switched by renaming; and what
 * stands beside the target of one that is a symbolic link. */
enum lawmap_status confinement_begin(const struct sources *sources, struct lawmap_error *error);

#endif
