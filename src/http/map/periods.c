/* What a browser needs to colour code tiles as any day of a layer: see /tiles/codes/. */
#include "http/api/law_json.h"
#include "http/handlers.h"

#include <stdio.h>
#include <string.h>

/* The place of each class in the legend, by which the answer numbers them. */
static void invert_legend(const struct layer *layer, size_t places[])
{
    for (size_t i = 0; i < layer->class_count; i++)
        places[layer->legend[i]] = i;
}

/* A date known to the month or the year counts as its first day, and is written as that. */
static json_t *json_of_first_day(struct date date)
{
    if (date.year == 0)
        return json_null();
    return json_of_date(
        (struct date){date.year, date.month == 0 ? 1 : date.month, date.day == 0 ? 1 : date.day});
}

struct history { /* of one jurisdiction in a layer */
    const struct law *law;
    const struct layer *layer;
    const size_t *places;
    const struct jurisdiction *jurisdiction;
};

/* [[from, class], …]: each day on which the class changes; before the first there is none. */
static json_t *json_of_steps(const struct history *history)
{
    json_t *steps = json_array();
    size_t count = history->jurisdiction->period_count, before = SIZE_MAX;
    for (size_t i = 0; i <= count; i++) { /* since before the record begins, then each period */
        struct date from = i == 0 ? (struct date){0} : history->jurisdiction->periods[i - 1].from;
        size_t class = law_class_at(history->law, history->jurisdiction, history->layer, from);
        if (class != before)
            steps = json_append(
                steps, json_pack("[o, I]", json_of_first_day(from), (json_int_t)history->places[class]));
        before = class;
    }
    return steps;
}

/* A leaf without a record has no steps: it is painted as land without data. */
static json_t *json_of_leaf(struct history history, const struct atlas_leaf *leaf)
{
    history.jurisdiction = leaf_jurisdiction(leaf, history.law);
    return json_pack("{s:s, s:s?, s:o}", "code", leaf->code, "parent",
                     *leaf->parent == '\0' ? NULL : leaf->parent, "periods",
                     history.jurisdiction == NULL ? json_array() : json_of_steps(&history));
}

static bool is_leaf(const struct atlas *atlas, const char *code)
{
    for (size_t i = 0; i < atlas_leaf_count(atlas); i++)
        if (strcmp(atlas_leaf(atlas, i)->code, code) == 0)
            return true;
    return false;
}

/* Those that code tiles do not show: a country of which they show the subdivisions, one without boundaries.
 */
static json_t *json_of_others(struct history history, const struct atlas *atlas)
{
    json_t *others = json_array();
    for (size_t i = 0; i < law_jurisdiction_count(history.law); i++) {
        history.jurisdiction = law_jurisdiction(history.law, i);
        if (!is_leaf(atlas, history.jurisdiction->code))
            others = json_append(others, json_pack("{s:s, s:o}", "code", history.jurisdiction->code,
                                                   "periods", json_of_steps(&history)));
    }
    return others;
}

static json_t *json_of_classes(const struct law *law, const struct layer *layer)
{
    json_t *classes = json_array();
    for (size_t i = 0; i < layer->class_count; i++) {
        const struct code *class = &layer->classes[layer->legend[i]];
        classes = json_append(
            classes, json_pack("{s:s, s:o}", "id", class->id, "colours", json_of_class_colours(law, class)));
    }
    return classes;
}

/* {default: {sea, border, no_data, hidden}, …} */
static json_t *json_of_palettes(const struct law *law)
{
    json_t *palettes = json_object();
    for (size_t i = 0; i < law_palette_count(law); i++) {
        const struct palette_colours *palette = law_palette(law, i);
        palettes =
            json_put(palettes, palette->id,
                     json_pack("{s:o, s:o, s:o, s:o}", "sea", json_of_colour(palette->sea), "border",
                               json_of_colour(palette->border), "no_data", json_of_colour(palette->no_data),
                               "hidden", json_of_colour(palette->hidden)));
    }
    return palettes;
}

static json_t *build_periods(const struct exchange *exchange, const void *subject)
{
    const struct layer *layer = subject;
    const struct law *law = exchange->snapshot->law;
    const struct atlas *atlas = exchange->snapshot->geometry->atlas;
    size_t places[CLASS_MAX];
    char boundaries[HASH_TEXT_SIZE];
    struct history history = {.law = law, .layer = layer, .places = places};
    json_t *jurisdictions = json_array();
    invert_legend(layer, places);
    for (size_t i = 0; i < atlas_leaf_count(atlas); i++)
        jurisdictions = json_append(jurisdictions, json_of_leaf(history, atlas_leaf(atlas, i)));
    hash_format(atlas_fingerprint(atlas), boundaries);
    return json_pack("{s:s, s:s, s:o, s:o, s:o, s:o, s:o}", "layer", layer->id, "boundaries", boundaries,
                     "tiles", json_sprintf("/tiles/codes/{z}/{x}/{y}.png?boundaries=%s", boundaries),
                     "classes", json_of_classes(law, layer), "palettes", json_of_palettes(law),
                     "jurisdictions", jurisdictions, "others", json_of_others(history, atlas));
}

enum lawmap_status get_periods(struct exchange *exchange)
{
    const struct layer *layer = exchange_layer(exchange, exchange->variables[0]);
    if (layer == NULL)
        return LAWMAP_NOT_FOUND;
    char key[128];
    snprintf(key, sizeof key, "periods/%s", layer->id);
    return exchange_answer_json(exchange, key, build_periods, layer);
}
