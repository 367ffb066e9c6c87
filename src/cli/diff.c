#include "choices.h"
#include "commands.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

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

static void print_text(const struct difference_list *list)
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

static json_t *date_or_null(struct date date)
{
    char text[DATE_TEXT_SIZE];
    return date.year == 0 ? json_null() : json_string(date_format(date, text));
}

static bool print_json(const struct difference_list *list)
{
    json_t *array = json_array();
    bool whole = array != NULL;
    for (size_t i = 0; whole && i < difference_count(list); i++) {
        const struct difference *difference = difference_at(list, i);
        json_t *object =
            json_pack("{s:s, s:s, s:s, s:o, s:o, s:s?, s:s?}", "code", difference->jurisdiction->code, "name",
                      difference->jurisdiction->name.in[LANGUAGE_EN], "field", difference->field, "from",
                      date_or_null(difference->from), "until", date_or_null(difference->until), "before",
                      difference->before, "after", difference->after);
        whole = json_array_append_new(array, object) == 0;
    }
    whole = whole && json_dumpf(array, stdout, JSON_INDENT(2)) == 0;
    putchar('\n');
    json_decref(array);
    return whole;
}

int command_diff(const struct arguments *arguments)
{
    const char *format = arguments->values[OPTION_FORMAT];
    bool json = format != NULL && strcmp(format, "json") == 0;
    struct law *before = NULL, *after = NULL;
    struct difference_list *list = NULL;
    struct lawmap_error error = {0};
    if (format != NULL && !json && strcmp(format, "text") != 0) {
        fprintf(stderr, "lawmap diff: --format “%s” is not text or json\n", format);
        return EXIT_USAGE;
    }
    enum lawmap_status status = choices_load_law(arguments->operands[0], &before, &error);
    if (status == LAWMAP_OK)
        status = choices_load_law(arguments->operands[1], &after, &error);
    if (status == LAWMAP_OK)
        status = law_diff(before, after, &list, &error);
    if (status == LAWMAP_OK && !json)
        print_text(list);
    if (status == LAWMAP_OK && json && !print_json(list))
        status = lawmap_fail(&error, LAWMAP_NO_MEMORY, "out of memory");
    if (status != LAWMAP_OK)
        fprintf(stderr, "lawmap diff: %s\n", error.text);
    difference_list_free(list);
    law_free(before);
    law_free(after);
    return status == LAWMAP_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
