/* json_memory: whether Jansson ran out of memory. It does not always say: when a string outgrows its lexer's
 * buffer and that cannot grow, a byte of the string is left out (lex_save() in load.c, 2.14), and a law would
 * say something else. */
#ifndef LAW_JSON_MEMORY_H
#define LAW_JSON_MEMORY_H

#include <stdbool.h>

/* From now on refusals in this thread are noted; those before are forgotten. */
void json_memory_watch(void);
bool json_memory_refused(void);

#endif
