/* The names of the world in one language: gathered, shaped and placed once; then any thread may draw them. */
#include "labels.h"
#include "label_draw.h"

#include <stdlib.h>
#include <string.h>

enum { DEFLATE_LEVEL = 6 };

/* Chinese characters are denser than letters, and need more pixels to be read. */
#define CHINESE_FACTOR 1.1f
#define LETTER_FACTOR  1.0f

/* Ems after a name for the mark of jurisdictions whose law varies inside. */
#define MARK_ROOM 1.0f

/* One jurisdiction: its leaves and its name; nothing is added when it has no leaf. */
static enum lawmap_status add_name(struct labels *labels, const struct atlas *atlas,
                                   const struct jurisdiction *jurisdiction, enum language language,
                                   struct label_shaper *shaper, uint16_t *leaves, struct lawmap_error *error)
{
    size_t count = 0;
    for (size_t i = 0; i < atlas_leaf_count(atlas); i++) {
        const struct atlas_leaf *leaf = atlas_leaf(atlas, i);
        if (strcmp(leaf->code, jurisdiction->code) == 0 ||
            (jurisdiction->parent == NULL && strcmp(leaf->parent, jurisdiction->code) == 0))
            leaves[count++] = (uint16_t)i;
    }
    if (count == 0)
        return LAWMAP_OK;
    struct label_name name = {.code = jurisdiction->code,
                              .subdivision = jurisdiction->parent != NULL,
                              .marked = jurisdiction->varies_subnationally && jurisdiction->recorded};
    if (!label_site_find(atlas, leaves, count, &name.site))
        return lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory to place the name of %s", name.code);
    enum lawmap_status status = label_shape(shaper, jurisdiction->name.in[language], !name.subdivision,
                                            name.marked ? MARK_ROOM : 0, &name.text, error);
    if (status == LAWMAP_OK)
        labels->names.items[labels->names.count++] = name;
    return status;
}

/* Countries before subdivisions, large before small. */
static int by_importance(const void *left, const void *right)
{
    const struct label_name *a = left, *b = right;
    if (a->subdivision != b->subdivision)
        return a->subdivision ? 1 : -1;
    if (a->site.on_sphere != b->site.on_sphere)
        return a->site.on_sphere > b->site.on_sphere ? -1 : 1;
    return strcmp(a->code, b->code);
}

static enum lawmap_status add_names(struct labels *labels, const struct atlas *atlas, const struct law *law,
                                    enum language language, struct label_shaper *shaper,
                                    struct lawmap_error *error)
{
    size_t count = law_jurisdiction_count(law);
    uint16_t *leaves = calloc(atlas_leaf_count(atlas) + 1, sizeof *leaves);
    labels->names.items = calloc(count + 1, sizeof *labels->names.items);
    enum lawmap_status status = LAWMAP_OK;
    if (leaves == NULL || labels->names.items == NULL)
        status = lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory for %zu names", count);
    for (size_t i = 0; status == LAWMAP_OK && i < count; i++)
        status = add_name(labels, atlas, law_jurisdiction(law, i), language, shaper, leaves, error);
    free(leaves);
    if (status == LAWMAP_OK)
        qsort(labels->names.items, labels->names.count, sizeof *labels->names.items, by_importance);
    return status;
}

static uint16_t find_name(const struct label_names *names, const char *code)
{
    for (size_t i = 0; i < names->count; i++)
        if (strcmp(names->items[i].code, code) == 0)
            return (uint16_t)i;
    return LABEL_NO_NAME;
}

static bool find_owners(struct label_names *names, const struct atlas *atlas)
{
    size_t count = atlas_leaf_count(atlas);
    names->leaf_country = calloc(count + 1, sizeof *names->leaf_country);
    names->leaf_subdivision = calloc(count + 1, sizeof *names->leaf_subdivision);
    if (names->leaf_country == NULL || names->leaf_subdivision == NULL)
        return false;
    for (size_t i = 0; i < count; i++) {
        const struct atlas_leaf *leaf = atlas_leaf(atlas, i);
        names->leaf_subdivision[i] = find_name(names, leaf->code);
        names->leaf_country[i] = find_name(names, *leaf->parent != '\0' ? leaf->parent : leaf->code);
    }
    return true;
}

static bool make_empty(struct labels *labels, unsigned scale)
{
    unsigned size = TILE_SIZE * scale;
    struct libdeflate_compressor *compressor = libdeflate_alloc_compressor(DEFLATE_LEVEL);
    uint8_t *pixels = calloc(size, size);
    if (compressor != NULL && pixels != NULL)
        labels->empty[scale - 1] =
            png_body(compressor, pixels, size, png_depth(1), &labels->empty_size[scale - 1]);
    free(pixels);
    libdeflate_free_compressor(compressor);
    return labels->empty[scale - 1] != NULL;
}

static enum lawmap_status fill_labels(struct labels *labels, const struct atlas *atlas, const struct law *law,
                                      enum language language, struct label_shaper *shaper,
                                      struct lawmap_error *error)
{
    enum lawmap_status status = add_names(labels, atlas, law, language, shaper, error);
    if (status != LAWMAP_OK)
        return status;
    labels->names.ascent = labels->outlines.ascent;
    labels->names.descent = labels->outlines.descent;
    labels->names.overhang = labels->outlines.overhang;
    labels->names.size_factor = language == LANGUAGE_ZH ? CHINESE_FACTOR : LETTER_FACTOR;
    if (!find_owners(&labels->names, atlas) || !label_layout(atlas, &labels->names, labels->zooms) ||
        !make_empty(labels, 1) || !make_empty(labels, 2))
        return lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory to place names");
    return LAWMAP_OK;
}

enum lawmap_status labels_new(const struct atlas *atlas, const struct law *law, enum language language,
                              struct labels **out, struct lawmap_error *error)
{
    *out = NULL;
    struct labels *labels = calloc(1, sizeof *labels);
    if (labels == NULL)
        return lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory for names");
    struct label_shaper *shaper;
    enum lawmap_status status = label_shaper_new(language, &labels->outlines, &shaper, error);
    if (status == LAWMAP_OK)
        status = fill_labels(labels, atlas, law, language, shaper, error);
    label_shaper_free(shaper);
    if (status != LAWMAP_OK) {
        labels_free(labels);
        return status;
    }
    *out = labels;
    return LAWMAP_OK;
}

void labels_free(struct labels *labels)
{
    if (labels == NULL)
        return;
    for (size_t i = 0; i < labels->names.count; i++)
        label_text_free(&labels->names.items[i].text);
    for (size_t i = 0; i <= TILE_ZOOM_MAX; i++)
        free(labels->zooms[i].items);
    for (size_t i = 0; i < LABEL_SCALES; i++)
        free(labels->empty[i]);
    free(labels->names.items);
    free(labels->names.leaf_country);
    free(labels->names.leaf_subdivision);
    label_outlines_free(&labels->outlines);
    free(labels);
}

static struct label_window window_of(struct tile tile)
{
    return (struct label_window){tile.z, tile.scale, (int32_t)tile.x * TILE_SIZE, (int32_t)tile.y * TILE_SIZE,
                                 TILE_SIZE};
}

static bool has_labels(const struct labels *labels, struct tile tile)
{
    const struct label_zoom *zoom = &labels->zooms[tile.z];
    for (size_t i = 0; i < zoom->count; i++)
        for (int turn = -1; turn <= 1; turn++)
            if (label_is_in(&zoom->items[i], window_of(tile), turn))
                return true;
    return false;
}

/* Signature, IHDR, PLTE and tRNS of the first `count` colours. */
static bool make_head(struct tile_png *out, unsigned size, size_t count)
{
    uint32_t colours[LABEL_COLOURS];
    uint8_t alphas[LABEL_COLOURS];
    unsigned char head[PNG_HEAD_MAX + PNG_TRANSPARENCY_MAX];
    label_palette(colours, alphas);
    out->head_size = png_head(size, png_depth(count), colours, count, head);
    out->head_size += png_transparency(alphas, count, head + out->head_size);
    out->head = malloc(out->head_size);
    if (out->head != NULL)
        memcpy(out->head, head, out->head_size);
    return out->head != NULL;
}

static enum lawmap_status draw_body(const struct labels *labels, struct tile tile, struct tile_png *out,
                                    struct lawmap_error *error)
{
    uint8_t *pixels;
    enum lawmap_status status = label_draw(&labels->names, &labels->outlines, &labels->zooms[tile.z],
                                           window_of(tile), &pixels, error);
    struct libdeflate_compressor *compressor = libdeflate_alloc_compressor(DEFLATE_LEVEL);
    if (status == LAWMAP_OK && compressor != NULL)
        out->owned =
            png_body(compressor, pixels, TILE_SIZE * tile.scale, png_depth(LABEL_COLOURS), &out->body_size);
    libdeflate_free_compressor(compressor);
    free(pixels);
    return status;
}

static void copy_empty(const struct labels *labels, unsigned scale, struct tile_png *out)
{
    out->body_size = labels->empty_size[scale - 1];
    out->owned = malloc(out->body_size);
    if (out->owned != NULL)
        memcpy(out->owned, labels->empty[scale - 1], out->body_size);
}

enum lawmap_status labels_png(const struct labels *labels, struct tile tile, struct tile_png *out,
                              struct lawmap_error *error)
{
    *out = (struct tile_png){0};
    if (!tile_valid(tile))
        return lawmap_fail(error, LAWMAP_NOT_FOUND, "no tile %u/%u/%u: z is 0 to %d, x and y are below 2^z",
                           tile.z, tile.x, tile.y, TILE_ZOOM_MAX);
    bool drawn = has_labels(labels, tile);
    enum lawmap_status status = LAWMAP_OK;
    if (drawn)
        status = draw_body(labels, tile, out, error);
    else
        copy_empty(labels, tile.scale, out);
    if (status == LAWMAP_OK &&
        (out->owned == NULL || !make_head(out, TILE_SIZE * tile.scale, drawn ? LABEL_COLOURS : 1)))
        status = lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory for the labels of tile %u/%u/%u", tile.z,
                             tile.x, tile.y);
    if (status != LAWMAP_OK) {
        tile_png_free(out);
        return status;
    }
    out->body = out->owned;
    out->tag = hash_join(hash_bytes(out->head, out->head_size), hash_bytes(out->body, out->body_size));
    return LAWMAP_OK;
}
