/* page_xml: JSON as XML, for stylesheets: an object's member is an element of its name, an item of an array
 * is <item>, a string or number is text, null is nothing. */
#ifndef LAWMAP_HTTP_PAGE_XML_H
#define LAWMAP_HTTP_PAGE_XML_H

#include <jansson.h>
#include <libxml/tree.h>
#include <stdbool.h>

/* Adds an element with that text; NULL: out of memory. */
xmlNodePtr page_xml_add(xmlNodePtr parent, const char *name, const char *text);
/* False: out of memory. A NULL value adds no attribute. */
bool page_xml_set(xmlNodePtr element, const char *name, const char *value);
/* Adds what is in `value`, an object or array whose names are names of XML too. False: out of memory. */
bool page_xml_add_json(xmlNodePtr parent, const json_t *value);

#endif
