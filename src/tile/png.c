#include "png.h"
#include "run_length.h"

#include <endian.h>
#include <stdlib.h>
#include <string.h>

enum { CHUNK_FRAME = 12, COLOUR_TRUE = 2, COLOUR_INDEXED = 3, FILTER_SUB = 1 };
/* Length, type and CRC of a chunk; IHDR's colour types; the difference to the pixel on the left. */

static void put_32(unsigned char *at, uint32_t value)
{
    at[0] = (unsigned char)(value >> 24);
    at[1] = (unsigned char)(value >> 16);
    at[2] = (unsigned char)(value >> 8);
    at[3] = (unsigned char)value;
}

/* Frames `size` bytes that already stand at chunk + 8; returns the size of the whole chunk. */
static size_t frame_chunk(unsigned char *chunk, const char type[4], size_t size)
{
    put_32(chunk, (uint32_t)size);
    memcpy(chunk + 4, type, 4);
    put_32(chunk + 8 + size, libdeflate_crc32(0, chunk + 4, size + 4));
    return size + CHUNK_FRAME;
}

unsigned png_depth(size_t colours)
{
    return colours <= 2 ? 1 : colours <= 4 ? 2 : colours <= 16 ? 4 : 8;
}

/* Signature and IHDR; returns their size. */
static size_t put_header(unsigned size, unsigned depth, unsigned char colour_type, unsigned char *out)
{
    static const unsigned char signature[8] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    memcpy(out, signature, sizeof signature);
    unsigned char *header = out + sizeof signature + 8;
    put_32(header, size);
    put_32(header + 4, size);
    header[8] = (unsigned char)depth;
    header[9] = colour_type;
    memset(header + 10, 0, 3); /* deflate, adaptive filters, no interlace */
    return sizeof signature + frame_chunk(out + sizeof signature, "IHDR", 13);
}

static unsigned char *put_rgb(uint32_t colour, unsigned char *out)
{
    *out++ = (unsigned char)(colour >> 16);
    *out++ = (unsigned char)(colour >> 8);
    *out++ = (unsigned char)colour;
    return out;
}

size_t png_head(unsigned size, unsigned depth, const uint32_t *colours, size_t count,
                unsigned char out[PNG_HEAD_MAX])
{
    size_t at = put_header(size, depth, COLOUR_INDEXED, out);
    unsigned char *entry = out + at + 8;
    for (size_t i = 0; i < count; i++)
        entry = put_rgb(colours[i], entry);
    return at + frame_chunk(out + at, "PLTE", 3 * count);
}

void png_truecolour_head(unsigned size, unsigned char out[PNG_TRUECOLOUR_HEAD])
{
    put_header(size, 8, COLOUR_TRUE, out);
}

size_t png_transparency(const uint8_t *alphas, size_t count, unsigned char out[PNG_TRANSPARENCY_MAX])
{
    memcpy(out + 8, alphas, count);
    return frame_chunk(out, "tRNS", count);
}

/* Eight pixels of four bits in four bytes: neighbours are joined in all of a word at once. */
static void pack_nibbles(const uint8_t *pixels, unsigned char *out)
{
    uint64_t word;
    memcpy(&word, pixels, sizeof word);
    word = be64toh(word); /* the leftmost pixel in the highest byte */
    word = (word | word >> 4) & UINT64_C(0x00ff00ff00ff00ff);
    word = (word | word >> 8) & UINT64_C(0x0000ffff0000ffff);
    uint32_t packed = htobe32((uint32_t)(word | word >> 16));
    memcpy(out, &packed, sizeof packed);
}

/* Packs a row (PNG, section 7.2: the leftmost pixel in the high bits); its width is a multiple of eight. */
static void pack_row(const uint8_t *p, unsigned size, unsigned depth, unsigned char *out)
{
    if (depth == 8)
        memcpy(out, p, size);
    else if (depth == 4)
        for (unsigned x = 0; x < size; x += 8)
            pack_nibbles(p + x, out + x / 2);
    else if (depth == 2)
        for (unsigned x = 0; x < size; x += 4)
            *out++ = (unsigned char)(p[x] << 6 | p[x + 1] << 4 | p[x + 2] << 2 | p[x + 3]);
    else
        for (unsigned x = 0; x < size; x += 8)
            *out++ = (unsigned char)(p[x] << 7 | p[x + 1] << 6 | p[x + 2] << 5 | p[x + 3] << 4 |
                                     p[x + 4] << 3 | p[x + 5] << 2 | p[x + 6] << 1 | p[x + 7]);
}

/* The rows of a picture as they are deflated: each starts with its filter, 0: none. NULL: out of memory. */
static unsigned char *pack_picture(const uint8_t *pixels, unsigned size, unsigned depth, size_t *raw_size)
{
    size_t row = 1 + size * depth / 8;
    unsigned char *raw = calloc(size, row);
    for (unsigned y = 0; raw != NULL && y < size; y++)
        pack_row(pixels + (size_t)y * size, size, depth, raw + y * row + 1);
    *raw_size = row * size;
    return raw;
}

/* Frames what was deflated to body + 8, and moves it to where it fits: rooms that are cut short leave holes.
 * Takes `body`. */
static unsigned char *finish_body(unsigned char *body, size_t deflated, size_t *out_size)
{
    if (deflated == 0) {
        free(body);
        return NULL;
    }
    size_t at = frame_chunk(body, "IDAT", deflated);
    at += frame_chunk(body + at, "IEND", 0);
    unsigned char *fitted = malloc(at);
    if (fitted != NULL)
        memcpy(fitted, body, at);
    free(body);
    *out_size = at;
    return fitted;
}

unsigned char *png_body(struct libdeflate_compressor *compressor, const uint8_t *pixels, unsigned size,
                        unsigned depth, size_t *out_size)
{
    size_t raw_size, deflated = 0;
    unsigned char *raw = pack_picture(pixels, size, depth, &raw_size);
    size_t bound = libdeflate_zlib_compress_bound(compressor, raw_size);
    unsigned char *body = malloc(bound + 2 * CHUNK_FRAME);
    if (raw != NULL && body != NULL)
        deflated = libdeflate_zlib_compress(compressor, raw, raw_size, body + 8, bound);
    free(raw);
    return finish_body(body, deflated, out_size);
}

/* Takes `raw`, as rows are deflated; NULL: out of memory. */
static unsigned char *deflate_runs(struct run_length *encoder, unsigned char *raw, size_t raw_size,
                                   size_t *out_size)
{
    size_t deflated = 0, bound = run_length_bound(encoder, raw_size);
    unsigned char *body = malloc(bound + 2 * CHUNK_FRAME);
    if (raw != NULL && body != NULL)
        deflated = run_length_encode(encoder, raw, raw_size, body + 8, bound);
    free(raw);
    return finish_body(body, deflated, out_size);
}

unsigned char *png_body_of_runs(struct run_length *encoder, const uint8_t *pixels, unsigned size,
                                unsigned depth, size_t *out_size)
{
    size_t raw_size;
    unsigned char *raw = pack_picture(pixels, size, depth, &raw_size);
    return deflate_runs(encoder, raw, raw_size, out_size);
}

/* As differences to the left, channel by channel, so that a run of one colour is a run of zeros. */
static unsigned char *subtract_left(const uint32_t *row, unsigned size, unsigned char *out)
{
    uint32_t left = 0;
    *out++ = FILTER_SUB;
    for (unsigned x = 0; x < size; left = row[x++])
        for (int shift = 16; shift >= 0; shift -= 8)
            *out++ = (unsigned char)((row[x] >> shift) - (left >> shift));
    return out;
}

unsigned char *png_truecolour_body(struct run_length *encoder, const uint32_t *pixels, unsigned size,
                                   size_t *out_size)
{
    size_t raw_size = size * (1 + 3 * (size_t)size);
    unsigned char *raw = malloc(raw_size), *at = raw;
    for (unsigned y = 0; raw != NULL && y < size; y++)
        at = subtract_left(pixels + (size_t)y * size, size, at);
    return deflate_runs(encoder, raw, raw_size, out_size);
}
