/* Typefaces: which font sets a language's text, laid out the same on every machine and in every format. */
#ifndef LAWMAP_TILE_TYPEFACE_H
#define LAWMAP_TILE_TYPEFACE_H

#include <lawmap/law.h>

#include <pango/pangocairo.h>

/* A setter of one language's text, for one thread. LAWMAP_NOT_FOUND names the Debian package of a font that
 * is not installed. */
struct typeface;
enum lawmap_status typeface_new(enum language language, struct typeface **out, struct lawmap_error *error);
void typeface_free(struct typeface *typeface); /* NULL is allowed */

/* A paragraph in `size` units an em, broken into lines at `width` units (0: where the text breaks itself).
 * The caller frees it with g_object_unref(). */
PangoLayout *typeface_set(const struct typeface *typeface, const char *text, double size, bool bold,
                          double width);

struct extent {
    double width, height;
};
struct extent typeface_extent(PangoLayout *layout);
/* Its upper left corner at x, y, in Cairo's present colour. */
void typeface_show(cairo_t *cairo, PangoLayout *layout, double x, double y);

#endif
