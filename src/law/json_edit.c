#include "json_edit.h"

#include "json_position.h"

#include <stdlib.h>
#include <string.h>

/* Bytes of the old text and what takes their place; the replacement is in the pool. */
struct splice {
    size_t start, end, from, size;
};

struct editor {
    const char *text;
    const struct json_layout *layout;
    struct splice *splices; /* in the order of the text */
    size_t count, capacity;
    struct buffer pool;
    bool failed;
};

static void begin_splice(struct editor *self, size_t start, size_t end)
{
    if (self->count == self->capacity) {
        size_t capacity = self->capacity == 0 ? 16 : 2 * self->capacity;
        struct splice *splices = realloc(self->splices, capacity * sizeof *splices);
        if (splices == NULL) {
            self->failed = true;
            return;
        }
        self->splices = splices;
        self->capacity = capacity;
    }
    self->splices[self->count++] = (struct splice){start, end, self->pool.size, 0};
}

static void end_splice(struct editor *self)
{
    if (!self->failed)
        self->splices[self->count - 1].size = self->pool.size - self->splices[self->count - 1].from;
}

static void cut(struct editor *self, size_t start, size_t end)
{
    begin_splice(self, start, end);
    end_splice(self);
}

/* A value that begins behind `lead`: a line break and the indentation of the line, or anything without a line
 * break, when it is to stay on one line. */
static void put_value(struct editor *self, const json_t *value, const char *lead, size_t lead_size)
{
    bool on_lines = memchr(lead, '\n', lead_size) != NULL;
    char *text = json_dumps(value, JSON_ENCODE_ANY | (on_lines ? JSON_INDENT(2) : 0));
    self->failed |= text == NULL;
    for (const char *c = text; c != NULL && *c != '\0';) {
        size_t line = strcspn(c, "\n");
        buffer_append(&self->pool, c, line);
        c += line;
        if (*c == '\n') {
            buffer_append(&self->pool, lead, lead_size);
            c++;
        }
    }
    free(text);
}

static bool agrees(const struct editor *self, const json_t *old, const json_t *wanted);

static bool object_agrees(const struct editor *self, const json_t *old, const json_t *wanted)
{
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)wanted, key, value)
    {
        const json_t *had = json_object_get(old, key);
        if (had == NULL ? !self->layout->is_absent(key, value) : !agrees(self, had, value))
            return false;
    }
    return true;
}

static bool array_agrees(const struct editor *self, const json_t *old, const json_t *wanted)
{
    size_t count = json_array_size(wanted);
    bool same = json_array_size(old) == count;
    for (size_t i = 0; same && i < count; i++)
        same = agrees(self, json_array_get(old, i), json_array_get(wanted, i));
    return same;
}

static bool agrees(const struct editor *self, const json_t *old, const json_t *wanted)
{
    if (json_is_object(old) && json_is_object(wanted))
        return object_agrees(self, old, wanted);
    if (json_is_array(old) && json_is_array(wanted))
        return array_agrees(self, old, wanted);
    return json_equal(old, wanted) == 1;
}

/* The members of the object, or elements of the array, that starts at `container`. NULL when out of memory.
 */
static struct json_member *list_members(const char *text, size_t container, size_t count)
{
    struct json_member *members = calloc(count + 1, sizeof *members), member = {0};
    for (size_t i = 0; members != NULL && i < count && json_member_next(text, container, &member); i++)
        members[i] = member;
    return members;
}

/* What stands between the bracket that opens a container and its first member. */
static size_t lead_size(const struct json_member *first, size_t container)
{
    return first->key - container - 1;
}

/* Takes out [first, end) of `count` members, with the commas that go with them. */
static void remove_members(struct editor *self, const struct json_member *members, size_t count, size_t first,
                           size_t end)
{
    if (first > 0)
        cut(self, members[first - 1].end, members[end - 1].end);
    else if (end < count)
        cut(self, members[0].key, members[end].key);
    else
        cut(self, members[0].key, members[end - 1].end);
}

/* A value without what is absent. */
static void put_present(struct editor *self, const json_t *wanted, const char *lead, size_t size)
{
    json_t *element = json_present(wanted, self->layout);
    self->failed |= element == NULL;
    if (element != NULL)
        put_value(self, element, lead, size);
    json_decref(element);
}

static void edit_value(struct editor *self, size_t value, size_t end, const json_t *old,
                       const json_t *wanted);

/* Behind the member or element at `place`, on a line of its own where the first has one. */
static void insert_member(struct editor *self, const struct json_member *members, size_t container,
                          size_t place, const char *key, const json_t *wanted)
{
    const char *lead = self->text + container + 1;
    json_t *name = json_string(key), *value = json_present(wanted, self->layout);
    self->failed |= name == NULL || value == NULL;
    begin_splice(self, place, place);
    buffer_puts(&self->pool, ",");
    buffer_append(&self->pool, lead, lead_size(&members[0], container));
    put_value(self, name, "", 0);
    buffer_puts(&self->pool, ": ");
    put_value(self, value, lead, lead_size(&members[0], container));
    end_splice(self);
    json_decref(name);
    json_decref(value);
}

/* Those new members of `wanted` that go after `before`, a key of `old`, or (NULL) to the end. */
static void insert_members(struct editor *self, const struct json_member *members, size_t container,
                           size_t place, const char *before, const json_t *old, const json_t *wanted)
{
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)wanted, key, value)
    {
        if (json_object_get(old, key) != NULL || self->layout->is_absent(key, value))
            continue;
        const char *goes_after = self->layout->key_before(key);
        if (goes_after != NULL && json_object_get(old, goes_after) == NULL)
            goes_after = NULL;
        if (before == NULL ? goes_after == NULL : goes_after != NULL && strcmp(goes_after, before) == 0)
            insert_member(self, members, container, place, key, value);
    }
}

static bool is_removed(const struct editor *self, const char *key, const json_t *old, const json_t *wanted)
{
    return wanted != NULL && self->layout->is_absent(key, wanted) && !self->layout->is_absent(key, old);
}

/* In the order of the text: Jansson keeps that of the file. */
static void edit_members(struct editor *self, const struct json_member *members, size_t count,
                         size_t container, const json_t *old, const json_t *wanted)
{
    const char *key;
    json_t *value;
    size_t i = 0, removed = 0; /* removed: the members just before this one */
    json_object_foreach((json_t *)old, key, value)
    {
        const json_t *now = json_object_get(wanted, key);
        if (is_removed(self, key, value, now)) {
            removed++;
            i++;
            continue;
        }
        if (removed > 0)
            remove_members(self, members, count, i - removed, i);
        removed = 0;
        if (now != NULL)
            edit_value(self, members[i].value, members[i].end, value, now);
        insert_members(self, members, container, members[i].end, key, old, wanted);
        i++;
    }
    if (removed > 0)
        remove_members(self, members, count, count - removed, count);
    insert_members(self, members, container, members[count - 1].end, NULL, old, wanted);
}

/* Puts wanted[first, end) before the member `at` of an array that is not empty. */
static void insert_elements(struct editor *self, const struct json_member *members, size_t container,
                            size_t at, const json_t *wanted, size_t first, size_t end)
{
    const char *lead = self->text + container + 1;
    size_t size = lead_size(&members[0], container), place = at > 0 ? members[at - 1].end : members[0].key;
    begin_splice(self, place, place);
    for (size_t i = first; i < end; i++) {
        if (at > 0) {
            buffer_puts(&self->pool, ",");
            buffer_append(&self->pool, lead, size);
        }
        put_present(self, json_array_get(wanted, i), lead, size);
        if (at == 0) {
            buffer_puts(&self->pool, ",");
            buffer_append(&self->pool, lead, size);
        }
    }
    end_splice(self);
}

/* The line break and indentation of the line on which the text stands; nothing when it is on the first. */
static void line_lead(const char *text, size_t at, size_t *start, size_t *size)
{
    size_t line = at;
    while (line > 0 && text[line - 1] != '\n')
        line--;
    *start = line > 1 && text[line - 2] == '\r' ? line - 2 : line > 0 ? line - 1 : 0;
    *size = line == 0 ? 0 : line - *start + strspn(text + line, " \t");
}

static bool keeps_any(const struct editor *self, const json_t *old, const json_t *wanted)
{
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)old, key, value)
    {
        if (!is_removed(self, key, value, json_object_get(wanted, key)))
            return true;
    }
    return false;
}

/* An object of which nothing stays is laid out as these files lay out theirs. */
static void fill_object(struct editor *self, size_t container, size_t end, const json_t *wanted)
{
    size_t start, size;
    line_lead(self->text, container, &start, &size);
    begin_splice(self, container, end);
    put_present(self, wanted, self->text + start, size);
    end_splice(self);
}

static void edit_object(struct editor *self, size_t container, size_t end, const json_t *old,
                        const json_t *wanted)
{
    size_t count = json_object_size(old);
    if (!keeps_any(self, old, wanted)) {
        fill_object(self, container, end, wanted);
        return;
    }
    struct json_member *members = list_members(self->text, container, count);
    self->failed |= members == NULL;
    if (members != NULL)
        edit_members(self, members, count, container, old, wanted);
    free(members);
}

/* A list that had nothing in it is laid out as these files lay out theirs. */
static void fill_array(struct editor *self, size_t container, size_t end, const json_t *wanted)
{
    size_t start, size;
    struct buffer lead = {0};
    line_lead(self->text, container, &start, &size);
    buffer_append(&lead, self->text + start, size);
    if (size > 0)
        buffer_puts(&lead, "  ");
    begin_splice(self, container + 1, end - 1);
    for (size_t i = 0; i < json_array_size(wanted); i++) {
        buffer_puts(&self->pool, i == 0 ? "" : ",");
        buffer_append(&self->pool, lead.data, lead.size);
        put_present(self, json_array_get(wanted, i), lead.data == NULL ? "" : lead.data, lead.size);
    }
    buffer_append(&self->pool, self->text + start, size);
    end_splice(self);
    self->failed |= lead.failed;
    buffer_free(&lead);
}

/* How many elements at the start, or then at the end, agree. */
static size_t common_start(const struct editor *self, const json_t *old, const json_t *wanted)
{
    size_t i = 0;
    while (i < json_array_size(old) && i < json_array_size(wanted) &&
           agrees(self, json_array_get(old, i), json_array_get(wanted, i)))
        i++;
    return i;
}

static size_t common_end(const struct editor *self, const json_t *old, const json_t *wanted, size_t start)
{
    size_t had = json_array_size(old), has = json_array_size(wanted), i = 0;
    while (start + i < had && start + i < has &&
           agrees(self, json_array_get(old, had - 1 - i), json_array_get(wanted, has - 1 - i)))
        i++;
    return i;
}

/* Between what agrees at both ends, elements are edited one by one, and then some are put in or taken out. */
static void edit_array(struct editor *self, size_t container, size_t end, const json_t *old,
                       const json_t *wanted)
{
    size_t had = json_array_size(old), has = json_array_size(wanted);
    if (had == 0) {
        if (has > 0)
            fill_array(self, container, end, wanted);
        return;
    }
    if (has == 0) {
        cut(self, container + 1, end - 1);
        return;
    }
    struct json_member *members = list_members(self->text, container, had);
    self->failed |= members == NULL;
    if (members == NULL)
        return;
    size_t start = common_start(self, old, wanted), same = common_end(self, old, wanted, start);
    size_t old_end = had - same, new_end = has - same, at = start;
    for (; at < old_end && at < new_end; at++)
        edit_value(self, members[at].value, members[at].end, json_array_get(old, at),
                   json_array_get(wanted, at));
    if (at < new_end)
        insert_elements(self, members, container, at, wanted, at, new_end);
    else if (at < old_end)
        remove_members(self, members, had, at, old_end);
    free(members);
}

static void edit_value(struct editor *self, size_t value, size_t end, const json_t *old, const json_t *wanted)
{
    if (self->failed || agrees(self, old, wanted))
        return;
    if (json_is_object(old) && json_is_object(wanted)) {
        edit_object(self, value, end, old, wanted);
        return;
    }
    if (json_is_array(old) && json_is_array(wanted)) {
        edit_array(self, value, end, old, wanted);
        return;
    }
    begin_splice(self, value, end);
    put_value(self, wanted, "", 0);
    end_splice(self);
}

static bool apply(const struct editor *self, struct buffer *out)
{
    size_t at = 0;
    if (self->failed || self->pool.failed)
        return false;
    for (size_t i = 0; i < self->count; i++) {
        const struct splice *splice = &self->splices[i];
        buffer_append(out, self->text + at, splice->start - at);
        if (splice->size > 0)
            buffer_append(out, self->pool.data + splice->from, splice->size);
        at = splice->end;
    }
    buffer_puts(out, self->text + at);
    return !out->failed;
}

bool json_edit(const char *text, const json_t *old, const json_t *wanted, const struct json_layout *layout,
               struct buffer *out)
{
    struct editor self = {.text = text, .layout = layout};
    edit_value(&self, json_root(text), strlen(text), old, wanted);
    bool done = apply(&self, out);
    free(self.splices);
    buffer_free(&self.pool);
    return done;
}

json_t *json_present(const json_t *value, const struct json_layout *layout)
{
    json_t *copy = json_deep_copy(value), *member, *inner;
    const char *key;
    void *next;
    size_t i;
    json_object_foreach_safe(copy, next, key, member)
    {
        inner = layout->is_absent(key, member) ? NULL : json_present(member, layout);
        if (inner == NULL ? json_object_del(copy, key) != 0 : json_object_set_new(copy, key, inner) != 0) {
            json_decref(copy);
            return NULL;
        }
    }
    json_array_foreach(copy, i, member)
    {
        inner = json_present(member, layout);
        if (json_array_set_new(copy, i, inner) != 0) {
            json_decref(copy);
            return NULL;
        }
    }
    return copy;
}

bool json_write(const json_t *value, struct buffer *out)
{
    char *text = json_dumps(value, JSON_INDENT(2));
    if (text != NULL) {
        buffer_puts(out, text);
        buffer_puts(out, "\n");
    }
    free(text);
    return text != NULL && !out->failed;
}
