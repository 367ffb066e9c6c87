#include "http/handlers.h"
#include "law_json.h"

static json_t *json_of_also(const struct jurisdiction *jurisdiction)
{
    json_t *also = json_array();
    for (size_t i = 0; i < jurisdiction->also_count; i++)
        also = json_append(also, json_string(jurisdiction->also[i]));
    return also;
}

static json_t *build_names(const struct exchange *exchange, const void *subject)
{
    (void)subject;
    const struct law *law = exchange->snapshot->law;
    json_t *list = json_array();
    for (size_t i = 0; i < law_jurisdiction_count(law); i++) {
        const struct jurisdiction *jurisdiction = law_jurisdiction(law, i);
        const struct jurisdiction *parent = jurisdiction->parent;
        list = json_append(
            list, json_pack("{s:s, s:s?, s:s?, s:o, s:o}", "code", jurisdiction->code, "alpha3",
                            jurisdiction->alpha3, "parent", parent == NULL ? NULL : parent->code, "names",
                            json_of_text(&jurisdiction->name), "also", json_of_also(jurisdiction)));
    }
    return json_put(json_object(), "jurisdictions", list);
}

enum lawmap_status get_names(struct exchange *exchange)
{
    return exchange_answer_json(exchange, "names", build_names, NULL);
}
