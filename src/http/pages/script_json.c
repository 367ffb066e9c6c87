#include "script_json.h"

#include <lawmap/base.h>
#include <stdlib.h>

/* Nothing in a <script> element can end it, or begin a comment, without a "<" (HTML, section 13.2.5.15). */
static char *escape_for_script(const char *json)
{
    struct buffer out = {0};
    for (const char *c = json; c != NULL && *c != '\0'; c++)
        if (*c == '<')
            buffer_puts(&out, "\\u003c");
        else
            buffer_append(&out, c, 1);
    buffer_append(&out, "", 1);
    if (json == NULL || out.failed) {
        buffer_free(&out);
        return NULL;
    }
    return out.data;
}

char *script_of_json(json_t *value)
{
    char *plain = value == NULL ? NULL : json_dumps(value, JSON_COMPACT);
    char *escaped = escape_for_script(plain);
    json_decref(value);
    free(plain);
    return escaped;
}
