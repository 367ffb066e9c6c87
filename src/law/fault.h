/* fault: the list of what is wrong with the data. */
#ifndef LAW_FAULT_H
#define LAW_FAULT_H

#include "json_position.h"
#include "rule.h"

enum { FAULT_LIMIT = 1000, FAULT_TEXT_SIZE = 1024 };

bool fault_list_is_full(const struct fault_list *list);
/* Keeps the first FAULT_LIMIT and counts the others. What is not printable in the message becomes '?'. */
void fault_add(struct fault_list *list, enum rule_id rule, const char *file, struct position position,
               const char *format, ...) __attribute__((format(printf, 5, 6)));
/* Orders by file, line and column and ends with a note, told of `dir`, on those that were only counted. */
void fault_list_finish(struct fault_list *list, const char *dir);

#endif
