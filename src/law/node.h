/* node: a value in a document, knowing its place. The readers check what they read; what is wrong they report
 * and answer with NULL, false or 0, and a missing value, which its object has reported, they pass over in
 * silence. So a reader can go on to the end of a file and find every fault. */
#ifndef LAW_NODE_H
#define LAW_NODE_H

#include "document.h"

struct node {
    const struct document *document;
    const struct node *parent; /* NULL: the document's outermost value; outlives the node */
    json_t *value;             /* borrowed; NULL: missing */
    const char *key;           /* borrowed; in an object */
    size_t index;              /* in an array */
};

struct node node_root(const struct document *document);
struct node node_member(const struct node *object, const char *key);
struct node node_element(const struct node *array, size_t index);

/* Faults of form, at the value or at its key. */
void node_fault(const struct node *node, const char *format, ...) __attribute__((format(printf, 2, 3)));
void node_key_fault(const struct node *node, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Breaks a rule: a fault or a warning, as the rule says. */
void node_breach(const struct node *node, enum rule_id rule, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* An object that has these keys and no other. The list of at most KEY_LIMIT ends with NULL; a key that may
 * be left out is preceded by '?'. True if the node is an object at all. */
enum { KEY_LIMIT = 64 };
bool node_is_object(const struct node *node, const char *const keys[]);
bool node_is_map(const struct node *node); /* an object with any keys */
/* Of an array's elements; 0 if it is none. More than LIST_LIMIT are a fault and not read. */
enum { LIST_LIMIT = 4096 };
size_t node_count(const struct node *node, size_t minimum);

/* At most STRING_LIMIT bytes without control characters; copied into the document's arena. */
enum { STRING_LIMIT = 8192 };
const char *node_string(const struct node *node); /* not empty */
const char *node_string_or_null(const struct node *node);
const char *node_string_or_empty(const struct node *node);
const char *node_id(const struct node *node); /* [a-z][a-z0-9_-]*, at most 64 bytes */
const char *node_url(const struct node *node);
const char *node_url_or_null(const struct node *node);
void node_text(const struct node *node, struct text *text); /* an object with a string for each language */
bool node_boolean(const struct node *node);
int node_year_or_null(const struct node *node);
bool node_date_or_null(const struct node *node, struct date *date); /* false: reported */
const char *node_date_text_or_null(const struct node *node);
uint32_t node_colour(const struct node *node); /* "#rrggbb" */

/* The index in a NULL-terminated list of what the node says. A list that is NULL, because its own file is
 * faulty, lets anything pass. `noun` tells what the words are. */
#define NODE_NO_WORD SIZE_MAX
size_t node_word(const struct node *node, const char *const words[], const char *noun);
/* The "id" of each of an array's objects, as such a list; "" for one that is faulty. An id that is taken
 * already is a fault. NULL only when out of memory. */
const char *const *node_ids(const struct node *array);

#endif
