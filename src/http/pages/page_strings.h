/* page_strings: what readers see, in every language; from src/web/strings. Read-only once made: any thread.
 */
#ifndef LAWMAP_HTTP_PAGE_STRINGS_H
#define LAWMAP_HTTP_PAGE_STRINGS_H

#include <lawmap/law.h>

#include <libxml/tree.h>

struct page_strings; /* opaque */

/* LAWMAP_NO_MEMORY; LAWMAP_BAD_DATA: what is embedded cannot be read. */
enum lawmap_status page_strings_new(struct page_strings **out, struct lawmap_error *error);
void page_strings_free(struct page_strings *strings); /* NULL is allowed */

/* Adds <strings><text key="…">…</text>…</strings>, with {name} as <value name="name"/>; false: out of memory.
 */
bool page_strings_add(const struct page_strings *strings, enum language language, xmlNodePtr parent);
/* The strings of the map's scripts as a JSON object that may stand in a <script> element. */
const char *page_strings_script(const struct page_strings *strings, enum language language);
/* A string without placeholders; "" when there is none of that key. */
const char *page_string(const struct page_strings *strings, enum language language, const char *key);

#endif
