/* PMTiles version 3 (github.com/protomaps/PMTiles, spec/v3): one file that a browser reads in pieces from any
 * static host. Tiles stand in the order of Hilbert's curve, each different image once. Where a tile is comes
 * before the tiles in the file and is known after them, so these go to a second file first. */
#include "export_metadata.h"
#include "images.h"
#include "partial.h"
#include "pmtiles_directory.h"
#include "pyramid.h"
#include "store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    HEADER_SIZE = 127,
    ROOT_MAX = 16384 - HEADER_SIZE - 1,
    COPY_SIZE = 1 << 18,
    GZIP = 2, /* of directories and metadata; tiles are not compressed further */
    UNCOMPRESSED = 1,
    PNG = 2,
    CENTRE_LATITUDE = 20,
};
#define LATITUDE_MAX 85.0511287 /* where the square of Web Mercator ends */

struct archive {
    const struct export_options *options;
    char *path, *tiles_path; /* until it is complete; NULL: there is no such file */
    FILE *file, *tiles;
    uint64_t tiles_size, first; /* first: of the tiles along the curve */
    struct hash boundaries;
    struct images *images; /* by where they are: (offset << 24) + size */
    struct pmtiles_directory directory;
    size_t total;
    struct export_report report;
};

enum { SIZE_BITS = 24 };

static enum lawmap_status out_of_memory(struct lawmap_error *error)
{
    return lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory for an archive of tiles");
}

static enum lawmap_status create(const char *path, char **name, FILE **out, struct lawmap_error *error)
{
    int descriptor;
    enum lawmap_status status = partial_create(path, name, &descriptor, error);
    if (status != LAWMAP_OK)
        return status;
    *out = fdopen(descriptor, "w+b");
    if (*out != NULL)
        return LAWMAP_OK;
    close(descriptor);
    return out_of_memory(error);
}

static enum lawmap_status write_image(struct archive *archive, const struct tile_png *png,
                                      struct lawmap_error *error)
{
    if (fwrite(png->head, 1, png->head_size, archive->tiles) != png->head_size ||
        fwrite(png->body, 1, png->body_size, archive->tiles) != png->body_size)
        return partial_fail(archive->options->path, error);
    archive->tiles_size += png->head_size + png->body_size;
    archive->report.images++;
    return LAWMAP_OK;
}

static enum lawmap_status take_tile(void *context, struct tile tile, const struct tile_png *png,
                                    struct lawmap_error *error)
{
    struct archive *archive = context;
    struct hash bytes = image_hash(png);
    const uint64_t *known = images_find(archive->images, bytes);
    uint64_t place =
        known != NULL ? *known : archive->tiles_size << SIZE_BITS | (png->head_size + png->body_size);
    (void)tile; /* they come in order */
    if (known == NULL) {
        enum lawmap_status status = write_image(archive, png, error);
        if (status != LAWMAP_OK)
            return status;
        if (!images_put(archive->images, bytes, place))
            return out_of_memory(error);
    }
    if (!pmtiles_directory_add(&archive->directory, archive->first + archive->report.tiles,
                               place >> SIZE_BITS, (uint32_t)(place & ((1u << SIZE_BITS) - 1))))
        return out_of_memory(error);
    return export_progress(archive->options, ++archive->report.tiles, archive->total, error);
}

static void put(unsigned char *at, uint64_t value, size_t size)
{
    for (size_t i = 0; i < size; i++)
        at[i] = (unsigned char)(value >> 8 * i);
}

static uint64_t degrees(double value)
{
    return (uint32_t)(int32_t)(value * 1e7);
}

/* The sections follow one another: header, root, metadata, leaves, tiles. */
static void write_header(const struct archive *archive, const struct buffer *root,
                         const struct buffer *metadata, const struct buffer *leaves,
                         unsigned char header[HEADER_SIZE])
{
    const uint64_t sizes[] = {root->size, metadata->size, leaves->size, archive->tiles_size};
    const struct export_options *options = archive->options;
    uint64_t offset = HEADER_SIZE;
    memcpy(header, "PMTiles\3", 8);
    for (size_t i = 0; i < 4; i++) {
        put(header + 8 + 16 * i, offset, 8);
        put(header + 16 + 16 * i, sizes[i], 8);
        offset += sizes[i];
    }
    put(header + 72, archive->report.tiles, 8);
    put(header + 80, archive->directory.count, 8);
    put(header + 88, archive->report.images, 8);
    header[96] = 1; /* in the order of the curve */
    header[97] = GZIP;
    header[98] = UNCOMPRESSED;
    header[99] = PNG;
    header[100] = (unsigned char)options->first_zoom;
    header[101] = (unsigned char)options->last_zoom;
    put(header + 102, degrees(-180), 4);
    put(header + 106, degrees(-LATITUDE_MAX), 4);
    put(header + 110, degrees(180), 4);
    put(header + 114, degrees(LATITUDE_MAX), 4);
    header[118] = (unsigned char)export_centre_zoom(options);
    put(header + 119, degrees(0), 4);
    put(header + 123, degrees(CENTRE_LATITUDE), 4);
}

static bool pack_metadata(const struct archive *archive, const struct law *law, struct buffer *out)
{
    json_t *object = export_metadata(archive->options, law, archive->boundaries);
    char *text = object == NULL ? NULL : json_dumps(object, JSON_COMPACT);
    const struct buffer plain = {.data = text, .size = text == NULL ? 0 : strlen(text)};
    bool ok = text != NULL && pmtiles_gzip(&plain, out);
    free(text);
    json_decref(object);
    return ok;
}

static bool write_buffer(const struct buffer *buffer, FILE *file)
{
    return fwrite(buffer->data, 1, buffer->size, file) == buffer->size;
}

static bool copy_tiles(struct archive *archive)
{
    char *chunk = malloc(COPY_SIZE);
    size_t got = 0;
    bool ok = chunk != NULL && fflush(archive->tiles) == 0 && fseek(archive->tiles, 0, SEEK_SET) == 0;
    while (ok && (got = fread(chunk, 1, COPY_SIZE, archive->tiles)) > 0)
        ok = fwrite(chunk, 1, got, archive->file) == got;
    free(chunk);
    return ok && !ferror(archive->tiles);
}

static enum lawmap_status assemble(struct archive *archive, const struct law *law, struct lawmap_error *error)
{
    struct buffer root = {0}, leaves = {0}, metadata = {0};
    unsigned char header[HEADER_SIZE];
    enum lawmap_status status = LAWMAP_OK;
    if (!pmtiles_directory_write(&archive->directory, ROOT_MAX, &root, &leaves) ||
        !pack_metadata(archive, law, &metadata)) {
        status = out_of_memory(error);
        goto cleanup;
    }
    write_header(archive, &root, &metadata, &leaves, header);
    if (fwrite(header, 1, sizeof header, archive->file) != sizeof header ||
        !write_buffer(&root, archive->file) || !write_buffer(&metadata, archive->file) ||
        !write_buffer(&leaves, archive->file) || !copy_tiles(archive))
        status = partial_fail(archive->options->path, error);
cleanup:
    buffer_free(&root);
    buffer_free(&leaves);
    buffer_free(&metadata);
    return status;
}

/* On the disk, then under its name. */
static enum lawmap_status publish(struct archive *archive, struct lawmap_error *error)
{
    struct stat info;
    FILE *file = archive->file;
    bool safe = fflush(file) == 0 && fsync(fileno(file)) == 0 && fstat(fileno(file), &info) == 0;
    archive->file = NULL;
    if (fclose(file) != 0 || !safe || rename(archive->path, archive->options->path) != 0)
        return partial_fail(archive->options->path, error);
    archive->report.bytes = (size_t)info.st_size;
    free(archive->path);
    archive->path = NULL;
    return LAWMAP_OK;
}

static void discard(FILE *file, char *path)
{
    if (file != NULL)
        fclose(file);
    if (path != NULL)
        unlink(path);
    free(path);
}

static enum lawmap_status begin(struct archive *archive, struct lawmap_error *error)
{
    archive->images = images_new();
    if (archive->images == NULL)
        return out_of_memory(error);
    enum lawmap_status status = create(archive->options->path, &archive->path, &archive->file, error);
    return status == LAWMAP_OK ? create(archive->options->path, &archive->tiles_path, &archive->tiles, error)
                               : status;
}

enum lawmap_status pyramid_export_pmtiles(struct tile_store *store, const struct law *law,
                                          const struct export_options *options, struct export_report *out,
                                          struct lawmap_error *error)
{
    struct zooms zooms = {options->first_zoom, options->last_zoom, ORDER_HILBERT};
    const struct atlas *atlas = tile_store_atlas(store);
    struct archive archive = {.options = options, .boundaries = atlas_fingerprint(atlas)};
    const struct pyramid_taker taker = {take_tile, &archive};
    struct palette *palette = NULL;
    enum lawmap_status status = export_check(options, error);
    if (status != LAWMAP_OK)
        return status;
    archive.total = pyramid_size(zooms);
    archive.first = (((uint64_t)1 << 2 * zooms.first) - 1) / 3; /* tiles of all zooms before */
    status = palette_new(atlas, law, options->layer, options->date, options->colours, 0, &palette, error);
    if (status == LAWMAP_OK)
        status = begin(&archive, error);
    if (status == LAWMAP_OK)
        status = pyramid_draw(store, palette, zooms, options->threads, &taker, error);
    if (status == LAWMAP_OK)
        status = assemble(&archive, law, error);
    if (status == LAWMAP_OK)
        status = publish(&archive, error);
    if (status == LAWMAP_OK)
        *out = archive.report;
    discard(archive.file, archive.path);
    discard(archive.tiles, archive.tiles_path);
    images_free(archive.images);
    pmtiles_directory_free(&archive.directory);
    palette_free(palette);
    return status;
}
