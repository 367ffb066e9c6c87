/* The three files of a shapefile in one input: the sizes of .shp and .dbf in four bytes each, least first;
 * then .shp, .dbf and, in what is left, .shx. */
#include "fuzz.h"

#include <lawmap/atlas.h>

#include <string.h>

static size_t read_size(const uint8_t *bytes)
{
    return (size_t)bytes[0] | (size_t)bytes[1] << 8 | (size_t)bytes[2] << 16 | (size_t)bytes[3] << 24;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum { HEAD = 8 };
    static const char projection[] =
        "GEOGCS[\"GCS_WGS_1984\",DATUM[\"D_WGS_1984\",SPHEROID[\"WGS_1984\",6378137.0,298.257223563]],"
        "PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]]";
    if (size < HEAD)
        return 0;
    size_t left = size - HEAD, shp = least(read_size(data), left);
    size_t dbf = least(read_size(data + 4), left - shp);
    fuzz_write("jurisdictions.shp", data + HEAD, shp);
    fuzz_write("jurisdictions.dbf", data + HEAD + shp, dbf);
    fuzz_write("jurisdictions.shx", data + HEAD + shp + dbf, left - shp - dbf);
    fuzz_write("jurisdictions.prj", projection, strlen(projection));

    struct atlas_options options = {.dir = fuzz_folder()};
    struct atlas *atlas = NULL;
    struct lawmap_error error = {0};
    enum lawmap_status status = atlas_load(&options, &atlas, &error);
    fuzz_require((status == LAWMAP_OK) == (atlas != NULL), "an atlas is there if and only if it was loaded");
    fuzz_require(status == LAWMAP_OK || error.text[0] != '\0', "a refusal says why");
    atlas_free(atlas);
    return 0;
}
