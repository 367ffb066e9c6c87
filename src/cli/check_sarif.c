/* Faults and warnings as SARIF 2.1.0 (OASIS, "Static Analysis Results Interchange Format"), which code hosts
 * and editors read. */
#include "check_report.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SCHEMA "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

enum { FILE_LIMIT = 1 << 22 };

/* The text of the file that faults are in: they come file by file. */
struct open_file {
    const char *path;
    struct buffer text;
};

static void open_file(struct open_file *file, const char *path)
{
    if (file->path != NULL && strcmp(file->path, path) == 0)
        return;
    buffer_free(&file->text);
    file->path = path;
    lawmap_read_file(path, FILE_LIMIT, &file->text, NULL);
}

/* SARIF counts characters where a fault counts bytes; of a file that is gone or changed, bytes will have to
 * do. */
static int column_in_characters(const struct buffer *text, int line, int column)
{
    const char *start = text->data, *end = text->data == NULL ? NULL : text->data + text->size;
    for (int i = 1; start != NULL && i < line; i++) {
        const char *newline = memchr(start, '\n', (size_t)(end - start));
        start = newline == NULL ? NULL : newline + 1;
    }
    if (start == NULL || end - start < column - 1)
        return column;
    int characters = 1;
    for (int i = 0; i < column - 1; i++)
        characters += (start[i] & 0xC0) != 0x80;
    return characters;
}

/* RFC 3986: what may stand in a path as it is, else percent-encoded; an absolute path is a file: URI (RFC
 * 8089). */
static void put_uri(struct buffer *out, const char *path)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
    buffer_puts(out, *path == '/' ? "file://" : "");
    for (; *path != '\0'; path++)
        if (strchr(plain, *path) != NULL)
            buffer_append(out, path, 1);
        else
            buffer_printf(out, "%%%02X", (unsigned)(unsigned char)*path);
    buffer_append(out, "", 1);
}

static const char *level(bool is_fault)
{
    return is_fault ? "error" : "warning";
}

static json_t *rules(void)
{
    json_t *array = json_array();
    for (size_t i = 0; array != NULL && i < consistency_rule_count(); i++) {
        const struct consistency_rule *rule = consistency_rule(i);
        json_t *object = json_pack("{s:s, s:{s:s}, s:{s:s}, s:{s:s}}", "id", rule->code, "shortDescription",
                                   "text", rule->title, "fullDescription", "text", rule->explanation,
                                   "defaultConfiguration", "level", level(rule->is_fault));
        if (json_array_append_new(array, object) != 0) {
            json_decref(array);
            return NULL;
        }
    }
    return array;
}

static json_t *result(const struct fault *fault, struct open_file *file)
{
    struct buffer uri = {0};
    json_t *object = NULL;
    open_file(file, fault->file);
    put_uri(&uri, fault->file);
    if (!uri.failed)
        object = json_pack("{s:s, s:I, s:s, s:{s:s}, s:[{s:{s:{s:s}, s:{s:i, s:i}}}]}", "ruleId",
                           fault->rule->code, "ruleIndex", (json_int_t)(fault->rule - consistency_rule(0)),
                           "level", level(fault->rule->is_fault), "message", "text", fault->message,
                           "locations", "physicalLocation", "artifactLocation", "uri", uri.data, "region",
                           "startLine", fault->line, "startColumn",
                           column_in_characters(&file->text, fault->line, fault->column));
    buffer_free(&uri);
    return object;
}

static bool add_results(json_t *array, const struct fault_list *list)
{
    struct open_file file = {0};
    bool whole = true;
    for (size_t i = 0; whole && i < list->count; i++)
        whole = json_array_append_new(array, result(&list->items[i], &file)) == 0;
    buffer_free(&file.text);
    return whole;
}

bool check_report_sarif(const struct fault_list *faults, const struct fault_list *warnings)
{
    json_t *results = json_array();
    bool whole = results != NULL && add_results(results, faults) && add_results(results, warnings);
    json_t *log = json_pack("{s:s, s:s, s:[{s:{s:{s:s, s:s, s:o}}, s:s, s:O}]}", "$schema", SCHEMA, "version",
                            "2.1.0", "runs", "tool", "driver", "name", "lawmap", "version", LAWMAP_VERSION,
                            "rules", rules(), "columnKind", "unicodeCodePoints", "results", results);
    whole = whole && log != NULL && (json_dumpf(log, stdout, JSON_INDENT(2)) == 0 || ferror(stdout) != 0);
    putchar('\n');
    json_decref(log);
    json_decref(results);
    return whole;
}
