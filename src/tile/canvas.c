#include "canvas.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct canvas {
    struct canvas_options options;
    struct buffer bytes; /* what Cairo has written */
    cairo_surface_t *surface;
    cairo_t *cairo;
};

static cairo_status_t write_bytes(void *closure, const unsigned char *bytes, unsigned size)
{
    struct buffer *buffer = closure;
    buffer_append(buffer, bytes, size);
    return buffer->failed ? CAIRO_STATUS_NO_MEMORY : CAIRO_STATUS_SUCCESS;
}

/* Without a date of ours Cairo would write the time. */
static cairo_surface_t *new_pdf(struct canvas *canvas)
{
    const struct canvas_options *options = &canvas->options;
    char date[DATE_TEXT_SIZE], time[DATE_TEXT_SIZE + 10];
    cairo_surface_t *surface =
        cairo_pdf_surface_create_for_stream(write_bytes, &canvas->bytes, options->width, options->height);
    snprintf(time, sizeof time, "%sT00:00:00Z", date_format(options->date, date));
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, options->title);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_SUBJECT, options->description);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "lawmap");
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, time);
    return surface;
}

static cairo_surface_t *new_svg(struct canvas *canvas)
{
    cairo_surface_t *surface = cairo_svg_surface_create_for_stream(
        write_bytes, &canvas->bytes, canvas->options.width, canvas->options.height);
    cairo_svg_surface_set_document_unit(surface, CAIRO_SVG_UNIT_PX);
    return surface;
}

static cairo_surface_t *new_surface(struct canvas *canvas)
{
    const struct canvas_options *options = &canvas->options;
    if (options->format == PICTURE_PDF)
        return new_pdf(canvas);
    if (options->format == PICTURE_SVG)
        return new_svg(canvas);
    return cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)options->width, (int)options->height);
}

static enum lawmap_status fail(cairo_status_t status, struct lawmap_error *error)
{
    return lawmap_fail(error, status == CAIRO_STATUS_NO_MEMORY ? LAWMAP_NO_MEMORY : LAWMAP_IO,
                       "the picture cannot be drawn: %s", cairo_status_to_string(status));
}

enum lawmap_status canvas_new(const struct canvas_options *options, struct canvas **out,
                              struct lawmap_error *error)
{
    struct canvas *canvas = calloc(1, sizeof *canvas);
    *out = canvas;
    if (canvas == NULL)
        return lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory for a picture");
    canvas->options = *options;
    canvas->surface = new_surface(canvas);
    canvas->cairo = cairo_create(canvas->surface);
    cairo_status_t status = cairo_status(canvas->cairo);
    if (status == CAIRO_STATUS_SUCCESS)
        return LAWMAP_OK;
    canvas_free(canvas);
    *out = NULL;
    return fail(status, error);
}

void canvas_free(struct canvas *canvas)
{
    if (canvas == NULL)
        return;
    cairo_destroy(canvas->cairo);
    cairo_surface_destroy(canvas->surface);
    buffer_free(&canvas->bytes);
    free(canvas);
}

cairo_t *canvas_cairo(struct canvas *canvas)
{
    return canvas->cairo;
}

void canvas_set_colour(cairo_t *cairo, uint32_t colour, double opacity)
{
    cairo_set_source_rgba(cairo, (colour >> 16 & 255) / 255.0, (colour >> 8 & 255) / 255.0,
                          (colour & 255) / 255.0, opacity);
}

static void put_escaped(struct buffer *out, const char *text)
{
    for (; *text != '\0'; text++) {
        if (*text == '&')
            buffer_puts(out, "&amp;");
        else if (*text == '<')
            buffer_puts(out, "&lt;");
        else if (*text == '>')
            buffer_puts(out, "&gt;");
        else
            buffer_append(out, text, 1);
    }
}

struct span {
    const char *begin, *end;
};

/* Moves what stands before `word` from `rest` to `out`; false: it is not there. */
static bool put_until(struct buffer *out, struct span *rest, const char *word)
{
    const char *found = memmem(rest->begin, (size_t)(rest->end - rest->begin), word, strlen(word));
    if (found == NULL)
        return false;
    buffer_append(out, rest->begin, (size_t)(found - rest->begin));
    rest->begin = found;
    return true;
}

/* Cairo writes text as outlines; a screen reader, or a search, finds words only in these elements (SVG 1.1,
 * section 5.4), which belong right behind the opening tag. The id of Cairo's own group counts the surfaces
 * that this process has had, and nothing refers to it. */
static void put_svg(struct buffer *out, const struct canvas *canvas)
{
    struct span rest = {canvas->bytes.data, canvas->bytes.data + canvas->bytes.size};
    if (put_until(out, &rest, "<svg") && put_until(out, &rest, ">")) {
        buffer_printf(out, " role=\"img\" xml:lang=\"%s\">\n<title>", language_tag(canvas->options.language));
        put_escaped(out, canvas->options.title);
        buffer_puts(out, "</title>\n<desc>");
        put_escaped(out, canvas->options.description);
        buffer_puts(out, "</desc>");
        rest.begin++;
    }
    if (put_until(out, &rest, " id=\"surface")) {
        const char *end = memchr(rest.begin, '>', (size_t)(rest.end - rest.begin));
        rest.begin = end == NULL ? rest.begin : end;
    }
    buffer_append(out, rest.begin, (size_t)(rest.end - rest.begin));
}

enum lawmap_status canvas_finish(struct canvas *canvas, struct buffer *out, struct lawmap_error *error)
{
    cairo_status_t status = cairo_status(canvas->cairo);
    if (status == CAIRO_STATUS_SUCCESS && canvas->options.format == PICTURE_PNG)
        status = cairo_surface_write_to_png_stream(canvas->surface, write_bytes, &canvas->bytes);
    cairo_surface_finish(canvas->surface);
    if (status == CAIRO_STATUS_SUCCESS)
        status = cairo_surface_status(canvas->surface);
    if (status != CAIRO_STATUS_SUCCESS)
        return fail(status, error);
    if (canvas->options.format == PICTURE_SVG)
        put_svg(out, canvas);
    else
        buffer_append(out, canvas->bytes.data, canvas->bytes.size);
    if (out->failed)
        return lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory for a picture");
    return LAWMAP_OK;
}
