/* What the tests of this room share: the real world, the real law, and pictures decoded again. All fail the
 * test that calls them, with the reason, when they can't do their part. */
#ifndef LAWMAP_TESTS_TILE_FIXTURE_H
#define LAWMAP_TESTS_TILE_FIXTURE_H

#include <lawmap/tile.h>

#include <cairo.h>

struct atlas *fixture_atlas(void);
struct law *fixture_law(void);
struct law *fixture_law_in(const char *dir);
struct date fixture_day(const char *text);

/* By libpng inside Cairo, which checks every CRC and the zlib stream. The parts follow one another. */
cairo_surface_t *fixture_decode(const void *head, size_t head_size, const void *body, size_t body_size);
cairo_surface_t *fixture_decode_tile(const struct tile_png *png);
/* 0xAARRGGBB, premultiplied where the picture has alpha. */
uint32_t fixture_pixel(cairo_surface_t *picture, unsigned x, unsigned y);

#endif
