/* response_key: what makes two requests the same, as far as the response goes. */
#ifndef LAWMAP_HTTP_RESPONSE_KEY_H
#define LAWMAP_HTTP_RESPONSE_KEY_H

#include "exchange.h"

enum { RESPONSE_KEY_MAX = 512 };

struct response_key {
    size_t size; /* 0: too much was said; such a response is not kept */
    char bytes[RESPONSE_KEY_MAX];
};

/* `modified` changes at midnight, when an answer about today does. */
void response_key_write(const char *target, const struct wishes *wishes, time_t modified,
                        struct response_key *out);

#endif
