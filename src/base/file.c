#include <lawmap/base.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum lawmap_status lawmap_read_file(const char *path, size_t limit, struct buffer *out,
                                    struct lawmap_error *error)
{
    char chunk[16384];
    struct buffer content = {0};
    enum lawmap_status status = LAWMAP_OK;
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        status = errno == ENOENT ? LAWMAP_NOT_FOUND : LAWMAP_IO;
        return lawmap_fail(error, status, "%s: cannot be opened: %s", path, strerror(errno));
    }
    size_t got;
    while ((got = fread(chunk, 1, sizeof chunk, file)) > 0) {
        if (got > limit - content.size) {
            status =
                lawmap_fail(error, LAWMAP_BAD_DATA, "%s: larger than the %zu bytes allowed", path, limit);
            goto cleanup;
        }
        buffer_append(&content, chunk, got);
    }
    if (ferror(file)) {
        status = lawmap_fail(error, LAWMAP_IO, "%s: cannot be read: %s", path, strerror(errno));
        goto cleanup;
    }
    buffer_append(&content, "", 1);
    if (content.failed) {
        status = lawmap_fail(error, LAWMAP_NO_MEMORY, "%s: out of memory", path);
        goto cleanup;
    }
    content.size--;
    *out = content;
    content = (struct buffer){0};
cleanup:
    buffer_free(&content);
    fclose(file);
    return status;
}
