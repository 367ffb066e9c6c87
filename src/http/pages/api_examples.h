/* api_examples: programs that use the API, from src/web/examples, which the tests run as they stand. */
#ifndef LAWMAP_HTTP_API_EXAMPLES_H
#define LAWMAP_HTTP_API_EXAMPLES_H

#include <stddef.h>

extern const char api_examples[]; /* JSON: [{"name": …, "text": …}, …]; not NUL-terminated */
extern const size_t api_examples_size;

/* The address that they ask. */
#define API_EXAMPLES_ADDRESS "http://127.0.0.1:8080"

#endif
