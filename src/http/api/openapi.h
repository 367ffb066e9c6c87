/* openapi: the service described for programs (OpenAPI 3.1), from the table that the router reads. */
#ifndef LAWMAP_HTTP_OPENAPI_H
#define LAWMAP_HTTP_OPENAPI_H

#include <jansson.h>
#include <lawmap/law.h>

/* A new reference, or NULL: out of memory. */
json_t *openapi_describe(const struct law *law);

#endif
