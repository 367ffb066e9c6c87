/* choices: what options and operands name in the data: a day, a layer, a palette. */
#ifndef LAWMAP_CLI_CHOICES_H
#define LAWMAP_CLI_CHOICES_H

#include "options.h"

#include <lawmap/law.h>

/* Loads the data; when they have faults, says how many and where to see them. Free *out with law_free(). */
enum lawmap_status choices_load_law(const char *dir, struct law **out, struct lawmap_error *error);

/* The day of --date, or today; false after a message that names the command when it is none. */
bool choose_date(const struct arguments *arguments, const char *command, struct date *out);
/* A whole number without sign, at most `limit`, from `size` characters of `text`. */
bool choose_number(const char *text, size_t size, unsigned limit, unsigned *out);

/* LAWMAP_NOT_FOUND: the message lists what there is. */
enum lawmap_status choose_layer(const struct law *law, const char *id, const struct layer **out,
                                struct lawmap_error *error);
/* `id` NULL: the default. *out is the palette's index. */
enum lawmap_status choose_palette(const struct law *law, const char *id, size_t *out,
                                  struct lawmap_error *error);

#endif
