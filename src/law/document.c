#include "document.h"

#include "json_memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistr.h>

/* No file of ours nests deeper; what does is refused for its type anyway. */
enum { DUPLICATES_DEPTH = 16 };

static void add_fault(const struct document *document, size_t offset, const char *message)
{
    fault_add(document->faults, RULE_FORM, document->path, json_position(document->text.data, offset), "%s",
              message);
}

static enum lawmap_status no_memory(const struct document *document, struct lawmap_error *error)
{
    return lawmap_fail(error, LAWMAP_NO_MEMORY, "%s: out of memory", document->path);
}

static void report_duplicate(const struct document *document, size_t offset, const char *key)
{
    char message[128];
    snprintf(message, sizeof message, "this object already has the key \"%.80s\"", key);
    add_fault(document, offset, message);
}

/* Reports every key that its object has already had. Returns false when out of memory. */
static bool report_duplicates(const struct document *document, size_t value, int depth)
{
    const char *text = document->text.data;
    struct json_member member = {0};
    if ((text[value] != '{' && text[value] != '[') || depth > DUPLICATES_DEPTH)
        return true;
    json_t *seen = json_object();
    bool whole = seen != NULL;
    while (whole && json_member_next(text, value, &member)) {
        if (text[value] == '{') {
            json_t *key = json_loadb(text + member.key, member.key_end - member.key, JSON_DECODE_ANY, NULL);
            if (key != NULL && json_object_get(seen, json_string_value(key)) != NULL)
                report_duplicate(document, member.key, json_string_value(key));
            whole = key != NULL && json_object_set_new(seen, json_string_value(key), json_true()) == 0;
            json_decref(key);
        }
        whole = whole && report_duplicates(document, member.value, depth + 1);
    }
    json_decref(seen);
    return whole;
}

/* What editors save when they are not told to save UTF-8. Returns false after a fault. */
static bool check_encoding(const struct document *document)
{
    const char *text = document->text.data;
    size_t size = document->text.size;
    char message[64];
    const char *nul = memchr(text, '\0', size);
    if (size >= 2 && (memcmp(text, "\xFF\xFE", 2) == 0 || memcmp(text, "\xFE\xFF", 2) == 0)) {
        add_fault(document, 0, "the file is in UTF-16: save it as UTF-8");
        return false;
    }
    if (nul != NULL) {
        add_fault(document, (size_t)(nul - text), "a NUL byte: the file is not text in UTF-8");
        return false;
    }
    if (strncmp(text, "\xEF\xBB\xBF", 3) == 0) {
        add_fault(document, 0, "a byte order mark: save the file as UTF-8 without one");
        return false;
    }
    const uint8_t *bad = u8_check((const uint8_t *)text, size);
    if (bad != NULL) {
        snprintf(message, sizeof message, "the byte 0x%02x is no UTF-8: save the file as UTF-8", *bad);
        add_fault(document, (size_t)((const char *)bad - text), message);
    }
    return bad == NULL;
}

static enum lawmap_status parse(struct document *document, struct lawmap_error *error)
{
    const struct buffer *text = &document->text;
    json_error_t why;
    if (text->data[strspn(text->data, " \t\r\n")] == '\0' && memchr(text->data, '\0', text->size) == NULL) {
        add_fault(document, 0, "the file is empty");
        return LAWMAP_OK;
    }
    if (!check_encoding(document))
        return LAWMAP_OK;
    json_memory_watch();
    document->root = json_loadb(text->data, text->size, JSON_REJECT_DUPLICATES, &why);
    if (json_memory_refused())
        return no_memory(document, error);
    if (document->root != NULL)
        return LAWMAP_OK;
    if (json_error_code(&why) == json_error_duplicate_key) {
        document->root = json_loadb(text->data, text->size, 0, &why);
        bool whole = document->root == NULL || report_duplicates(document, json_root(text->data), 0);
        if (!whole || json_memory_refused())
            return no_memory(document, error);
        if (document->root != NULL)
            return LAWMAP_OK;
    }
    char message[JSON_ERROR_TEXT_LENGTH + 32];
    if (json_error_code(&why) == json_error_null_character)
        snprintf(message, sizeof message, "\\u0000 is not allowed in a text");
    else
        snprintf(message, sizeof message, "malformed JSON: %s", why.text);
    add_fault(document, json_token_start(text->data, (size_t)why.position), message);
    return LAWMAP_OK;
}

/* A fault of the file as a whole. */
static enum lawmap_status refuse(const struct document *document, const char *message)
{
    fault_add(document->faults, RULE_FORM, document->path, (struct position){1, 1}, "%s", message);
    return LAWMAP_OK;
}

static enum lawmap_status set_path(struct document *document, const char *dir, const char *name,
                                   struct lawmap_error *error)
{
    size_t size = strlen(dir) + strlen(name) + 2;
    document->path = malloc(size);
    if (document->path == NULL)
        return lawmap_fail(error, LAWMAP_NO_MEMORY, "%s: out of memory", name);
    snprintf(document->path, size, "%s/%s", dir, name);
    return LAWMAP_OK;
}

enum lawmap_status document_open(struct document *document, const char *dir, const char *name,
                                 struct lawmap_error *error)
{
    struct stat file;
    enum lawmap_status status = set_path(document, dir, name, error);
    if (status != LAWMAP_OK)
        return status;
    if (stat(document->path, &file) == 0 && !S_ISREG(file.st_mode))
        return refuse(document, "this is not a regular file");
    status = lawmap_read_file(document->path, DOCUMENT_LIMIT, &document->text, error);
    if (status == LAWMAP_NOT_FOUND)
        return refuse(document, "the file is missing");
    if (status == LAWMAP_BAD_DATA)
        return refuse(document, "the file is larger than the 1 MiB allowed");
    if (status == LAWMAP_IO && error != NULL)
        return refuse(document, error->text + strlen(document->path) + strlen(": "));
    return status == LAWMAP_OK ? parse(document, error) : status;
}

enum lawmap_status document_open_text(struct document *document, const char *dir, const char *name,
                                      const struct buffer *text, struct lawmap_error *error)
{
    enum lawmap_status status = set_path(document, dir, name, error);
    if (status != LAWMAP_OK)
        return status;
    if (text->size > DOCUMENT_LIMIT)
        return refuse(document, "the file is larger than the 1 MiB allowed");
    buffer_append(&document->text, text->data, text->size);
    buffer_append(&document->text, "", 1);
    if (document->text.failed)
        return no_memory(document, error);
    document->text.size = text->size;
    return parse(document, error);
}

void document_close(struct document *document)
{
    json_decref(document->root);
    buffer_free(&document->text);
    free(document->path);
    *document = (struct document){0};
}
