/* Nine bytes a tile: where, how large, of which layer, date, palette and hidden classes. The PNG is taken
 * apart again: signature, every length and CRC, and as many bytes of picture as its header says. */
#include "fuzz.h"

#include <lawmap/tile.h>

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

static struct atlas *atlas;
static struct law *law;
static struct tile_store *tiles;

int LLVMFuzzerInitialize(int *argument_count, char ***arguments)
{
    (void)argument_count, (void)arguments;
    struct atlas_options options = {.dir = FUZZ_SOURCE "/shapefiles"};
    struct fault_list faults = {0};
    fuzz_require(law_load(FUZZ_SOURCE "/data", &law, &faults, NULL) == LAWMAP_OK &&
                     atlas_load(&options, &atlas, NULL) == LAWMAP_OK &&
                     tile_store_new(atlas, &tiles, NULL) == LAWMAP_OK,
                 "law and boundaries load");
    fault_list_free(&faults);
    return 0;
}

static uint32_t read_number(const unsigned char *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

struct image { /* what the chunks say */
    uint32_t width, height, colours;
    unsigned depth, type;
    const unsigned char *deflated;
    size_t deflated_size;
};

static void take_chunk(const unsigned char *chunk, uint32_t size, struct image *image)
{
    const unsigned char *body = chunk + 8;
    if (memcmp(chunk + 4, "IHDR", 4) == 0) {
        image->width = read_number(body);
        image->height = read_number(body + 4);
        image->depth = body[8];
        image->type = body[9];
    }
    if (memcmp(chunk + 4, "PLTE", 4) == 0)
        image->colours = size / 3;
    if (memcmp(chunk + 4, "IDAT", 4) == 0) {
        fuzz_require(image->deflated == NULL, "there is one IDAT");
        image->deflated = body;
        image->deflated_size = size;
    }
}

static void take_apart(const unsigned char *bytes, size_t size, struct image *image)
{
    fuzz_require(size > 8 && memcmp(bytes, "\x89PNG\r\n\x1a\n", 8) == 0, "it begins as a PNG");
    size_t at = 8;
    bool ended = false;
    while (at < size) {
        fuzz_require(!ended && size - at >= 12, "chunks fill the file");
        uint32_t length = read_number(bytes + at);
        fuzz_require(length <= size - at - 12, "a chunk lies in the file");
        uint32_t crc = (uint32_t)crc32(0, bytes + at + 4, length + 4);
        fuzz_require(crc == read_number(bytes + at + 8 + length), "a chunk's CRC is right");
        take_chunk(bytes + at, length, image);
        ended = memcmp(bytes + at + 4, "IEND", 4) == 0;
        at += 12 + length;
    }
    fuzz_require(ended, "it ends with IEND");
}

static void check_picture(const struct image *image, uint32_t side)
{
    fuzz_require(image->width == side && image->height == side, "it has the tile's size");
    fuzz_require(image->type == 2 || (image->type == 3 && image->colours > 0 && image->colours <= 256),
                 "it is truecolour, or indexed with a palette");
    size_t row = 1 + (image->type == 2 ? 3 * (size_t)side : ((size_t)side * image->depth + 7) / 8);
    uLongf expected = (uLongf)(row * side), found = expected + 1;
    unsigned char *pixels = malloc(found);
    fuzz_require(pixels != NULL, "there is memory");
    fuzz_require(uncompress(pixels, &found, image->deflated, image->deflated_size) == Z_OK &&
                     found == expected,
                 "its picture has as many bytes as its header says");
    for (size_t y = 0; image->type == 3 && image->depth == 8 && y < side; y++)
        for (size_t x = 1; pixels[y * row] == 0 && x < row; x++)
            fuzz_require(pixels[y * row + x] < image->colours, "every pixel has a colour");
    free(pixels);
}

static void check(const struct tile_png *png, struct tile tile)
{
    struct image image = {0};
    unsigned char *whole = malloc(png->head_size + png->body_size);
    fuzz_require(whole != NULL, "there is memory");
    memcpy(whole, png->head, png->head_size);
    memcpy(whole + png->head_size, png->body, png->body_size);
    take_apart(whole, png->head_size + png->body_size, &image);
    fuzz_require(image.deflated != NULL, "there is a picture");
    check_picture(&image, 256 * tile.scale);
    free(whole);
}

static struct palette *make_palette(const uint8_t *data)
{
    struct palette *palette = NULL;
    size_t layers = law_layer_count(law);
    size_t layer = data[5] % (layers + 1);
    struct date date = {.year = (uint16_t)(1800 + data[6]), .month = 1, .day = 1};
    enum lawmap_status status = layer == layers ? palette_of_codes(atlas, &palette, NULL)
                                                : palette_new(atlas, law, law_layer(law, layer), date,
                                                              data[7] % 4, data[8], &palette, NULL);
    fuzz_require(status == LAWMAP_OK, "there is a palette");
    return palette;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct tile_png png;
    if (size < 9)
        return 0;
    struct tile tile = {data[0] % 13U, data[1] | (data[2] & 15U) << 8, data[3] | (data[2] >> 4 & 15U) << 8,
                        data[4] % 4U};
    struct palette *palette = make_palette(data);
    enum lawmap_status status =
        tile_valid(tile) ? tile_png(tiles, palette, tile, &png, NULL) : LAWMAP_NOT_FOUND;
    fuzz_require(status == LAWMAP_OK || !tile_valid(tile), "a tile that there is is drawn");
    if (status == LAWMAP_OK) {
        check(&png, tile);
        tile_png_free(&png);
    }
    palette_free(palette);
    return 0;
}
