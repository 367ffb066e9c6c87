/* Reads resources.json: the guidance that a country's page links to. */
#include "model.h"

void resources_read(struct law *law, const struct node *root)
{
    static const char *const keys[] = {"?$schema", "resources", NULL};
    static const char *const resource_keys[] = {"id", "title", "publisher", "year", "language", "url", NULL};
    static const char *const tags[] = {"en", "fr", "es", "ru", "zh", NULL};
    struct node array = node_member(root, "resources");
    if (!node_is_object(root, keys))
        return;
    size_t count = node_count(&array, 0);
    const char *const *ids = node_ids(&array);
    law->resources = arena_allocate(&law->arena, count, sizeof *law->resources);
    for (size_t i = 0; law->resources != NULL && ids != NULL && i < count; i++) {
        struct resource *resource = &law->resources[law->resource_count++];
        struct node element = node_element(&array, i);
        struct node title = node_member(&element, "title"), publisher = node_member(&element, "publisher"),
                    year = node_member(&element, "year"), language = node_member(&element, "language"),
                    url = node_member(&element, "url");
        if (!node_is_object(&element, resource_keys))
            continue;
        size_t tag = node_word(&language, tags, "language");
        *resource = (struct resource){.id = ids[i],
                                      .title = node_string(&title),
                                      .publisher = node_string(&publisher),
                                      .language = tag == NODE_NO_WORD ? NULL : tags[tag],
                                      .url = node_url(&url),
                                      .year = node_year_or_null(&year)};
    }
}
