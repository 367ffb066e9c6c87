#include "fault.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unictype.h>
#include <unistr.h>

void fault_list_free(struct fault_list *list)
{
    if (list == NULL)
        return;
    for (size_t i = 0; i < list->count; i++) {
        free(list->items[i].file);
        free(list->items[i].message);
    }
    free(list->items);
    *list = (struct fault_list){0};
}

bool fault_list_is_full(const struct fault_list *list)
{
    return list->count >= FAULT_LIMIT || list->failed;
}

static bool reserve(struct fault_list *list)
{
    if (list->count < list->capacity)
        return true;
    size_t capacity = list->capacity == 0 ? 16 : list->capacity * 2;
    struct fault *items = realloc(list->items, capacity * sizeof *items);
    if (items == NULL)
        return false;
    list->items = items;
    list->capacity = capacity;
    return true;
}

static void append(struct fault_list *list, enum rule_id rule, const char *file, struct position position,
                   const char *message)
{
    struct fault fault = {strdup(file), position.line, position.column, strdup(message),
                          consistency_rule(rule)};
    if (fault.file == NULL || fault.message == NULL || !reserve(list)) {
        free(fault.file);
        free(fault.message);
        list->failed = true;
        return;
    }
    list->items[list->count++] = fault;
}

/* What is quoted may have been cut within a letter, and a key may hold anything. */
static void make_printable(char *message)
{
    int length;
    for (char *c = message; *c != '\0'; c += length) {
        ucs4_t letter;
        length = u8_strmbtouc(&letter, (const uint8_t *)c);
        if (length <= 0 || uc_is_cntrl(letter)) {
            memset(c, '?', length <= 0 ? 1 : (size_t)length);
            length = 1;
        }
    }
}

void fault_add(struct fault_list *list, enum rule_id rule, const char *file, struct position position,
               const char *format, ...)
{
    char message[FAULT_TEXT_SIZE];
    if (fault_list_is_full(list)) {
        list->omitted++;
        return;
    }
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    make_printable(message);
    append(list, rule, file, position, message);
}

static int compare_faults(const void *a, const void *b)
{
    const struct fault *x = a, *y = b;
    int files = strcmp(x->file, y->file);
    if (files != 0)
        return files;
    if (x->line != y->line)
        return x->line < y->line ? -1 : 1;
    if (x->column != y->column)
        return x->column < y->column ? -1 : 1;
    return strcmp(x->message, y->message);
}

void fault_list_finish(struct fault_list *list, const char *dir)
{
    char note[80];
    if (list->count > 1)
        qsort(list->items, list->count, sizeof *list->items, compare_faults);
    if (list->omitted == 0)
        return;
    snprintf(note, sizeof note, "%zu more faults are not listed", list->omitted);
    append(list, RULE_FORM, dir, (struct position){1, 1}, note);
}
