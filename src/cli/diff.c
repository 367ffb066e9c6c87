#include "choices.h"
#include "commands.h"
#include "diff_report.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

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
    whole = whole && (json_dumpf(array, stdout, JSON_INDENT(2)) == 0 || ferror(stdout) != 0);
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
        diff_report(list);
    if (status == LAWMAP_OK && json && !print_json(list))
        status = lawmap_fail(&error, LAWMAP_NO_MEMORY, "out of memory");
    if (status != LAWMAP_OK)
        fprintf(stderr, "lawmap diff: %s\n", error.text);
    difference_list_free(list);
    law_free(before);
    law_free(after);
    return status == LAWMAP_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
