/* check_report: how `check` says what is wrong: to people, to programs, to code hosts. */
#ifndef LAWMAP_CLI_CHECK_REPORT_H
#define LAWMAP_CLI_CHECK_REPORT_H

#include <lawmap/law.h>
#include <stdio.h>

enum check_format { CHECK_TEXT, CHECK_JSON, CHECK_GITHUB, CHECK_SARIF };

/* NULL: text. False: there is no such format. */
bool check_format_parse(const char *name, enum check_format *out);

/* Writes to standard output. `details`: in text, also each warning; else only how many break which rule, and
 * that once there are no faults. False when out of memory. */
bool check_report(enum check_format format, const struct fault_list *faults,
                  const struct fault_list *warnings, bool details);

/* A log of the one run, to standard output. False when out of memory. */
bool check_report_sarif(const struct fault_list *faults, const struct fault_list *warnings);

/* A line FILE:LINE:COLUMN: error: MESSAGE [RULE] for each. */
void check_report_lines(FILE *out, const struct fault_list *list);

#endif
