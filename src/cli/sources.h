/* sources: where the data and the boundaries are. */
#ifndef LAWMAP_CLI_SOURCES_H
#define LAWMAP_CLI_SOURCES_H

#include "options.h"

#include <lawmap/atlas.h>
#include <lawmap/law.h>

struct sources {
    char *data_dir;             /* owned */
    char *shapefiles_dir;       /* owned */
    struct atlas_options atlas; /* borrows shapefiles_dir and the arguments */
};

/* What the options say; else ../share/lawmap beside the program's directory, wherever that has been moved;
 * else, for a program that has not been installed, the source tree that it was built from. LAWMAP_NOT_FOUND,
 * LAWMAP_NO_MEMORY. Free it with sources_free() in any case. */
enum lawmap_status sources_find(const struct arguments *arguments, struct sources *out,
                                struct lawmap_error *error);
void sources_free(struct sources *sources);

/* What a command does with the law and the boundaries, which it borrows. */
typedef enum lawmap_status (*sources_work)(const struct arguments *arguments, const struct law *law,
                                           const struct atlas *atlas, void *context,
                                           struct lawmap_error *error);
/* Finds and loads both, does the work and frees them; what goes wrong is printed under the command's name. */
enum lawmap_status sources_use(const struct arguments *arguments, const char *command, sources_work work,
                               void *context);

#endif
