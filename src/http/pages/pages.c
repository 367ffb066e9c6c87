#include "http/api/law_json.h"
#include "http/handlers.h"
#include "json_ld.h"
#include "page.h"
#include "script_json.h"
#include "web/asset.h"

#include <stdlib.h>
#include <string.h>

static json_t *json_of_country(const struct law *law, const struct jurisdiction *country,
                               const struct query *query)
{
    const struct code *framework = framework_at(law, country, query->date);
    return json_pack("{s:s, s:s, s:s, s:o}", "code", country->code, "name", country->name.in[query->language],
                     "framework_label", framework->label.in[query->language], "colour",
                     json_of_colour(framework->colours[0]));
}

struct named { /* a jurisdiction under the name by which it is listed */
    const struct jurisdiction *jurisdiction;
    const char *name;
};

static int compare_names(const void *a, const void *b)
{
    const struct named *x = a, *y = b;
    return law_compare_names(x->name, y->name);
}

/* The countries of a region, by name. */
static json_t *json_of_countries(const struct law *law, const struct region *region,
                                 const struct query *query)
{
    size_t count = 0, all = law_jurisdiction_count(law);
    struct named *countries = calloc(all + 1, sizeof *countries);
    if (countries == NULL)
        return NULL;
    for (size_t i = 0; i < all; i++) {
        const struct jurisdiction *country = law_jurisdiction(law, i);
        if (country->parent == NULL && country->region == region)
            countries[count++] = (struct named){country, country->name.in[query->language]};
    }
    qsort(countries, count, sizeof *countries, compare_names);
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        list = json_append(list, json_of_country(law, countries[i].jurisdiction, query));
    free(countries);
    return list;
}

/* The key of the map as a still picture. */
static json_t *json_of_key(const struct law *law, enum language language)
{
    const struct layer *layer = law_find_layer(law, "framework");
    json_t *list = json_array();
    for (size_t i = 0; i < layer->class_count; i++) {
        const struct code *class = &layer->classes[layer->legend[i]];
        list = json_append(list,
                           json_pack("{s:s, s:s}", "class", class->id, "label", class->label.in[language]));
    }
    return list;
}

/* Its tiles: the world at the zoom that has four. */
static json_t *json_of_world(void)
{
    return json_pack("[{s:i, s:i}, {s:i, s:i}, {s:i, s:i}, {s:i, s:i}]", "x", 0, "y", 0, "x", 1, "y", 0, "x",
                     0, "y", 1, "x", 1, "y", 1);
}

static json_t *build_map(const struct exchange *exchange, const void *subject)
{
    (void)subject;
    const struct law *law = exchange->snapshot->law;
    const struct query *query = &exchange->query;
    json_t *regions = json_array();
    for (size_t i = 0; i < law_region_count(law); i++) {
        const struct region *region = law_region(law, i);
        regions = json_append(regions, json_pack("{s:s, s:s, s:o}", "id", region->id, "label",
                                                 region->label.in[query->language], "countries",
                                                 json_of_countries(law, region, query)));
    }
    json_t *page = json_put(json_object(), "regions", regions);
    page = json_put(page, "legend", json_of_key(law, query->language));
    page = json_put(page, "world", json_of_world());
    page = json_put(page, "embeddable", json_boolean(exchange->snapshot->frame_ancestors != NULL));
    char *dataset = script_of_json(json_ld_of_dataset(exchange));
    page = json_put(page, "json-ld", dataset == NULL ? NULL : json_string(dataset));
    free(dataset);
    return page;
}

enum lawmap_status get_map_page(struct exchange *exchange)
{
    return exchange_answer_page(exchange, "map", "/", build_map, NULL);
}

static json_t *build_embed(const struct exchange *exchange, const void *subject)
{
    (void)exchange, (void)subject;
    return json_object();
}

enum lawmap_status get_embed_page(struct exchange *exchange)
{
    enum lawmap_status status = exchange_answer_page(exchange, "embed", "/embed", build_embed, NULL);
    exchange->reply.kind = REPLY_EMBED;
    exchange->reply.frame_ancestors = exchange->snapshot->frame_ancestors;
    return status;
}

/* A page of another release may still ask for its own version of a file: it gets this one's, but not for
 * good. */
enum lawmap_status get_asset(struct exchange *exchange)
{
    const char *version = exchange->variables[0], *name = exchange->variables[1];
    for (size_t i = 0; i < web_asset_count; i++) {
        const struct asset *asset = &web_assets[i];
        if (strcmp(asset->name, name) != 0)
            continue;
        exchange->reply.kind = REPLY_PAGE;
        exchange->reply.freshness = strcmp(version, web_assets_version) == 0 ? FRESH_FOR_GOOD : FRESH_NEVER;
        struct span body = {asset->body, asset->size}, gzip = {asset->gzip, asset->gzip_size};
        return exchange_answer(exchange, answer_of_static(body, gzip, asset->content_type, asset->tag));
    }
    return problem_set(&exchange->problem, LAWMAP_NOT_FOUND, "there is nothing at this address");
}
