/* capabilities: the superuser's powers, one by one: capabilities(7). */
#ifndef LAWMAP_PROCESS_CAPABILITIES_H
#define LAWMAP_PROCESS_CAPABILITIES_H

#include <lawmap/base.h>

/* All of them, for good as far as this process is concerned. */
enum lawmap_status capabilities_give_up(struct lawmap_error *error);

#endif
