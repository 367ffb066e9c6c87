/* xml: text within a document (XML 1.0, section 2.4). */
#ifndef LAWMAP_HTTP_XML_H
#define LAWMAP_HTTP_XML_H

#include <lawmap/base.h>

/* As the content of an element or of an attribute in double quotes. `text` has no control characters. */
void xml_text(struct buffer *out, const char *text);
/* <name>text</name> */
void xml_element(struct buffer *out, const char *name, const char *text);

#endif
