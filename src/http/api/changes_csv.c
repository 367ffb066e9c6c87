/* A row a change. Columns only ever join at the end; those of a layer are its id with _from and _to. */
#include "changes.h"
#include "http/protocol/csv.h"

#include <stdio.h>

static void put_layer_columns(struct csv *csv, const struct law *law)
{
    for (size_t i = 0; i < law_layer_count(law); i++) {
        const struct layer *layer = law_layer(law, i);
        if (!change_has_layer(layer))
            continue;
        char name[96];
        snprintf(name, sizeof name, "%s_from", layer->id);
        csv_text(csv, name);
        snprintf(name, sizeof name, "%s_to", layer->id);
        csv_text(csv, name);
    }
}

static void put_header(struct csv *csv, const struct law *law)
{
    static const char *const columns[] = {"date", "code", "name", "parent", "region", "kind"};
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
        csv_text(csv, columns[i]);
    put_layer_columns(csv, law);
    csv_text(csv, "instrument");
    csv_text(csv, "pending");
    csv_end_row(csv);
}

static void put_row(struct csv *csv, const struct law *law, const struct change *change,
                    enum language language)
{
    const struct jurisdiction *jurisdiction = change->jurisdiction;
    csv_date(csv, change->period->from);
    csv_text(csv, jurisdiction->code);
    csv_text(csv, jurisdiction->name.in[language]);
    csv_text(csv, jurisdiction->parent == NULL ? NULL : jurisdiction->parent->code);
    csv_text(csv, jurisdiction->region->id);
    csv_text(csv, change_kind_id(change->kind));
    for (size_t i = 0; i < law_layer_count(law); i++) {
        if (!change_has_layer(law_layer(law, i)))
            continue;
        struct transition transition = change_transition(law, change, law_layer(law, i));
        csv_text(csv, transition.from->id);
        csv_text(csv, transition.to->id);
    }
    csv_text(csv, change->period->instrument);
    csv_text(csv, law_period_is_pending(change->period, date_today()) ? "true" : "false");
    csv_end_row(csv);
}

enum lawmap_status build_changes_csv(const struct exchange *exchange, const void *subject, struct buffer *out,
                                     struct lawmap_error *error)
{
    const struct change_list *changes = subject;
    struct csv csv = {.out = out};
    put_header(&csv, exchange->snapshot->law);
    for (size_t i = 0; i < changes->count; i++)
        put_row(&csv, exchange->snapshot->law, &changes->items[i], exchange->query.language);
    return out->failed ? lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory") : LAWMAP_OK;
}
