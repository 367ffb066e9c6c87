/* interrupt: a signal that ends the program lets it take away what is half written first. */
#ifndef LAWMAP_CLI_INTERRUPT_H
#define LAWMAP_CLI_INTERRUPT_H

#include <stdbool.h>

/* From now on SIGINT, SIGTERM and SIGHUP only make interrupted() true; a file over the limit of its size
 * fails to grow, as on a full disk. */
void interrupt_catch(void);
bool interrupted(void);
/* Ends the program as the signal would have ended it, so that a shell sees why; returns if there was none. */
void interrupt_pass_on(void);

#endif
