/* page_memory: memory for libxml2 and libxslt. They use what they had no memory for (libxml2 2.9.14 in
 * xmlXPathCompiledEval(), for one), so that a failed allocation would end the process. They get it from a
 * reserve then, and what they made with it is not used. */
#ifndef LAWMAP_HTTP_PAGE_MEMORY_H
#define LAWMAP_HTTP_PAGE_MEMORY_H

#include <stdbool.h>

/* Before anything else of the libraries is used; again is harmless. */
void page_memory_install(void);

/* Has this thread been given of the reserve since it last asked? */
bool page_memory_was_short(void);

#endif
