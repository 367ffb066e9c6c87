/* Reads regions.json: the networks, the regions, and which country belongs where. */
#include "model.h"

#include <string.h>

static void read_networks(struct law *law, const struct node *array)
{
    static const char *const keys[] = {"id", "name", "url", NULL};
    size_t count = node_count(array, 0);
    law->networks = arena_allocate(&law->arena, count, sizeof *law->networks);
    law->network_ids = node_ids(array);
    for (size_t i = 0; law->networks != NULL && law->network_ids != NULL && i < count; i++) {
        struct node element = node_element(array, i);
        struct node name = node_member(&element, "name"), url = node_member(&element, "url");
        if (node_is_object(&element, keys))
            law->networks[i] = (struct network){law->network_ids[i], node_string(&name), node_url(&url)};
    }
}

/* The networks that a list of ids names; *count is how many. */
static const struct network *const *read_members(const struct law *law, const struct node *array,
                                                 size_t *count)
{
    size_t size = node_count(array, 0);
    const struct network **members = arena_allocate(array->document->arena, size, sizeof *members);
    *count = 0;
    for (size_t i = 0; members != NULL && i < size; i++) {
        struct node element = node_element(array, i);
        size_t index = node_word(&element, law->network_ids, "network");
        if (index != NODE_NO_WORD)
            members[(*count)++] = &law->networks[index];
    }
    return members;
}

static void read_regions(struct law *law, const struct node *array)
{
    static const char *const keys[] = {"id", "label", "networks", NULL};
    size_t count = node_count(array, 1);
    law->regions = arena_allocate(&law->arena, count, sizeof *law->regions);
    law->region_ids = node_ids(array);
    for (size_t i = 0; law->regions != NULL && law->region_ids != NULL && i < count; i++) {
        struct region *region = &law->regions[law->region_count++];
        struct node element = node_element(array, i);
        struct node label = node_member(&element, "label"), networks = node_member(&element, "networks");
        if (!node_is_object(&element, keys))
            continue;
        region->id = law->region_ids[i];
        node_text(&label, &region->label);
        region->networks = read_members(law, &networks, &region->network_count);
    }
}

static bool has_network(const struct region *region, const struct network *network)
{
    for (size_t i = 0; i < region->network_count; i++)
        if (region->networks[i] == network)
            return true;
    return false;
}

static void read_country(const struct law *law, const struct node *entry, struct jurisdiction *country)
{
    static const char *const keys[] = {"region", "networks", NULL};
    struct node region = node_member(entry, "region"), networks = node_member(entry, "networks");
    if (!node_is_object(entry, keys))
        return;
    size_t index = node_word(&region, law->region_ids, "region");
    country->networks = read_members(law, &networks, &country->network_count);
    if (index == NODE_NO_WORD)
        return;
    country->region = &law->regions[index];
    for (size_t i = 0; i < country->network_count; i++)
        if (!has_network(country->region, country->networks[i]))
            node_fault(&networks, "\"%s\" is no network of the region \"%s\"", country->networks[i]->id,
                       country->region->id);
}

static void read_countries(const struct law *law, const struct node *entries)
{
    for (void *i = json_object_iter(entries->value); i != NULL;
         i = json_object_iter_next(entries->value, i)) {
        struct node entry = node_member(entries, json_object_iter_key(i));
        struct jurisdiction *country = jurisdiction_of(law, entry.key);
        if (country != NULL && country->parent == NULL)
            read_country(law, &entry, country);
        else if (!is_country_code(entry.key))
            node_key_fault(
                &entry, "\"%.80s\" is no ISO 3166-1 alpha-2 code; subdivisions have their country's region",
                entry.key);
        else if (law->jurisdiction_count > 0)
            node_key_fault(&entry, "\"%s\" is not in names.json", entry.key);
    }
}

/* Every country has a region; a subdivision has its country's. */
static void complete_regions(const struct law *law, const struct node *entries)
{
    for (size_t i = 0; i < law->jurisdiction_count; i++) {
        struct jurisdiction *jurisdiction = &law->jurisdictions[i];
        const struct jurisdiction *parent = jurisdiction->parent;
        if (parent != NULL) {
            jurisdiction->region = parent->region;
            jurisdiction->networks = parent->networks;
            jurisdiction->network_count = parent->network_count;
        } else if (is_country_code(jurisdiction->code) &&
                   json_object_get(entries->value, jurisdiction->code) == NULL) {
            node_fault(entries, "missing key \"%s\": every country of names.json has a region",
                       jurisdiction->code);
        }
    }
}

void regions_read(struct law *law, const struct node *root)
{
    static const char *const keys[] = {"?$schema", "networks", "regions", "jurisdictions", NULL};
    struct node networks = node_member(root, "networks"), regions = node_member(root, "regions"),
                entries = node_member(root, "jurisdictions");
    if (!node_is_object(root, keys))
        return;
    read_networks(law, &networks);
    read_regions(law, &regions);
    if (law->arena.failed || !node_is_map(&entries))
        return;
    read_countries(law, &entries);
    complete_regions(law, &entries);
}
