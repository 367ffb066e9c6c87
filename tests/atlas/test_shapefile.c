/* Shapefiles that are broken, or only different from ours, written here with shapelib. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <lawmap/atlas.h>

#include <math.h>
#include <shapefil.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define WGS84                                                                                                \
    "GEOGCS[\"GCS_WGS_1984\",DATUM[\"D_WGS_1984\",SPHEROID[\"WGS_1984\",6378137.0,298.257223563]],"          \
    "PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]]"

struct square { /* a feature */
    double x, y, side;
    const char *code, *parent, *name;
};

struct set { /* a folder with shapefiles */
    char dir[64];
    char base[96];
};

static void put_file(const struct set *set, const char *suffix, const void *bytes, size_t size)
{
    char path[128];
    snprintf(path, sizeof path, "%s%s", set->base, suffix);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    fclose(file);
}

static struct buffer get_file(const struct set *set, const char *suffix)
{
    char path[128];
    struct buffer out = {0};
    snprintf(path, sizeof path, "%s%s", set->base, suffix);
    assert_int_equal(lawmap_read_file(path, 1 << 20, &out, NULL), LAWMAP_OK);
    return out;
}

static void remove_set(struct set *set)
{
    static const char *const suffixes[] = {".shp", ".shx", ".dbf", ".prj", ".cpg"};
    char path[128];
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
        snprintf(path, sizeof path, "%s%s", set->base, suffixes[i]);
        unlink(path);
    }
    rmdir(set->dir);
}

static void write_shape(SHPHandle shapes, double *x, double *y, int count)
{
    int start = 0;
    SHPObject *shape = SHPCreateObject(SHPT_POLYGON, -1, 1, &start, NULL, count, x, y, NULL, NULL);
    SHPWriteObject(shapes, -1, shape);
    SHPDestroyObject(shape);
}

static struct set new_set(const struct square *squares, size_t count)
{
    struct set set = {.dir = "/tmp/lawmap-shapes-XXXXXX"};
    assert_non_null(mkdtemp(set.dir));
    snprintf(set.base, sizeof set.base, "%s/jurisdictions", set.dir);
    SHPHandle shapes = SHPCreate(set.base, SHPT_POLYGON);
    DBFHandle table = DBFCreateEx(set.base, "UTF-8");
    assert_true(shapes != NULL && table != NULL);
    static const char *const fields[] = {"code", "parent", "name"};
    for (size_t i = 0; i < 3; i++)
        DBFAddField(table, fields[i], FTString, 40, 0);
    for (size_t i = 0; i < count; i++) {
        const struct square *s = &squares[i];
        double x[] = {s->x, s->x, s->x + s->side, s->x + s->side, s->x};
        double y[] = {s->y, s->y + s->side, s->y + s->side, s->y, s->y};
        write_shape(shapes, x, y, 5);
        const char *const values[] = {s->code, s->parent, s->name};
        for (int f = 0; f < 3; f++)
            DBFWriteStringAttribute(table, (int)i, f, values[f]);
    }
    SHPClose(shapes);
    DBFClose(table);
    put_file(&set, ".prj", WGS84, strlen(WGS84));
    return set;
}

static const struct square neighbours[] = {
    {0, 0, 10, "AA", "", "Åa"},
    {10, 0, 10, "BB", "", "Bé"},
    {20, 0, 5, "BB-1", "BB", "First"},
};
enum { NEIGHBOURS = sizeof neighbours / sizeof *neighbours };

static enum lawmap_status load(const struct set *set, struct atlas **out, struct lawmap_error *error)
{
    struct atlas_options options = {.dir = set->dir};
    return atlas_load(&options, out, error);
}

static void a_small_set_loads(void **state)
{
    (void)state;
    struct set set = new_set(neighbours, NEIGHBOURS);
    struct atlas *atlas;
    struct lawmap_error error = {0};
    if (load(&set, &atlas, &error) != LAWMAP_OK)
        fail_msg("%s", error.text);
    assert_int_equal(atlas_leaf_count(atlas), 3);
    assert_string_equal(atlas_leaf(atlas, 0)->name, "Åa");
    assert_string_equal(atlas_leaf(atlas, 2)->parent, "BB");
    struct atlas_place place;
    assert_true(atlas_locate(atlas, 5, 15, 0, &place));
    assert_string_equal(atlas_leaf(atlas, place.leaf)->code, "BB");
    struct degrees_box box;
    assert_true(atlas_extent(atlas, "BB", &box)); /* with its part */
    assert_true(fabs(box.west - 10) < 1e-6 && fabs(box.east - 25) < 1e-6);
    atlas_free(atlas);
    remove_set(&set);
}

static void features_of_one_code_are_one_leaf(void **state)
{
    (void)state;
    static const struct square islands[] = {
        {0, 0, 1, "AA", "", "A"}, {5, 5, 1, "AA", "", "A"}, {9, 9, 1, "BB", "", "B"}};
    struct set set = new_set(islands, 3);
    struct atlas *atlas;
    assert_int_equal(load(&set, &atlas, NULL), LAWMAP_OK);
    assert_int_equal(atlas_leaf_count(atlas), 2);
    struct atlas_place place;
    assert_true(atlas_locate(atlas, 5.5, 5.5, 0, &place));
    assert_string_equal(atlas_leaf(atlas, place.leaf)->code, "AA");
    atlas_free(atlas);
    remove_set(&set);
}

static void other_field_names_and_encodings(void **state)
{
    (void)state;
    struct set set = new_set(neighbours, NEIGHBOURS);
    struct buffer table = get_file(&set, ".dbf");
    memcpy(table.data + 32, "iso_a2\0\0\0\0", 10); /* the name of the first field */
    for (char *name = table.data;
         (name = memmem(name, (size_t)(table.data + table.size - name), "B\xc3\xa9", 3)) != NULL;)
        memcpy(name, "B\xe9 ", 3); /* é in ISO 8859-1 */
    for (char *name = table.data;
         (name = memmem(name, (size_t)(table.data + table.size - name), "\xc3\x85", 2)) != NULL;)
        memcpy(name,
               "\xc5"
               " ",
               2);
    put_file(&set, ".dbf", table.data, table.size);
    put_file(&set, ".cpg", "ISO-8859-1", 10);
    struct atlas *atlas;
    struct lawmap_error error = {0};
    assert_int_equal(load(&set, &atlas, &error), LAWMAP_BAD_DATA);
    assert_non_null(strstr(error.text, "no field \"code\""));
    struct atlas_options options = {.dir = set.dir, .code_field = "iso_a2"};
    if (atlas_load(&options, &atlas, &error) != LAWMAP_OK)
        fail_msg("%s", error.text);
    assert_string_equal(atlas_leaf(atlas, 1)->name, "Bé");
    atlas_free(atlas);
    buffer_free(&table);
    remove_set(&set);
}

/* What GDAL, ArcGIS, PROJ and QGIS write for the same system, and what only looks like it. */
#define SPHEROID     "SPHEROID[\"WGS 84\",6378137,298.257223563]"
#define GREENWICH    "PRIMEM[\"Greenwich\",0]"
#define DEGREES      "UNIT[\"degree\",0.0174532925199433]"
#define WKT2_DEGREES "CS[ellipsoidal,2],AXIS[\"lat\",north,ANGLEUNIT[\"degree\",0.0174532925199433]]"

static void projections_are_told_apart(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *fault; /* a part of the message; NULL: it is geographic WGS 84 */
    } cases[] = {
        {WGS84, NULL},
        {"\xef\xbb\xbf \n" WGS84 "\n", NULL},
        {"geogcs [ \"WGS 84\", datum [ \"WGS_1984\" , " SPHEROID " ] , " GREENWICH ", " DEGREES "]", NULL},
        {"GEOGCS(\"WGS 84\",DATUM(\"WGS_1984\"," SPHEROID ")," GREENWICH "," DEGREES ")", NULL},
        {"GEOGCRS[\"WGS 84\",DATUM[\"World Geodetic System 1984\",ELLIPSOID[\"WGS 84\",6378137,298.257,"
         "LENGTHUNIT[\"metre\",1]]],PRIMEM[\"Greenwich\",0,ANGLEUNIT[\"degree\",0.0174532925199433]]"
         "," WKT2_DEGREES ",AXIS[\"height\",up,LENGTHUNIT[\"metre\",1]],ID[\"EPSG\",4979]]",
         NULL},
        {"GEOGCRS[\"WGS 84\",ENSEMBLE[\"World Geodetic System 1984 ensemble\",MEMBER[\"World Geodetic System "
         "1984 (Transit)\"],ELLIPSOID[\"WGS 84\",6378137,298.257],ENSEMBLEACCURACY[2.0]]," WKT2_DEGREES "]",
         NULL},
        {"GEOGCS[\"OSGB36\",DATUM[\"OSGB_1936\",SPHEROID[\"Airy 1830\",6377563.396,299.3249646],"
         "TOWGS84[446.4,-125.1,542,0.15,0.247,0.842,-20.489]]," GREENWICH "," DEGREES "]",
         "its datum is OSGB_1936"},
        {"GEOGCS[\"WGS 84 (Paris)\",DATUM[\"WGS_1984\"," SPHEROID "],PRIMEM[\"Paris\",2.33722917]," DEGREES
         "]",
         "its prime meridian is at 2.33723"},
        {"GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\"," SPHEROID "]," GREENWICH
         ",UNIT[\"grad\",0.01570796326794897]]",
         "its unit in radians is 0.015708"},
        {"GEODCRS[\"WGS 84\",DATUM[\"World Geodetic System 1984\",ELLIPSOID[\"WGS 84\",6378137,298.257]],"
         "CS[Cartesian,3],AXIS[\"(X)\",geocentricX]]",
         "its coordinates are Cartesian"},
        {"PROJCS[\"WGS 84 / UTM zone 33N\"," WGS84 "]", "it is a PROJCS"},
        {"GEOGCS[\"WGS 84\"," GREENWICH "," DEGREES "]", "no datum"},
        {"GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\"," SPHEROID "]," GREENWICH, "cut off or malformed"},
        {"GEOGCS[\"WGS 84\",DATUM[\"WGS_1984", "cut off or malformed"},
        {"A[A[A[A[A[A[A[A[A[A[A[A[A[A[A[A[A[A[A[A[A[A[A[A[", "it is a A"},
        {"[[[,,\"", "expected geographic WGS 84"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct set set = new_set(neighbours, NEIGHBOURS);
        put_file(&set, ".prj", cases[i].text, strlen(cases[i].text));
        struct atlas *atlas;
        struct lawmap_error error = {0};
        bool loads = load(&set, &atlas, &error) == LAWMAP_OK;
        if (loads != (cases[i].fault == NULL) || (!loads && strstr(error.text, cases[i].fault) == NULL))
            fail_msg("%s: \"%s\"", cases[i].text, error.text);
        atlas_free(atlas);
        remove_set(&set);
    }
}

/* "Bé" in many encodings, which programs call by many names. */
static void encodings_have_many_names(void **state)
{
    (void)state;
    static const struct {
        const char *page, *bytes;
    } cases[] = {
        {"UTF-8", "B\xc3\xa9"}, {"utf8\r\n", "B\xc3\xa9"},  {"65001", "B\xc3\xa9"},   {"1252", "B\xe9 "},
        {"8859-1", "B\xe9 "},   {"8859_15", "B\xe9 "},      {"88591", "B\xe9 "},      {"ANSI 1252", "B\xe9 "},
        {"850", "B\x82 "},      {"Windows-1252", "B\xe9 "}, {"ISO-8859-1", "B\xe9 "},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct square square = {0, 0, 10, "BB", "", cases[i].bytes};
        struct set set = new_set(&square, 1);
        put_file(&set, ".cpg", cases[i].page, strlen(cases[i].page));
        struct atlas *atlas;
        struct lawmap_error error = {0};
        if (load(&set, &atlas, &error) != LAWMAP_OK)
            fail_msg("%s: %s", cases[i].page, error.text);
        if (strcmp(atlas_leaf(atlas, 0)->name, "Bé") != 0)
            fail_msg("%s: \"%s\"", cases[i].page, atlas_leaf(atlas, 0)->name);
        atlas_free(atlas);
        remove_set(&set);
    }
}

/* Writes bytes at an offset of one of the files; a negative offset counts from the end. */
struct damage {
    const char *what, *suffix;
    long offset;
    const char *bytes;
    size_t size;
    const char *expected; /* in the message */
};

static void damage_is_refused_with_the_feature(void **state)
{
    (void)state;
    static const unsigned char nan_bytes[8] = {0, 0, 0, 0, 0, 0, 0xf8, 0x7f};
    static const unsigned char thousand[8] = {0, 0, 0, 0, 0, 0x40, 0x8f, 0x40};
    /* The second feature's record starts at 100 + 136: header 8, type 4, box 32, counts 8, part 4, 5 points
     * of 16. */
    enum { RECORD = 236, COUNTS = RECORD + 8 + 36, PART = COUNTS + 8, POINTS = PART + 4 };
    static const struct damage cases[] = {
        {"file code", ".shp", 0, "\1", 1, "not a shapefile"},
        {"file length", ".shp", 24, "\0\0\1\0", 4, "truncated"},
        {"shape type of the file", ".shp", 32, "\1\0\0\0", 4, "expected 5 (polygon)"},
        {"shape type of a record", ".shp", RECORD + 8, "\0\0\0\0", 4, "feature 1: no shape"},
        {"more parts than fit", ".shp", COUNTS, "\377\377\377\377", 4, "feature 1:"},
        {"more points than fit", ".shp", COUNTS + 4, "\377\377\377\177", 4, "feature 1:"},
        {"no parts", ".shp", COUNTS, "\0\0\0\0", 4, "feature 1: empty"},
        {"part starts outside", ".shp", PART, "\5\0\0\0", 4, "feature 1: part 0 starts"},
        {"longitude is not a number", ".shp", POINTS + 16, (const char *)nan_bytes, 8, "feature 1: point 1"},
        {"latitude out of range", ".shp", POINTS + 24, (const char *)thousand, 8, "feature 1: point 1"},
        {"ring not closed", ".shp", POINTS + 7, "\300", 1,
         "feature 1: the ring from point 0 to 4 is not closed"},
        {"ring of three points", ".shp", COUNTS + 4, "\3\0\0\0", 4, "feature 1: a ring of 3 points"},
        {"record length", ".shp", RECORD + 4, "\0\0\0\1", 4, "feature 1: its length"},
        {"index past the end", ".shx", 108, "\177\377\377\377", 4, "feature 1:"},
        {"index length", ".shx", 112, "\177\377\377\377", 4, "feature 1:"},
        {"records of the table", ".dbf", 4, "\2\0\0\0", 4, "2 records for the 3 features"},
        {"record size of the table", ".dbf", 10, "\1\0", 2, "its fields take"},
        {"header size of the table", ".dbf", 8, "\377\377", 2, "do not fit"},
        {"code in lower case", ".dbf", -3 * 121, "aa", 2, "feature 0: code is \"aa\""},
        {"name not UTF-8 in a table that says UTF-7", ".cpg", 0, "nonsense", 8, "unknown encoding"},
        {"a projection", ".prj", 0, "PROJCS", 6, "expected geographic WGS 84"},
        {"a control character", ".dbf", -3 * 121 + 80, "\x1b[31m", 5, "feature 0: field name has a control"},
        {"another datum", ".prj", 8, "GCS_ETRS_1989\",DATUM[\"D_ETRS_1989\",SPHEROID[\"GRS_1980_", 55,
         "expected geographic WGS 84"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct set set = new_set(neighbours, NEIGHBOURS);
        struct buffer file = get_file(&set, cases[i].suffix);
        size_t at =
            cases[i].offset < 0 ? file.size - 1 - (size_t)-cases[i].offset + 1 : (size_t)cases[i].offset;
        if (at + cases[i].size > file.size)
            buffer_append(&file, cases[i].bytes, cases[i].size);
        memcpy(file.data + at, cases[i].bytes, cases[i].size);
        put_file(&set, cases[i].suffix, file.data, file.size);
        buffer_free(&file);
        struct atlas *atlas = (struct atlas *)&set;
        struct lawmap_error error = {0};
        enum lawmap_status status = load(&set, &atlas, &error);
        if (status != LAWMAP_BAD_DATA || atlas != NULL || strstr(error.text, cases[i].expected) == NULL)
            fail_msg("%s: status %d, \"%s\", expected \"%s\"", cases[i].what, status, error.text,
                     cases[i].expected);
        remove_set(&set);
    }
}

static void missing_files_are_named(void **state)
{
    (void)state;
    static const char *const suffixes[] = {".shp", ".shx", ".dbf"};
    for (size_t i = 0; i < 3; i++) {
        struct set set = new_set(neighbours, NEIGHBOURS);
        char path[128];
        snprintf(path, sizeof path, "%s%s", set.base, suffixes[i]);
        unlink(path);
        struct atlas *atlas;
        struct lawmap_error error = {0};
        assert_int_equal(load(&set, &atlas, &error), LAWMAP_NOT_FOUND);
        assert_non_null(strstr(error.text, path));
        remove_set(&set);
    }
}

static void conflicting_parents_are_refused(void **state)
{
    (void)state;
    static const struct square squares[] = {{0, 0, 1, "AA-1", "AA", "A"}, {5, 5, 1, "AA-1", "BB", "A"}};
    struct set set = new_set(squares, 2);
    struct atlas *atlas;
    struct lawmap_error error = {0};
    assert_int_equal(load(&set, &atlas, &error), LAWMAP_BAD_DATA);
    assert_non_null(strstr(error.text, "feature 1"));
    remove_set(&set);
}

static void truncated_files_are_refused(void **state)
{
    (void)state;
    static const char *const suffixes[] = {".shp", ".shx", ".dbf"};
    for (size_t i = 0; i < 3; i++) {
        struct set set = new_set(neighbours, NEIGHBOURS);
        struct buffer file = get_file(&set, suffixes[i]);
        for (size_t size = 0; size < file.size - 1; size += size % 64 == 0 && i == 1 ? 8 : 64) {
            put_file(&set, suffixes[i], file.data, size);
            struct atlas *atlas;
            struct lawmap_error error = {0};
            assert_int_not_equal(load(&set, &atlas, &error), LAWMAP_OK);
            assert_non_null(strstr(error.text, "jurisdictions."));
        }
        buffer_free(&file);
        remove_set(&set);
    }
}

static void flipped_bits_never_crash(void **state)
{
    (void)state;
    static const char *const suffixes[] = {".shp", ".shx", ".dbf"};
    for (size_t i = 0; i < 3; i++) {
        struct set set = new_set(neighbours, NEIGHBOURS);
        struct buffer file = get_file(&set, suffixes[i]);
        for (size_t at = 0; at < file.size; at++) {
            file.data[at] = (char)(file.data[at] ^ 1 << at % 8);
            put_file(&set, suffixes[i], file.data, file.size);
            struct atlas *atlas;
            struct lawmap_error error = {0};
            enum lawmap_status status = load(&set, &atlas, &error);
            if (status == LAWMAP_OK) { /* a coordinate or a name that is as good as another */
                struct atlas_place place;
                atlas_locate(atlas, 5, 5, 25, &place);
                assert_in_range(atlas_leaf_count(atlas), 1, 3);
            } else {
                assert_true(strlen(error.text) > 0);
            }
            atlas_free(status == LAWMAP_OK ? atlas : NULL);
            file.data[at] = (char)(file.data[at] ^ 1 << at % 8);
        }
        buffer_free(&file);
        remove_set(&set);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_small_set_loads),
        cmocka_unit_test(features_of_one_code_are_one_leaf),
        cmocka_unit_test(other_field_names_and_encodings),
        cmocka_unit_test(projections_are_told_apart),
        cmocka_unit_test(encodings_have_many_names),
        cmocka_unit_test(damage_is_refused_with_the_feature),
        cmocka_unit_test(missing_files_are_named),
        cmocka_unit_test(conflicting_parents_are_refused),
        cmocka_unit_test(truncated_files_are_refused),
        cmocka_unit_test(flipped_bits_never_crash),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
