#include "page_xml.h"

#include <stdio.h>

xmlNodePtr page_xml_add(xmlNodePtr parent, const char *name, const char *text)
{
    return xmlNewTextChild(parent, NULL, (const xmlChar *)name, (const xmlChar *)text);
}

bool page_xml_set(xmlNodePtr element, const char *name, const char *value)
{
    return value == NULL || xmlNewProp(element, (const xmlChar *)name, (const xmlChar *)value) != NULL;
}

static bool add_value(xmlNodePtr parent, const char *name, const json_t *value)
{
    char number[32];
    switch (json_typeof(value)) {
    case JSON_NULL:
        return true;
    case JSON_TRUE:
        return page_xml_add(parent, name, "true") != NULL;
    case JSON_FALSE:
        return page_xml_add(parent, name, "false") != NULL;
    case JSON_STRING:
        return page_xml_add(parent, name, json_string_value(value)) != NULL;
    case JSON_INTEGER:
        snprintf(number, sizeof number, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
        return page_xml_add(parent, name, number) != NULL;
    case JSON_REAL:
        snprintf(number, sizeof number, "%.9g", json_real_value(value));
        return page_xml_add(parent, name, number) != NULL;
    case JSON_OBJECT:
    case JSON_ARRAY:
        break;
    }
    xmlNodePtr element = page_xml_add(parent, name, NULL);
    return element != NULL && page_xml_add_json(element, value);
}

bool page_xml_add_json(xmlNodePtr parent, const json_t *value)
{
    const char *name;
    const json_t *member;
    size_t index;
    if (json_is_array(value)) {
        json_array_foreach(value, index, member) if (!add_value(parent, "item", member)) return false;
        return true;
    }
    json_object_foreach((json_t *)value, name, member) if (!add_value(parent, name, member)) return false;
    return true;
}
