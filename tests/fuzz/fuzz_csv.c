/* A table of the data, as a spreadsheet may hand it back. By the room's own headers, so that the data are
 * read once; now and then by the public one, and back out and in again. */
#include "fuzz.h"

#include "law/csv_import.h"

#include <string.h>

static struct law *law;

int LLVMFuzzerInitialize(int *argument_count, char ***arguments)
{
    (void)argument_count, (void)arguments;
    struct fault_list faults = {0};
    fuzz_require(law_load(FUZZ_DATASET, &law, &faults, NULL) == LAWMAP_OK, "the dataset loads");
    fault_list_free(&faults);
    fuzz_write_dataset();
    return 0;
}

/* Reads what a file is to become; false: it has faults. */
static bool read_edit(const struct record_edit *edit)
{
    struct fault_list faults = {0};
    struct arena arena = {0};
    struct document document = {.faults = &faults, .arena = &arena};
    char code[16] = "";
    const char *file = strchr(edit->name, '/');
    fuzz_require(file != NULL && strcspn(file + 1, ".") < sizeof code, "a file is called by its code");
    memcpy(code, file + 1, strcspn(file + 1, "."));
    struct jurisdiction *jurisdiction = jurisdiction_of(law, code);
    fuzz_require(jurisdiction != NULL && jurisdiction->recorded != edit->is_new,
                 "a file is new if there is none, and of a jurisdiction there is");
    const struct jurisdiction before = *jurisdiction;
    fuzz_require(document_open_text(&document, FUZZ_DATASET, edit->name, &edit->text, NULL) == LAWMAP_OK &&
                     document.root != NULL,
                 "what a file is to become is JSON");
    record_load(law, code, &document);
    bool sound = faults.count == 0;
    *jurisdiction = before;
    document_close(&document);
    fault_list_free(&faults);
    arena_free(&arena);
    return sound;
}

/* The table alone; false: it has faults, or makes records that have. */
static bool read_table(const uint8_t *data, size_t size)
{
    struct record_edits edits = {0};
    struct fault_list faults = {0};
    struct lawmap_error error = {0};
    struct csv_import import = {.dir = FUZZ_DATASET,
                                .name = "table.csv",
                                .law = law,
                                .edits = &edits,
                                .faults = &faults,
                                .error = &error};
    enum lawmap_status status = csv_make_edits(&import, data, size);
    fuzz_require(status == LAWMAP_OK || status == LAWMAP_BAD_DATA, "a table is taken or has faults");
    fuzz_require(status == LAWMAP_OK || faults.count > 0, "what is refused has faults");
    bool sound = faults.count == 0;
    for (size_t i = 0; i < edits.count; i++)
        sound = read_edit(&edits.items[i]) && sound;
    csv_import_free(&import);
    record_edits_free(&edits);
    fault_list_free(&faults);
    return sound;
}

/* What was written is what was meant, and as a table it changes nothing. */
static void check_written(const struct record_edits *edits, const struct law *after)
{
    struct law *written = NULL, *again = NULL;
    struct record_edits none = {0};
    struct fault_list faults = {0};
    struct buffer table = {0};
    const char *dir = fuzz_folder();
    fuzz_require(record_edits_write(dir, edits, NULL) == LAWMAP_OK, "files can be written");
    fuzz_require(law_load(dir, &written, &faults, NULL) == LAWMAP_OK &&
                     hash_equal(law_fingerprint(written), law_fingerprint(after)),
                 "what was written is what was checked");
    fuzz_require(law_csv_export(dir, &table, &faults, NULL) == LAWMAP_OK,
                 "what was written is a table again");
    fuzz_require(law_csv_import(dir, "again.csv", table.data, table.size, &none, &again, &faults, NULL) ==
                         LAWMAP_OK &&
                     none.count == 0,
                 "what was exported changes nothing");
    record_edits_free(&none);
    buffer_free(&table);
    law_free(written);
    law_free(again);
    for (size_t i = 0; i < edits->count; i++)
        fuzz_remove(edits->items[i].name);
    fuzz_write_dataset();
}

static void check_whole(const uint8_t *data, size_t size, bool sound)
{
    struct record_edits edits = {0};
    struct law *after = NULL;
    struct fault_list faults = {0};
    struct lawmap_error error = {0};
    enum lawmap_status status =
        law_csv_import(fuzz_folder(), "table.csv", data, size, &edits, &after, &faults, &error);
    fuzz_require((status == LAWMAP_OK) == (after != NULL),
                 "a law is there if and only if the table was taken");
    fuzz_require((status == LAWMAP_BAD_DATA) == (faults.count > 0),
                 "what is refused has faults, and nothing else");
    fuzz_require(status == LAWMAP_OK ? sound : edits.count == 0, "a refused table changes nothing");
    for (size_t i = 0; i < faults.count; i++)
        fuzz_require(faults.items[i].line > 0 && faults.items[i].column > 0, "a fault has a place");
    if (edits.count > 0)
        check_written(&edits, after);
    record_edits_free(&edits);
    fault_list_free(&faults);
    law_free(after);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    bool sound = read_table(data, size);
    if (fuzz_now_and_then(data, size, sound ? 16 : 256))
        check_whole(data, size, sound);
    return 0;
}
