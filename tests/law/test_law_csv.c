/* Tables that are damaged: each is taken or refused in whole, whatever its bytes. */
#include "sandbox.h"

#include <lawmap/csv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct outcome {
    enum lawmap_status status;
    size_t faults, edits;
};

/* What comes of a table: all of it or nothing. */
static struct outcome take(const struct sandbox *sandbox, const void *bytes, size_t size)
{
    struct law *after = NULL;
    struct fault_list faults = {0};
    struct record_edits edits = {0};
    struct lawmap_error error = {0};
    /* A copy of its own, so that a sanitizer sees what is read beyond its end. */
    void *copy = malloc(size > 0 ? size : 1);
    assert_non_null(copy);
    memcpy(copy, bytes, size);
    enum lawmap_status status =
        law_csv_import(sandbox->dir, "t.csv", copy, size, &edits, &after, &faults, &error);
    struct outcome outcome = {status, faults.count, edits.count};
    assert_true(status == LAWMAP_OK || status == LAWMAP_BAD_DATA);
    assert_true((status == LAWMAP_OK) == (after != NULL) && (status == LAWMAP_OK) == (faults.count == 0));
    assert_true(status == LAWMAP_OK || edits.count == 0);
    for (size_t i = 0; i < faults.count; i++)
        assert_true(faults.items[i].line > 0 && faults.items[i].column > 0);
    free(copy);
    law_free(after);
    fault_list_free(&faults);
    record_edits_free(&edits);
    return outcome;
}

static void export_table(const struct sandbox *sandbox, struct buffer *out)
{
    struct fault_list faults = {0};
    struct lawmap_error error = {0};
    assert_int_equal(law_csv_export(sandbox->dir, out, &faults, &error), LAWMAP_OK);
    fault_list_free(&faults);
}

static void what_was_exported_changes_nothing(void **state)
{
    struct sandbox sandbox;
    struct buffer table = {0};
    (void)state;
    sandbox_new(&sandbox);
    export_table(&sandbox, &table);
    struct outcome outcome = take(&sandbox, table.data, table.size);
    assert_int_equal(outcome.status, LAWMAP_OK);
    assert_int_equal(outcome.edits, 0);
    buffer_free(&table);
    sandbox_free(&sandbox);
}

static size_t count_of(const char *text, const char *part)
{
    size_t count = 0;
    for (; (text = strstr(text, part)) != NULL; text += strlen(part))
        count++;
    return count;
}

static void a_table_says_which_data_it_is_from(void **state)
{
    static const char elsewhere[] = "code,note,dataset\nXA,A note.,ffffffffffffffffffffffffffffffff\n";
    struct sandbox sandbox;
    struct buffer table = {0};
    struct law *law = NULL;
    struct fault_list faults = {0};
    struct lawmap_error error = {0};
    (void)state;
    sandbox_new(&sandbox);
    export_table(&sandbox, &table);
    buffer_append(&table, "", 1);
    assert_false(table.failed);
    assert_int_equal(law_load(sandbox.dir, &law, &faults, &error), LAWMAP_OK);
    assert_int_equal(count_of(table.data, ",dataset\r\n"), 1);
    assert_int_equal(count_of(table.data, law_dataset(law)->version), 3); /* records */
    struct outcome outcome = take(&sandbox, elsewhere, sizeof elsewhere - 1);
    assert_int_equal(outcome.status, LAWMAP_OK);
    assert_int_equal(outcome.edits, 0);
    law_free(law);
    buffer_free(&table);
    sandbox_free(&sandbox);
}

static void translations_find_their_place(void **state)
{
    static const char *const notes[] = {"", ",\n  \"notes\": {}", ",\n  \"notes\": {\"es\": \"Una nota.\"}"};
    static const char table[] = "code,note_fr,note_es,note_ru,note_zh\nXA,Une note.,,,\n",
                      before[] = "\"A note.\"";
    for (size_t i = 0; i < sizeof notes / sizeof *notes; i++) {
        struct sandbox sandbox;
        struct law *after = NULL;
        struct fault_list faults = {0};
        struct record_edits edits = {0};
        struct lawmap_error error = {0};
        char with_notes[128];
        (void)state;
        snprintf(with_notes, sizeof with_notes, "%s%s", before, notes[i]);
        sandbox_new(&sandbox);
        sandbox_edit(&sandbox, "jurisdictions/XA.json", 1, before, with_notes);
        assert_int_equal(
            law_csv_import(sandbox.dir, "t.csv", table, sizeof table - 1, &edits, &after, &faults, &error),
            LAWMAP_OK);
        assert_int_equal(edits.count, 1);
        assert_string_equal(law_find(after, "XA")->notes[LANGUAGE_FR], "Une note.");
        assert_null(law_find(after, "XA")->notes[LANGUAGE_ES]);
        assert_non_null(
            strstr(edits.items[0].text.data, "\n  \"notes\": {\n    \"fr\": \"Une note.\"\n  },\n"));
        law_free(after);
        fault_list_free(&faults);
        record_edits_free(&edits);
        sandbox_free(&sandbox);
    }
}

static void a_table_can_end_anywhere(void **state)
{
    struct sandbox sandbox;
    struct buffer table = {0};
    (void)state;
    sandbox_new(&sandbox);
    export_table(&sandbox, &table);
    for (size_t size = 0; size < table.size; size++)
        take(&sandbox, table.data, size);
    assert_int_equal(take(&sandbox, table.data, 0).status, LAWMAP_BAD_DATA);
    buffer_free(&table);
    sandbox_free(&sandbox);
}

static void a_table_can_have_any_byte_anywhere(void **state)
{
    static const char bytes[] = {'"', ',', ';', '\n', '\r', '\0', '\'', 'x', (char)0xff};
    struct sandbox sandbox;
    struct buffer table = {0};
    (void)state;
    sandbox_new(&sandbox);
    export_table(&sandbox, &table);
    for (size_t i = 0; i < table.size; i++) {
        char kept = table.data[i];
        table.data[i] = bytes[i % sizeof bytes];
        take(&sandbox, table.data, table.size);
        table.data[i] = kept;
    }
    buffer_free(&table);
    sandbox_free(&sandbox);
}

static void sizes_are_bounded(void **state)
{
    struct sandbox sandbox;
    struct buffer wide = {0}, tall = {0};
    (void)state;
    sandbox_new(&sandbox);
    for (size_t i = 0; i < 2000; i++)
        buffer_puts(&wide, "code,");
    assert_int_equal(take(&sandbox, wide.data, wide.size).faults, 1);
    buffer_puts(&tall, "code,note\n");
    for (size_t i = 0; i < 70000; i++)
        buffer_puts(&tall, "XA,\n");
    assert_int_equal(take(&sandbox, tall.data, tall.size).faults, 1);
    buffer_free(&wide);
    buffer_free(&tall);
    sandbox_free(&sandbox);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_exported_changes_nothing),
        cmocka_unit_test(a_table_says_which_data_it_is_from),
        cmocka_unit_test(translations_find_their_place),
        cmocka_unit_test(a_table_can_end_anywhere),
        cmocka_unit_test(a_table_can_have_any_byte_anywhere),
        cmocka_unit_test(sizes_are_bounded),
    };
    return cmocka_run_group_tests_name("tables of the law", tests, NULL, NULL);
}
