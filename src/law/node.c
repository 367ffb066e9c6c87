#include "node.h"

#include "spelling.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>

struct node node_root(const struct document *document)
{
    return (struct node){.document = document, .value = document->root};
}

struct node node_member(const struct node *object, const char *key)
{
    json_t *value = json_object_get(object->value, key);
    return (struct node){object->document, object, value, key, 0};
}

struct node node_element(const struct node *array, size_t index)
{
    return (struct node){array->document, array, json_array_get(array->value, index), NULL, index};
}

static size_t value_offset(const struct node *node);

/* Of a key that is there twice Jansson keeps the last value, so this takes the last. */
static struct json_member place_in_parent(const struct node *node)
{
    const char *text = node->document->text.data;
    size_t container = value_offset(node->parent);
    struct json_member member = {0}, place = {container, container, container, container};
    for (size_t i = 0; json_member_next(text, container, &member); i++)
        if (node->key != NULL ? json_member_is(text, &member, node->key) : i == node->index)
            place = member;
    return place;
}

static size_t value_offset(const struct node *node)
{
    return node->parent == NULL ? json_root(node->document->text.data) : place_in_parent(node).value;
}

static void add_fault(const struct node *node, enum rule_id rule, bool at_key, const char *format,
                      va_list arguments)
{
    const struct document *document = node->document;
    struct fault_list *list = consistency_rule(rule)->is_fault ? document->faults : document->warnings;
    char message[FAULT_TEXT_SIZE];
    size_t offset = 0;
    if (list == NULL)
        return;
    if (!fault_list_is_full(list))
        offset = at_key && node->parent != NULL ? place_in_parent(node).key : value_offset(node);
    vsnprintf(message, sizeof message, format, arguments);
    fault_add(list, rule, document->path, json_position(document->text.data, offset), "%s", message);
}

void node_fault(const struct node *node, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    add_fault(node, RULE_FORM, false, format, arguments);
    va_end(arguments);
}

void node_key_fault(const struct node *node, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    add_fault(node, RULE_FORM, true, format, arguments);
    va_end(arguments);
}

void node_breach(const struct node *node, enum rule_id rule, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    add_fault(node, rule, false, format, arguments);
    va_end(arguments);
}

/* 2001.0 is not the integer 2001. */
static void found_real(const struct node *node, const char *what, double value)
{
    char text[32];
    snprintf(text, sizeof text, "%.15g", value);
    node_fault(node, "expected %s, found %s%s", what, text, strpbrk(text, ".e") == NULL ? ".0" : "");
}

/* Reports that the node is not what it should be, and what it is instead. */
static void expected(const struct node *node, const char *what)
{
    switch (json_typeof(node->value)) {
    case JSON_OBJECT:
        node_fault(node, "expected %s, found an object", what);
        break;
    case JSON_ARRAY:
        node_fault(node, "expected %s, found a list", what);
        break;
    case JSON_STRING:
        node_fault(node, "expected %s, found \"%.80s\"", what, json_string_value(node->value));
        break;
    case JSON_INTEGER:
        node_fault(node, "expected %s, found %" JSON_INTEGER_FORMAT, what, json_integer_value(node->value));
        break;
    case JSON_REAL:
        found_real(node, what, json_real_value(node->value));
        break;
    default:
        node_fault(node, "expected %s, found %s", what,
                   json_is_null(node->value)   ? "null"
                   : json_is_true(node->value) ? "true"
                                               : "false");
    }
}

bool node_is_map(const struct node *node)
{
    if (node->value != NULL && !json_is_object(node->value))
        expected(node, "an object");
    return json_is_object(node->value);
}

static const char *key_name(const char *key)
{
    return *key == '?' ? key + 1 : key;
}

/* The index in the list; the list's length if it is not there. */
static size_t key_index(const char *const keys[], const char *key)
{
    size_t i = 0;
    while (keys[i] != NULL && strcmp(key_name(keys[i]), key) != 0)
        i++;
    return i;
}

/* "a, b, c", cut at the size of `out`. */
static const char *join_words(const char *const words[], char *out, size_t size)
{
    size_t used = 0;
    out[0] = '\0';
    for (size_t i = 0; words[i] != NULL && used < size; i++) {
        int length = snprintf(out + used, size - used, "%s%s", i == 0 ? "" : ", ", key_name(words[i]));
        used += length < 0 ? 0 : (size_t)length;
    }
    return out;
}

static const char *nearest_key(const char *key, const char *const keys[])
{
    const char *names[KEY_LIMIT + 1] = {NULL};
    for (size_t i = 0; keys[i] != NULL && i < KEY_LIMIT; i++)
        names[i] = key_name(keys[i]);
    return spelling_nearest(key, names);
}

/* Returns the key that was probably meant, or NULL. */
static const char *report_unknown_key(const struct node *member, const char *const keys[])
{
    char list[FAULT_TEXT_SIZE / 2];
    const char *meant = nearest_key(member->key, keys);
    if (meant != NULL)
        node_key_fault(member, "unknown key \"%.80s\"; did you mean \"%s\"?", member->key, meant);
    else
        node_key_fault(member, "unknown key \"%.80s\"; expected one of: %s", member->key,
                       join_words(keys, list, sizeof list));
    return meant;
}

bool node_is_object(const struct node *node, const char *const keys[])
{
    uint64_t mistyped = 0; /* keys that are there, but misspelt, are not also missing */
    if (!node_is_map(node))
        return false;
    for (void *i = json_object_iter(node->value); i != NULL; i = json_object_iter_next(node->value, i)) {
        struct node member = node_member(node, json_object_iter_key(i));
        if (keys[key_index(keys, member.key)] != NULL)
            continue;
        const char *meant = report_unknown_key(&member, keys);
        if (meant != NULL)
            mistyped |= UINT64_C(1) << key_index(keys, meant);
    }
    for (size_t i = 0; keys[i] != NULL && i < KEY_LIMIT; i++)
        if (*keys[i] != '?' && (mistyped >> i & 1) == 0 && json_object_get(node->value, keys[i]) == NULL)
            node_fault(node, "missing key \"%s\"", keys[i]);
    return true;
}

size_t node_count(const struct node *node, size_t minimum)
{
    if (node->value != NULL && !json_is_array(node->value))
        expected(node, "a list");
    size_t count = json_array_size(node->value);
    if (json_is_array(node->value) && count < minimum)
        node_fault(node, "expected at least %zu element%s, found %zu", minimum, minimum == 1 ? "" : "s",
                   count);
    if (count <= LIST_LIMIT)
        return count;
    node_fault(node, "%zu elements; at most %d are allowed", count, LIST_LIMIT);
    return LIST_LIMIT;
}

/* C0, DEL and C1: nothing that can be seen, and a danger to terminals. */
static bool has_control(const char *text)
{
    for (const unsigned char *c = (const unsigned char *)text; *c != '\0'; c++)
        if (*c < 0x20 || *c == 0x7f || (*c == 0xc2 && c[1] < 0xa0))
            return true;
    return false;
}

/* The first letter that no reader sees, but that turns the text around it (UAX #9), breaks its line, or may
 * not stand in XML; 0: there is none. */
static ucs4_t find_unseen(const char *text)
{
    ucs4_t letter;
    for (const uint8_t *at = (const uint8_t *)text; (at = u8_next(&letter, at)) != NULL;)
        if ((letter >= 0x2028 && letter <= 0x202E) || (letter >= 0x2066 && letter <= 0x2069) ||
            letter == 0xFEFF || uc_is_property_not_a_character(letter))
            return letter;
    return 0;
}

static bool is_trimmed(const char *text)
{
    const uint8_t *start = (const uint8_t *)text, *end = start + strlen(text);
    ucs4_t letter;
    if (u8_next(&letter, start) == NULL)
        return true;
    bool trimmed = !uc_is_property_white_space(letter);
    u8_prev(&letter, end, start);
    return trimmed && !uc_is_property_white_space(letter);
}

/* Whether the text is in Unicode's Normalization Form C (UAX #15), so that equal texts have equal bytes. */
static bool is_composed(const char *text, size_t size)
{
    uint8_t composed[2 * STRING_LIMIT];
    size_t length = sizeof composed;
    uint8_t *found = u8_normalize(UNINORM_NFC, (const uint8_t *)text, size, composed, &length);
    bool same = found == NULL || (length == size && memcmp(found, text, size) == 0);
    if (found != composed)
        free(found);
    return same;
}

static const char *copy_string(const struct node *node, bool null_allowed, bool empty_allowed)
{
    if (node->value == NULL || (null_allowed && json_is_null(node->value)))
        return NULL;
    const char *text = json_string_value(node->value);
    size_t size = json_string_length(node->value);
    if (text == NULL)
        expected(node, null_allowed ? "a string or null" : "a string");
    else if (size == 0 && !empty_allowed)
        node_fault(node, "expected a string that says something%s, found an empty one",
                   null_allowed ? " or null" : "");
    else if (size > STRING_LIMIT)
        node_fault(node, "the string is %zu bytes long; at most %d are allowed", size, STRING_LIMIT);
    else if (has_control(text))
        node_fault(node, "control characters are not allowed in a string");
    else if (find_unseen(text) != 0)
        node_fault(node, "U+%04X is not allowed in a string: it cannot be seen, and changes what is",
                   (unsigned)find_unseen(text));
    else if (!is_trimmed(text))
        node_breach(node, RULE_TEXT, "white space at the start or end of the text: remove it");
    else if (!is_composed(text, size))
        node_breach(node, RULE_TEXT, "letters are written apart from their accents: expected Unicode NFC");
    else
        return arena_string(node->document->arena, text);
    return NULL;
}

const char *node_string(const struct node *node)
{
    return copy_string(node, false, false);
}

const char *node_string_or_null(const struct node *node)
{
    return copy_string(node, true, false);
}

const char *node_string_or_empty(const struct node *node)
{
    return copy_string(node, false, true);
}

const char *node_id(const struct node *node)
{
    const char *id = node_string(node);
    if (id == NULL)
        return NULL;
    if (*id >= 'a' && *id <= 'z' && strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789_-") == strlen(id) &&
        strlen(id) <= 64)
        return id;
    node_fault(node, "expected an id of at most 64 lower-case letters, digits, '-' and '_', found \"%.80s\"",
               id);
    return NULL;
}

static bool is_url(const char *text)
{
    size_t scheme = strncmp(text, "https://", 8) == 0 ? 8 : strncmp(text, "http://", 7) == 0 ? 7 : 0;
    size_t host = strcspn(text + scheme, "/?#");
    return scheme != 0 && host != 0 && strpbrk(text, " \"<>\\^`{}") == NULL;
}

const char *node_url_or_null(const struct node *node)
{
    const char *url = node_string_or_null(node);
    if (url == NULL || is_url(url))
        return url;
    node_fault(node, "expected a URL that begins with https:// or http://, found \"%.200s\"", url);
    return NULL;
}

const char *node_url(const struct node *node)
{
    if (node->value != NULL && json_is_null(node->value))
        expected(node, "a URL");
    return node_url_or_null(node);
}

void node_text(const struct node *node, struct text *text)
{
    const char *keys[LANGUAGE_COUNT + 1] = {NULL};
    for (enum language language = 0; language < LANGUAGE_COUNT; language++)
        keys[language] = language_tag(language);
    if (!node_is_object(node, keys))
        return;
    for (enum language language = 0; language < LANGUAGE_COUNT; language++) {
        struct node member = node_member(node, keys[language]);
        text->in[language] = node_string(&member);
    }
}

bool node_boolean(const struct node *node)
{
    if (node->value != NULL && !json_is_boolean(node->value))
        expected(node, "true or false");
    return json_is_true(node->value);
}

int node_year_or_null(const struct node *node)
{
    json_int_t year = json_integer_value(node->value);
    if (node->value == NULL || json_is_null(node->value))
        return 0;
    if (year >= 1 && year <= 9999)
        return (int)year;
    expected(node, "a year from 1 to 9999 or null");
    return 0;
}

bool node_date_or_null(const struct node *node, struct date *date)
{
    *date = (struct date){0};
    if (node->value == NULL)
        return false;
    if (json_is_null(node->value) ||
        (json_is_string(node->value) && date_parse(json_string_value(node->value), date)))
        return true;
    expected(node, "a date (YYYY, YYYY-MM or YYYY-MM-DD) or null");
    return false;
}

const char *node_date_text_or_null(const struct node *node)
{
    struct date date;
    if (!node_date_or_null(node, &date) || json_is_null(node->value))
        return NULL;
    return arena_string(node->document->arena, json_string_value(node->value));
}

uint32_t node_colour(const struct node *node)
{
    const char *text = json_string_value(node->value);
    if (node->value == NULL)
        return 0;
    if (text != NULL && strlen(text) == 7 && text[0] == '#' &&
        strspn(text + 1, "0123456789abcdefABCDEF") == 6)
        return (uint32_t)strtoul(text + 1, NULL, 16);
    expected(node, "a colour (#rrggbb)");
    return 0;
}

size_t node_word(const struct node *node, const char *const words[], const char *noun)
{
    char list[FAULT_TEXT_SIZE / 2];
    const char *word = json_string_value(node->value);
    if (node->value == NULL)
        return NODE_NO_WORD;
    if (word == NULL) {
        char what[80];
        snprintf(what, sizeof what, "a %s", noun);
        expected(node, what);
        return NODE_NO_WORD;
    }
    if (words == NULL)
        return NODE_NO_WORD;
    size_t index = key_index(words, word);
    if (words[index] != NULL)
        return index;
    const char *meant = spelling_nearest(word, words);
    if (meant != NULL)
        node_fault(node, "unknown %s \"%.80s\"; did you mean \"%s\"?", noun, word, meant);
    else
        node_fault(node, "unknown %s \"%.80s\"; expected one of: %s", noun, word,
                   join_words(words, list, sizeof list));
    return NODE_NO_WORD;
}

const char *const *node_ids(const struct node *array)
{
    size_t size = json_array_size(array->value), count = size < LIST_LIMIT ? size : LIST_LIMIT;
    const char **ids = arena_allocate(array->document->arena, count + 1, sizeof *ids);
    for (size_t i = 0; ids != NULL && i < count; i++) {
        struct node element = node_element(array, i);
        struct node id = node_member(&element, "id");
        const char *text = node_id(&id);
        for (size_t j = 0; text != NULL && j < i; j++)
            if (strcmp(text, ids[j]) == 0) {
                node_fault(&id, "the id \"%s\" is already taken", text);
                break;
            }
        ids[i] = text == NULL ? "" : text;
    }
    return ids;
}
