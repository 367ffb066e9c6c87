/* Reads shapefiles with shapelib, behind the checks of shp_check.h. */
#include "dbf_encoding.h"
#include "prj_check.h"
#include "shapes.h"
#include "shp_check.h"

#include <errno.h>
#include <iconv.h>
#include <math.h>
#include <shapefil.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FILE_LIMIT = 256 << 20, CODE_MAX = 10, NAME_MAX_BYTES = 254, POINTS_MAX = 1 << 24 };

struct reader {
    const char *base; /* path without suffix, for messages and shapelib */
    struct buffer shp, shx, dbf;
    SHPHandle shapes;
    DBFHandle table;
    iconv_t encoding; /* to UTF-8; (iconv_t)-1 when the table is in UTF-8 already */
    size_t count;
    struct lawmap_error *error;
};

static void say_nothing(const char *message)
{
    (void)message; /* shapelib's default prints to stderr; the caller gets a status and a better message */
}

static enum lawmap_status read_part(struct reader *reader, const char *suffix, struct buffer *out,
                                    struct hash *fingerprint)
{
    char path[4096];
    if ((size_t)snprintf(path, sizeof path, "%s%s", reader->base, suffix) >= sizeof path)
        return lawmap_fail(reader->error, LAWMAP_IO, "%s: path too long", reader->base);
    enum lawmap_status status = lawmap_read_file(path, FILE_LIMIT, out, reader->error);
    if (status == LAWMAP_OK)
        *fingerprint = hash_join(*fingerprint, hash_bytes(out->data, out->size));
    return status;
}

/* A file that need not be there: *out stays empty then. */
static enum lawmap_status read_optional(struct reader *reader, const char *suffix, struct buffer *out,
                                        struct hash *fingerprint)
{
    enum lawmap_status status = read_part(reader, suffix, out, fingerprint);
    return status == LAWMAP_NOT_FOUND ? LAWMAP_OK : status;
}

static enum lawmap_status check_projection(struct reader *reader, struct hash *fingerprint)
{
    /* Without a .prj the range of the coordinates, checked later, still catches most projected files. */
    struct buffer prj = {0};
    enum lawmap_status status = read_optional(reader, ".prj", &prj, fingerprint);
    if (status == LAWMAP_OK && prj.size > 0)
        status = prj_check(reader->base, &prj, reader->error);
    buffer_free(&prj);
    return status;
}

static enum lawmap_status open_shapes(struct reader *reader, enum shape_family family,
                                      struct hash *fingerprint)
{
    enum lawmap_status status = read_part(reader, ".shp", &reader->shp, fingerprint);
    if (status == LAWMAP_OK)
        status = read_part(reader, ".shx", &reader->shx, fingerprint);
    if (status == LAWMAP_OK)
        status = shp_check(reader->base, &reader->shp, &reader->shx, family, &reader->count, reader->error);
    if (status == LAWMAP_OK)
        status = check_projection(reader, fingerprint);
    if (status != LAWMAP_OK)
        return status;
    SAHooks hooks;
    SASetupDefaultHooks(&hooks);
    hooks.Error = say_nothing;
    reader->shapes = SHPOpenLL(reader->base, "rb", &hooks);
    int entities = 0;
    if (reader->shapes != NULL)
        SHPGetInfo(reader->shapes, &entities, NULL, NULL, NULL);
    if (reader->shapes == NULL || (size_t)entities != reader->count)
        return lawmap_fail(reader->error, LAWMAP_BAD_DATA, "%s.shp: shapelib cannot open it", reader->base);
    return LAWMAP_OK;
}

static enum lawmap_status open_encoding(struct reader *reader)
{
    char name[ENCODING_NAME_SIZE];
    const char *page = DBFGetCodePage(reader->table);
    /* Neither .cpg nor language driver: the tradition of ArcView, and what GDAL assumes. */
    const char *encoding = page == NULL ? "ISO-8859-1" : dbf_encoding(page, name);
    if (encoding != NULL && strcmp(encoding, "UTF-8") == 0)
        return LAWMAP_OK;
    if (encoding != NULL)
        reader->encoding = iconv_open("UTF-8", encoding);
    if (reader->encoding == (iconv_t)-1)
        return lawmap_fail(reader->error, LAWMAP_BAD_DATA,
                           "%s.cpg: unknown encoding \"%.40s\", expected UTF-8 or another known to iconv",
                           reader->base, page);
    return LAWMAP_OK;
}

static enum lawmap_status open_table(struct reader *reader, struct hash *fingerprint)
{
    struct buffer cpg = {0};
    enum lawmap_status status = read_part(reader, ".dbf", &reader->dbf, fingerprint);
    if (status == LAWMAP_OK)
        status = dbf_check(reader->base, &reader->dbf, reader->count, reader->error);
    if (status == LAWMAP_OK)
        status = read_optional(reader, ".cpg", &cpg, fingerprint);
    buffer_free(&cpg);
    if (status != LAWMAP_OK)
        return status;
    SAHooks hooks;
    SASetupDefaultHooks(&hooks);
    hooks.Error = say_nothing;
    reader->table = DBFOpenLL(reader->base, "rb", &hooks);
    if (reader->table == NULL || (size_t)DBFGetRecordCount(reader->table) != reader->count)
        return lawmap_fail(reader->error, LAWMAP_BAD_DATA, "%s.dbf: shapelib cannot open it", reader->base);
    return open_encoding(reader);
}

static void close_reader(struct reader *reader)
{
    if (reader->shapes != NULL)
        SHPClose(reader->shapes);
    if (reader->table != NULL)
        DBFClose(reader->table);
    if (reader->encoding != (iconv_t)-1)
        iconv_close(reader->encoding);
    buffer_free(&reader->shp);
    buffer_free(&reader->shx);
    buffer_free(&reader->dbf);
}

/* It would reach the terminal of whoever is told of the feature. */
static bool has_control(const char *text)
{
    for (const unsigned char *c = (const unsigned char *)text; *c != '\0'; c++)
        if (*c < 0x20 || *c == 0x7f || (*c == 0xc2 && c[1] < 0xa0)) /* C0, DEL, C1 in UTF-8 */
            return true;
    return false;
}

static enum lawmap_status read_text(struct reader *reader, size_t feature, int field, const char *field_name,
                                    size_t limit, char **out)
{
    const char *raw = DBFReadStringAttribute(reader->table, (int)feature, field);
    char text[4 * NAME_MAX_BYTES + 1];
    char *from = (char *)(raw == NULL ? "" : raw), *to = text;
    size_t left = strlen(from), room = sizeof text - 1;
    if (reader->encoding == (iconv_t)-1 && left <= room) {
        memcpy(text, from, left);
        to += left;
        left = 0;
    } else if (reader->encoding != (iconv_t)-1) {
        iconv(reader->encoding, NULL, NULL, NULL, NULL);
        iconv(reader->encoding, &from, &left, &to, &room);
    }
    if (left > 0)
        return lawmap_fail(reader->error, LAWMAP_BAD_DATA,
                           "%s.dbf: feature %zu: field %s is not in the table's encoding", reader->base,
                           feature, field_name);
    while (to > text && to[-1] == ' ')
        to--;
    *to = '\0';
    if (has_control(text))
        return lawmap_fail(reader->error, LAWMAP_BAD_DATA,
                           "%s.dbf: feature %zu: field %s has a control character", reader->base, feature,
                           field_name);
    if ((size_t)(to - text) > limit)
        return lawmap_fail(reader->error, LAWMAP_BAD_DATA,
                           "%s.dbf: feature %zu: field %s is longer than %zu bytes", reader->base, feature,
                           field_name, limit);
    *out = strdup(text);
    return *out == NULL ? lawmap_fail(reader->error, LAWMAP_NO_MEMORY, "out of memory") : LAWMAP_OK;
}

static bool is_code(const char *code)
{
    size_t length = strlen(code);
    return length >= 2 && strspn(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") == length;
}

struct fields {
    const char *code_name, *parent_name, *name_name;
    int code, parent, name;
};

static enum lawmap_status find_fields(struct reader *reader, const struct atlas_options *options,
                                      struct fields *out)
{
    *out = (struct fields){
        options->code_field != NULL ? options->code_field : "code",
        options->parent_field != NULL ? options->parent_field : "parent",
        options->name_field != NULL ? options->name_field : "name",
        0,
        0,
        0,
    };
    const char *const names[] = {out->code_name, out->parent_name, out->name_name};
    int *const fields[] = {&out->code, &out->parent, &out->name};
    for (size_t i = 0; i < 3; i++) {
        *fields[i] = DBFGetFieldIndex(reader->table, names[i]);
        /* A set of countries has no parents, and a set without names is drawn all the same. */
        bool needed =
            i == 0 || (i == 1 && options->parent_field != NULL) || (i == 2 && options->name_field != NULL);
        if (*fields[i] < 0 && needed)
            return lawmap_fail(reader->error, LAWMAP_BAD_DATA,
                               "%s.dbf: no field \"%s\"; name it with --%s-field", reader->base, names[i],
                               i == 0   ? "code"
                               : i == 1 ? "parent"
                                        : "name");
    }
    return LAWMAP_OK;
}

static enum lawmap_status read_leaf(struct reader *reader, size_t feature, const struct fields *fields,
                                    struct atlas_leaf *leaf)
{
    char *code = NULL, *parent = NULL, *name = NULL;
    enum lawmap_status status = read_text(reader, feature, fields->code, fields->code_name, CODE_MAX, &code);
    if (status == LAWMAP_OK && !is_code(code))
        status =
            lawmap_fail(reader->error, LAWMAP_BAD_DATA,
                        "%s.dbf: feature %zu: %s is \"%s\", expected an ISO 3166 code such as KE or AU-NSW",
                        reader->base, feature, fields->code_name, code);
    if (status == LAWMAP_OK && fields->parent >= 0)
        status = read_text(reader, feature, fields->parent, fields->parent_name, CODE_MAX, &parent);
    else if (status == LAWMAP_OK && (parent = strdup("")) == NULL)
        status = lawmap_fail(reader->error, LAWMAP_NO_MEMORY, "out of memory");
    if (status == LAWMAP_OK && *parent != '\0' && !is_code(parent))
        status = lawmap_fail(reader->error, LAWMAP_BAD_DATA,
                             "%s.dbf: feature %zu: %s is \"%s\", expected an ISO 3166-1 code or nothing",
                             reader->base, feature, fields->parent_name, parent);
    if (status == LAWMAP_OK && fields->name >= 0)
        status = read_text(reader, feature, fields->name, fields->name_name, NAME_MAX_BYTES, &name);
    else if (status == LAWMAP_OK && (name = strdup(code)) == NULL)
        status = lawmap_fail(reader->error, LAWMAP_NO_MEMORY, "out of memory");
    *leaf = (struct atlas_leaf){code, parent, name};
    return status;
}

static enum lawmap_status bad_point(struct reader *reader, size_t feature, int point, double longitude,
                                    double latitude)
{
    return lawmap_fail(reader->error, LAWMAP_BAD_DATA,
                       "%s.shp: feature %zu: point %d is (%g, %g), expected degrees within ±180 and ±90",
                       reader->base, feature, point, longitude, latitude);
}

/* Projects points begin..end, dropping those that fall on the one before. */
static enum lawmap_status add_points(struct reader *reader, size_t feature, const SHPObject *shape, int begin,
                                     int end, struct shapes *out)
{
    size_t first = out->point_count;
    for (int i = begin; i < end; i++) {
        double longitude = shape->padfX[i], latitude = shape->padfY[i];
        if (!isfinite(longitude) || !isfinite(latitude) || fabs(longitude) > 180 || fabs(latitude) > 90)
            return bad_point(reader, feature, i, longitude, latitude);
        struct atlas_point point = atlas_project(longitude, latitude);
        const struct atlas_point *last = out->point_count > first ? &out->points[out->point_count - 1] : NULL;
        if (last != NULL && last->x == point.x && last->y == point.y)
            continue;
        if (out->point_count >= POINTS_MAX || !shapes_add_point(out, point))
            return lawmap_fail(reader->error, LAWMAP_NO_MEMORY,
                               "%s.shp: more than %d points, or out of memory", reader->base, POINTS_MAX);
    }
    return LAWMAP_OK;
}

/* Adds one ring; a ring that is smaller than the grid (4 cm) has no area and is left out. */
static enum lawmap_status add_ring(struct reader *reader, size_t feature, const SHPObject *shape, int begin,
                                   int end, uint16_t leaf, struct shapes *out)
{
    if (end - begin < 4)
        return lawmap_fail(reader->error, LAWMAP_BAD_DATA,
                           "%s.shp: feature %zu: a ring of %d points, expected 4 or more", reader->base,
                           feature, end - begin);
    if (memcmp(&shape->padfX[begin], &shape->padfX[end - 1], sizeof(double)) != 0 ||
        memcmp(&shape->padfY[begin], &shape->padfY[end - 1], sizeof(double)) != 0)
        return lawmap_fail(reader->error, LAWMAP_BAD_DATA,
                           "%s.shp: feature %zu: the ring from point %d to %d is not closed", reader->base,
                           feature, begin, end - 1);
    size_t first = out->point_count;
    enum lawmap_status status = add_points(reader, feature, shape, begin, end - 1, out);
    if (status != LAWMAP_OK)
        return status;
    while (out->point_count > first + 1 && out->points[out->point_count - 1].x == out->points[first].x &&
           out->points[out->point_count - 1].y == out->points[first].y)
        out->point_count--;
    if (out->point_count - first < 3)
        out->point_count = first;
    else if (!shapes_add_part(out, first, leaf))
        return lawmap_fail(reader->error, LAWMAP_NO_MEMORY, "out of memory");
    return LAWMAP_OK;
}

static int part_end(const SHPObject *shape, int part)
{
    return part + 1 < shape->nParts ? shape->panPartStart[part + 1] : shape->nVertices;
}

static enum lawmap_status read_shape(struct reader *reader, size_t feature, SHPObject **out)
{
    *out = SHPReadObject(reader->shapes, (int)feature);
    if (*out != NULL && (*out)->nParts > 0 && (*out)->nVertices > 0)
        return LAWMAP_OK;
    SHPDestroyObject(*out);
    *out = NULL;
    return lawmap_fail(reader->error, LAWMAP_BAD_DATA, "%s.shp: feature %zu: shapelib cannot read it",
                       reader->base, feature);
}

static enum lawmap_status read_rings(struct reader *reader, size_t feature, uint16_t leaf, struct shapes *out)
{
    SHPObject *shape;
    enum lawmap_status status = read_shape(reader, feature, &shape);
    if (status != LAWMAP_OK)
        return status;
    size_t before = out->part_count;
    for (int i = 0; i < shape->nParts && status == LAWMAP_OK; i++)
        status = add_ring(reader, feature, shape, shape->panPartStart[i], part_end(shape, i), leaf, out);
    if (status == LAWMAP_OK && out->part_count == before)
        status = lawmap_fail(reader->error, LAWMAP_BAD_DATA,
                             "%s.shp: feature %zu: none of its rings has an area", reader->base, feature);
    SHPDestroyObject(shape);
    return status;
}

struct named_feature {
    struct atlas_leaf leaf;
    size_t feature;
};

static int by_code(const void *a, const void *b)
{
    const struct named_feature *x = a, *y = b;
    int order = strcmp(x->leaf.code, y->leaf.code);
    return order != 0 ? order : (x->feature > y->feature) - (x->feature < y->feature);
}

/* Several features of one code are one leaf: sets that keep islands apart are common. */
static enum lawmap_status add_leaves(struct reader *reader, struct named_feature *features,
                                     struct shapes *out)
{
    qsort(features, reader->count, sizeof *features, by_code);
    out->leaves = calloc(reader->count, sizeof *out->leaves);
    if (out->leaves == NULL)
        return lawmap_fail(reader->error, LAWMAP_NO_MEMORY, "out of memory");
    enum lawmap_status status = LAWMAP_OK;
    for (size_t i = 0; i < reader->count && status == LAWMAP_OK; i++) {
        struct atlas_leaf *last = out->leaf_count > 0 ? &out->leaves[out->leaf_count - 1] : NULL;
        if (last == NULL || strcmp(last->code, features[i].leaf.code) != 0) {
            out->leaves[out->leaf_count++] = features[i].leaf;
            features[i].leaf = (struct atlas_leaf){0};
        } else if (strcmp(last->parent, features[i].leaf.parent) != 0) {
            return lawmap_fail(
                reader->error, LAWMAP_BAD_DATA,
                "%s.dbf: feature %zu: %s has the parent \"%s\" here and \"%s\" in another feature",
                reader->base, features[i].feature, last->code, features[i].leaf.parent, last->parent);
        }
        status = read_rings(reader, features[i].feature, (uint16_t)(out->leaf_count - 1), out);
    }
    return status;
}

static enum lawmap_status read_features(struct reader *reader, const struct atlas_options *options,
                                        struct shapes *out)
{
    if (reader->count == 0 || reader->count >= ATLAS_NO_LEAF)
        return lawmap_fail(reader->error, LAWMAP_BAD_DATA, "%s.shp: %zu features, expected 1 to %d",
                           reader->base, reader->count, ATLAS_NO_LEAF - 1);
    struct fields fields;
    enum lawmap_status status = find_fields(reader, options, &fields);
    struct named_feature *features = calloc(reader->count, sizeof *features);
    if (status == LAWMAP_OK && features == NULL)
        status = lawmap_fail(reader->error, LAWMAP_NO_MEMORY, "out of memory");
    for (size_t i = 0; i < reader->count && status == LAWMAP_OK; i++) {
        features[i].feature = i;
        status = read_leaf(reader, i, &fields, &features[i].leaf);
    }
    if (status == LAWMAP_OK)
        status = add_leaves(reader, features, out);
    for (size_t i = 0; features != NULL && i < reader->count; i++) {
        free((char *)features[i].leaf.code);
        free((char *)features[i].leaf.parent);
        free((char *)features[i].leaf.name);
    }
    free(features);
    return status;
}

enum lawmap_status shapes_read_polygons(const char *base, const struct atlas_options *options,
                                        struct shapes *out, struct lawmap_error *error)
{
    struct reader reader = {.base = base, .encoding = (iconv_t)-1, .error = error};
    *out = (struct shapes){0};
    enum lawmap_status status = open_shapes(&reader, SHAPE_POLYGONS, &out->fingerprint);
    if (status == LAWMAP_OK)
        status = open_table(&reader, &out->fingerprint);
    if (status == LAWMAP_OK)
        status = read_features(&reader, options, out);
    if (status == LAWMAP_OK)
        status = shapes_orient(out, error);
    close_reader(&reader);
    if (status != LAWMAP_OK)
        shapes_free(out);
    return status;
}

static enum lawmap_status read_line(struct reader *reader, size_t feature, struct shapes *out)
{
    SHPObject *shape;
    enum lawmap_status status = read_shape(reader, feature, &shape);
    if (status != LAWMAP_OK)
        return status;
    for (int i = 0; i < shape->nParts && status == LAWMAP_OK; i++) {
        size_t first = out->point_count;
        status = add_points(reader, feature, shape, shape->panPartStart[i], part_end(shape, i), out);
        if (status == LAWMAP_OK && out->point_count - first < 2)
            out->point_count = first;
        else if (status == LAWMAP_OK && !shapes_add_part(out, first, ATLAS_NO_LEAF))
            status = lawmap_fail(reader->error, LAWMAP_NO_MEMORY, "out of memory");
    }
    SHPDestroyObject(shape);
    return status;
}

enum lawmap_status shapes_read_lines(const char *base, struct shapes *out, struct lawmap_error *error)
{
    struct reader reader = {.base = base, .encoding = (iconv_t)-1, .error = error};
    *out = (struct shapes){0};
    enum lawmap_status status = open_shapes(&reader, SHAPE_LINES, &out->fingerprint);
    for (size_t i = 0; i < reader.count && status == LAWMAP_OK; i++)
        status = read_line(&reader, i, out);
    close_reader(&reader);
    if (status != LAWMAP_OK)
        shapes_free(out);
    return status;
}
