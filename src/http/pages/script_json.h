/* script_json: JSON that may stand in a <script> element of HTML. */
#ifndef LAWMAP_HTTP_SCRIPT_JSON_H
#define LAWMAP_HTTP_SCRIPT_JSON_H

#include <jansson.h>

/* Takes `value`, which may be NULL. To be freed; NULL: out of memory. */
char *script_of_json(json_t *value);

#endif
