/* Dates with reduced precision: what is one, and what comes before what. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <lawmap/base.h>

static void parses_only_dates_of_the_calendar(void **state)
{
    static const struct {
        const char *text;
        bool valid;
        struct date date;
    } cases[] = {
        {"2003", true, {2003, 0, 0}},
        {"2003-06", true, {2003, 6, 0}},
        {"2003-06-28", true, {2003, 6, 28}},
        {"0001-01-01", true, {1, 1, 1}},
        {"9999-12-31", true, {9999, 12, 31}},
        {"2000-02-29", true, {2000, 2, 29}}, /* divisible by 400 */
        {"2024-02-29", true, {2024, 2, 29}},
        {"1900-02-29", false, {0}}, /* by 100 but not by 400 */
        {"2023-02-29", false, {0}},
        {"2023-04-31", false, {0}},
        {"2023-13", false, {0}},
        {"2023-00", false, {0}},
        {"2023-01-00", false, {0}},
        {"2023-01-32", false, {0}},
        {"0000", false, {0}},
        {"", false, {0}},
        {"203", false, {0}},
        {"20030", false, {0}},
        {"2003-", false, {0}},
        {"2003-6", false, {0}},
        {"2003-06-", false, {0}},
        {"2003-06-2", false, {0}},
        {"2003-06-28 ", false, {0}},
        {" 2003", false, {0}},
        {"2003/06/28", false, {0}},
        {"-003", false, {0}},
        {"2003-06-28T00:00:00Z", false, {0}},
        {"\xd9\xa2\xd9\xa0\xd9\xa0\xd9\xa3", false, {0}}, /* digits, but Arabic-Indic ones */
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct date untouched = {1234, 5, 6};
        struct date date = untouched, want = cases[i].valid ? cases[i].date : untouched;
        if (date_parse(cases[i].text, &date) != cases[i].valid || date.year != want.year ||
            date.month != want.month || date.day != want.day)
            fail_msg("\"%s\" gave %u-%u-%u", cases[i].text, date.year, date.month, date.day);
    }
}

static struct date parsed(const char *text)
{
    struct date date = {0};
    if (*text != '\0')
        assert_true(date_parse(text, &date));
    return date;
}

static void a_partial_date_counts_as_its_first_day(void **state)
{
    static const struct {
        const char *a, *b; /* "": no date */
        int order;
    } cases[] = {
        {"2016", "2016-01-01", 0},
        {"2016", "2016-01", 0},
        {"2016-04", "2016-04-01", 0},
        {"2016", "2016-01-02", -1},
        {"2016-04-15", "2016", 1},
        {"2016-04-15", "2016-04", 1},
        {"2003-06-27", "2003-06-28", -1},
        {"2003-12-31", "2004", -1},
        {"2003-09-30", "2003-10-01", -1},
        {"2003-06-28", "2003-06-28", 0},
        {"", "0001", -1},
        {"", "", 0},
        {"9999-12-31", "0001-01-01", 1},
        {"1999-01-31", "1999-02", -1},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int forth = date_compare(parsed(cases[i].a), parsed(cases[i].b));
        int back = date_compare(parsed(cases[i].b), parsed(cases[i].a));
        if ((forth > 0) - (forth < 0) != cases[i].order || (back > 0) - (back < 0) != -cases[i].order)
            fail_msg("\"%s\" and \"%s\" compare as %d and %d", cases[i].a, cases[i].b, forth, back);
    }
}

static void is_written_as_precisely_as_it_was_given(void **state)
{
    static const char *const dates[] = {"", "0007", "2016", "2016-04", "2016-04-15"};
    (void)state;
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
        char text[DATE_TEXT_SIZE];
        struct date date = parsed(dates[i]);
        assert_string_equal(date_format(date, text), dates[i]);
        assert_int_equal(date_is_full(date), i == 4);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parses_only_dates_of_the_calendar),
        cmocka_unit_test(a_partial_date_counts_as_its_first_day),
        cmocka_unit_test(is_written_as_precisely_as_it_was_given),
    };
    return cmocka_run_group_tests_name("dates", tests, NULL, NULL);
}
