#include "page_strings.h"

#include "page_xml.h"
#include "script_json.h"
#include "web/asset.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

/* The file of src/web/strings whose strings the map's scripts have too. */
static const char script_table[] = "map";

struct page_strings {
    json_t *tables;               /* {file: {key: {language: string}}} */
    xmlDocPtr in[LANGUAGE_COUNT]; /* <strings> */
    char *scripts[LANGUAGE_COUNT];
};

void page_strings_free(struct page_strings *strings)
{
    if (strings == NULL)
        return;
    for (int i = 0; i < LANGUAGE_COUNT; i++) {
        xmlFreeDoc(strings->in[i]);
        free(strings->scripts[i]);
    }
    json_decref(strings->tables);
    free(strings);
}

static bool add_piece(xmlNodePtr element, const char *text, size_t size)
{
    if (size == 0)
        return true;
    xmlNodePtr piece = xmlNewTextLen((const xmlChar *)text, (int)size);
    if (piece != NULL && xmlAddChild(element, piece) != NULL)
        return true;
    xmlFreeNode(piece);
    return false;
}

static bool add_placeholder(xmlNodePtr element, const char *name, size_t size)
{
    xmlChar *copy = xmlStrndup((const xmlChar *)name, (int)size);
    xmlNodePtr value = copy == NULL ? NULL : page_xml_add(element, "value", NULL);
    bool added = value != NULL && page_xml_set(value, "name", (const char *)copy);
    xmlFree(copy);
    return added;
}

static bool add_string(xmlNodePtr parent, const char *key, const char *string)
{
    xmlNodePtr element = page_xml_add(parent, "text", NULL);
    if (element == NULL || !page_xml_set(element, "key", key))
        return false;
    const char *open, *close;
    while ((open = strchr(string, '{')) != NULL && (close = strchr(open, '}')) != NULL) {
        if (!add_piece(element, string, (size_t)(open - string)) ||
            !add_placeholder(element, open + 1, (size_t)(close - open) - 1))
            return false;
        string = close + 1;
    }
    return add_piece(element, string, strlen(string));
}

static bool add_table(xmlNodePtr parent, const json_t *table, const char *tag)
{
    const char *key;
    const json_t *texts;
    json_object_foreach(
        (json_t *)table, key,
        texts) if (!add_string(parent, key, json_string_value(json_object_get(texts, tag)))) return false;
    return true;
}

static xmlDocPtr make_document(const json_t *tables, const char *tag)
{
    xmlDocPtr document = xmlNewDoc((const xmlChar *)"1.0");
    xmlNodePtr root =
        document == NULL ? NULL : xmlNewDocNode(document, NULL, (const xmlChar *)"strings", NULL);
    if (root == NULL) {
        xmlFreeDoc(document);
        return NULL;
    }
    xmlDocSetRootElement(document, root);
    const char *file;
    const json_t *table;
    bool made = true;
    json_object_foreach((json_t *)tables, file, table) made = made && add_table(root, table, tag);
    if (made)
        return document;
    xmlFreeDoc(document);
    return NULL;
}

static char *make_script(const json_t *table, const char *tag)
{
    json_t *strings = json_object();
    const char *key;
    const json_t *texts;
    json_object_foreach((json_t *)table, key,
                        texts) if (json_object_set(strings, key, json_object_get(texts, tag)) != 0)
    {
        json_decref(strings);
        return NULL;
    }
    return script_of_json(strings);
}

static enum lawmap_status parse(struct page_strings *self, struct lawmap_error *error)
{
    json_error_t why;
    self->tables = json_loadb(web_strings.data, web_strings.size, JSON_REJECT_DUPLICATES, &why);
    if (self->tables == NULL)
        return json_error_code(&why) == json_error_out_of_memory
                   ? lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory")
                   : lawmap_fail(error, LAWMAP_BAD_DATA, "the pages' strings: %s", why.text);
    for (int i = 0; i < LANGUAGE_COUNT; i++) {
        const char *tag = language_tag((enum language)i);
        self->in[i] = make_document(self->tables, tag);
        self->scripts[i] = make_script(json_object_get(self->tables, script_table), tag);
        if (self->in[i] == NULL || self->scripts[i] == NULL)
            return lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory");
    }
    return LAWMAP_OK;
}

enum lawmap_status page_strings_new(struct page_strings **out, struct lawmap_error *error)
{
    *out = NULL;
    struct page_strings *self = calloc(1, sizeof *self);
    if (self == NULL)
        return lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory");
    enum lawmap_status status = parse(self, error);
    if (status == LAWMAP_OK)
        *out = self;
    else
        page_strings_free(self);
    return status;
}

bool page_strings_add(const struct page_strings *strings, enum language language, xmlNodePtr parent)
{
    xmlNodePtr copy = xmlDocCopyNode(xmlDocGetRootElement(strings->in[language]), parent->doc, 1);
    if (copy != NULL && xmlAddChild(parent, copy) != NULL)
        return true;
    xmlFreeNode(copy);
    return false;
}

const char *page_strings_script(const struct page_strings *strings, enum language language)
{
    return strings->scripts[language];
}

const char *page_string(const struct page_strings *strings, enum language language, const char *key)
{
    const char *file, *found = NULL;
    json_t *table;
    json_object_foreach(strings->tables, file, table) if (found == NULL) found =
        json_string_value(json_object_get(json_object_get(table, key), language_tag(language)));
    return found == NULL ? "" : found;
}
