/* MBTiles 1.3 (github.com/mapbox/mbtiles-spec): `tiles` is a view over `map`, where each tile is, and
 * `images`, each different one once. */
#include "export_metadata.h"
#include "images.h"
#include "partial.h"
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

struct mbtiles {
    const struct export_options *options;
    char *path; /* until it is complete; NULL when there is no such file */
    sqlite3 *database;
    sqlite3_stmt *insert_tile, *insert_image;
    struct images *images; /* by the id of each */
    struct buffer joined;  /* head and body of the image at hand */
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

static enum lawmap_status create(struct mbtiles *file, struct lawmap_error *error)
{
    int descriptor;
    file->images = images_new();
    if (file->images == NULL)
        return lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory");
    enum lawmap_status status = partial_create(file->options->path, &file->path, &descriptor, error);
    if (status == LAWMAP_OK)
        close(descriptor); /* SQLite opens it by its name */
    return status;
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

static enum lawmap_status put_image(struct mbtiles *file, const struct tile_png *png, sqlite3_int64 id,
                                    struct lawmap_error *error)
{
    file->joined.size = 0;
    buffer_append(&file->joined, png->head, png->head_size);
    buffer_append(&file->joined, png->body, png->body_size);
    if (file->joined.failed)
        return lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory for an image");
    sqlite3_bind_int64(file->insert_image, 1, id);
    sqlite3_bind_blob64(file->insert_image, 2, file->joined.data, file->joined.size, SQLITE_STATIC);
    return run_prepared(file->insert_image) ? LAWMAP_OK : fail_sqlite(file, error);
}

static enum lawmap_status put_tile(struct mbtiles *file, struct tile tile, sqlite3_int64 id,
                                   struct lawmap_error *error)
{
    int row = (1 << tile.z) - 1 - (int)tile.y; /* Tile Map Service: y grows northward */
    sqlite3_bind_int(file->insert_tile, 1, (int)tile.z);
    sqlite3_bind_int(file->insert_tile, 2, (int)tile.x);
    sqlite3_bind_int(file->insert_tile, 3, row);
    sqlite3_bind_int64(file->insert_tile, 4, id);
    return run_prepared(file->insert_tile) ? LAWMAP_OK : fail_sqlite(file, error);
}

static enum lawmap_status take_tile(void *context, struct tile tile, const struct tile_png *png,
                                    struct lawmap_error *error)
{
    struct mbtiles *file = context;
    struct hash bytes = image_hash(png);
    const uint64_t *known = images_find(file->images, bytes);
    sqlite3_int64 id = known == NULL ? (sqlite3_int64)++file->report.images : (sqlite3_int64)*known;
    enum lawmap_status status = LAWMAP_OK;
    if (known == NULL)
        status = images_put(file->images, bytes, (uint64_t)id)
                     ? put_image(file, png, id, error)
                     : lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory for an image");
    if (status == LAWMAP_OK)
        status = put_tile(file, tile, id, error);
    return status == LAWMAP_OK ? export_progress(file->options, ++file->report.tiles, file->total, error)
                               : status;
}

static enum lawmap_status put_metadata(struct mbtiles *file, const struct law *law, struct hash boundaries,
                                       struct lawmap_error *error)
{
    sqlite3_stmt *insert = NULL;
    json_t *metadata = export_metadata(file->options, law, boundaries), *value;
    const char *name;
    if (metadata == NULL)
        return lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory for what describes the tiles");
    bool put = prepare(file, "INSERT INTO metadata VALUES (?, ?)", &insert);
    json_object_foreach(metadata, name, value)
    {
        if (put) {
            sqlite3_bind_text(insert, 1, name, -1, SQLITE_STATIC);
            sqlite3_bind_text(insert, 2, json_string_value(value), -1, SQLITE_STATIC);
            put = run_prepared(insert);
        }
    }
    sqlite3_finalize(insert);
    json_decref(metadata);
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
    images_free(file->images);
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
    struct zooms zooms = {options->first_zoom, options->last_zoom, ORDER_COLUMNS};
    struct mbtiles file = {.options = options};
    const struct pyramid_taker taker = {take_tile, &file};
    const struct atlas *atlas = tile_store_atlas(store);
    struct palette *palette = NULL;
    enum lawmap_status status = export_check(options, error);
    if (status != LAWMAP_OK)
        return status;
    file.total = pyramid_size(zooms);
    status = palette_new(atlas, law, options->layer, options->date, options->colours, 0, &palette, error);
    if (status == LAWMAP_OK)
        status = create(&file, error);
    if (status == LAWMAP_OK)
        status = open_database(&file, error);
    if (status == LAWMAP_OK)
        status = put_metadata(&file, law, atlas_fingerprint(atlas), error);
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
