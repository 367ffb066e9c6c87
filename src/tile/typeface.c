#include "typeface.h"

#include <stdlib.h>
#include <strings.h>

struct font {
    const char *family, *package; /* of Debian */
    PangoWeight bold;
};

struct typeface {
    const struct font *font;
    PangoFontMap *map;
    PangoContext *context;
};

static const struct font *font_of(enum language language)
{
    static const struct font latin_and_cyrillic = {"Open Sans", "fonts-open-sans", PANGO_WEIGHT_SEMIBOLD},
                             chinese = {"WenQuanYi Micro Hei", "fonts-wqy-microhei",
                                        PANGO_WEIGHT_NORMAL}; /* has no bold face */
    return language == LANGUAGE_ZH ? &chinese : &latin_and_cyrillic;
}

/* Without hints a text has the same shape at any size and in any format. */
static PangoContext *new_context(PangoFontMap *map, enum language language)
{
    PangoContext *context = pango_font_map_create_context(map);
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(context, options);
    cairo_font_options_destroy(options);
    pango_cairo_context_set_resolution(context, 72);
    pango_context_set_round_glyph_positions(context, FALSE);
    pango_context_set_language(context, pango_language_from_string(language_tag(language)));
    pango_context_set_base_dir(context, PANGO_DIRECTION_LTR);
    return context;
}

static PangoFontDescription *describe(const struct font *font, double size, bool bold)
{
    PangoFontDescription *description = pango_font_description_new();
    pango_font_description_set_family_static(description, font->family);
    pango_font_description_set_weight(description, bold ? font->bold : PANGO_WEIGHT_NORMAL);
    pango_font_description_set_absolute_size(description, size * PANGO_SCALE);
    return description;
}

/* For a family that is not there Pango loads another. */
static bool is_installed(const struct typeface *typeface)
{
    PangoFontDescription *wanted = describe(typeface->font, 10, false), *found = NULL;
    PangoFont *font = pango_font_map_load_font(typeface->map, typeface->context, wanted);
    if (font != NULL)
        found = pango_font_describe(font);
    bool installed =
        found != NULL && strcasecmp(pango_font_description_get_family(found), typeface->font->family) == 0;
    pango_font_description_free(wanted);
    pango_font_description_free(found);
    g_clear_object(&font);
    return installed;
}

/* The font map is of its own: Pango's default one belongs to a thread and lives as long. */
enum lawmap_status typeface_new(enum language language, struct typeface **out, struct lawmap_error *error)
{
    struct typeface *typeface = calloc(1, sizeof *typeface);
    *out = typeface;
    if (typeface == NULL)
        return lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory to set text");
    typeface->font = font_of(language);
    typeface->map = pango_cairo_font_map_new();
    typeface->context = new_context(typeface->map, language);
    if (is_installed(typeface))
        return LAWMAP_OK;
    lawmap_fail(error, LAWMAP_NOT_FOUND,
                "the font “%s” for text in “%s” is not installed: install Debian's package %s",
                typeface->font->family, language_tag(language), typeface->font->package);
    typeface_free(typeface);
    *out = NULL;
    return LAWMAP_NOT_FOUND;
}

void typeface_free(struct typeface *typeface)
{
    if (typeface == NULL)
        return;
    g_object_unref(typeface->context);
    g_object_unref(typeface->map);
    free(typeface);
}

PangoLayout *typeface_set(const struct typeface *typeface, const char *text, double size, bool bold,
                          double width)
{
    PangoLayout *layout = pango_layout_new(typeface->context);
    PangoFontDescription *font = describe(typeface->font, size, bold);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
    pango_layout_set_text(layout, text, -1);
    if (width > 0) {
        pango_layout_set_width(layout, (int)(width * PANGO_SCALE));
        pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    }
    return layout;
}

struct extent typeface_extent(PangoLayout *layout)
{
    int width, height;
    pango_layout_get_size(layout, &width, &height);
    return (struct extent){(double)width / PANGO_SCALE, (double)height / PANGO_SCALE};
}

/* Pixels get outlines: as glyphs Cairo would move each letter to a whole pixel. The other formats get text,
 * which a reader of a PDF can search and copy. */
void typeface_show(cairo_t *cairo, PangoLayout *layout, double x, double y)
{
    cairo_new_path(cairo);
    cairo_move_to(cairo, x, y);
    if (cairo_surface_get_type(cairo_get_target(cairo)) == CAIRO_SURFACE_TYPE_IMAGE) {
        pango_cairo_layout_path(cairo, layout);
        cairo_fill(cairo);
    } else {
        pango_cairo_show_layout(cairo, layout);
    }
}
