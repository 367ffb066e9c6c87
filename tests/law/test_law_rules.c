/* The rules that records are held to beyond their form: each is tripped by an edit of the small data
 * directory beside this file, at the place that the edit makes wrong. */
#include "sandbox.h"

#include <lawmap/law.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define XA   "jurisdictions/XA.json"
#define XA01 "jurisdictions/XA-01.json"
#define XB   "jurisdictions/XB.json"

/* The small codebook has no such status until add_regulated() renames "decriminalised". */
#define REGULATED "\"regulated\""

/* With a clock that was reset all data are from the future; here the data are. */
#define PACKAGE     "datapackage.json"
#define CREATED     "2024-05-06"
#define AFTER_TODAY "9997-01-01"

struct breach {
    const char *rule;
    const char *file;
    int from_line;
    const char *find, *replace;
    int line, column;
    const char *message; /* a part of it */
};

static const struct breach breaches[] = {
    {"LAW001", XB, 1, "\"basis\"", "\"bases\"", 24, 3, "did you mean \"basis\"?"},
    {"LAW002", XA, 42, "A note.", "A note. ", 42, 11, "white space"},
    {"LAW002", XA, 42, "A note.",
     "\xc2\xa0"
     "A note.",
     42, 11, "white space"},
    {"LAW002", XA, 42, "A note.", "A cafe\xcc\x81.", 42, 11, "Unicode NFC"},
    {"LAW003", XA, 21, "2003-06-28", "1999", 21, 15, "expected a date after 1999"},
    {"LAW003", XA, 14, "\"1999\"", "null", 14, 15, "only the first period"},
    {"LAW004", XA, 16, "\"decriminalised\"", "\"decriminalised\"", 0, 0, NULL}, /* differs: no breach */
    {"LAW004", XA, 20,
     "\"2003-06-28\",\n      \"instrument\": \"Second Act\",\n"
     "      \"selling\": \"decriminalised\",\n      \"buying\": \"decriminalised\",\n"
     "      \"third_parties\": \"decriminalised\"",
     "\"2004\",\n      \"instrument\": \"First Act\",\n      \"selling\": \"decriminalised\",\n"
     "      \"buying\": \"criminalised\",\n      \"third_parties\": \"criminalised\"",
     21, 15, "nothing changes"},
    {"LAW005", XA, 22, "\"Second Act\"", "null", 22, 21, "expected the law"},
    {"LAW006", XA, 21, "2003-06-28", "9998", 21, 15, "still to come"},
    {"LAW006", XA, 21, "\"2003-06-28\"", "\"9998\", \"pending\": true", 0, 0, NULL},
    {"LAW007", XA, 24, "\"decriminalised\"", "\"criminalised\"", 24, 17, "with \"act\": \"buying\""},
    {"LAW007", XA, 23, "\"decriminalised\"", "\"criminalised\"", 0, 0, NULL}, /* has its provision */
    {"LAW008", XB, 9, "\"unknown\"", REGULATED, 9, 18, "expected an \"instrument\" or a provision"},
    {"LAW008", XA, 15, "\"First Act\"", "null", 16, 18, "selling is regulated, but no law is named"},
    {"LAW009", XB, 9, "\"unknown\"", "\"decriminalised\"", 21, 14, "at least one source"},
    {"LAW010", XA01, 11, "\"varies\"", "\"criminalised\"", 16, 24, "contradicts third_parties"},
    {"LAW011", XA, 43, "true", "false", 43, 27, "a subdivision has a record"},
    {"LAW011", XA01, 18, "true", "false", 20, 27, "because selling varies"},
    {"LAW012", XA, 57, "\"A person\"", "null", 62, 15, "expected \"by\" and \"date\""},
    {"LAW012", XA, 57, "\"validated\"", "\"desk\"", 62, 15, "expected \"validated\", or null"},
    {"LAW013", XA, 57, "\"2025\"", "\"9998\"", 58, 16, "still to come"},
    {"LAW013", XA, 57, "\"2025-01-31\"", "\"9998-01-31\"", 64, 13, "still to come"},
    {"LAW101", XA, 59, "\"low\"", "\"low\"", 59, 17, "confidence is low"},
    {"LAW101", XA, 59, "\"low\"", "\"high\"", 0, 0, NULL},
    {"LAW102", XA, 58, "\"2025\"", "\"1999\"", 58, 16, "the law of 1999"},
    {"LAW102", XA, 58, "\"2025\"", "null", 58, 16, "not stated"},
    {"LAW103", XA, 46, "\"A source\"", "\"A practice\"", 44, 14, "no title"},
    {"LAW103", XA, 46, "\"A source\"", "\"Penal code\"", 0, 0, NULL},
    {"LAW103", XA, 46, "\"A source\"", "\"Уголовный кодекс\"", 0, 0, NULL},
    {"LAW104", XA, 22, "\"Second Act\"", "\"Second Act\", \"pending\": true", 22, 46, "in force now"},
    {"LAW105", XA, 24, REGULATED, REGULATED, 24, 17, "buying is regulated, but no provision"},
    {"LAW107", XA, 36, "\"none\"", "\"criminal\"", 38, 19,
     "selling is decriminalised, but this rule has a sanction"},
    {"LAW107", XA, 36, "\"none\"", "\"none\"", 0, 0, NULL},
    {"LAW106", XB, 10, "\"unknown\"", "\"varies\"", 0, 0, NULL}, /* LAW011 first */
    {"LAW106", XB, 10, "\"unknown\",\n      \"third_parties\": \"unknown\"",
     "\"varies\", \"third_parties\": \"unknown\"", 10, 17, "no subdivision has a record"},
    {"LAW108", PACKAGE, 1, CREATED, CREATED, 0, 0, NULL},
    {"LAW108", PACKAGE, 1, CREATED, AFTER_TODAY, 4, 14, "the clock is wrong, or this day"},
};
enum { BREACH_COUNT = sizeof breaches / sizeof *breaches };

static bool matches(const struct breach *breach, const struct sandbox *sandbox, const struct fault *fault)
{
    size_t length = strlen(sandbox->dir);
    bool same_rule = strcmp(fault->rule->code, breach->rule) == 0;
    bool same_file = strlen(fault->file) > length && strcmp(fault->file + length + 1, breach->file) == 0;
    if (!same_rule || !same_file || breach->message == NULL)
        return same_rule && same_file;
    return fault->line == breach->line && fault->column == breach->column &&
           strstr(fault->message, breach->message) != NULL;
}

static bool has(const struct fault_list *list, const struct breach *breach, const struct sandbox *sandbox)
{
    for (size_t i = 0; i < list->count; i++)
        if (matches(breach, sandbox, &list->items[i]))
            return true;
    return false;
}

static void print(const struct fault_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        print_error("%s:%d:%d: %s [%s]\n", list->items[i].file, list->items[i].line, list->items[i].column,
                    list->items[i].message, list->items[i].rule->code);
}

static void rename_status(const struct sandbox *sandbox, const char *file, int times)
{
    while (times-- > 0)
        sandbox_edit(sandbox, file, 1, "\"decriminalised\"", REGULATED);
}

static void add_regulated(const struct sandbox *sandbox)
{
    rename_status(sandbox, "codebook.json", 3);
    rename_status(sandbox, XA, 4);
}

/* Faults refuse the data, warnings do not, and each is in its own list. */
static bool check_breach(const struct breach *breach)
{
    struct sandbox sandbox;
    struct law *law = NULL;
    struct fault_list faults = {0}, warnings = {0};
    struct lawmap_error error = {0};
    bool is_warning = breach->rule[3] == '1', wanted = breach->message != NULL;
    sandbox_new(&sandbox);
    if (strcmp(breach->rule, "LAW008") == 0 || strcmp(breach->rule, "LAW105") == 0)
        add_regulated(&sandbox);
    sandbox_edit(&sandbox, breach->file, breach->from_line, breach->find, breach->replace);
    if (strcmp(breach->rule, "LAW106") == 0 && wanted)
        sandbox_edit(&sandbox, breach->file, 1, "\"varies_subnationally\": false",
                     "\"varies_subnationally\": true");
    enum lawmap_status status = law_check(sandbox.dir, &law, &faults, &warnings, &error);
    bool right = has(is_warning ? &warnings : &faults, breach, &sandbox) == wanted &&
                 !has(is_warning ? &faults : &warnings, breach, &sandbox) &&
                 (status == LAWMAP_OK) == (faults.count == 0) && (law != NULL) == (status == LAWMAP_OK) &&
                 (is_warning || !wanted || status == LAWMAP_BAD_DATA);
    if (!right) {
        print_error("expected %s %s at %s:%d:%d; found\n", wanted ? "a" : "no", breach->rule, breach->file,
                    breach->line, breach->column);
        print(&faults);
        print(&warnings);
    }
    law_free(law);
    fault_list_free(&faults);
    fault_list_free(&warnings);
    sandbox_free(&sandbox);
    return right;
}

static void each_rule_finds_its_breach(void **state)
{
    size_t wrong = 0;
    (void)state;
    for (size_t i = 0; i < BREACH_COUNT; i++)
        wrong += !check_breach(&breaches[i]);
    assert_int_equal(wrong, 0);
}

static void every_rule_is_tested_and_explained(void **state)
{
    (void)state;
    assert_true(consistency_rule_count() > 0);
    for (size_t i = 0; i < consistency_rule_count(); i++) {
        const struct consistency_rule *rule = consistency_rule(i);
        bool tested = false;
        for (size_t j = 0; j < BREACH_COUNT; j++)
            tested |= strcmp(breaches[j].rule, rule->code) == 0 && breaches[j].message != NULL;
        if (!tested)
            fail_msg("no test trips %s", rule->code);
        assert_true(strlen(rule->title) > 10 && strlen(rule->explanation) > strlen(rule->title));
        assert_true(rule->is_fault == (rule->code[3] == '0'));
        if (i > 0)
            assert_true(strcmp(consistency_rule(i - 1)->code, rule->code) < 0);
    }
}

static void a_pending_period_leaves_the_law_as_it_is(void **state)
{
    struct sandbox sandbox;
    struct law *law = NULL;
    struct fault_list faults = {0};
    struct lawmap_error error = {0};
    (void)state;
    sandbox_new(&sandbox);
    sandbox_edit(&sandbox, XA, 21, "\"2003-06-28\"", "\"9998-01-01\", \"pending\": true");
    sandbox_edit(&sandbox, XA, 1, "\"act\": \"selling\"", "\"act\": \"buying\"");
    sandbox_edit(&sandbox, XA, 18, "\"criminalised\"", "\"unknown\"");
    assert_int_equal(law_load(sandbox.dir, &law, &faults, &error), LAWMAP_OK);
    const struct jurisdiction *xa = law_find(law, "XA");
    const struct layer *zoning = law_find_layer(law, "zoning"), *buying = law_find_layer(law, "buying");
    assert_true(xa->periods[2].pending);
    const struct date now = {2020, 1, 1}, later = {9999, 1, 1};
    assert_string_equal(zoning->classes[law_class_at(law, xa, zoning, now)].id, "yes");
    assert_string_equal(zoning->classes[law_class_at(law, xa, zoning, later)].id, "unknown");
    assert_string_equal(buying->classes[law_class_at(law, xa, buying, now)].id, "criminalised");
    assert_string_equal(buying->classes[law_class_at(law, xa, buying, later)].id, "decriminalised");
    law_free(law);
    fault_list_free(&faults);
    sandbox_free(&sandbox);
}

/* After a reset of the clock a server must start all the same: nearly all dates of the data are to come. */
static void a_wrong_clock_does_not_keep_data_from_loading(void **state)
{
    struct sandbox sandbox;
    struct law *law = NULL;
    struct fault_list faults = {0};
    struct lawmap_error error = {0};
    (void)state;
    sandbox_new(&sandbox);
    sandbox_edit(&sandbox, XA, 21, "\"2003-06-28\"", "\"9995-01-01\"");
    sandbox_edit(&sandbox, XA, 57, "\"2025\"", "\"9996\"");
    sandbox_edit(&sandbox, XA, 57, "\"2025-01-31\"", "\"9996-01-31\"");
    assert_int_equal(law_load(sandbox.dir, &law, &faults, &error), LAWMAP_BAD_DATA);
    assert_int_equal(faults.count, 3);
    fault_list_free(&faults);
    sandbox_edit(&sandbox, PACKAGE, 1, CREATED, AFTER_TODAY);
    assert_int_equal(law_load(sandbox.dir, &law, &faults, &error), LAWMAP_OK);
    law_free(law);
    fault_list_free(&faults);
    sandbox_free(&sandbox);
}

static void the_real_data_breaks_no_rule(void **state)
{
    struct law *law = NULL;
    struct fault_list faults = {0}, warnings = {0};
    struct lawmap_error error = {0};
    char *dir = source_path("data");
    (void)state;
    enum lawmap_status status = law_check(dir, &law, &faults, &warnings, &error);
    print(&faults);
    assert_int_equal(status, LAWMAP_OK);
    assert_int_equal(warnings.omitted, 0);
    law_free(law);
    fault_list_free(&faults);
    fault_list_free(&warnings);
    free(dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_rule_finds_its_breach),
        cmocka_unit_test(every_rule_is_tested_and_explained),
        cmocka_unit_test(a_pending_period_leaves_the_law_as_it_is),
        cmocka_unit_test(a_wrong_clock_does_not_keep_data_from_loading),
        cmocka_unit_test(the_real_data_breaks_no_rule),
    };
    return cmocka_run_group_tests_name("rules of the law", tests, NULL, NULL);
}
