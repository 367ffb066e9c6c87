#include "diff_report.h"

#include <stdio.h>

static void print_time(const struct difference *difference)
{
    char from[DATE_TEXT_SIZE], until[DATE_TEXT_SIZE];
    date_format(difference->from, from);
    date_format(difference->until, until);
    if (from[0] != '\0' && until[0] != '\0')
        printf(", from %s until %s", from, until);
    else if (from[0] != '\0')
        printf(", from %s on", from);
    else if (until[0] != '\0')
        printf(", for all time before %s", until);
    else
        printf(", for all time");
}

static void print_difference(const struct difference *difference)
{
    char from[DATE_TEXT_SIZE];
    printf("  %s", difference->field);
    if (difference->layer == NULL && difference->from.year != 0)
        printf(" of %s", date_format(difference->from, from));
    if (difference->before == NULL)
        printf(": added: %s", difference->after);
    else if (difference->after == NULL)
        printf(": removed: %s", difference->before);
    else
        printf(": %s → %s", difference->before, difference->after);
    if (difference->layer != NULL)
        print_time(difference);
    putchar('\n');
}

void diff_report(const struct difference_list *list)
{
    const struct jurisdiction *last = NULL;
    size_t jurisdictions = 0, count = difference_count(list);
    for (size_t i = 0; i < count; i++) {
        const struct difference *difference = difference_at(list, i);
        if (difference->jurisdiction != last) {
            last = difference->jurisdiction;
            jurisdictions++;
            printf("%s (%s)\n", last->code, last->name.in[LANGUAGE_EN]);
        }
        print_difference(difference);
    }
    if (count == 0)
        puts("no difference in the law of any jurisdiction");
    else
        printf("%zu difference%s in %zu jurisdiction%s\n", count, count == 1 ? "" : "s", jurisdictions,
               jurisdictions == 1 ? "" : "s");
}
