/* Shapes names with Pango at one large size, so that they scale. Pango's objects belong to one thread; they
 * live no longer than the shaper. */
#include "label_text.h"
#include "typeface.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { BREAKS_MAX = 32, FULLWIDTH_PARENTHESIS = 0xff08 };
/* Ems: a name that is narrower is not broken at all, or not inside a word (Chinese writes no spaces). */
#define WIDTH_TO_BREAK      4.8f
#define WIDTH_TO_BREAK_WORD 6.0f

struct known { /* which glyph an outline is of */
    PangoFont *font;
    PangoGlyph glyph;
};

struct label_shaper {
    struct typeface *typeface;
    PangoAttrList *attributes;
    cairo_t *cairo; /* on a surface of one pixel: takes outlines */
    struct label_outlines *outlines;
    struct known *known; /* by outline */
};

static cairo_t *new_cairo(void)
{
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_A8, 1, 1);
    cairo_t *cairo = cairo_create(surface);
    cairo_surface_destroy(surface);
    return cairo;
}

/* A letter that the font lacks must not come from whatever other font is installed. */
static PangoAttrList *no_fallback(void)
{
    PangoAttrList *attributes = pango_attr_list_new();
    pango_attr_list_insert(attributes, pango_attr_fallback_new(FALSE));
    return attributes;
}

enum lawmap_status label_shaper_new(enum language language, struct label_outlines *outlines,
                                    struct label_shaper **out, struct lawmap_error *error)
{
    *out = NULL;
    struct label_shaper *shaper = calloc(1, sizeof *shaper);
    if (shaper == NULL)
        return lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory to shape names");
    shaper->outlines = outlines;
    shaper->cairo = new_cairo();
    enum lawmap_status status = typeface_new(language, &shaper->typeface, error);
    if (status == LAWMAP_OK && cairo_status(shaper->cairo) != CAIRO_STATUS_SUCCESS)
        status = lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory to shape names");
    if (status != LAWMAP_OK) {
        label_shaper_free(shaper);
        return status;
    }
    shaper->attributes = no_fallback();
    *out = shaper;
    return LAWMAP_OK;
}

void label_shaper_free(struct label_shaper *shaper)
{
    if (shaper == NULL)
        return;
    for (size_t i = 0; shaper->known != NULL && i < shaper->outlines->count; i++)
        g_object_unref(shaper->known[i].font);
    free(shaper->known);
    cairo_destroy(shaper->cairo);
    if (shaper->attributes != NULL)
        pango_attr_list_unref(shaper->attributes);
    typeface_free(shaper->typeface);
    free(shaper);
}

static bool reserve_outline(struct label_shaper *shaper)
{
    struct label_outlines *outlines = shaper->outlines;
    if (outlines->count < outlines->capacity)
        return true;
    size_t capacity = outlines->capacity == 0 ? 128 : 2 * outlines->capacity;
    cairo_path_t **paths = reallocarray(outlines->paths, capacity, sizeof(cairo_path_t *));
    if (paths != NULL)
        outlines->paths = paths;
    struct known *known = reallocarray(shaper->known, capacity, sizeof *known);
    if (known != NULL)
        shaper->known = known;
    if (paths == NULL || known == NULL || capacity > UINT16_MAX)
        return false;
    outlines->capacity = capacity;
    return true;
}

static bool add_outline(struct label_shaper *shaper, PangoFont *font, PangoGlyph glyph, double advance)
{
    struct label_outlines *outlines = shaper->outlines;
    if (!reserve_outline(shaper))
        return false;
    cairo_glyph_t at_origin = {.index = glyph};
    double left, top, right, bottom;
    cairo_new_path(shaper->cairo);
    cairo_set_scaled_font(shaper->cairo, pango_cairo_font_get_scaled_font(PANGO_CAIRO_FONT(font)));
    cairo_glyph_path(shaper->cairo, &at_origin, 1);
    cairo_path_extents(shaper->cairo, &left, &top, &right, &bottom);
    cairo_path_t *path = cairo_copy_path(shaper->cairo);
    if (path->status != CAIRO_STATUS_SUCCESS) {
        cairo_path_destroy(path);
        return false;
    }
    outlines->overhang = (float)fmax(outlines->overhang, fmax(-left, right - advance) / LABEL_EM);
    outlines->ascent = (float)fmax(outlines->ascent, -top / LABEL_EM);
    outlines->descent = (float)fmax(outlines->descent, bottom / LABEL_EM);
    shaper->known[outlines->count] = (struct known){g_object_ref(font), glyph};
    outlines->paths[outlines->count++] = path;
    return true;
}

/* The outline of a glyph, taken when it is first met; false: out of memory. */
static bool find_outline(struct label_shaper *shaper, PangoFont *font, const PangoGlyphInfo *info,
                         uint16_t *out)
{
    size_t i = 0;
    while (i < shaper->outlines->count &&
           (shaper->known[i].glyph != info->glyph || shaper->known[i].font != font))
        i++;
    if (i == shaper->outlines->count &&
        !add_outline(shaper, font, info->glyph, (double)info->geometry.width / PANGO_SCALE))
        return false;
    *out = (uint16_t)i;
    return true;
}

static PangoLayout *new_layout(const struct label_shaper *shaper, const char *name, bool bold)
{
    PangoLayout *layout = typeface_set(shaper->typeface, name, LABEL_EM, bold, 0);
    pango_layout_set_attributes(layout, shaper->attributes);
    pango_layout_set_single_paragraph_mode(layout, TRUE);
    return layout;
}

/* What is known of each letter while the name is shaped. */
struct shaping {
    struct label_text *text;
    int *bytes;     /* where in the name each letter begins */
    float *starts;  /* the pen's position before each letter; one more than letters */
    size_t letters; /* room */
    int64_t pen;
    gunichar unknown; /* a character without a glyph, or 0 */
};

#define EM_OF(units) ((float)((double)(units) / ((double)LABEL_EM * PANGO_SCALE)))

static bool take_glyph(struct label_shaper *shaper, struct shaping *shaping, const PangoGlyphItem *run, int i)
{
    const PangoGlyphInfo *info = &run->glyphs->glyphs[i];
    struct label_text *text = shaping->text;
    shaping->bytes[text->count] = run->item->offset + run->glyphs->log_clusters[i];
    shaping->starts[text->count] = EM_OF(shaping->pen);
    if ((info->glyph & PANGO_GLYPH_UNKNOWN_FLAG) != 0)
        shaping->unknown = info->glyph & ~PANGO_GLYPH_UNKNOWN_FLAG;
    uint16_t outline = UINT16_MAX; /* draws nothing */
    if (info->glyph != PANGO_GLYPH_EMPTY && shaping->unknown == 0 &&
        !find_outline(shaper, run->item->analysis.font, info, &outline))
        return false;
    text->letters[text->count++] = (struct label_letter){
        outline, EM_OF(shaping->pen + info->geometry.x_offset), EM_OF(info->geometry.y_offset)};
    shaping->pen += info->geometry.width;
    shaping->starts[text->count] = EM_OF(shaping->pen);
    return true;
}

static size_t count_glyphs(PangoLayout *layout)
{
    size_t count = 0;
    for (GSList *run = pango_layout_get_line_readonly(layout, 0)->runs; run != NULL; run = run->next)
        count += (size_t)((PangoGlyphItem *)run->data)->glyphs->num_glyphs;
    return count;
}

static bool take_glyphs(struct label_shaper *shaper, PangoLayout *layout, struct shaping *shaping)
{
    size_t count = count_glyphs(layout);
    shaping->text->letters = calloc(count + 1, sizeof *shaping->text->letters);
    shaping->bytes = calloc(count + 1, sizeof *shaping->bytes);
    shaping->starts = calloc(count + 1, sizeof *shaping->starts);
    bool ok = shaping->text->letters != NULL && shaping->bytes != NULL && shaping->starts != NULL &&
              count < UINT16_MAX;
    for (GSList *run = pango_layout_get_line_readonly(layout, 0)->runs; ok && run != NULL; run = run->next) {
        const PangoGlyphItem *glyphs = run->data;
        for (int i = 0; ok && i < glyphs->glyphs->num_glyphs; i++)
            ok = take_glyph(shaper, shaping, glyphs, i);
    }
    return ok;
}

static struct label_break break_before(const struct shaping *shaping, const char *name, int byte)
{
    size_t next = 0;
    while (next < shaping->text->count && shaping->bytes[next] < byte)
        next++;
    size_t end = next;
    while (end > 0 && name[shaping->bytes[end - 1]] == ' ')
        end--;
    gunichar first = g_utf8_get_char(name + byte);
    return (struct label_break){(uint16_t)end, (uint16_t)next, shaping->starts[end], shaping->starts[next],
                                first == '(' || first == FULLWIDTH_PARENTHESIS};
}

/* Where Unicode's rules (UAX 14) let a line end, and a cartographer would. */
static size_t find_breaks(PangoLayout *layout, const struct shaping *shaping, const char *name,
                          struct label_break breaks[BREAKS_MAX])
{
    int attribute_count;
    const PangoLogAttr *attributes = pango_layout_get_log_attrs_readonly(layout, &attribute_count);
    float width = shaping->starts[shaping->text->count];
    size_t count = 0;
    const char *at = name;
    for (int i = 1; i < attribute_count - 1 && count < BREAKS_MAX; i++) {
        char before = *at;
        at = g_utf8_next_char(at);
        bool in_word = before != ' ' && before != '-';
        if (attributes[i].is_line_break && width >= (in_word ? WIDTH_TO_BREAK_WORD : WIDTH_TO_BREAK))
            breaks[count++] = break_before(shaping, name, (int)(at - name));
    }
    return count;
}

enum lawmap_status label_shape(struct label_shaper *shaper, const char *name, bool bold, float room,
                               struct label_text *out, struct lawmap_error *error)
{
    *out = (struct label_text){0};
    PangoLayout *layout = new_layout(shaper, name, bold);
    struct shaping shaping = {.text = out};
    struct label_break breaks[BREAKS_MAX];
    enum lawmap_status status = LAWMAP_OK;
    if (!take_glyphs(shaper, layout, &shaping))
        status = lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory for the letters of \"%s\"", name);
    else if (shaping.unknown != 0)
        status = lawmap_fail(error, LAWMAP_BAD_DATA,
                             "the font has no glyph for U+%04X in the name \"%s\"; use another letter",
                             (unsigned)shaping.unknown, name);
    else
        label_text_break(out, shaping.starts[out->count], room, breaks,
                         find_breaks(layout, &shaping, name, breaks));
    if (status != LAWMAP_OK)
        label_text_free(out);
    free(shaping.bytes);
    free(shaping.starts);
    g_object_unref(layout);
    return status;
}
