/* Reads jurisdictions/<CODE>.json: the law of one jurisdiction. */
#include "model.h"

#include <string.h>

static const char *const act_words[] = {"selling", "buying", "third_parties", "measures", NULL};
static const char *const sanction_words[] = {"criminal", "administrative", "none", NULL};
static const char *const confidence_words[] = {"high", "medium", "low", NULL};
static const char *const basis_words[] = {"search", "knowledge", "both", NULL};
static const char *const review_words[] = {"desk", "validated", NULL};

/* The word itself, which outlives the document. */
static const char *read_word(const struct node *object, const char *key, const char *const words[])
{
    struct node member = node_member(object, key);
    size_t index = node_word(&member, words, key);
    return index == NODE_NO_WORD ? NULL : words[index];
}

/* Periods follow one another; only the first may begin before the record does. */
static void check_order(const struct node *from, size_t index, struct date date, struct date previous)
{
    char before[DATE_TEXT_SIZE];
    if (index == 0)
        return;
    if (date.year == 0)
        node_breach(from, RULE_ORDER, "only the first period may have no date");
    else if (previous.year != 0 && date_compare(date, previous) <= 0)
        node_breach(from, RULE_ORDER, "expected a date after %s, when the period before begins, found \"%s\"",
                    date_format(previous, before), json_string_value(from->value));
}

static void read_periods(const struct law *law, const struct node *array, struct jurisdiction *out)
{
    static const char *const keys[] = {"from",          "instrument", "selling", "buying",
                                       "third_parties", "?pending",   NULL};
    size_t count = node_count(array, 1);
    struct period *periods = arena_allocate(array->document->arena, count, sizeof *periods);
    struct date previous = {0};
    for (size_t i = 0; periods != NULL && i < count; i++) {
        struct node element = node_element(array, i);
        struct node from = node_member(&element, "from"), instrument = node_member(&element, "instrument"),
                    pending = node_member(&element, "pending");
        if (!node_is_object(&element, keys))
            continue;
        if (node_date_or_null(&from, &periods[i].from)) {
            check_order(&from, i, periods[i].from, previous);
            previous = periods[i].from;
        }
        periods[i].pending = node_boolean(&pending);
        periods[i].instrument = node_string_or_null(&instrument);
        for (size_t act = 0; act < ACT_COUNT; act++) {
            struct node status = node_member(&element, act_words[act]);
            periods[i].statuses[act] = (uint8_t)node_word(&status, law->statuses.ids, "status");
        }
    }
    out->periods = periods;
    out->period_count = count;
}

static void read_measures(const struct law *law, const struct node *object, struct jurisdiction *out)
{
    if (law->measure_ids == NULL ? !node_is_map(object) : !node_is_object(object, law->measure_ids))
        return;
    uint8_t *measures = arena_allocate(object->document->arena, law->measure_count, sizeof *measures);
    for (size_t i = 0; measures != NULL && law->measure_ids != NULL && i < law->measure_count; i++) {
        struct node value = node_member(object, law->measure_ids[i]);
        measures[i] = (uint8_t)node_word(&value, law->measure_values.ids, "value of a measure");
    }
    out->measures = measures;
}

static void read_provisions(const struct node *array, struct jurisdiction *out)
{
    static const char *const keys[] = {"act", "law", "section", "summary", "sanction", "penalty", NULL};
    size_t count = node_count(array, 0);
    struct provision *provisions = arena_allocate(array->document->arena, count, sizeof *provisions);
    for (size_t i = 0; provisions != NULL && i < count; i++) {
        struct node element = node_element(array, i);
        struct node law = node_member(&element, "law"), section = node_member(&element, "section"),
                    summary = node_member(&element, "summary"), penalty = node_member(&element, "penalty");
        if (!node_is_object(&element, keys))
            continue;
        provisions[i] = (struct provision){.act = read_word(&element, "act", act_words),
                                           .law = node_string(&law),
                                           .section = node_string_or_null(&section),
                                           .summary = node_string(&summary),
                                           .sanction = read_word(&element, "sanction", sanction_words),
                                           .penalty = node_string_or_null(&penalty)};
    }
    out->provisions = provisions;
    out->provision_count = count;
}

static void read_sources(const struct node *array, struct jurisdiction *out)
{
    static const char *const keys[] = {"title", "publisher", "year", "url", NULL};
    size_t count = node_count(array, 0);
    struct source *sources = arena_allocate(array->document->arena, count, sizeof *sources);
    for (size_t i = 0; sources != NULL && i < count; i++) {
        struct node element = node_element(array, i);
        struct node title = node_member(&element, "title"), publisher = node_member(&element, "publisher"),
                    year = node_member(&element, "year"), url = node_member(&element, "url");
        if (!node_is_object(&element, keys))
            continue;
        sources[i] = (struct source){.title = node_string(&title),
                                     .publisher = node_string_or_null(&publisher),
                                     .url = node_url_or_null(&url),
                                     .year = node_year_or_null(&year)};
    }
    out->sources = sources;
    out->source_count = count;
}

static void read_review(const struct node *object, struct jurisdiction *out)
{
    static const char *const keys[] = {"status", "by", "date", NULL};
    struct node by = node_member(object, "by"), date = node_member(object, "date");
    if (!node_is_object(object, keys))
        return;
    out->review = (struct review){.status = read_word(object, "status", review_words),
                                  .by = node_string_or_null(&by),
                                  .date = node_date_text_or_null(&date)};
}

/* The jurisdiction whose law applies; whether it has a law of its own is known once all are read. */
static const struct jurisdiction *read_inherits(const struct law *law, const struct jurisdiction *self,
                                                const struct node *node)
{
    const char *code = node_string(node);
    const struct jurisdiction *from = code == NULL ? NULL : jurisdiction_of(law, code);
    if (code == NULL || law->jurisdiction_count == 0)
        return NULL;
    if (from == NULL)
        node_fault(node, "\"%.80s\" is not in names.json", code);
    else if (from == self || !from->recorded)
        node_fault(node, "expected another jurisdiction that has a file here, found \"%s\"", code);
    else
        return from;
    return NULL;
}

/* Translations of the note, in any of the languages but the note's own. */
static void read_notes(const struct node *object, struct jurisdiction *out)
{
    static const char *const keys[] = {"?fr", "?es", "?ru", "?zh", NULL};
    if (object->value == NULL || !node_is_object(object, keys))
        return;
    if (json_object_size(object->value) > 0 && out->note != NULL && *out->note == '\0')
        node_fault(object, "translations of a note that is empty: expected the English \"note\" as well");
    for (enum language language = LANGUAGE_EN + 1; language < LANGUAGE_COUNT; language++) {
        struct node member = node_member(object, language_tag(language));
        out->notes[language] = node_string(&member);
    }
}

static void check_code(const struct law *law, const struct jurisdiction *jurisdiction, const char *code,
                       const struct node *node)
{
    const char *said = node_string(node);
    if (said == NULL)
        return;
    if (strcmp(said, code) != 0)
        node_fault(node, "expected \"%.80s\", as the file is called, found \"%.80s\"", code, said);
    else if (law->jurisdiction_count > 0 && jurisdiction == NULL)
        node_fault(node, "\"%.80s\" is not in names.json", code);
    else if (jurisdiction != NULL && jurisdiction->parent != NULL && !jurisdiction->parent->recorded)
        node_fault(node, "\"%s\" is part of \"%s\", which has no file here", code,
                   jurisdiction->parent->code);
}

/* What a record says of its own law; else the law of another applies. */
static void read_law(const struct law *law, const struct node *root, struct jurisdiction *out)
{
    struct node periods = node_member(root, "periods"), measures = node_member(root, "measures"),
                provisions = node_member(root, "provisions");
    read_periods(law, &periods, out);
    read_measures(law, &measures, out);
    read_provisions(&provisions, out);
}

/* A record that takes another's law has none of its own. */
static void refuse_own_law(const struct node *root)
{
    static const char *const keys[] = {"periods", "measures", "provisions"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        struct node member = node_member(root, keys[i]);
        if (member.value != NULL)
            node_key_fault(&member, "the law is inherited: remove \"%s\", or \"inherits\"", keys[i]);
    }
}

void record_read(const struct law *law, struct jurisdiction *jurisdiction, const char *code,
                 const struct node *root)
{
    static const char *const keys[] = {
        "?$schema", "code",      "name",
        "periods",  "measures",  "provisions",
        "note",     "?notes",    "varies_subnationally",
        "sources",  "law_as_of", "confidence",
        "basis",    "review",    NULL,
    };
    static const char *const keys_if_inherited[] = {
        "?$schema",    "code",      "name",       "inherits", "note",   "?notes",   "varies_subnationally",
        "sources",     "law_as_of", "confidence", "basis",    "review", "?periods", "?measures",
        "?provisions", NULL,
    };
    struct jurisdiction record = {0}; /* of a file that belongs to no jurisdiction */
    struct jurisdiction *out = jurisdiction == NULL ? &record : jurisdiction;
    struct node code_node = node_member(root, "code"), name = node_member(root, "name"),
                inherits = node_member(root, "inherits"), sources = node_member(root, "sources"),
                note = node_member(root, "note"), notes = node_member(root, "notes"),
                varies = node_member(root, "varies_subnationally"),
                law_as_of = node_member(root, "law_as_of"), review = node_member(root, "review");
    if (!node_is_object(root, inherits.value == NULL ? keys : keys_if_inherited))
        return;
    check_code(law, jurisdiction, code, &code_node);
    node_string(&name);
    if (inherits.value == NULL) {
        read_law(law, root, out);
    } else {
        refuse_own_law(root);
        out->inherits = read_inherits(law, out, &inherits);
    }
    read_sources(&sources, out);
    read_review(&review, out);
    out->note = node_string_or_empty(&note);
    read_notes(&notes, out);
    out->varies_subnationally = node_boolean(&varies);
    out->law_as_of = node_date_text_or_null(&law_as_of);
    out->confidence = read_word(root, "confidence", confidence_words);
    out->basis = read_word(root, "basis", basis_words);
}
