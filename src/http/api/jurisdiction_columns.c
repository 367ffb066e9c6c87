#include "jurisdiction_columns.h"

/* The layers stand between these two groups. */
enum identity { CODE, ALPHA3, NAME, PARENT, REGION, DATE, SINCE, IDENTITY_COUNT };
enum evidence { INSTRUMENT, VARIES, INHERITS, LAW_AS_OF, CONFIDENCE, REVIEW, EVIDENCE_COUNT };

static const char *const identity_names[] = {
    [CODE] = "code",     [ALPHA3] = "alpha3", [NAME] = "name",   [PARENT] = "parent",
    [REGION] = "region", [DATE] = "date",     [SINCE] = "since",
};
static const char *const evidence_names[] = {
    [INSTRUMENT] = "instrument", [VARIES] = "varies_subnationally", [INHERITS] = "inherits",
    [LAW_AS_OF] = "law_as_of",   [CONFIDENCE] = "confidence",       [REVIEW] = "review",
};

size_t column_count(const struct law *law)
{
    return IDENTITY_COUNT + law_layer_count(law) + EVIDENCE_COUNT;
}

const struct layer *column_layer(const struct law *law, size_t column)
{
    bool is_layer = column >= IDENTITY_COUNT && column - IDENTITY_COUNT < law_layer_count(law);
    return is_layer ? law_layer(law, column - IDENTITY_COUNT) : NULL;
}

const char *column_name(const struct law *law, size_t column)
{
    const struct layer *layer = column_layer(law, column);
    if (layer != NULL)
        return layer->id;
    return column < IDENTITY_COUNT ? identity_names[column]
                                   : evidence_names[column - IDENTITY_COUNT - law_layer_count(law)];
}

static const char *code_of(const struct jurisdiction *jurisdiction)
{
    return jurisdiction == NULL ? NULL : jurisdiction->code;
}

static const char *format_since(const struct period *period, char out[DATE_TEXT_SIZE])
{
    return period == NULL || period->from.year == 0 ? NULL : date_format(period->from, out);
}

static const char *read_identity(const struct jurisdiction_row *row, enum identity column, struct cell *out)
{
    const struct jurisdiction *jurisdiction = row->jurisdiction;
    switch (column) {
    case CODE:
        return jurisdiction->code;
    case ALPHA3:
        return jurisdiction->alpha3;
    case NAME:
        return jurisdiction->name.in[row->language];
    case PARENT:
        return code_of(jurisdiction->parent);
    case REGION:
        return jurisdiction->region->id;
    case DATE:
        return date_format(row->date, out->scratch);
    case SINCE:
        return format_since(row->period, out->scratch);
    case IDENTITY_COUNT:
        break;
    }
    return NULL;
}

static const char *read_evidence(const struct jurisdiction_row *row, enum evidence column, struct cell *out)
{
    const struct jurisdiction *jurisdiction = row->jurisdiction;
    switch (column) {
    case INSTRUMENT:
        return row->period == NULL ? NULL : row->period->instrument;
    case VARIES:
        out->is_truth = true;
        return jurisdiction->varies_subnationally ? "true" : "false";
    case INHERITS:
        return code_of(jurisdiction->inherits);
    case LAW_AS_OF:
        return jurisdiction->law_as_of;
    case CONFIDENCE:
        return jurisdiction->confidence;
    case REVIEW:
        return jurisdiction->review.status;
    case EVIDENCE_COUNT:
        break;
    }
    return NULL;
}

void column_read(const struct jurisdiction_row *row, size_t column, struct cell *out)
{
    const struct layer *layer = column_layer(row->law, column);
    out->is_truth = false;
    if (layer != NULL)
        out->text = layer->classes[law_class_at(row->law, row->jurisdiction, layer, row->date)].id;
    else if (column < IDENTITY_COUNT)
        out->text = read_identity(row, (enum identity)column, out);
    else
        out->text =
            read_evidence(row, (enum evidence)(column - IDENTITY_COUNT - law_layer_count(row->law)), out);
}
