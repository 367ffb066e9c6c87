/* Answers questions about a loaded law. */
#include "model.h"

#include <stdlib.h>
#include <string.h>

void law_free(struct law *law)
{
    if (law == NULL)
        return;
    buffer_free(&law->codebook_json);
    arena_free(&law->arena);
    free(law);
}

struct hash law_fingerprint(const struct law *law)
{
    return law->fingerprint;
}

const struct dataset *law_dataset(const struct law *law)
{
    return &law->dataset;
}

void law_cite(const struct law *law, struct buffer *out)
{
    const struct dataset *dataset = &law->dataset;
    char date[DATE_TEXT_SIZE];
    buffer_printf(out, "%s. %s. Dataset, version %s of %s. %s.", dataset->authors, dataset->title,
                  dataset->version, date_format(dataset->date, date), dataset->licence);
}

size_t law_jurisdiction_count(const struct law *law)
{
    return law->jurisdiction_count;
}

const struct jurisdiction *law_jurisdiction(const struct law *law, size_t index)
{
    return &law->jurisdictions[index];
}

static int compare_to_alpha3(const void *key, const void *element)
{
    const struct jurisdiction *const *country = element;
    return strcmp(key, (*country)->alpha3);
}

static const struct jurisdiction *find_alpha3(const struct law *law, const char *alpha3)
{
    const struct jurisdiction **found = NULL;
    if (law->country_count > 0)
        found =
            bsearch(alpha3, law->by_alpha3, law->country_count, sizeof *law->by_alpha3, compare_to_alpha3);
    return found == NULL ? NULL : *found;
}

const struct jurisdiction *law_find(const struct law *law, const char *code)
{
    char upper[sizeof "AU-NSW"];
    size_t length = strnlen(code, sizeof upper);
    if (length == sizeof upper)
        return NULL;
    for (size_t i = 0; i <= length; i++)
        upper[i] = code[i] >= 'a' && code[i] <= 'z' ? (char)(code[i] - 'a' + 'A') : code[i];
    return length == 3 ? find_alpha3(law, upper) : jurisdiction_of(law, upper);
}

size_t law_layer_count(const struct law *law)
{
    return law->layer_count;
}

const struct layer *law_layer(const struct law *law, size_t index)
{
    return &law->layers[index];
}

const struct layer *law_find_layer(const struct law *law, const char *id)
{
    for (size_t i = 0; i < law->layer_count; i++)
        if (strcmp(law->layers[i].id, id) == 0)
            return &law->layers[i];
    return NULL;
}

size_t law_palette_count(const struct law *law)
{
    return law->palette_count;
}

const struct palette_colours *law_palette(const struct law *law, size_t index)
{
    return &law->palettes[index];
}

const struct figure_strings *law_figure_strings(const struct law *law)
{
    return &law->figure_strings;
}

size_t law_region_count(const struct law *law)
{
    return law->region_count;
}

const struct region *law_region(const struct law *law, size_t index)
{
    return &law->regions[index];
}

size_t law_resource_count(const struct law *law)
{
    return law->resource_count;
}

const struct resource *law_resource(const struct law *law, size_t index)
{
    return &law->resources[index];
}

const struct period *law_period_at(const struct jurisdiction *jurisdiction, struct date date)
{
    for (size_t i = jurisdiction->period_count; i-- > 0;)
        if (date_compare(jurisdiction->periods[i].from, date) <= 0)
            return &jurisdiction->periods[i];
    return NULL;
}

bool law_period_is_pending(const struct period *period, struct date day)
{
    return period->pending && date_compare(period->from, day) > 0;
}

const struct period *current_period(const struct jurisdiction *jurisdiction)
{
    size_t last = jurisdiction->period_count - 1;
    while (last > 0 && jurisdiction->periods[last].pending)
        last--;
    return &jurisdiction->periods[last];
}

static bool fits(const struct rule *rule, const uint8_t statuses[ACT_COUNT])
{
    for (size_t i = 0; i < rule->count; i++) {
        size_t act = 0;
        while (act < ACT_COUNT && (rule->alternatives[i].accepted[act] >> statuses[act] & 1) != 0)
            act++;
        if (act == ACT_COUNT)
            return true;
    }
    return false;
}

size_t law_framework(const struct law *law, const uint8_t statuses[ACT_COUNT])
{
    size_t framework = 0;
    while (framework + 1 < law->frameworks.count && !fits(&law->rules[framework], statuses))
        framework++;
    return framework; /* the last one fits everything */
}

size_t law_class_at(const struct law *law, const struct jurisdiction *jurisdiction, const struct layer *layer,
                    struct date date)
{
    const struct period *period = law_period_at(jurisdiction, date);
    uint8_t statuses[ACT_COUNT];
    if (layer->kind == LAYER_MEASURE) {
        return period == current_period(jurisdiction) ? jurisdiction->measures[layer->index]
                                                      : law->unknown_value;
    }
    memset(statuses, (int)law->unknown_status, sizeof statuses);
    if (period != NULL)
        memcpy(statuses, period->statuses, sizeof statuses);
    return layer->kind == LAYER_ACT ? statuses[layer->index] : law_framework(law, statuses);
}

const char *law_codebook_json(const struct law *law, size_t *size)
{
    *size = law->codebook_json.size;
    return law->codebook_json.data;
}
