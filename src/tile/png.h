/* Parts of a PNG file (ISO/IEC 15948 = W3C PNG, 2nd edition): no interlace. */
#ifndef LAWMAP_TILE_PNG_H
#define LAWMAP_TILE_PNG_H

#include <lawmap/base.h>
#include <libdeflate.h>

struct run_length;

enum { PNG_COLOURS_MAX = 256, PNG_HEAD_MAX = 8 + 25 + 12 + 3 * PNG_COLOURS_MAX };
enum { PNG_TRUECOLOUR_HEAD = 8 + 25 };
enum { PNG_TRANSPARENCY_MAX = 12 + PNG_COLOURS_MAX };

/* 1, 2, 4 or 8 bits a pixel: the least that `colours` need. */
unsigned png_depth(size_t colours);

/* Signature, IHDR and PLTE of a square picture; writes at most PNG_HEAD_MAX bytes and returns how many.
 * colours: 0xRRGGBB. */
size_t png_head(unsigned size, unsigned depth, const uint32_t *colours, size_t count,
                unsigned char out[PNG_HEAD_MAX]);

/* A square truecolour picture of runs: signature and IHDR, PNG_TRUECOLOUR_HEAD bytes; and IDAT and IEND for
 * its pixels, 0xRRGGBB, as png_body_of_runs(). */
void png_truecolour_head(unsigned size, unsigned char out[PNG_TRUECOLOUR_HEAD]);
unsigned char *png_truecolour_body(struct run_length *encoder, const uint32_t *pixels, unsigned size,
                                   size_t *out_size);

/* A tRNS chunk, to follow the head: the alpha of each colour (section 11.3.2.1). Writes at most
 * PNG_TRANSPARENCY_MAX bytes and returns how many. */
size_t png_transparency(const uint8_t *alphas, size_t count, unsigned char out[PNG_TRANSPARENCY_MAX]);

/* IDAT and IEND for the pixels of a square picture, one byte each. NULL: out of memory; free it with free().
 */
unsigned char *png_body(struct libdeflate_compressor *compressor, const uint8_t *pixels, unsigned size,
                        unsigned depth, size_t *out_size);
/* The same for a picture of runs, such as a tile. */
unsigned char *png_body_of_runs(struct run_length *encoder, const uint8_t *pixels, unsigned size,
                                unsigned depth, size_t *out_size);

#endif
