/* answer_schemas: what the API's JSON answers look like, as JSON Schema (draft 2020-12): schemas.json, and
 * what follows from the codebook. */
#ifndef LAWMAP_HTTP_ANSWER_SCHEMAS_H
#define LAWMAP_HTTP_ANSWER_SCHEMAS_H

#include <jansson.h>
#include <lawmap/law.h>

extern const char answer_schemas[]; /* schemas.json, embedded; not NUL-terminated */
extern const size_t answer_schemas_size;

/* {name: schema, …}: the components of the description. A new reference, or NULL: out of memory. */
json_t *json_of_answer_schemas(const struct law *law);

#endif
