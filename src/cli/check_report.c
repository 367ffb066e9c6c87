#include "check_report.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool check_format_parse(const char *name, enum check_format *out)
{
    static const char *const names[] = {"text", "json", "github", "sarif"};
    *out = CHECK_TEXT;
    for (enum check_format i = CHECK_TEXT; name != NULL && i <= CHECK_SARIF; i++)
        if (strcmp(name, names[i]) == 0) {
            *out = i;
            return true;
        }
    return name == NULL;
}

static const char *severity(const struct fault *fault)
{
    return fault->rule->is_fault ? "error" : "warning";
}

/* Colours are for people: on a terminal, unless NO_COLOR (no-color.org) or a terminal without them says no.
 */
static bool has_colours(FILE *out)
{
    const char *unwanted = getenv("NO_COLOR"), *terminal = getenv("TERM");
    return isatty(fileno(out)) == 1 && (unwanted == NULL || *unwanted == '\0') &&
           (terminal == NULL || strcmp(terminal, "dumb") != 0);
}

void check_report_lines(FILE *out, const struct fault_list *list)
{
    bool colour = has_colours(out);
    for (size_t i = 0; i < list->count; i++) {
        const struct fault *fault = &list->items[i];
        const char *start = !colour ? "" : fault->rule->is_fault ? "\x1b[1;31m" : "\x1b[1;35m";
        fprintf(out, "%s:%d:%d: %s%s:%s %s [%s]\n", fault->file, fault->line, fault->column, start,
                severity(fault), colour ? "\x1b[0m" : "", fault->message, fault->rule->code);
    }
}

static void print_summary(const struct fault_list *warnings)
{
    for (size_t rule = 0; rule < consistency_rule_count(); rule++) {
        size_t count = 0;
        for (size_t i = 0; i < warnings->count; i++)
            count += warnings->items[i].rule == consistency_rule(rule);
        if (count > 0)
            printf("%s: %zu warning%s: %s\n", consistency_rule(rule)->code, count, count == 1 ? "" : "s",
                   consistency_rule(rule)->title);
    }
    if (warnings->count > 0)
        puts("“lawmap check --warnings” shows each; “lawmap check --explain RULE” says what it means");
}

/* GitHub, "Workflow commands": '%', CR and LF are escaped, in properties ':' and ',' as well. */
static void print_escaped(const char *text, bool property)
{
    for (; *text != '\0'; text++)
        if (*text == '%' || *text == '\r' || *text == '\n' || (property && (*text == ':' || *text == ',')))
            printf("%%%02X", (unsigned)*text);
        else
            putchar(*text);
}

static void print_annotations(const struct fault_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        const struct fault *fault = &list->items[i];
        printf("::%s file=", severity(fault));
        print_escaped(fault->file, true);
        printf(",line=%d,col=%d,title=%s::", fault->line, fault->column, fault->rule->code);
        print_escaped(fault->message, false);
        putchar('\n');
    }
}

static bool add_objects(json_t *array, const struct fault_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        const struct fault *fault = &list->items[i];
        json_t *object = json_pack("{s:s, s:i, s:i, s:s, s:s, s:s}", "file", fault->file, "line", fault->line,
                                   "column", fault->column, "severity", severity(fault), "rule",
                                   fault->rule->code, "message", fault->message);
        if (json_array_append_new(array, object) != 0)
            return false;
    }
    return true;
}

static bool print_json(const struct fault_list *faults, const struct fault_list *warnings)
{
    json_t *array = json_array();
    bool done = array != NULL && add_objects(array, faults) && add_objects(array, warnings) &&
                (json_dumpf(array, stdout, JSON_INDENT(2)) == 0 || ferror(stdout) != 0);
    putchar('\n');
    json_decref(array);
    return done;
}

bool check_report(enum check_format format, const struct fault_list *faults,
                  const struct fault_list *warnings, bool details)
{
    if (format == CHECK_JSON)
        return print_json(faults, warnings);
    if (format == CHECK_SARIF)
        return check_report_sarif(faults, warnings);
    if (format == CHECK_GITHUB) {
        print_annotations(faults);
        print_annotations(warnings);
        return true;
    }
    check_report_lines(stdout, faults);
    if (details)
        check_report_lines(stdout, warnings);
    else if (faults->count == 0) /* first things first */
        print_summary(warnings);
    return true;
}
