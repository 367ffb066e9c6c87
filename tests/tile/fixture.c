#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *in_source_tree(const char *name, char out[4096])
{
    snprintf(out, 4096, "%s/%s", getenv("LAWMAP_SOURCE_ROOT"), name);
    return out;
}

struct atlas *fixture_atlas(void)
{
    char dir[4096];
    struct atlas *atlas;
    struct lawmap_error error = {0};
    struct atlas_options options = {.dir = in_source_tree("shapefiles", dir)};
    if (atlas_load(&options, &atlas, &error) != LAWMAP_OK)
        fail_msg("%s", error.text);
    return atlas;
}

struct law *fixture_law_in(const char *dir)
{
    struct law *law;
    struct lawmap_error error = {0};
    struct fault_list faults = {0};
    if (law_load(dir, &law, &faults, &error) != LAWMAP_OK)
        fail_msg("%s", error.text);
    fault_list_free(&faults);
    return law;
}

struct law *fixture_law(void)
{
    char dir[4096];
    return fixture_law_in(in_source_tree("data", dir));
}

struct date fixture_day(const char *text)
{
    struct date date;
    assert_true(date_parse(text, &date));
    return date;
}

struct bytes {
    const unsigned char *head, *body;
    size_t head_size, body_size, at;
};

static cairo_status_t read_bytes(void *closure, unsigned char *out, unsigned length)
{
    struct bytes *bytes = closure;
    for (unsigned i = 0; i < length; i++, bytes->at++) {
        if (bytes->at >= bytes->head_size + bytes->body_size)
            return CAIRO_STATUS_READ_ERROR;
        out[i] =
            bytes->at < bytes->head_size ? bytes->head[bytes->at] : bytes->body[bytes->at - bytes->head_size];
    }
    return CAIRO_STATUS_SUCCESS;
}

cairo_surface_t *fixture_decode(const void *head, size_t head_size, const void *body, size_t body_size)
{
    struct bytes bytes = {head, body, head_size, body_size, 0};
    cairo_surface_t *picture = cairo_image_surface_create_from_png_stream(read_bytes, &bytes);
    assert_int_equal(cairo_surface_status(picture), CAIRO_STATUS_SUCCESS);
    return picture;
}

cairo_surface_t *fixture_decode_tile(const struct tile_png *png)
{
    return fixture_decode(png->head, png->head_size, png->body, png->body_size);
}

uint32_t fixture_pixel(cairo_surface_t *picture, unsigned x, unsigned y)
{
    const unsigned char *row =
        cairo_image_surface_get_data(picture) + (size_t)y * (size_t)cairo_image_surface_get_stride(picture);
    uint32_t value;
    memcpy(&value, row + 4 * (size_t)x, sizeof value);
    return value;
}
