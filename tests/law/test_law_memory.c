/* Every allocation of a load is made to fail in turn. The linker leads the library's calls here (--wrap);
 * Jansson's come by its own hook. */
#include "sandbox.h"

#include <jansson.h>
#include <lawmap/csv.h>
#include <stdlib.h>
#include <string.h>

static long allowed = -1; /* allocations until they fail; negative: they never do */
static bool refused;

static bool may_allocate(void)
{
    if (allowed == 0) {
        refused = true;
        return false;
    }
    if (allowed > 0)
        allowed--;
    return true;
}

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
char *__real_strdup(const char *text);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);
char *__wrap_strdup(const char *text);

void *__wrap_malloc(size_t size)
{
    return may_allocate() ? __real_malloc(size) : NULL;
}

void *__wrap_calloc(size_t count, size_t size)
{
    return may_allocate() ? __real_calloc(count, size) : NULL;
}

void *__wrap_realloc(void *old, size_t size)
{
    return may_allocate() ? __real_realloc(old, size) : NULL;
}

char *__wrap_strdup(const char *text)
{
    return may_allocate() ? __real_strdup(text) : NULL;
}

/* Loads with ever more allocations until none is refused any more. */
static void check_every_allocation(const struct sandbox *sandbox, enum lawmap_status last)
{
    enum lawmap_status status = LAWMAP_NO_MEMORY;
    long count = 0;
    for (refused = true; refused && count < 100000; count++) {
        struct law *law = NULL;
        struct fault_list faults = {0}, warnings = {0};
        struct lawmap_error error = {0};
        refused = false;
        allowed = count;
        status = law_check(sandbox->dir, &law, &faults, &warnings, &error);
        allowed = -1;
        if (refused && (status != LAWMAP_NO_MEMORY || law != NULL))
            fail_msg("allocation %ld refused: %d, %s", count, (int)status, error.text);
        law_free(law);
        fault_list_free(&faults);
        fault_list_free(&warnings);
    }
    assert_int_equal(status, last);
    assert_true(count > 100);
}

/* Compares the small data with edited ones, which differ in every way, with ever more allocations. */
static void a_comparison_that_runs_out_of_memory_says_so(void **state)
{
    struct sandbox old_sandbox, new_sandbox;
    struct law *before = NULL, *after = NULL;
    struct fault_list faults = {0};
    struct lawmap_error error = {0};
    enum lawmap_status status = LAWMAP_NO_MEMORY;
    long count = 0;
    (void)state;
    sandbox_new(&old_sandbox);
    sandbox_new(&new_sandbox);
    sandbox_edit(&new_sandbox, "jurisdictions/XA.json", 21, "2003-06-28", "2001");
    sandbox_edit(&new_sandbox, "jurisdictions/XA.json", 36, "s. 1", "s. 2");
    sandbox_edit(&new_sandbox, "jurisdictions/XA.json", 50, "\"P\"", "\"Q\"");
    sandbox_delete(&new_sandbox, "jurisdictions/XA-01.json");
    assert_int_equal(law_load(old_sandbox.dir, &before, &faults, &error), LAWMAP_OK);
    assert_int_equal(law_load(new_sandbox.dir, &after, &faults, &error), LAWMAP_OK);
    for (refused = true; refused && count < 100000; count++) {
        struct difference_list *list = NULL;
        refused = false;
        allowed = count;
        status = law_diff(before, after, &list, &error);
        allowed = -1;
        if (refused && (status != LAWMAP_NO_MEMORY || list != NULL))
            fail_msg("allocation %ld refused: %d", count, (int)status);
        difference_list_free(list);
    }
    assert_int_equal(status, LAWMAP_OK);
    assert_true(count > 10);
    law_free(before);
    law_free(after);
    sandbox_free(&old_sandbox);
    sandbox_free(&new_sandbox);
}

static void a_load_that_runs_out_of_memory_says_so(void **state)
{
    struct sandbox sandbox;
    (void)state;
    sandbox_new(&sandbox);
    check_every_allocation(&sandbox, LAWMAP_OK);
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
    check_every_allocation(&sandbox, LAWMAP_BAD_DATA);
    sandbox_free(&sandbox);
}

/* How many a load takes, which check_every_allocation() has refused one by one. */
static long allocations_of_load(const struct sandbox *sandbox)
{
    const long enough = 1000000;
    struct law *law = NULL;
    struct fault_list faults = {0};
    allowed = enough;
    assert_int_equal(law_load(sandbox->dir, &law, &faults, NULL), LAWMAP_OK);
    long count = enough - allowed;
    allowed = -1;
    law_free(law);
    return count;
}

/* Takes a table with ever more allocations. */
static void check_import(const char *table, enum lawmap_status last)
{
    struct sandbox sandbox;
    enum lawmap_status status = LAWMAP_NO_MEMORY;
    sandbox_new(&sandbox);
    long first = allocations_of_load(&sandbox), count = first;
    for (refused = true; refused && count < 100000; count++) {
        struct law *after = NULL;
        struct fault_list faults = {0};
        struct record_edits edits = {0};
        struct lawmap_error error = {0};
        refused = false;
        allowed = count;
        status =
            law_csv_import(sandbox.dir, "table.csv", table, strlen(table), &edits, &after, &faults, &error);
        if (status == LAWMAP_OK)
            status = record_edits_write(sandbox.dir, &edits, &error);
        allowed = -1;
        if (refused && status != LAWMAP_NO_MEMORY)
            fail_msg("allocation %ld refused: %d, %s", count, (int)status, error.text);
        law_free(after);
        fault_list_free(&faults);
        record_edits_free(&edits);
    }
    assert_int_equal(status, last);
    assert_true(count > first + 10);
    sandbox_free(&sandbox);
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
    enum lawmap_status status = LAWMAP_NO_MEMORY;
    (void)state;
    sandbox_new(&sandbox);
    long count = allocations_of_load(&sandbox);
    for (refused = true; refused && count < 100000; count++) {
        struct buffer table = {0};
        struct fault_list faults = {0};
        struct lawmap_error error = {0};
        refused = false;
        allowed = count;
        status = law_csv_export(sandbox.dir, &table, &faults, &error);
        allowed = -1;
        if (refused && status != LAWMAP_NO_MEMORY)
            fail_msg("allocation %ld refused: %d, %s", count, (int)status, error.text);
        fault_list_free(&faults);
        buffer_free(&table);
    }
    assert_int_equal(status, LAWMAP_OK);
    sandbox_free(&sandbox);
}

static int hook_jansson(void **state)
{
    (void)state;
    json_set_alloc_funcs(__wrap_malloc, free);
    return 0;
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
    return cmocka_run_group_tests_name("law without memory", tests, hook_jansson, NULL);
}
