/* The files of a shapefile in one input: the sizes of .shp and .dbf, three bytes each, least first, after
 * each of which a byte chooses the .cpg and the .prj; then .shp, .dbf and, in what is left, .shx. What loads
 * is asked all that an atlas can be asked, and drawn. */
#include "fuzz.h"

#include "atlas/shapes.h"

#include <lawmap/tile.h>

#include <math.h>
#include <string.h>

static size_t read_size(const uint8_t *bytes)
{
    return (size_t)bytes[0] | (size_t)bytes[1] << 8 | (size_t)bytes[2] << 16;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* One of the texts that a byte chooses; those that are NULL stand for no file. */
static void write_choice(const char *name, const char *const texts[], size_t count, uint8_t choice)
{
    const char *text = texts[choice % count];
    if (text == NULL)
        fuzz_remove(name);
    else
        fuzz_write(name, text, strlen(text));
}

static void write_files(const uint8_t *data, size_t size)
{
    enum { HEAD = 8 };
    static const char *const projections[] = {
        "GEOGCS[\"GCS_WGS_1984\",DATUM[\"D_WGS_1984\",SPHEROID[\"WGS_1984\",6378137.0,298.257223563]],"
        "PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]]",
        NULL, "PROJCS[\"WGS_1984_Web_Mercator_Auxiliary_Sphere\"]", ""};
    static const char *const encodings[] = {NULL,     "UTF-8",   "1252", "ISO-8859-1",  "LDID/87",
                                            "UTF-16", "GB18030", "",     "no such one", "UTF-7"};
    size_t left = size - HEAD, shp = least(read_size(data), left);
    size_t dbf = least(read_size(data + 4), left - shp);
    fuzz_write("jurisdictions.shp", data + HEAD, shp);
    fuzz_write("jurisdictions.dbf", data + HEAD + shp, dbf);
    fuzz_write("jurisdictions.shx", data + HEAD + shp + dbf, left - shp - dbf);
    write_choice("jurisdictions.cpg", encodings, sizeof encodings / sizeof encodings[0], data[3]);
    write_choice("jurisdictions.prj", projections, sizeof projections / sizeof projections[0], data[7]);
}

static void check_box(const struct degrees_box *box)
{
    fuzz_require(fabs(box->west) <= 180 && fabs(box->east) <= 180 && box->south >= -90 &&
                     box->south <= box->north && box->north <= 90,
                 "a box is on the globe");
}

static void check_outline(const struct atlas *atlas, const char *code, int level)
{
    struct atlas_area area;
    enum lawmap_status status = atlas_area(atlas, code, level, &area, NULL);
    fuzz_require(status == LAWMAP_OK, "a leaf has an area");
    atlas_area_mend(&area, level, 6);
    atlas_area_free(&area);
}

static void check_leaf(const struct atlas *atlas, size_t index, struct degrees_box *box)
{
    const struct atlas_leaf *leaf = atlas_leaf(atlas, index);
    struct atlas_place place;
    fuzz_require(atlas_extent(atlas, leaf->code, box), "a leaf has an extent");
    check_box(box);
    atlas_leaf_at(atlas, atlas_project(box->west, box->south));
    if (atlas_locate(atlas, box->south, box->east, 100, &place))
        fuzz_require(place.leaf < atlas_leaf_count(atlas) && place.distance_km >= 0 &&
                         place.distance_km <= 101,
                     "what is near is near");
    for (int level = 0; level <= ATLAS_LEVEL_MAX; level += ATLAS_LEVEL_MAX)
        check_outline(atlas, leaf->code, level);
}

static unsigned tile_number(int32_t at, unsigned zoom)
{
    int32_t number = at < 0 ? 0 : at >> (ATLAS_WORLD_BITS - (int)zoom);
    return (unsigned)number > (1U << zoom) - 1 ? (1U << zoom) - 1 : (unsigned)number;
}

/* The tiles on which the corner of a box lies. */
static void draw(const struct atlas *atlas, const struct degrees_box *box)
{
    struct tile_store *tiles = NULL;
    struct palette *codes = NULL;
    struct atlas_point corner = atlas_project(box->west, box->south);
    fuzz_require(tile_store_new(atlas, &tiles, NULL) == LAWMAP_OK &&
                     palette_of_codes(atlas, &codes, NULL) == LAWMAP_OK,
                 "there is memory");
    for (unsigned zoom = 0; zoom <= TILE_ZOOM_MAX; zoom += TILE_ZOOM_MAX / 2) {
        struct tile_png png;
        struct tile tile = {zoom, tile_number(corner.x, zoom), tile_number(corner.y, zoom), 1};
        fuzz_require(tile_png(tiles, codes, tile, &png, NULL) == LAWMAP_OK, "a tile is drawn");
        tile_png_free(&png);
    }
    palette_free(codes);
    tile_store_free(tiles);
}

static void read_as_lines(const char *dir)
{
    struct shapes lines;
    struct lawmap_error error = {0};
    char base[FUZZ_PATH_SIZE];
    strcpy(base, dir);
    strcat(base, "/jurisdictions");
    enum lawmap_status status = shapes_read_lines(base, &lines, &error);
    fuzz_require(status == LAWMAP_OK || error.text[0] != '\0', "a refusal says why");
    shapes_free(&lines);
}

int LLVMFuzzerInitialize(int *argument_count, char ***arguments)
{
    (void)argument_count, (void)arguments;
    fuzz_folder();
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 8)
        return 0;
    write_files(data, size);
    struct atlas_options options = {.dir = fuzz_folder()};
    struct atlas *atlas = NULL;
    struct degrees_box box;
    struct lawmap_error error = {0};
    enum lawmap_status status = atlas_load(&options, &atlas, &error);
    fuzz_require((status == LAWMAP_OK) == (atlas != NULL), "an atlas is there if and only if it was loaded");
    fuzz_require(status == LAWMAP_OK || error.text[0] != '\0', "a refusal says why");
    if (status != LAWMAP_OK)
        read_as_lines(options.dir);
    for (size_t i = 0; atlas != NULL && i < atlas_leaf_count(atlas); i++)
        check_leaf(atlas, i, &box);
    if (atlas != NULL && fuzz_now_and_then(data, size, 4))
        draw(atlas, &box);
    atlas_free(atlas);
    return 0;
}
