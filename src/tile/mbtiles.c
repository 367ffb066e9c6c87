/* MBTiles 1.3 (github.com/mapbox/mbtiles-spec): `tiles` is a view over `map`, where each tile is, and
 * `images`, each different one once. */
#include "pyramid.h"
#include "store.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

/* uthash ends the process when memory is short unless told that it need not. */
#define HASH_NONFATAL_OOM            1
#define uthash_nonfatal_oom(element) ((element)->stored = false)
#include <uthash.h>

enum { PROGRESS_STEP = 256 /* tiles from one call of progress() to the next */ };

struct image { /* that is in the file */
    struct hash bytes;
    sqlite3_int64 id;
    bool stored;
    UT_hash_handle hh;
};

struct mbtiles {
    const struct export_options *options;
    char *path; /* until it is complete; NULL when there is no such file */
    sqlite3 *database;
    sqlite3_stmt *insert_tile, *insert_image;
    struct image *images;
    struct buffer joined; /* head and body of the image at hand */
    size_t total;
    struct export_report report;
};

/* No journal: what is not complete is thrown away. The magic number is "MPBX", MBTiles in SQLite's magic.txt.
 */
static const char schema[] =
    "PRAGMA journal_mode = OFF;"
    "PRAGMA locking_mode = EXCLUSIVE;"
    "PRAGMA application_id = 0x4d504258;"
    "BEGIN;"
    "CREATE TABLE metadata (name TEXT PRIMARY KEY, value TEXT NOT NULL);"
    "CREATE TABLE images (tile_id INTEGER PRIMARY KEY, tile_data BLOB NOT NULL);"
    "CREATE TABLE map (zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, tile_id INTEGER NOT NULL,"
    " PRIMARY KEY (zoom_level, tile_column, tile_row)) WITHOUT ROWID;"
    "CREATE VIEW tiles AS SELECT zoom_level, tile_column, tile_row, tile_data"
    " FROM map JOIN images USING (tile_id);";

static enum lawmap_status fail_sqlite(const struct mbtiles *file, struct lawmap_error *error)
{
    bool no_memory = file->database == NULL || sqlite3_errcode(file->database) == SQLITE_NOMEM;
    return lawmap_fail(error, no_memory ? LAWMAP_NO_MEMORY : LAWMAP_IO, "%s: cannot be written: %s",
                       file->options->path, no_memory ? "out of memory" : sqlite3_errmsg(file->database));
}

static enum lawmap_status run(const struct mbtiles *file, const char *statements, struct lawmap_error *error)
{
    return sqlite3_exec(file->database, statements, NULL, NULL, NULL) == SQLITE_OK ? LAWMAP_OK
                                                                                   : fail_sqlite(file, error);
}

/* An empty file beside the one that is wanted, so that renaming it moves no bytes. */
static enum lawmap_status create(struct mbtiles *file, struct lawmap_error *error)
{
    const char *path = file->options->path;
    unsigned long long random;
    char *name = NULL;
    if (getrandom(&random, sizeof random, 0) != (ssize_t)sizeof random)
        return lawmap_fail(error, LAWMAP_IO, "no random name for a temporary file: %s", strerror(errno));
    if (asprintf(&name, "%s.%016llx.partial", path, random) < 0)
        return lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory");
    int descriptor = open(name, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0666);
    if (descriptor < 0) {
        free(name);
        return lawmap_fail(error, LAWMAP_IO, "%s: cannot be written: %s", path, strerror(errno));
    }
    close(descriptor);
    file->path = name;
    return LAWMAP_OK;
}

static bool prepare(const struct mbtiles *file, const char *statement, sqlite3_stmt **out)
{
    return sqlite3_prepare_v2(file->database, statement, -1, out, NULL) == SQLITE_OK;
}

static enum lawmap_status open_database(struct mbtiles *file, struct lawmap_error *error)
{
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
    if (sqlite3_open_v2(file->path, &file->database, flags, NULL) != SQLITE_OK)
        return fail_sqlite(file, error);
    enum lawmap_status status = run(file, schema, error);
    if (status != LAWMAP_OK)
        return status;
    bool ok = prepare(file, "INSERT INTO map VALUES (?, ?, ?, ?)", &file->insert_tile) &&
              prepare(file, "INSERT INTO images VALUES (?, ?)", &file->insert_image);
    return ok ? LAWMAP_OK : fail_sqlite(file, error);
}

static bool run_prepared(sqlite3_stmt *statement)
{
    return sqlite3_step(statement) == SQLITE_DONE && sqlite3_reset(statement) == SQLITE_OK;
}

static struct image *find_image(struct mbtiles *file, struct hash bytes)
{
    struct image *image;
    HASH_FIND(hh, file->images, &bytes, sizeof bytes, image);
    return image;
}

static struct image *remember_image(struct mbtiles *file, struct hash bytes)
{
    struct image *image = calloc(1, sizeof *image);
    if (image == NULL)
        return NULL;
    image->bytes = bytes;
    image->id = (sqlite3_int64)++file->report.images;
    image->stored = true;
    HASH_ADD(hh, file->images, bytes, sizeof image->bytes, image);
    if (image->stored)
        return image;
    free(image);
    return NULL;
}

static enum lawmap_status put_image(struct mbtiles *file, const struct tile_png *png,
                                    const struct image *image, struct lawmap_error *error)
{
    file->joined.size = 0;
    buffer_append(&file->joined, png->head, png->head_size);
    buffer_append(&file->joined, png->body, png->body_size);
    if (file->joined.failed)
        return lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory for an image");
    sqlite3_bind_int64(file->insert_image, 1, image->id);
    sqlite3_bind_blob64(file->insert_image, 2, file->joined.data, file->joined.size, SQLITE_STATIC);
    return run_prepared(file->insert_image) ? LAWMAP_OK : fail_sqlite(file, error);
}

static enum lawmap_status put_tile(struct mbtiles *file, struct tile tile, const struct image *image,
                                   struct lawmap_error *error)
{
    int row = (1 << tile.z) - 1 - (int)tile.y; /* Tile Map Service: y grows northward */
    sqlite3_bind_int(file->insert_tile, 1, (int)tile.z);
    sqlite3_bind_int(file->insert_tile, 2, (int)tile.x);
    sqlite3_bind_int(file->insert_tile, 3, row);
    sqlite3_bind_int64(file->insert_tile, 4, image->id);
    return run_prepared(file->insert_tile) ? LAWMAP_OK : fail_sqlite(file, error);
}

static enum lawmap_status report_progress(struct mbtiles *file, struct lawmap_error *error)
{
    const struct export_options *options = file->options;
    size_t done = ++file->report.tiles;
    if (options->progress == NULL || (done % PROGRESS_STEP != 0 && done != file->total) ||
        options->progress(options->context, done, file->total))
        return LAWMAP_OK;
    return lawmap_fail(error, LAWMAP_BAD_REQUEST, "%s: stopped after %zu of %zu tiles", options->path, done,
                       file->total);
}

/* Equal images need not have equal tags: what two countries of one colour look like from inside is the same.
 */
static enum lawmap_status take_tile(void *context, struct tile tile, const struct tile_png *png,
                                    struct lawmap_error *error)
{
    struct mbtiles *file = context;
    struct hash bytes =
        hash_join(hash_bytes(png->head, png->head_size), hash_bytes(png->body, png->body_size));
    enum lawmap_status status = LAWMAP_OK;
    struct image *image = find_image(file, bytes);
    if (image == NULL) {
        image = remember_image(file, bytes);
        status = image == NULL ? lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory for an image")
                               : put_image(file, png, image, error);
    }
    if (status == LAWMAP_OK)
        status = put_tile(file, tile, image, error);
    return status == LAWMAP_OK ? report_progress(file, error) : status;
}

static bool put_metadata(sqlite3_stmt *insert, const char *name, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static bool put_metadata(sqlite3_stmt *insert, const char *name, const char *format, ...)
{
    char *value = NULL;
    va_list arguments;
    va_start(arguments, format);
    int size = vasprintf(&value, format, arguments);
    va_end(arguments);
    if (size < 0)
        return false;
    sqlite3_bind_text(insert, 1, name, -1, SQLITE_STATIC);
    sqlite3_bind_text(insert, 2, value, size, SQLITE_STATIC);
    bool put = run_prepared(insert);
    free(value);
    return put;
}

/* Bounds of the square world of Web Mercator. `version` is to be a number: the day whose law is shown; the
 * last rows say exactly what it was made from, and how to cite it. */
static enum lawmap_status put_all_metadata(struct mbtiles *file, const struct law *law,
                                           struct hash boundaries, struct lawmap_error *error)
{
    const struct dataset *dataset = law_dataset(law);
    struct buffer citation = {0};
    const struct export_options *options = file->options;
    unsigned first = options->first_zoom, last = options->last_zoom;
    char date[DATE_TEXT_SIZE], dataset_date[DATE_TEXT_SIZE], hash[HASH_TEXT_SIZE];
    date_format(options->date, date);
    law_cite(law, &citation);
    buffer_append(&citation, "", 1);
    sqlite3_stmt *insert = NULL;
    bool put = !citation.failed && prepare(file, "INSERT INTO metadata VALUES (?, ?)", &insert) &&
               put_metadata(insert, "name", "The law on sex work: %s, %s",
                            options->layer->label.in[LANGUAGE_EN], date) &&
               put_metadata(insert, "format", "png") &&
               put_metadata(insert, "bounds", "-180,-85.051129,180,85.051129") &&
               put_metadata(insert, "center", "0,20,%u",
                            first > 2  ? first
                            : last < 2 ? last
                                       : 2) &&
               put_metadata(insert, "minzoom", "%u", first) && put_metadata(insert, "maxzoom", "%u", last) &&
               put_metadata(insert, "attribution", "%s", options->attribution) &&
               put_metadata(insert, "description", "%s", options->layer->definition.in[LANGUAGE_EN]) &&
               put_metadata(insert, "type", "baselayer") &&
               put_metadata(insert, "version", "%04u%02u%02u", options->date.year, options->date.month,
                            options->date.day) &&
               put_metadata(insert, "dataset", "%s", dataset->version) &&
               put_metadata(insert, "dataset_date", "%s", date_format(dataset->date, dataset_date)) &&
               put_metadata(insert, "licence", "%s", dataset->licence) &&
               put_metadata(insert, "citation", "%s", citation.data) &&
               put_metadata(insert, "boundaries", "%s", hash_format(boundaries, hash));
    bool failed = citation.failed;
    buffer_free(&citation);
    sqlite3_finalize(insert);
    if (failed)
        return lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory for what describes the tiles");
    return put ? LAWMAP_OK : fail_sqlite(file, error);
}

/* Closes the complete file, which is on the disk since the end of the transaction, and gives it its name. */
static enum lawmap_status publish(struct mbtiles *file, struct lawmap_error *error)
{
    struct stat info;
    sqlite3_finalize(file->insert_tile);
    sqlite3_finalize(file->insert_image);
    file->insert_tile = file->insert_image = NULL;
    if (sqlite3_close(file->database) != SQLITE_OK)
        return fail_sqlite(file, error);
    file->database = NULL;
    if (stat(file->path, &info) != 0 || rename(file->path, file->options->path) != 0)
        return lawmap_fail(error, LAWMAP_IO, "%s: cannot be written: %s", file->options->path,
                           strerror(errno));
    file->report.bytes = (size_t)info.st_size;
    free(file->path);
    file->path = NULL;
    return LAWMAP_OK;
}

static void release(struct mbtiles *file)
{
    struct image *image, *next;
    HASH_ITER(hh, file->images, image, next)
    {
        HASH_DEL(file->images, image);
        free(image);
    }
    sqlite3_finalize(file->insert_tile);
    sqlite3_finalize(file->insert_image);
    sqlite3_close(file->database);
    if (file->path != NULL)
        unlink(file->path);
    free(file->path);
    buffer_free(&file->joined);
}

enum lawmap_status pyramid_export_mbtiles(struct tile_store *store, const struct law *law,
                                          const struct export_options *options, struct export_report *out,
                                          struct lawmap_error *error)
{
    struct zooms zooms = {options->first_zoom, options->last_zoom};
    struct mbtiles file = {.options = options};
    const struct pyramid_taker taker = {take_tile, &file};
    const struct atlas *atlas = tile_store_atlas(store);
    struct palette *palette = NULL;
    if (zooms.first > zooms.last || zooms.last > TILE_ZOOM_MAX)
        return lawmap_fail(error, LAWMAP_BAD_REQUEST, "no zooms %u-%u: they are 0 to %d", zooms.first,
                           zooms.last, TILE_ZOOM_MAX);
    file.total = pyramid_size(zooms);
    enum lawmap_status status =
        palette_new(atlas, law, options->layer, options->date, options->colours, 0, &palette, error);
    if (status == LAWMAP_OK)
        status = create(&file, error);
    if (status == LAWMAP_OK)
        status = open_database(&file, error);
    if (status == LAWMAP_OK)
        status = put_all_metadata(&file, law, atlas_fingerprint(atlas), error);
    if (status == LAWMAP_OK)
        status = pyramid_draw(store, palette, zooms, options->threads, &taker, error);
    if (status == LAWMAP_OK)
        status = run(&file, "COMMIT", error);
    if (status == LAWMAP_OK)
        status = publish(&file, error);
    if (status == LAWMAP_OK)
        *out = file.report;
    release(&file);
    palette_free(palette);
    return status;
}
