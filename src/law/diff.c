/* Compares two versions of the law, jurisdiction by jurisdiction. */

#include <lawmap/law.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct difference_list {
    struct difference *items;
    size_t count, capacity;
    struct arena arena; /* of texts that neither law has */
    bool failed;
};

/* Two versions of one jurisdiction; either may be NULL. */
struct pair {
    const struct law *old_law, *new_law;
    const struct jurisdiction *before, *after;
    struct difference_list *list;
};

static void add(struct difference_list *list, struct difference difference)
{
    if (list->count == list->capacity) {
        size_t capacity = list->capacity == 0 ? 64 : 2 * list->capacity;
        struct difference *items = realloc(list->items, capacity * sizeof *items);
        if (items == NULL) {
            list->failed = true;
            return;
        }
        list->items = items;
        list->capacity = capacity;
    }
    list->items[list->count++] = difference;
}

static const struct jurisdiction *either(const struct pair *pair)
{
    return pair->after != NULL ? pair->after : pair->before;
}

static bool same_text(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static void add_field(const struct pair *pair, const char *field, struct date from, const char *before,
                      const char *after)
{
    const struct difference difference = {
        .jurisdiction = either(pair), .field = field, .from = from, .before = before, .after = after};
    if (!same_text(before, after))
        add(pair->list, difference);
}

static const char *class_of(const struct law *law, const struct jurisdiction *jurisdiction,
                            const char *layer_id, struct date date)
{
    const struct layer *layer = law_find_layer(law, layer_id);
    if (layer == NULL || jurisdiction == NULL)
        return NULL;
    return layer->classes[law_class_at(law, jurisdiction, layer, date)].id;
}

static int compare_dates(const void *a, const void *b)
{
    return date_compare(*(const struct date *)a, *(const struct date *)b);
}

static size_t period_count(const struct jurisdiction *jurisdiction)
{
    return jurisdiction == NULL ? 0 : jurisdiction->period_count;
}

/* The dates on which a period of either begins, in order, after "since before the record begins". NULL when
 * out of memory. */
static struct date *collect_dates(const struct pair *pair, size_t *count)
{
    size_t old_count = period_count(pair->before), new_count = period_count(pair->after);
    struct date *dates = calloc(1 + old_count + new_count, sizeof *dates);
    if (dates == NULL)
        return NULL;
    for (size_t i = 0; i < old_count; i++)
        dates[1 + i] = pair->before->periods[i].from;
    for (size_t i = 0; i < new_count; i++)
        dates[1 + old_count + i] = pair->after->periods[i].from;
    *count = 1 + old_count + new_count;
    qsort(dates, *count, sizeof *dates, compare_dates);
    return dates;
}

/* Neighbouring times with the same difference are one. */
static void compare_layer(const struct pair *pair, const struct layer *layer, const struct date *dates,
                          size_t count)
{
    struct difference open = {.jurisdiction = NULL};
    for (size_t i = 0; i < count; i++) {
        if (i + 1 < count && date_compare(dates[i], dates[i + 1]) == 0)
            continue;
        const char *before = class_of(pair->old_law, pair->before, layer->id, dates[i]);
        const char *after = class_of(pair->new_law, pair->after, layer->id, dates[i]);
        bool goes_on =
            open.jurisdiction != NULL && same_text(before, open.before) && same_text(after, open.after);
        if (goes_on)
            continue;
        if (open.jurisdiction != NULL) {
            open.until = dates[i];
            add(pair->list, open);
        }
        open = (struct difference){
            .field = layer->id, .layer = layer, .from = dates[i], .before = before, .after = after};
        open.jurisdiction = same_text(before, after) ? NULL : either(pair);
    }
    if (open.jurisdiction != NULL)
        add(pair->list, open);
}

static void compare_layers(const struct pair *pair)
{
    size_t count;
    struct date *dates = collect_dates(pair, &count);
    if (dates == NULL) {
        pair->list->failed = true;
        return;
    }
    for (size_t i = 0; i < law_layer_count(pair->new_law); i++)
        compare_layer(pair, law_layer(pair->new_law, i), dates, count);
    for (size_t i = 0; i < law_layer_count(pair->old_law); i++)
        if (law_find_layer(pair->new_law, law_layer(pair->old_law, i)->id) == NULL)
            compare_layer(pair, law_layer(pair->old_law, i), dates, count);
    free(dates);
}

static const struct period *period_from(const struct jurisdiction *jurisdiction, struct date from)
{
    for (size_t i = 0; i < period_count(jurisdiction); i++)
        if (date_compare(jurisdiction->periods[i].from, from) == 0)
            return &jurisdiction->periods[i];
    return NULL;
}

static const char *yes_or_no(bool value)
{
    return value ? "true" : "false";
}

static void compare_period(const struct pair *pair, struct date from)
{
    const struct period *before = period_from(pair->before, from), *after = period_from(pair->after, from);
    add_field(pair, "instrument", from, before == NULL ? NULL : before->instrument,
              after == NULL ? NULL : after->instrument);
    add_field(pair, "pending", from, yes_or_no(before != NULL && before->pending),
              yes_or_no(after != NULL && after->pending));
}

static void compare_periods(const struct pair *pair)
{
    for (size_t i = 0; i < period_count(pair->before); i++)
        compare_period(pair, pair->before->periods[i].from);
    for (size_t i = 0; i < period_count(pair->after); i++)
        if (period_from(pair->before, pair->after->periods[i].from) == NULL)
            compare_period(pair, pair->after->periods[i].from);
}

/* One line for an item of a list, by its index; false when the list is over. */
typedef bool describe_item(const struct jurisdiction *jurisdiction, size_t index, struct buffer *out);

static bool describe_provision(const struct jurisdiction *jurisdiction, size_t index, struct buffer *out)
{
    if (jurisdiction == NULL || index >= jurisdiction->provision_count)
        return false;
    const struct provision *provision = &jurisdiction->provisions[index];
    buffer_printf(out, "%s: %s%s%s: %s (%s%s%s)", provision->act, provision->law,
                  provision->section == NULL ? "" : " ", provision->section == NULL ? "" : provision->section,
                  provision->summary, provision->sanction, provision->penalty == NULL ? "" : ": ",
                  provision->penalty == NULL ? "" : provision->penalty);
    return true;
}

static bool describe_source(const struct jurisdiction *jurisdiction, size_t index, struct buffer *out)
{
    if (jurisdiction == NULL || index >= jurisdiction->source_count)
        return false;
    const struct source *source = &jurisdiction->sources[index];
    buffer_puts(out, source->title);
    if (source->publisher != NULL)
        buffer_printf(out, ", %s", source->publisher);
    if (source->year != 0)
        buffer_printf(out, ", %d", source->year);
    if (source->url != NULL)
        buffer_printf(out, ", %s", source->url);
    return true;
}

/* NULL when the list is over, or out of memory. */
static const char *describe(struct difference_list *list, const struct jurisdiction *jurisdiction,
                            size_t index, describe_item *describe_one)
{
    struct buffer line = {0};
    const char *copy = NULL;
    if (describe_one(jurisdiction, index, &line)) {
        buffer_append(&line, "", 1);
        copy = line.failed ? NULL : arena_string(&list->arena, line.data);
        list->failed |= copy == NULL;
    }
    buffer_free(&line);
    return copy;
}

static bool has_item(struct difference_list *list, const struct jurisdiction *jurisdiction,
                     describe_item *describe_one, const char *wanted)
{
    const char *line;
    for (size_t i = 0; (line = describe(list, jurisdiction, i, describe_one)) != NULL; i++)
        if (strcmp(line, wanted) == 0)
            return true;
    return false;
}

/* What is in one and not in the other; the order of the items says nothing. */
static void compare_items(const struct pair *pair, const char *field, describe_item *describe_one)
{
    const char *line;
    for (size_t i = 0; (line = describe(pair->list, pair->before, i, describe_one)) != NULL; i++)
        if (!has_item(pair->list, pair->after, describe_one, line))
            add_field(pair, field, (struct date){0}, line, NULL);
    for (size_t i = 0; (line = describe(pair->list, pair->after, i, describe_one)) != NULL; i++)
        if (!has_item(pair->list, pair->before, describe_one, line))
            add_field(pair, field, (struct date){0}, NULL, line);
}

static void compare_fields(const struct pair *pair)
{
    static const struct jurisdiction none = {.note = NULL};
    const struct jurisdiction *before = pair->before == NULL ? &none : pair->before;
    const struct jurisdiction *after = pair->after == NULL ? &none : pair->after;
    const struct {
        const char *field, *before, *after;
    } fields[] = {
        {"name", before->name.in[LANGUAGE_EN], after->name.in[LANGUAGE_EN]},
        {"region", before->region == NULL ? NULL : before->region->id,
         after->region == NULL ? NULL : after->region->id},
        {"inherits", before->inherits == NULL ? NULL : before->inherits->code,
         after->inherits == NULL ? NULL : after->inherits->code},
        {"note", before->note, after->note},
        {"note in French", before->notes[LANGUAGE_FR], after->notes[LANGUAGE_FR]},
        {"note in Spanish", before->notes[LANGUAGE_ES], after->notes[LANGUAGE_ES]},
        {"note in Russian", before->notes[LANGUAGE_RU], after->notes[LANGUAGE_RU]},
        {"note in Chinese", before->notes[LANGUAGE_ZH], after->notes[LANGUAGE_ZH]},
        {"varies_subnationally", yes_or_no(before->varies_subnationally),
         yes_or_no(after->varies_subnationally)},
        {"law_as_of", before->law_as_of, after->law_as_of},
        {"confidence", before->confidence, after->confidence},
        {"basis", before->basis, after->basis},
        {"review", before->review.status, after->review.status},
        {"review by", before->review.by, after->review.by},
        {"review date", before->review.date, after->review.date},
    };
    compare_periods(pair);
    compare_items(pair, "provisions", describe_provision);
    compare_items(pair, "sources", describe_source);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        add_field(pair, fields[i].field, (struct date){0}, fields[i].before, fields[i].after);
}

static bool is_recorded(const struct jurisdiction *jurisdiction)
{
    return jurisdiction != NULL && jurisdiction->recorded;
}

static void compare_pair(const struct pair *pair)
{
    if (!is_recorded(pair->before) && !is_recorded(pair->after))
        return;
    add_field(pair, "record", (struct date){0}, is_recorded(pair->before) ? "a file of its own" : NULL,
              is_recorded(pair->after) ? "a file of its own" : NULL);
    compare_layers(pair);
    compare_fields(pair);
}

/* Both laws are in order of code: what only one has comes up when its turn is. */
static void compare_all(const struct law *before, const struct law *after, struct difference_list *list)
{
    size_t old_count = law_jurisdiction_count(before), new_count = law_jurisdiction_count(after);
    for (size_t i = 0, j = 0; i < old_count || j < new_count;) {
        struct pair pair = {before, after, NULL, NULL, list};
        int order = i == old_count ? 1
                    : j == new_count
                        ? -1
                        : strcmp(law_jurisdiction(before, i)->code, law_jurisdiction(after, j)->code);
        if (order <= 0)
            pair.before = law_jurisdiction(before, i++);
        if (order >= 0)
            pair.after = law_jurisdiction(after, j++);
        compare_pair(&pair);
    }
}

enum lawmap_status law_diff(const struct law *before, const struct law *after, struct difference_list **out,
                            struct lawmap_error *error)
{
    struct difference_list *list = calloc(1, sizeof *list);
    *out = NULL;
    if (list != NULL)
        compare_all(before, after, list);
    if (list == NULL || list->failed || list->arena.failed) {
        difference_list_free(list);
        return lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory");
    }
    *out = list;
    return LAWMAP_OK;
}

size_t difference_count(const struct difference_list *list)
{
    return list->count;
}

const struct difference *difference_at(const struct difference_list *list, size_t index)
{
    return &list->items[index];
}

void difference_list_free(struct difference_list *list)
{
    if (list == NULL)
        return;
    free(list->items);
    arena_free(&list->arena);
    free(list);
}
