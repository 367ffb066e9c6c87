/* json_edit: changes to a JSON text that leave everything else in it as it is, byte by byte: what people
 * wrote by hand keeps its order, its indentation and its blank lines, and a version control system shows only
 * the change. */
#ifndef LAW_JSON_EDIT_H
#define LAW_JSON_EDIT_H

#include <jansson.h>
#include <lawmap/base.h>

struct json_layout { /* of the files that are edited */
    /* Whether a member that says this is left out of a file. */
    bool (*is_absent)(const char *key, const json_t *value);
    /* After which member a new one of this key goes; NULL: to the end of its object. */
    const char *(*key_before)(const char *key);
};

/* Writes to `out` the text of `old`, which Jansson has parsed from `text` (NUL-terminated), with the members
 * of `wanted`, an object, in the place of those that differ. Members that `wanted` does not name stay. Lists
 * become those of `wanted`; of their elements, which are objects, those that agree stay. When nothing differs
 * `out` has the bytes of `text`. False when out of memory. */
bool json_edit(const char *text, const json_t *old, const json_t *wanted, const struct json_layout *layout,
               struct buffer *out);

/* A copy without what is absent, in all its depth. NULL when out of memory. */
json_t *json_present(const json_t *value, const struct json_layout *layout);

/* A value as these files have it: indented by two blanks, letters as they are. False when out of memory. */
bool json_write(const json_t *value, struct buffer *out);

#endif
