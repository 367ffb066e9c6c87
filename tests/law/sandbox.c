#include "sandbox.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const files[] = {
    "datapackage.json",
    "codebook.json",
    "names.json",
    "regions.json",
    "resources.json",
    "jurisdictions/XA.json",
    "jurisdictions/XA-01.json",
    "jurisdictions/XB.json",
};

char *source_path(const char *path)
{
    char *full = NULL;
    assert_true(asprintf(&full, "%s/%s", getenv("LAWMAP_SOURCE_ROOT"), path) > 0);
    return full;
}

static char *inner_path(const struct sandbox *sandbox, const char *name)
{
    char *full = NULL;
    assert_true(asprintf(&full, "%s/%s", sandbox->dir, name) > 0);
    return full;
}

static void read_file(const char *path, struct buffer *out)
{
    struct lawmap_error error;
    assert_int_equal(lawmap_read_file(path, 1 << 24, out, &error), LAWMAP_OK);
}

void sandbox_write(const struct sandbox *sandbox, const char *name, const void *bytes, size_t size)
{
    char *path = inner_path(sandbox, name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
    free(path);
}

void sandbox_copy(const struct sandbox *sandbox, const char *from, const char *name)
{
    struct buffer content = {0};
    char *path = source_path(from);
    read_file(path, &content);
    sandbox_write(sandbox, name, content.data, content.size);
    buffer_free(&content);
    free(path);
}

void sandbox_new(struct sandbox *sandbox)
{
    const char *parent = getenv("TMPDIR");
    snprintf(sandbox->dir, sizeof sandbox->dir, "%s/lawmap-law-XXXXXX", parent != NULL ? parent : "/tmp");
    assert_non_null(mkdtemp(sandbox->dir));
    sandbox_make_directory(sandbox, "jurisdictions");
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char from[80];
        snprintf(from, sizeof from, "tests/law/data/%s", files[i]);
        sandbox_copy(sandbox, from, files[i]);
    }
}

static int remove_entry(const char *path, const struct stat *status, int kind, struct FTW *place)
{
    (void)status, (void)kind, (void)place;
    return remove(path);
}

void sandbox_free(struct sandbox *sandbox)
{
    assert_int_equal(nftw(sandbox->dir, remove_entry, 8, FTW_DEPTH | FTW_PHYS), 0);
}

void sandbox_make_directory(const struct sandbox *sandbox, const char *name)
{
    char *path = inner_path(sandbox, name);
    assert_int_equal(mkdir(path, 0700), 0);
    free(path);
}

void sandbox_delete(const struct sandbox *sandbox, const char *name)
{
    char *path = inner_path(sandbox, name);
    assert_int_equal(remove(path), 0);
    free(path);
}

void sandbox_edit(const struct sandbox *sandbox, const char *name, int line, const char *find,
                  const char *replace)
{
    struct buffer before = {0}, after = {0};
    char *path = inner_path(sandbox, name);
    read_file(path, &before);
    const char *start = before.data;
    for (int i = 1; i < line; i++) {
        start = strchr(start, '\n');
        assert_non_null(start);
        start++;
    }
    const char *found = strstr(start, find);
    assert_non_null(found);
    buffer_append(&after, before.data, (size_t)(found - before.data));
    buffer_puts(&after, replace);
    buffer_puts(&after, found + strlen(find));
    sandbox_write(sandbox, name, after.data, after.size);
    buffer_free(&before);
    buffer_free(&after);
    free(path);
}

#define NAMES(what)                                                                                          \
    "{\"en\": \"" what "\", \"fr\": \"" what "\", \"es\": \"" what "\", \"ru\": \"" what                     \
    "\", \"zh\": \"" what "\"}"

void sandbox_new_zealand(struct sandbox *sandbox)
{
    static const char names[] =
        "{\"jurisdictions\": {\"NZ\": {\"alpha3\": \"NZL\", \"name\": " NAMES("New Zealand") "}}}";
    static const char regions[] = "{\"networks\": [], \"regions\": [{\"id\": \"pacific\", \"label\": " NAMES(
        "Pacific") ", \"networks\": []}], \"jurisdictions\": {\"NZ\": {\"region\": \"pacific\", "
                   "\"networks\": []}}}";
    sandbox_new(sandbox);
    sandbox_write(sandbox, "names.json", names, strlen(names));
    sandbox_write(sandbox, "regions.json", regions, strlen(regions));
    sandbox_copy(sandbox, "data/codebook.json", "codebook.json");
    sandbox_copy(sandbox, "data/jurisdictions/NZ.json", "jurisdictions/NZ.json");
    sandbox_delete(sandbox, "jurisdictions/XA.json");
    sandbox_delete(sandbox, "jurisdictions/XA-01.json");
    sandbox_delete(sandbox, "jurisdictions/XB.json");
}
