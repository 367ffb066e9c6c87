#include "fill_in.h"

#include <string.h>

void fill_in(const char *text, const struct placeholder *placeholders, size_t count, struct buffer *out)
{
    while (*text != '\0') {
        size_t skipped = 0;
        for (size_t i = 0; i < count && skipped == 0; i++)
            if (strncmp(text, placeholders[i].name, strlen(placeholders[i].name)) == 0) {
                buffer_puts(out, placeholders[i].value);
                skipped = strlen(placeholders[i].name);
            }
        if (skipped == 0)
            buffer_append(out, text, 1);
        text += skipped == 0 ? 1 : skipped;
    }
}
