/* The record of one jurisdiction, in a dataset that is otherwise right. By the room's own headers, so that
 * the rest of the dataset is read once; now and then the whole is loaded, too. */
#include "fuzz.h"

#include "law/csv_import.h"
#include "law/json_edit.h"

#include <string.h>

static const char code[] = "XA", name[] = "jurisdictions/XA.json";
static struct law *law;
static struct document usual; /* the record as the dataset has it */

int LLVMFuzzerInitialize(int *argument_count, char ***arguments)
{
    (void)argument_count, (void)arguments;
    static struct fault_list faults;
    static struct arena arena;
    usual = (struct document){.faults = &faults, .arena = &arena};
    fuzz_require(law_load(FUZZ_DATASET, &law, &faults, NULL) == LAWMAP_OK &&
                     document_open(&usual, FUZZ_DATASET, name, NULL) == LAWMAP_OK,
                 "the dataset loads");
    return 0;
}

static bool is_absent(const char *key, const json_t *value)
{
    return value == NULL || csv_layout.is_absent(key, value);
}

/* Whether all that `wanted` says is said. */
static bool says(const json_t *found, const json_t *wanted)
{
    bool same = json_typeof(found) == json_typeof(wanted);
    const char *key;
    json_t *value;
    if (same && json_is_array(wanted)) {
        same = json_array_size(found) == json_array_size(wanted);
        for (size_t i = 0; same && i < json_array_size(wanted); i++)
            same = says(json_array_get(found, i), json_array_get(wanted, i));
        return same;
    }
    if (!same || !json_is_object(wanted))
        return json_equal(found, wanted) == 1;
    json_object_foreach((json_t *)wanted, key, value)
    {
        const json_t *is = json_object_get(found, key);
        if (is_absent(key, value) ? !is_absent(key, is) : is == NULL || !says(is, value))
            return false;
    }
    return true;
}

/* A text that is edited to say what another says. */
static void check_edit(const struct document *old, const json_t *wanted)
{
    struct buffer text = {0};
    fuzz_require(json_edit(old->text.data, old->root, wanted, &csv_layout, &text), "a text can be edited");
    json_t *after = json_loadb(text.data, text.size, JSON_REJECT_DUPLICATES, NULL);
    fuzz_require(after != NULL, "an edited text is JSON");
    fuzz_require(says(after, wanted), "an edited text says what it should");
    json_decref(after);
    buffer_free(&text);
}

static void check_edits(const struct document *document)
{
    struct buffer text = {0};
    fuzz_require(json_edit(document->text.data, document->root, document->root, &csv_layout, &text) &&
                     text.size == document->text.size &&
                     memcmp(text.data, document->text.data, text.size) == 0,
                 "a text that says what it should stays as it is");
    buffer_free(&text);
    check_edit(document, usual.root);
    check_edit(&usual, document->root);
}

/* What a record that was accepted says on any day. */
static void check_classes(const struct jurisdiction *jurisdiction)
{
    for (size_t i = 0; i < law_layer_count(law); i++)
        for (uint16_t year = 1800; year < 2100; year += 50)
            fuzz_require(law_class_at(law, jurisdiction, law_layer(law, i), (struct date){year, 1, 1}) <
                             law_layer(law, i)->class_count,
                         "a jurisdiction has a class of each layer on every day");
}

/* Reads a text as the record; false: it has faults. */
static bool read_record(const struct buffer *text, struct document *document)
{
    struct jurisdiction *jurisdiction = jurisdiction_of(law, code);
    const struct jurisdiction before = *jurisdiction;
    fuzz_require(document_open_text(document, FUZZ_DATASET, name, text, NULL) == LAWMAP_OK, "a text is read");
    fuzz_require((document->root == NULL) <= (document->faults->count > 0), "what is not read has a fault");
    if (document->root != NULL && json_is_object(document->root) && document->faults->count == 0)
        check_edits(document);
    if (document->root != NULL)
        record_load(law, code, document);
    bool sound = document->faults->count == 0;
    if (sound && jurisdiction->inherits == NULL)
        check_classes(jurisdiction);
    for (size_t i = 0; i < document->faults->count; i++)
        fuzz_require(document->faults->items[i].line > 0 && document->faults->items[i].column > 0 &&
                         document->faults->items[i].message != NULL,
                     "a fault has a place and a text");
    *jurisdiction = before;
    return sound;
}

/* A record that was accepted is accepted again once it has been written anew. */
static void check_written(const json_t *root)
{
    struct fault_list faults = {0};
    struct arena arena = {0};
    struct document document = {.faults = &faults, .arena = &arena};
    struct buffer text = {0};
    json_t *present = json_present(root, &csv_layout);
    fuzz_require(present != NULL && json_write(present, &text), "a record can be written");
    fuzz_require(read_record(&text, &document), "a record that was written is right");
    fuzz_require(json_equal(document.root, present) == 1, "a record that was written says the same");
    json_decref(present);
    buffer_free(&text);
    document_close(&document);
    fault_list_free(&faults);
    arena_free(&arena);
}

/* The same among the others. */
static void check_whole(struct buffer *text, bool sound)
{
    struct record_edit edit = {.name = (char *)name, .text = *text};
    const struct record_edits edits = {&edit, 1};
    struct fault_list faults = {0}, warnings = {0};
    struct difference_list *differences = NULL;
    struct lawmap_error error = {0};
    struct law *after = NULL;
    enum lawmap_status status = law_check_edits(FUZZ_DATASET, &edits, &after, &faults, &warnings, &error);
    fuzz_require((status == LAWMAP_OK) == (after != NULL), "a law is there if and only if it was loaded");
    fuzz_require((status == LAWMAP_BAD_DATA) == (faults.count > 0),
                 "what is refused has faults, and nothing else");
    fuzz_require(status == LAWMAP_OK ? sound : error.text[0] != '\0', "what is refused alone is refused");
    if (after != NULL)
        fuzz_require(law_diff(law, after, &differences, &error) == LAWMAP_OK, "what differs can be said");
    difference_list_free(differences);
    fault_list_free(&faults);
    fault_list_free(&warnings);
    law_free(after);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fault_list faults = {0}, warnings = {0};
    struct arena arena = {0};
    struct document document = {.faults = &faults, .warnings = &warnings, .arena = &arena};
    struct buffer text = {0};
    buffer_append(&text, data, size);
    buffer_append(&text, "", 1); /* as a file that was read has it */
    text.size--;
    bool sound = read_record(&text, &document);
    if (sound)
        check_written(document.root);
    if (fuzz_now_and_then(data, size, sound ? 16 : 256))
        check_whole(&text, sound);
    document_close(&document);
    fault_list_free(&faults);
    fault_list_free(&warnings);
    arena_free(&arena);
    buffer_free(&text);
    return 0;
}
