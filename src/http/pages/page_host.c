#include "page_host.h"

#include <string.h>

/* The address that `value` is, after its origin if it has that; NULL: it is none of this server's. */
static const char *address_in(const char *value, const char *origin)
{
    size_t size = strlen(origin);
    if (size > 0 && strncmp(value, origin, size) == 0 && value[size] == '/')
        return value + size;
    return value[0] == '/' && value[1] != '/' ? value : NULL;
}

/* Appends what stands for `address`, which may end in a fragment. */
static bool put_link(const struct page_host *host, const char *start, const char *address, struct buffer *out)
{
    struct buffer plain = {0};
    size_t size = strcspn(address, "#");
    buffer_append(&plain, address, size);
    buffer_append(&plain, "", 1);
    buffer_puts(out, start);
    bool put = !plain.failed && host->link(host->context, plain.data, out);
    if (put && out->size == 0)
        buffer_puts(out, "./");
    buffer_puts(out, address + size);
    buffer_free(&plain);
    return put && !out->failed;
}

static bool link_attribute(const struct page_host *host, const char *origin, xmlNodePtr element,
                           const char *name)
{
    xmlChar *value = xmlGetNoNsProp(element, (const xmlChar *)name);
    const char *address = value == NULL ? NULL : address_in((const char *)value, origin);
    if (address == NULL) {
        xmlFree(value);
        return true;
    }
    struct buffer start = {0}, link = {0};
    bool is_absolute = address != (const char *)value;
    buffer_puts(&start, is_absolute ? origin : host->root);
    buffer_puts(&start, is_absolute ? "/" : "");
    buffer_append(&start, "", 1);
    bool linked = !start.failed && put_link(host, start.data, address, &link);
    buffer_append(&link, "", 1);
    linked = linked && !link.failed &&
             xmlSetProp(element, (const xmlChar *)name, (const xmlChar *)link.data) != NULL;
    buffer_free(&start);
    buffer_free(&link);
    xmlFree(value);
    return linked;
}

static bool link_element(const struct page_host *host, const char *origin, xmlNodePtr element)
{
    static const char *const names[] = {"href", "src", "action"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (!link_attribute(host, origin, element, names[i]))
            return false;
    /* Of a <meta>, only what tells others where something is: what is a text may begin with a slash. */
    bool is_meta = xmlStrEqual(element->name, (const xmlChar *)"meta") &&
                   xmlHasProp(element, (const xmlChar *)"property") != NULL;
    return !is_meta || *origin == '\0' || link_attribute(host, origin, element, "content");
}

static bool link_all(const struct page_host *host, const char *origin, xmlNodePtr first)
{
    for (xmlNodePtr node = first; node != NULL; node = node->next)
        if (node->type == XML_ELEMENT_NODE &&
            (!link_element(host, origin, node) || !link_all(host, origin, node->children)))
            return false;
    return true;
}

bool page_host_link(const struct page_host *host, const char *origin, xmlDocPtr page)
{
    return link_all(host, origin, xmlDocGetRootElement(page));
}
