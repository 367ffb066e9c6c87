/* The list as a table. An empty cell: there is no such thing. */
#include "http/protocol/csv.h"
#include "jurisdictions.h"

static void put_header(struct csv *csv, const struct law *law, const struct selection *selection)
{
    for (size_t i = 0; i < selection->column_count; i++)
        if (selection->columns[i])
            csv_text(csv, column_name(law, i));
    csv_end_row(csv);
}

static void put_row(struct csv *csv, const struct jurisdiction_row *row, const struct selection *selection)
{
    struct cell cell;
    for (size_t i = 0; i < selection->column_count; i++) {
        if (!selection->columns[i])
            continue;
        column_read(row, i, &cell);
        csv_text(csv, cell.text);
    }
    csv_end_row(csv);
}

enum lawmap_status build_jurisdictions_csv(const struct exchange *exchange, const void *subject,
                                           struct buffer *out, struct lawmap_error *error)
{
    const struct selection *selection = subject;
    const struct law *law = exchange->snapshot->law;
    struct csv csv = {.out = out};
    put_header(&csv, law, selection);
    for (size_t i = 0; i < law_jurisdiction_count(law); i++) {
        const struct jurisdiction *jurisdiction = law_jurisdiction(law, i);
        struct jurisdiction_row row = row_of(exchange, jurisdiction);
        if (selection_has(selection, exchange, jurisdiction))
            put_row(&csv, &row, selection);
    }
    return out->failed ? lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory") : LAWMAP_OK;
}
