/* Writes the files of records that have changed. */
#include <lawmap/csv.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NEW_FILE_MODE = 0644 };

void record_edits_free(struct record_edits *edits)
{
    if (edits == NULL)
        return;
    for (size_t i = 0; i < edits->count; i++) {
        free(edits->items[i].name);
        buffer_free(&edits->items[i].text);
    }
    free(edits->items);
    *edits = (struct record_edits){0};
}

struct paths {
    char *final, *part; /* the loader and a server that watches pass over a name that begins with '.' */
};

static bool make_paths(const char *dir, const char *name, struct paths *out)
{
    const char *slash = strrchr(name, '/'), *base = slash == NULL ? name : slash + 1;
    if (asprintf(&out->final, "%s/%s", dir, name) < 0)
        out->final = NULL;
    if (asprintf(&out->part, "%s/%.*s.%s.XXXXXX", dir, (int)(base - name), name, base) < 0)
        out->part = NULL;
    return out->final != NULL && out->part != NULL;
}

static bool write_all(int descriptor, const struct buffer *text)
{
    for (size_t done = 0; done < text->size;) {
        ssize_t size = write(descriptor, text->data + done, text->size - done);
        if (size < 0 && errno != EINTR)
            return false;
        done += size < 0 ? 0 : (size_t)size;
    }
    return fsync(descriptor) == 0;
}

/* On failure nothing is left and errno says why. */
static bool write_part(const struct paths *paths, const struct buffer *text)
{
    struct stat old;
    mode_t mode = stat(paths->final, &old) == 0 ? old.st_mode & 07777 : NEW_FILE_MODE;
    int descriptor = mkstemp(paths->part);
    if (descriptor < 0) {
        paths->part[0] = '\0'; /* nothing to remove */
        return false;
    }
    bool written = fchmod(descriptor, mode) == 0 && write_all(descriptor, text);
    int why = errno;
    written = close(descriptor) == 0 && written;
    if (!written && why != 0)
        errno = why;
    return written;
}

static enum lawmap_status write_parts(const char *dir, const struct record_edits *edits, struct paths *paths,
                                      struct lawmap_error *error)
{
    for (size_t i = 0; i < edits->count; i++) {
        errno = 0;
        if (!make_paths(dir, edits->items[i].name, &paths[i]))
            return lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory; no file has changed");
        if (!write_part(&paths[i], &edits->items[i].text))
            return lawmap_fail(error, LAWMAP_IO, "%s: cannot be written: %s; no file has changed",
                               paths[i].final, strerror(errno));
    }
    return LAWMAP_OK;
}

static enum lawmap_status name_parts(const struct record_edits *edits, struct paths *paths,
                                     struct lawmap_error *error)
{
    for (size_t i = 0; i < edits->count; i++) {
        if (rename(paths[i].part, paths[i].final) != 0)
            return lawmap_fail(
                error, LAWMAP_IO,
                "%s: cannot be replaced: %s; %zu of %zu files have changed: import again for the rest",
                paths[i].final, strerror(errno), i, edits->count);
        paths[i].part[0] = '\0';
    }
    return LAWMAP_OK;
}

enum lawmap_status record_edits_write(const char *dir, const struct record_edits *edits,
                                      struct lawmap_error *error)
{
    struct paths *paths = calloc(edits->count + 1, sizeof *paths);
    if (paths == NULL)
        return lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory; no file has changed");
    enum lawmap_status status = write_parts(dir, edits, paths, error);
    if (status == LAWMAP_OK)
        status = name_parts(edits, paths, error);
    for (size_t i = 0; i < edits->count; i++) {
        if (paths[i].part != NULL && paths[i].part[0] != '\0')
            unlink(paths[i].part);
        free(paths[i].final);
        free(paths[i].part);
    }
    free(paths);
    return status;
}
