/* json_position: where in a JSON text a value stands. Jansson keeps no positions; these functions find them
 * again when a fault has to be reported. They read a text that Jansson has accepted, up to its NUL. Offsets
 * are in bytes from the start of the text. */
#ifndef LAW_JSON_POSITION_H
#define LAW_JSON_POSITION_H

#include <stdbool.h>
#include <stddef.h>

struct position { /* both from 1; the column in bytes */
    int line, column;
};

struct position json_position(const char *text, size_t offset);

size_t json_root(const char *text); /* the offset of the outermost value */

/* A member of an object or an element of an array. All zero stands before the first. */
struct json_member {
    size_t key, key_end; /* of the key with its quotes; an element's are those of its value */
    size_t value, end;
};

/* Steps to the next member of the object, or element of the array, that starts at `container`. */
bool json_member_next(const char *text, size_t container, struct json_member *member);
/* The key as the text means it, its escapes resolved. */
bool json_member_is(const char *text, const struct json_member *member, const char *key);

/* The start of the token that ends at `end`, or `end` itself if none ends there. Any text will do. */
size_t json_token_start(const char *text, size_t end);

#endif
