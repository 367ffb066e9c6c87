/* diff_report: what differs between two versions of the data, in words. */
#ifndef LAWMAP_CLI_DIFF_REPORT_H
#define LAWMAP_CLI_DIFF_REPORT_H

#include <lawmap/law.h>

void diff_report(const struct difference_list *list); /* writes to standard output */

#endif
