#include "response_key.h"

#include <string.h>

/* False: no room. */
static bool append(struct response_key *key, const void *bytes, size_t size)
{
    if (size > sizeof key->bytes - key->size)
        return false;
    memcpy(key->bytes + key->size, bytes, size);
    key->size += size;
    return true;
}

/* With its end, so that no two lists of texts are alike. An absent field is as good as an empty one. */
static bool append_text(struct response_key *key, const char *text)
{
    return text == NULL ? append(key, "", 1) : append(key, text, strlen(text) + 1);
}

void response_key_write(const char *target, const struct wishes *wishes, time_t modified,
                        struct response_key *out)
{
    const char chosen[] = {(char)wishes->language, wishes->codings.gzip, wishes->codings.identity};
    out->size = 0;
    if (!append(out, &modified, sizeof modified) || !append(out, chosen, sizeof chosen) ||
        !append_text(out, target) || !append_text(out, wishes->accept) || !append_text(out, wishes->host) ||
        !append_text(out, wishes->forwarded_scheme))
        out->size = 0;
}
