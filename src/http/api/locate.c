#include "http/handlers.h"
#include "law_json.h"

#include <math.h>

/* A point off a generalised coast still belongs to the land it was meant for. */
static const double reach_km = 25;

static json_t *build_place(const struct exchange *exchange, const struct jurisdiction *jurisdiction,
                           double distance_km)
{
    const struct jurisdiction *country = jurisdiction->parent == NULL ? jurisdiction : jurisdiction->parent;
    enum language language = exchange->query.language;
    return json_pack("{s:s, s:s, s:s, s:s, s:b, s:f, s:o}", "code", jurisdiction->code, "name",
                     jurisdiction->name.in[language], "country", country->code, "country_name",
                     country->name.in[language], "inside", distance_km == 0, "distance_km",
                     ceil(distance_km * 10) / 10, "links", json_of_links(jurisdiction));
}

enum lawmap_status get_locate(struct exchange *exchange)
{
    const struct atlas *atlas = exchange->snapshot->geometry->atlas;
    const struct query *query = &exchange->query;
    struct atlas_place place;
    if (!atlas_locate(atlas, query->latitude, query->longitude, reach_km, &place))
        return problem_set(&exchange->problem, LAWMAP_NOT_FOUND, "no land within %g km of %g, %g", reach_km,
                           query->latitude, query->longitude);
    const struct atlas_leaf *leaf = atlas_leaf(atlas, place.leaf);
    const struct jurisdiction *jurisdiction = leaf_jurisdiction(leaf, exchange->snapshot->law);
    if (jurisdiction == NULL)
        return problem_set(&exchange->problem, LAWMAP_NOT_FOUND, "nothing is recorded of %s (%s)", leaf->name,
                           leaf->code);
    return exchange_answer_value(exchange, build_place(exchange, jurisdiction, place.distance_km));
}
