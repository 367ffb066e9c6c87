/* Records of places where the law of another jurisdiction applies. */
#include "sandbox.h"

#include <lawmap/law.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define XB "jurisdictions/XB.json"

/* A record that inherits: `code` and what its "inherits" says, and what else it has. */
static void write_record(const struct sandbox *sandbox, const char *code, const char *inherits,
                         const char *more)
{
    struct buffer record = {0};
    char name[40];
    buffer_printf(&record,
                  "{\"code\": \"%s\", \"name\": \"A place\", \"inherits\": %s,%s\n"
                  "\"note\": \"A dependency.\", \"varies_subnationally\": true,\n"
                  "\"sources\": [{\"title\": \"Act on the place\", \"publisher\": null, \"year\": 1999, "
                  "\"url\": null}],\n"
                  "\"law_as_of\": \"2024\", \"confidence\": \"medium\", \"basis\": \"search\",\n"
                  "\"review\": {\"status\": \"desk\", \"by\": null, \"date\": null}}\n",
                  code, inherits, more);
    assert_false(record.failed);
    snprintf(name, sizeof name, "jurisdictions/%s.json", code);
    sandbox_write(sandbox, name, record.data, record.size);
    buffer_free(&record);
}

static void a_record_can_take_its_law_from_another(void **state)
{
    struct sandbox sandbox;
    struct law *law = NULL;
    struct fault_list faults = {0};
    struct lawmap_error error = {0};
    (void)state;
    sandbox_new(&sandbox);
    write_record(&sandbox, "XB", "\"XA\"", "");
    if (law_load(sandbox.dir, &law, &faults, &error) != LAWMAP_OK)
        fail_msg("%s", error.text);
    const struct jurisdiction *from = law_find(law, "XA"), *to = law_find(law, "XB");
    assert_true(to->recorded);
    assert_ptr_equal(to->inherits, from);
    assert_null(from->inherits);
    assert_ptr_equal(law_find(law, "XA-02")->inherits, from); /* has no file */
    assert_null(law_find(law, "XA-01")->inherits);
    assert_int_equal(to->period_count, 3);
    assert_int_equal(to->provision_count, 1);
    for (size_t i = 0; i < law_layer_count(law); i++)
        for (uint16_t year = 1990; year < 2030; year++) {
            const struct date date = {year, 1, 1};
            assert_int_equal(law_class_at(law, to, law_layer(law, i), date),
                             law_class_at(law, from, law_layer(law, i), date));
        }
    assert_string_equal(to->note, "A dependency."); /* what is said of the place itself is its own */
    assert_int_equal(to->source_count, 1);
    assert_string_equal(to->confidence, "medium");
    law_free(law);
    sandbox_free(&sandbox);
}

static void what_cannot_be_inherited_is_a_fault(void **state)
{
    static const struct {
        const char *inherits, *more;
        int line, column;
        const char *message;
    } cases[] = {
        {"\"XQ\"", "", 1, 47, "\"XQ\" is not in names.json"},
        {"\"XB\"", "", 1, 47, "expected another jurisdiction that has a file here"},
        {"\"XA-02\"", "", 1, 47, "expected another jurisdiction that has a file here"},
        {"\"xa\"", "", 1, 47, "\"xa\" is not in names.json"},
        {"null", "", 1, 47, "expected a string, found null"},
        {"\"XA\"", " \"periods\": [],", 1, 53, "the law is inherited: remove \"periods\""},
        {"\"XA-01\"", "", 1, 1, "inherits itself: name \"XA\""},
    };
    size_t wrong = 0;
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct sandbox sandbox;
        struct law *law = NULL;
        struct fault_list faults = {0};
        struct lawmap_error error = {0};
        sandbox_new(&sandbox);
        write_record(&sandbox, "XA-01", "\"XA\"", "");
        write_record(&sandbox, "XB", cases[i].inherits, cases[i].more);
        assert_int_equal(law_load(sandbox.dir, &law, &faults, &error), LAWMAP_BAD_DATA);
        const struct fault *fault = &faults.items[0];
        bool right = faults.count == 1 && strstr(fault->file, "/" XB) != NULL &&
                     fault->line == cases[i].line && fault->column == cases[i].column &&
                     strstr(fault->message, cases[i].message) != NULL;
        if (!right)
            print_error("%s: %zu faults, %s:%d:%d: %s\n", cases[i].inherits, faults.count, fault->file,
                        fault->line, fault->column, fault->message);
        wrong += !right;
        fault_list_free(&faults);
        sandbox_free(&sandbox);
    }
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_record_can_take_its_law_from_another),
        cmocka_unit_test(what_cannot_be_inherited_is_a_fault),
    };
    return cmocka_run_group_tests_name("inherited law", tests, NULL, NULL);
}
