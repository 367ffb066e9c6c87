#include "choices.h"

#include <stdlib.h>
#include <string.h>

enum lawmap_status choices_load_law(const char *dir, struct law **out, struct lawmap_error *error)
{
    struct fault_list faults = {0};
    enum lawmap_status status = law_load(dir, out, &faults, error);
    if (status == LAWMAP_BAD_DATA)
        lawmap_fail(error, status, "%s has %zu faults: see “lawmap check”", dir, faults.count);
    fault_list_free(&faults);
    return status;
}

bool choose_date(const struct arguments *arguments, const char *command, struct date *out)
{
    const char *date = arguments->values[OPTION_DATE];
    *out = date_today();
    if (date == NULL || (date_parse(date, out) && date_is_full(*out)))
        return true;
    fprintf(stderr, "lawmap %s: --date “%s” is not a day of the calendar as YYYY-MM-DD\n", command, date);
    return false;
}

bool choose_number(const char *text, size_t size, unsigned limit, unsigned *out)
{
    char digits[8];
    if (size == 0 || size >= sizeof digits || strspn(text, "0123456789") < size)
        return false;
    memcpy(digits, text, size);
    digits[size] = '\0';
    unsigned long number = strtoul(digits, NULL, 10);
    *out = (unsigned)number;
    return number <= limit;
}

/* Says that there is no `id` among the items whose names `name_of` tells. */
static enum lawmap_status fail_unknown(const struct law *law, const char *what, const char *id,
                                       const char *(*name_of)(const struct law *law, size_t index),
                                       size_t count, struct lawmap_error *error)
{
    struct buffer known = {0};
    for (size_t i = 0; i < count; i++)
        buffer_printf(&known, "%s %s", i == 0 ? "" : ",", name_of(law, i));
    lawmap_fail(error, LAWMAP_NOT_FOUND, "there is no %s “%s”; there are%.*s", what, id, (int)known.size,
                known.data == NULL ? "" : known.data);
    buffer_free(&known);
    return LAWMAP_NOT_FOUND;
}

static const char *layer_name(const struct law *law, size_t index)
{
    return law_layer(law, index)->id;
}

static const char *palette_name(const struct law *law, size_t index)
{
    return law_palette(law, index)->id;
}

enum lawmap_status choose_layer(const struct law *law, const char *id, const struct layer **out,
                                struct lawmap_error *error)
{
    *out = law_find_layer(law, id);
    return *out != NULL ? LAWMAP_OK : fail_unknown(law, "layer", id, layer_name, law_layer_count(law), error);
}

enum lawmap_status choose_palette(const struct law *law, const char *id, size_t *out,
                                  struct lawmap_error *error)
{
    *out = 0;
    if (id == NULL)
        return LAWMAP_OK;
    for (size_t i = 0; i < law_palette_count(law); i++)
        if (strcmp(law_palette(law, i)->id, id) == 0) {
            *out = i;
            return LAWMAP_OK;
        }
    return fail_unknown(law, "palette", id, palette_name, law_palette_count(law), error);
}
