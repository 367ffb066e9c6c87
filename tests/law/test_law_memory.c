/* Allocations of a load are made to fail in turn. */
#include "allocations.h"
#include "sandbox.h"

#include <lawmap/csv.h>
#include <stdlib.h>
#include <string.h>

/* Returns how it ended, and leaves nothing behind. */
typedef enum lawmap_status attempt_function(const void *context);

/* How many allocations it takes when none fails. */
static long count_of(attempt_function *attempt, const void *context, enum lawmap_status outcome)
{
    allocations_begin(LONG_MAX, REFUSE_ALL);
    assert_int_equal(attempt(context), outcome);
    assert_false(allocations_end());
    return allocations_counted();
}

/* Lets it run out of memory ever later; of the thousands between the first and the last times, now and then.
 */
static void refuse_in_turn(attempt_function *attempt, const void *context, long first, long count,
                           enum lawmap_status outcome)
{
    enum { DENSE = 400, BETWEEN = 400 };
    assert_true(count > first + 10);
    for (long number = first; number < count; number = allocations_next(number, count, DENSE, BETWEEN)) {
        allocations_begin(number, REFUSE_ALL);
        enum lawmap_status status = attempt(context);
        enum lawmap_status expected = allocations_end() ? LAWMAP_NO_MEMORY : outcome;
        if (status != expected)
            fail_msg("from allocation %ld of %ld on refused: %d", number, count, (int)status);
    }
}

static enum lawmap_status check(const void *dir)
{
    struct law *law = NULL;
    struct fault_list faults = {0}, warnings = {0};
    enum lawmap_status status = law_check(dir, &law, &faults, &warnings, NULL);
    assert_true(status == LAWMAP_OK || law == NULL);
    law_free(law);
    fault_list_free(&faults);
    fault_list_free(&warnings);
    return status;
}

static enum lawmap_status load(const void *dir)
{
    struct law *law = NULL;
    struct fault_list faults = {0};
    enum lawmap_status status = law_load(dir, &law, &faults, NULL);
    law_free(law);
    fault_list_free(&faults);
    return status;
}

static enum lawmap_status compare(const void *context)
{
    const struct law *const *laws = context;
    struct difference_list *list = NULL;
    enum lawmap_status status = law_diff(laws[0], laws[1], &list, NULL);
    assert_int_equal(status == LAWMAP_OK, list != NULL);
    difference_list_free(list);
    return status;
}

struct import {
    const char *dir, *table;
};

static enum lawmap_status import(const void *context)
{
    const struct import *import = context;
    struct law *after = NULL;
    struct fault_list faults = {0};
    struct record_edits edits = {0};
    enum lawmap_status status = law_csv_import(import->dir, "table.csv", import->table, strlen(import->table),
                                               &edits, &after, &faults, NULL);
    if (status == LAWMAP_OK)
        status = record_edits_write(import->dir, &edits, NULL);
    law_free(after);
    fault_list_free(&faults);
    record_edits_free(&edits);
    return status;
}

static enum lawmap_status export(const void *dir) {
    struct buffer table = {0}; struct fault_list faults = {0};
    enum lawmap_status status = law_csv_export(dir, &table, &faults, NULL);
    fault_list_free(&faults);
    buffer_free(&table);
    return status;
}

static void a_load_that_runs_out_of_memory_says_so(void **state)
{
    struct sandbox sandbox;
    (void)state;
    sandbox_new(&sandbox);
    refuse_in_turn(check, sandbox.dir, 0, count_of(check, sandbox.dir, LAWMAP_OK), LAWMAP_OK);
    sandbox_free(&sandbox);
}

static void so_does_one_that_finds_faults(void **state)
{
    struct sandbox sandbox;
    (void)state;
    sandbox_new(&sandbox);
    sandbox_write(&sandbox, "jurisdictions/notes.txt", "x", 1);
    sandbox_write(&sandbox, "jurisdictions/.hidden", "x", 1);
    sandbox_edit(&sandbox, "jurisdictions/XA.json", 10, "buying", "s\\u0065lling"); /* "selling" again */
    sandbox_edit(&sandbox, "jurisdictions/XA-01.json", 1, "\"varies\"", "varies");
    sandbox_edit(&sandbox, "jurisdictions/XB.json", 1, "\"unknown\"", "\"unknow\"");
    sandbox_edit(&sandbox, "resources.json", 1, "https", "gopher");
    refuse_in_turn(check, sandbox.dir, 0, count_of(check, sandbox.dir, LAWMAP_BAD_DATA), LAWMAP_BAD_DATA);
    sandbox_free(&sandbox);
}

/* The small data, and edited ones, which differ in every way. */
static void a_comparison_that_runs_out_of_memory_says_so(void **state)
{
    struct sandbox sandboxes[2];
    struct law *laws[2];
    struct fault_list faults = {0};
    (void)state;
    sandbox_new(&sandboxes[0]);
    sandbox_new(&sandboxes[1]);
    sandbox_edit(&sandboxes[1], "jurisdictions/XA.json", 21, "2003-06-28", "2001");
    sandbox_edit(&sandboxes[1], "jurisdictions/XA.json", 36, "s. 1", "s. 2");
    sandbox_edit(&sandboxes[1], "jurisdictions/XA.json", 50, "\"P\"", "\"Q\"");
    sandbox_delete(&sandboxes[1], "jurisdictions/XA-01.json");
    for (size_t i = 0; i < 2; i++)
        assert_int_equal(law_load(sandboxes[i].dir, &laws[i], &faults, NULL), LAWMAP_OK);
    refuse_in_turn(compare, laws, 0, count_of(compare, laws, LAWMAP_OK), LAWMAP_OK);
    for (size_t i = 0; i < 2; i++) {
        law_free(laws[i]);
        sandbox_free(&sandboxes[i]);
    }
}

/* Its first allocations are those of a load. It is counted in a sandbox of its own, since it changes files.
 */
static void check_import(const char *table, enum lawmap_status outcome)
{
    struct sandbox sandbox, other;
    sandbox_new(&sandbox);
    sandbox_new(&other);
    const struct import here = {sandbox.dir, table}, there = {other.dir, table};
    long first = count_of(load, sandbox.dir, LAWMAP_OK);
    refuse_in_turn(import, &here, first, count_of(import, &there, outcome), outcome);
    sandbox_free(&sandbox);
    sandbox_free(&other);
}

static void an_import_that_runs_out_of_memory_says_so(void **state)
{
    (void)state;
    check_import("code,inherits,note,source_1_title,source_1_publisher,source_1_year,source_1_url\r\n"
                 "XB,,Other.,\"Code, \"\"1\"\"\",'=1,2001,\r\nXA-01,XB,Inherits.,A code,,,\r\n",
                 LAWMAP_OK);
    check_import("code,note,basis\r\nXA, x,guess\r\nXC,x,\r\nXB,x,both\r\nXB,y,both\r\n", LAWMAP_BAD_DATA);
    check_import("code,notes\r\nXA,x\r\n", LAWMAP_BAD_DATA);
}

static void so_does_an_export(void **state)
{
    struct sandbox sandbox;
    (void)state;
    sandbox_new(&sandbox);
    refuse_in_turn(export, sandbox.dir, count_of(load, sandbox.dir, LAWMAP_OK),
                   count_of(export, sandbox.dir, LAWMAP_OK), LAWMAP_OK);
    sandbox_free(&sandbox);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_load_that_runs_out_of_memory_says_so),
        cmocka_unit_test(so_does_one_that_finds_faults),
        cmocka_unit_test(a_comparison_that_runs_out_of_memory_says_so),
        cmocka_unit_test(an_import_that_runs_out_of_memory_says_so),
        cmocka_unit_test(so_does_an_export),
    };
    return cmocka_run_group_tests_name("law without memory", tests, NULL, NULL);
}
