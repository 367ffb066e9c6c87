#include "changes.h"

#include "http/handlers.h"
#include "law_json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *change_kind_id(enum change_kind kind)
{
    static const char *const ids[] = {
        [CHANGE_STATUS] = "status", [CHANGE_PROVISIONS] = "provisions", [CHANGE_FIRST_KNOWN] = "first-known"};
    return ids[kind];
}

bool change_has_layer(const struct layer *layer)
{
    return layer->kind != LAYER_MEASURE; /* measures are not recorded by period */
}

/* The first known period follows a time of which the law says nothing. */
static const struct code *class_before(const struct law *law, const struct change *change,
                                       const struct layer *layer)
{
    static const struct date beginning = {1, 1, 1};
    const struct period *before = change->period - 1;
    if (change->kind == CHANGE_FIRST_KNOWN)
        return &layer->classes[law_class_at(law, change->jurisdiction, layer, beginning)];
    return &layer->classes[layer->kind == LAYER_FRAMEWORK ? law_framework(law, before->statuses)
                                                          : before->statuses[layer->index]];
}

struct transition change_transition(const struct law *law, const struct change *change,
                                    const struct layer *layer)
{
    const uint8_t *statuses = change->period->statuses;
    size_t to = layer->kind == LAYER_FRAMEWORK ? law_framework(law, statuses) : statuses[layer->index];
    return (struct transition){class_before(law, change, layer), &layer->classes[to]};
}

static enum change_kind kind_of(const struct jurisdiction *jurisdiction, size_t index)
{
    const struct period *period = &jurisdiction->periods[index];
    if (index == 0)
        return CHANGE_FIRST_KNOWN;
    return memcmp(period->statuses, period[-1].statuses, sizeof period->statuses) == 0 ? CHANGE_PROVISIONS
                                                                                       : CHANGE_STATUS;
}

/* A subdivision without a record has its country's periods, which are listed once: there. */
static bool is_wanted(const struct query *query, const struct jurisdiction *jurisdiction)
{
    bool is_country = jurisdiction->parent == NULL;
    return jurisdiction->recorded && (query->region == NULL || jurisdiction->region == query->region) &&
           (query->level == LEVEL_ALL || (query->level == LEVEL_COUNTRY) == is_country);
}

static bool is_within(const struct query *query, struct date date)
{
    return date_compare(query->since, date) <= 0 &&
           (query->until.year == 0 || date_compare(date, query->until) <= 0);
}

static int compare_changes(const void *a, const void *b)
{
    const struct change *first = a, *second = b;
    int order = date_compare(second->period->from, first->period->from);
    return order != 0 ? order : strcmp(first->jurisdiction->code, second->jurisdiction->code);
}

static void collect_from(const struct query *query, const struct jurisdiction *jurisdiction,
                         struct change_list *out)
{
    for (size_t p = 0; p < jurisdiction->period_count; p++) {
        const struct period *period = &jurisdiction->periods[p];
        if (period->from.year == 0)
            continue;
        if (date_compare(period->from, out->newest) > 0)
            out->newest = period->from;
        if (is_wanted(query, jurisdiction) && is_within(query, period->from))
            out->items[out->count++] = (struct change){jurisdiction, period, kind_of(jurisdiction, p)};
    }
}

static bool collect(const struct exchange *exchange, struct change_list *out)
{
    const struct snapshot *snapshot = exchange->snapshot;
    *out = (struct change_list){.items = calloc(snapshot->change_count + 1, sizeof *out->items)};
    if (out->items == NULL)
        return false;
    for (size_t i = 0; i < law_jurisdiction_count(snapshot->law); i++)
        collect_from(&exchange->query, law_jurisdiction(snapshot->law, i), out);
    qsort(out->items, out->count, sizeof *out->items, compare_changes);
    return true;
}

static enum lawmap_status answer(struct exchange *exchange, const char *key,
                                 const struct change_list *changes)
{
    enum format format = exchange->format;
    if (format == FORMAT_JSON)
        return exchange_answer_json(exchange, key, build_changes_json, changes);
    return exchange_answer_text(exchange, key, format_names[format].content_type,
                                format == FORMAT_CSV ? build_changes_csv : build_changes_atom, changes);
}

static enum lawmap_status check_range(struct exchange *exchange)
{
    const struct query *query = &exchange->query;
    if (query->until.year == 0 || date_compare(query->since, query->until) <= 0)
        return LAWMAP_OK;
    return problem_of_parameter(&exchange->problem, "until", NULL, "until is before since");
}

enum lawmap_status get_changes(struct exchange *exchange)
{
    struct query *query = &exchange->query;
    if (exchange_parameter(exchange, "level") == NULL)
        query->level = LEVEL_ALL;
    enum lawmap_status status = check_range(exchange);
    struct change_list changes = {0};
    if (status != LAWMAP_OK)
        return status;
    if (!collect(exchange, &changes))
        return problem_set(&exchange->problem, LAWMAP_NO_MEMORY, "out of memory");
    char key[192], since[DATE_TEXT_SIZE], until[DATE_TEXT_SIZE], today[DATE_TEXT_SIZE];
    snprintf(key, sizeof key, "changes/%s/%d/%d/%s/%s/%s/%s", date_format(date_today(), today),
             (int)exchange->format, (int)query->level, query->region == NULL ? "" : query->region->id,
             date_format(query->since, since), date_format(query->until, until),
             language_tag(query->language));
    status = answer(exchange, key, &changes);
    free(changes.items);
    return status;
}
