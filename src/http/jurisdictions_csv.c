/* The list as a table. Columns only ever join at the end; those of the law are the codebook's layers, in its
 * order, under their ids, with the class's id in each cell. An empty cell: there is no such thing. */
#include "csv.h"
#include "jurisdictions.h"

static const char *const identity_columns[] = {"code", "alpha3", "name", "parent", "region", "date", "since"};
static const char *const evidence_columns[] = {"instrument", "varies_subnationally", "inherits",
                                               "law_as_of",  "confidence",           "review"};

static void put_header(struct csv *csv, const struct law *law)
{
    for (size_t i = 0; i < sizeof identity_columns / sizeof identity_columns[0]; i++)
        csv_text(csv, identity_columns[i]);
    for (size_t i = 0; i < law_layer_count(law); i++)
        csv_text(csv, law_layer(law, i)->id);
    for (size_t i = 0; i < sizeof evidence_columns / sizeof evidence_columns[0]; i++)
        csv_text(csv, evidence_columns[i]);
    csv_end_row(csv);
}

static void put_identity(struct csv *csv, const struct query *query, const struct jurisdiction *jurisdiction,
                         const struct period *period)
{
    csv_text(csv, jurisdiction->code);
    csv_text(csv, jurisdiction->alpha3);
    csv_text(csv, jurisdiction->name.in[query->language]);
    csv_text(csv, jurisdiction->parent == NULL ? NULL : jurisdiction->parent->code);
    csv_text(csv, jurisdiction->region->id);
    csv_date(csv, query->date);
    csv_date(csv, period == NULL ? (struct date){0} : period->from);
}

static void put_evidence(struct csv *csv, const struct jurisdiction *jurisdiction,
                         const struct period *period)
{
    csv_text(csv, period == NULL ? NULL : period->instrument);
    csv_text(csv, jurisdiction->varies_subnationally ? "true" : "false");
    csv_text(csv, jurisdiction->inherits == NULL ? NULL : jurisdiction->inherits->code);
    csv_text(csv, jurisdiction->law_as_of);
    csv_text(csv, jurisdiction->confidence);
    csv_text(csv, jurisdiction->review.status);
}

static void put_row(struct csv *csv, const struct law *law, const struct query *query,
                    const struct jurisdiction *jurisdiction)
{
    const struct period *period = law_period_at(jurisdiction, query->date);
    put_identity(csv, query, jurisdiction, period);
    for (size_t i = 0; i < law_layer_count(law); i++) {
        const struct layer *layer = law_layer(law, i);
        csv_text(csv, layer->classes[law_class_at(law, jurisdiction, layer, query->date)].id);
    }
    put_evidence(csv, jurisdiction, period);
    csv_end_row(csv);
}

enum lawmap_status build_jurisdictions_csv(const struct exchange *exchange, const void *subject,
                                           struct buffer *out, struct lawmap_error *error)
{
    const struct law *law = exchange->snapshot->law;
    struct csv csv = {.out = out};
    put_header(&csv, law);
    for (size_t i = 0; i < law_jurisdiction_count(law); i++) {
        const struct jurisdiction *jurisdiction = law_jurisdiction(law, i);
        if (filters_let_through(subject, exchange, jurisdiction))
            put_row(&csv, law, &exchange->query, jurisdiction);
    }
    return out->failed ? lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory") : LAWMAP_OK;
}
