#include "xml.h"

#include <string.h>

void xml_text(struct buffer *out, const char *text)
{
    for (size_t plain; *text != '\0'; text += plain) {
        plain = strcspn(text, "&<>\"");
        buffer_append(out, text, plain);
        if (text[plain] == '\0')
            return;
        char special = text[plain++];
        buffer_puts(out, special == '&'   ? "&amp;"
                         : special == '<' ? "&lt;"
                         : special == '>' ? "&gt;"
                                          : "&quot;");
    }
}

void xml_element(struct buffer *out, const char *name, const char *text)
{
    buffer_printf(out, "<%s>", name);
    xml_text(out, text);
    buffer_printf(out, "</%s>", name);
}
