/* What a change to the small data directory beside this file means. */
#include "sandbox.h"

#include <lawmap/law.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define XA   "jurisdictions/XA.json"
#define XA01 "jurisdictions/XA-01.json"

/* In the order of struct difference; NULL for none, "" for no date. */
struct expected {
    const char *code, *field, *from, *until, *before, *after;
};

static struct law *load(const struct sandbox *sandbox)
{
    struct law *law = NULL;
    struct fault_list faults = {0};
    struct lawmap_error error = {0};
    if (law_load(sandbox->dir, &law, &faults, &error) != LAWMAP_OK)
        fail_msg("%s", error.text);
    return law;
}

static bool same(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static bool is_as_expected(const struct difference *found, const struct expected *expected)
{
    char from[DATE_TEXT_SIZE], until[DATE_TEXT_SIZE];
    return strcmp(found->jurisdiction->code, expected->code) == 0 &&
           strcmp(found->field, expected->field) == 0 &&
           strcmp(date_format(found->from, from), expected->from) == 0 &&
           strcmp(date_format(found->until, until), expected->until) == 0 &&
           same(found->before, expected->before) && same(found->after, expected->after);
}

static void print(const struct difference *found)
{
    char from[DATE_TEXT_SIZE], until[DATE_TEXT_SIZE];
    print_error("%s %s [%s, %s): %s -> %s\n", found->jurisdiction->code, found->field,
                date_format(found->from, from), date_format(found->until, until),
                found->before == NULL ? "none" : found->before, found->after == NULL ? "none" : found->after);
}

/* Compares the small data with the sandbox, and the other way round: there, before and after change places.
 */
static void check_diff(const struct sandbox *sandbox, const struct expected *expected, size_t count)
{
    struct sandbox old_sandbox;
    struct difference_list *list = NULL, *back = NULL;
    struct lawmap_error error = {0};
    sandbox_new(&old_sandbox);
    struct law *before = load(&old_sandbox), *after = load(sandbox);
    assert_int_equal(law_diff(before, after, &list, &error), LAWMAP_OK);
    assert_int_equal(law_diff(after, before, &back, &error), LAWMAP_OK);
    bool right = difference_count(list) == count;
    for (size_t i = 0; i < difference_count(list) && i < count; i++)
        right &= is_as_expected(difference_at(list, i), &expected[i]);
    for (size_t i = 0; !right && i < difference_count(list); i++)
        print(difference_at(list, i));
    assert_true(right);
    assert_int_equal(difference_count(back), count);
    difference_list_free(list);
    difference_list_free(back);
    law_free(before);
    law_free(after);
    sandbox_free(&old_sandbox);
}

#define CHECK(sandbox, expected) check_diff(sandbox, expected, sizeof(expected) / sizeof *(expected))

static void equal_data_do_not_differ(void **state)
{
    struct sandbox sandbox;
    (void)state;
    sandbox_new(&sandbox);
    sandbox_edit(&sandbox, XA, 1, "{", "{\n\n"); /* the form says nothing */
    check_diff(&sandbox, NULL, 0);
    sandbox_free(&sandbox);
}

static void a_status_differs_for_the_time_of_its_period(void **state)
{
    static const struct expected expected[] = {
        {"XA", "buying", "1999", "2003-06-28", "criminalised", "decriminalised"},
    };
    struct sandbox sandbox;
    (void)state;
    sandbox_new(&sandbox);
    sandbox_edit(&sandbox, XA, 17, "\"criminalised\"", "\"decriminalised\"");
    CHECK(&sandbox, expected);
    sandbox_free(&sandbox);
}

/* A date corrected: what stood between the two dates has changed, and nothing else. */
static void a_date_differs_between_the_dates(void **state)
{
    static const struct expected expected[] = {
        {"XA", "framework", "2001-02", "2003-06-28", "either", "other"},
        {"XA", "buying", "2001-02", "2003-06-28", "criminalised", "decriminalised"},
        {"XA", "third_parties", "2001-02", "2003-06-28", "criminalised", "decriminalised"},
        {"XA", "zoning", "2001-02", "2003-06-28", "unknown", "yes"},
        {"XA", "licensed_venues", "2001-02", "2003-06-28", "unknown", "no"},
        {"XA", "instrument", "2003-06-28", "", "Second Act", NULL},
        {"XA", "instrument", "2001-02", "", NULL, "Second Act"},
    };
    struct sandbox sandbox;
    (void)state;
    sandbox_new(&sandbox);
    sandbox_edit(&sandbox, XA, 21, "2003-06-28", "2001-02");
    CHECK(&sandbox, expected);
    sandbox_free(&sandbox);
}

static void fields_differ(void **state)
{
    static const struct expected expected[] = {
        {"XA", "zoning", "2003-06-28", "", "yes", "no"},
        {"XA", "instrument", "1999", "", "First Act", "Act One"},
        {"XA", "provisions", "", "", "selling: Second Act s. 1: Repeals. (none)", NULL},
        {"XA", "provisions", "", "", NULL, "selling: Second Act s. 2: Repeals. (none)"},
        {"XA", "sources", "", "", "Another, P", NULL},
        {"XA", "sources", "", "", NULL, "Another, Q"},
        {"XA", "note", "", "", "A note.", "Another note."},
        {"XA", "note in Spanish", "", "", NULL, "Una nota."},
        {"XA", "law_as_of", "", "", "2025", "2026"},
        {"XA", "confidence", "", "", "low", "high"},
        {"XA", "review by", "", "", "A person", "Somebody"},
    };
    static const struct {
        int line;
        const char *find, *replace;
    } edits[] = {
        {29, "yes", "no"},
        {15, "First Act", "Act One"},
        {36, "s. 1", "s. 2"},
        {50, "\"P\"", "\"Q\""},
        {42, "\"A note.\"", "\"Another note.\", \"notes\": {\"es\": \"Una nota.\"}"},
        {58, "2025", "2026"},
        {59, "low", "high"},
        {60, "A person", "Somebody"},
    };
    struct sandbox sandbox;
    (void)state;
    sandbox_new(&sandbox);
    for (size_t i = 0; i < sizeof edits / sizeof *edits; i++)
        sandbox_edit(&sandbox, XA, edits[i].line, edits[i].find, edits[i].replace);
    CHECK(&sandbox, expected);
    sandbox_free(&sandbox);
}

static void a_record_comes_or_goes(void **state)
{
    struct sandbox sandbox, whole;
    struct difference_list *list = NULL;
    struct lawmap_error error = {0};
    (void)state;
    sandbox_new(&sandbox);
    sandbox_new(&whole);
    sandbox_delete(&sandbox, XA01);
    struct law *before = load(&whole), *after = load(&sandbox);
    assert_int_equal(law_diff(before, after, &list, &error), LAWMAP_OK);
    static const struct expected record = {"XA-01", "record", "", "", "a file of its own", NULL};
    static const struct expected layer = {"XA-01", "selling", "2010-05", "", "varies", "decriminalised"};
    bool has_layer = false;
    assert_true(is_as_expected(difference_at(list, 0), &record));
    for (size_t i = 0; i < difference_count(list); i++) {
        assert_string_equal(difference_at(list, i)->jurisdiction->code, "XA-01");
        has_layer |= is_as_expected(difference_at(list, i), &layer);
    }
    assert_true(has_layer);
    difference_list_free(list);
    difference_list_free(NULL);
    law_free(before);
    law_free(after);
    sandbox_free(&sandbox);
    sandbox_free(&whole);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_data_do_not_differ),
        cmocka_unit_test(a_status_differs_for_the_time_of_its_period),
        cmocka_unit_test(a_date_differs_between_the_dates),
        cmocka_unit_test(fields_differ),
        cmocka_unit_test(a_record_comes_or_goes),
    };
    return cmocka_run_group_tests_name("differences of the law", tests, NULL, NULL);
}
