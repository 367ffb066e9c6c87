#include "shp_check.h"

#include <string.h>

enum {
    HEADER_SIZE = 100,
    RECORD_HEADER_SIZE = 8,
    SHAPE_HEADER_SIZE = 44, /* type, bounding box, number of parts, number of points */
    DBF_HEADER_SIZE = 32,
    DBF_FIELD_SIZE = 32,
    FILE_CODE = 9994,
    VERSION = 1000
};

static uint32_t big_endian(const struct buffer *file, size_t at)
{
    const unsigned char *p = (const unsigned char *)file->data + at;
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static uint32_t little_endian(const struct buffer *file, size_t at)
{
    const unsigned char *p = (const unsigned char *)file->data + at;
    return (uint32_t)p[3] << 24 | (uint32_t)p[2] << 16 | (uint32_t)p[1] << 8 | p[0];
}

static unsigned little_endian_16(const struct buffer *file, size_t at)
{
    const unsigned char *p = (const unsigned char *)file->data + at;
    return (unsigned)p[1] << 8 | p[0];
}

static bool type_fits(uint32_t type, enum shape_family family)
{
    uint32_t plain = family == SHAPE_POLYGONS ? 5 : 3;
    return type == plain || type == plain + 10 || type == plain + 20; /* with z, with m */
}

static enum lawmap_status check_header(const char *base, const char *suffix, const struct buffer *file,
                                       enum shape_family family, struct lawmap_error *error)
{
    if (file->size < HEADER_SIZE)
        return lawmap_fail(error, LAWMAP_BAD_DATA, "%s%s: %zu bytes, expected a header of %d", base, suffix,
                           file->size, HEADER_SIZE);
    if (big_endian(file, 0) != FILE_CODE || little_endian(file, 28) != VERSION)
        return lawmap_fail(error, LAWMAP_BAD_DATA,
                           "%s%s: not a shapefile: file code %u and version %u, expected %d and %d", base,
                           suffix, big_endian(file, 0), little_endian(file, 28), FILE_CODE, VERSION);
    uint64_t said = 2 * (uint64_t)big_endian(file, 24);
    if (said != file->size)
        return lawmap_fail(error, LAWMAP_BAD_DATA,
                           "%s%s: the header says %llu bytes, the file has %zu (truncated?)", base, suffix,
                           (unsigned long long)said, file->size);
    if (!type_fits(little_endian(file, 32), family))
        return lawmap_fail(error, LAWMAP_BAD_DATA, "%s%s: shape type %u, expected %s", base, suffix,
                           little_endian(file, 32),
                           family == SHAPE_POLYGONS ? "5 (polygon)" : "3 (polyline)");
    return LAWMAP_OK;
}

/* One record at `at`, of `size` bytes of content, both known to be inside the file. */
static enum lawmap_status check_record(const char *base, const struct buffer *shp, size_t feature, size_t at,
                                       size_t size, struct lawmap_error *error)
{
    uint32_t file_type = little_endian(shp, 32);
    if (size < SHAPE_HEADER_SIZE || little_endian(shp, at) != file_type)
        return lawmap_fail(error, LAWMAP_BAD_DATA, "%s.shp: feature %zu: no shape of the file's type %u",
                           base, feature, file_type);
    uint64_t parts = little_endian(shp, at + 36), points = little_endian(shp, at + 40);
    if (parts == 0 || points == 0)
        return lawmap_fail(error, LAWMAP_BAD_DATA, "%s.shp: feature %zu: empty: %llu parts of %llu points",
                           base, feature, (unsigned long long)parts, (unsigned long long)points);
    if (SHAPE_HEADER_SIZE + 4 * parts + 16 * points > size)
        return lawmap_fail(error, LAWMAP_BAD_DATA,
                           "%s.shp: feature %zu: %llu parts of %llu points do not fit in its %zu bytes", base,
                           feature, (unsigned long long)parts, (unsigned long long)points, size);
    for (uint64_t i = 0; i < parts; i++) {
        uint32_t start = little_endian(shp, at + SHAPE_HEADER_SIZE + 4 * (size_t)i);
        uint32_t before = i == 0 ? 0 : little_endian(shp, at + SHAPE_HEADER_SIZE + 4 * (size_t)(i - 1));
        if (start >= points || (i == 0 ? start != 0 : start <= before))
            return lawmap_fail(error, LAWMAP_BAD_DATA,
                               "%s.shp: feature %zu: part %llu starts at point %u of %llu", base, feature,
                               (unsigned long long)i, start, (unsigned long long)points);
    }
    return LAWMAP_OK;
}

enum lawmap_status shp_check(const char *base, const struct buffer *shp, const struct buffer *shx,
                             enum shape_family family, size_t *count, struct lawmap_error *error)
{
    enum lawmap_status status = check_header(base, ".shp", shp, family, error);
    if (status == LAWMAP_OK)
        status = check_header(base, ".shx", shx, family, error);
    if (status != LAWMAP_OK)
        return status;
    if ((shx->size - HEADER_SIZE) % RECORD_HEADER_SIZE != 0)
        return lawmap_fail(error, LAWMAP_BAD_DATA, "%s.shx: ends inside a record", base);
    size_t records = (shx->size - HEADER_SIZE) / RECORD_HEADER_SIZE;
    for (size_t i = 0; i < records && status == LAWMAP_OK; i++) {
        size_t entry = HEADER_SIZE + i * RECORD_HEADER_SIZE;
        uint64_t offset = 2 * (uint64_t)big_endian(shx, entry);
        uint64_t size = 2 * (uint64_t)big_endian(shx, entry + 4);
        if (offset < HEADER_SIZE || offset > shp->size || size + RECORD_HEADER_SIZE > shp->size - offset)
            return lawmap_fail(error, LAWMAP_BAD_DATA,
                               "%s.shx: feature %zu: %llu bytes at %llu are not in the .shp", base, i,
                               (unsigned long long)size, (unsigned long long)offset);
        if (2 * (uint64_t)big_endian(shp, (size_t)offset + 4) != size)
            return lawmap_fail(error, LAWMAP_BAD_DATA,
                               "%s.shp: feature %zu: its length is not the one in the .shx", base, i);
        status = check_record(base, shp, i, (size_t)offset + RECORD_HEADER_SIZE, (size_t)size, error);
    }
    *count = records;
    return status;
}

enum lawmap_status dbf_check(const char *base, const struct buffer *dbf, size_t count,
                             struct lawmap_error *error)
{
    if (dbf->size <= DBF_HEADER_SIZE)
        return lawmap_fail(error, LAWMAP_BAD_DATA, "%s.dbf: %zu bytes, expected a header", base, dbf->size);
    uint64_t records = little_endian(dbf, 4);
    size_t header = little_endian_16(dbf, 8), record = little_endian_16(dbf, 10);
    if (header <= DBF_HEADER_SIZE || header > dbf->size || records * record > dbf->size - header)
        return lawmap_fail(error, LAWMAP_BAD_DATA,
                           "%s.dbf: %llu records of %zu bytes do not fit in the file (truncated?)", base,
                           (unsigned long long)records, record);
    if (records != count)
        return lawmap_fail(error, LAWMAP_BAD_DATA, "%s.dbf: %llu records for the %zu features of the .shp",
                           base, (unsigned long long)records, count);
    size_t width = 1; /* the deletion flag */
    for (size_t at = DBF_HEADER_SIZE; at + DBF_FIELD_SIZE <= header && dbf->data[at] != '\r';
         at += DBF_FIELD_SIZE)
        width += (unsigned char)dbf->data[at + 16];
    if (width > record)
        return lawmap_fail(error, LAWMAP_BAD_DATA, "%s.dbf: its fields take %zu bytes, its records have %zu",
                           base, width, record);
    return LAWMAP_OK;
}
