#include "geometry.h"
#include "png.h"

#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>

/* How many strengths of border a tile may tell apart: as many as leave room in the palette. */
static const unsigned char strengths[] = {8, 6, 4, 3};
enum { STRENGTHS = sizeof strengths, UNUSED = 0xffff, NO_ROOM = PNG_COLOURS_MAX };

static unsigned step_of(uint8_t border, unsigned steps)
{
    return (border * (steps - 1) + 127) / 255;
}

static uint8_t strength_of(unsigned step, unsigned steps)
{
    return (uint8_t)(step * 255 / (steps - 1));
}

static uint16_t leaf_of(size_t value)
{
    return value == 0 ? ATLAS_NO_LEAF : (uint16_t)(value - 1);
}

static struct geometry *new_geometry(size_t entries, unsigned size)
{
    struct geometry *geometry = calloc(1, sizeof *geometry + entries * sizeof *geometry->entries);
    if (geometry == NULL)
        return NULL;
    geometry->size = size;
    geometry->entry_count = entries;
    return geometry;
}

static struct geometry *seal(struct geometry *geometry)
{
    const uint64_t shape[] = {geometry->size, geometry->composed, geometry->entry_count};
    geometry->hash =
        hash_join(hash_join(hash_bytes(shape, sizeof shape), hash_bytes(geometry->body, geometry->body_size)),
                  hash_bytes(geometry->entries, geometry->entry_count * sizeof *geometry->entries));
    return geometry;
}

enum { BLOCK = 32 }; /* pixels that are looked at together; tiles are a whole number of them wide */

/* Most of a tile is plain: BLOCK pixels of one leaf without border. */
static bool is_plain(const uint16_t *leaves, const uint8_t *border)
{
    uint64_t words[BLOCK / 4 + BLOCK / 8], different = 0;
    memcpy(words, leaves, BLOCK * sizeof *leaves);
    memcpy(words + BLOCK / 4, border, BLOCK);
    for (size_t i = 0; i < BLOCK / 4; i++)
        different |= words[i] ^ leaves[0] * UINT64_C(0x0001000100010001);
    for (size_t i = BLOCK / 4; i < BLOCK / 4 + BLOCK / 8; i++)
        different |= words[i];
    return different == 0;
}

/* The pixels of an indexed tile, and what each of its palette's entries stands for. */
struct numbering {
    unsigned steps;    /* how many strengths are told apart */
    uint16_t *indexes; /* by (leaf value, step): the palette index, or UNUSED */
    struct entry entries[PNG_COLOURS_MAX];
    size_t count;
    uint8_t *pixels;
};

/* The palette index of a pixel; a new pair gets the next one. NO_ROOM: the palette is full. */
static unsigned index_of(struct numbering *numbering, uint16_t value, uint8_t border)
{
    unsigned step = step_of(border, numbering->steps);
    uint16_t *index = &numbering->indexes[value * numbering->steps + step];
    if (*index != UNUSED)
        return *index;
    if (numbering->count == PNG_COLOURS_MAX)
        return NO_ROOM;
    numbering->entries[numbering->count] =
        (struct entry){leaf_of(value), strength_of(step, numbering->steps)};
    *index = (uint16_t)numbering->count++;
    return *index;
}

/* Numbers the pairs of leaf and strength in the order in which they appear, so that equal planes give equal
 * bytes. False: they are more than a palette holds. */
static bool number_pixels(struct numbering *numbering, const struct planes *planes, unsigned steps)
{
    const size_t area = (size_t)planes->size * planes->size;
    numbering->steps = steps;
    numbering->count = 0;
    memset(numbering->indexes, 0xff, planes->leaf_values * steps * sizeof *numbering->indexes);
    for (size_t at = 0; at < area; at += BLOCK) {
        const uint16_t *leaves = planes->leaves + at;
        const uint8_t *border = planes->border + at;
        unsigned index = index_of(numbering, *leaves, *border);
        if (index != NO_ROOM && is_plain(leaves, border)) {
            memset(numbering->pixels + at, (int)index, BLOCK);
            continue;
        }
        for (size_t i = 0; i < BLOCK && index != NO_ROOM; i++) {
            index = index_of(numbering, leaves[i], border[i]);
            numbering->pixels[at + i] = (uint8_t)index;
        }
        if (index == NO_ROOM)
            return false;
    }
    return true;
}

static struct geometry *new_indexed(const struct planes *planes, const struct numbering *numbering,
                                    struct run_length *encoder)
{
    struct geometry *geometry = new_geometry(numbering->count, planes->size);
    if (geometry == NULL)
        return NULL;
    memcpy(geometry->entries, numbering->entries, numbering->count * sizeof *geometry->entries);
    geometry->body = png_body_of_runs(encoder, numbering->pixels, planes->size, png_depth(numbering->count),
                                      &geometry->body_size);
    if (geometry->body == NULL) {
        geometry_free(geometry);
        return NULL;
    }
    return seal(geometry);
}

/* Both planes: two bytes a pixel for the leaf, then one for the border. */
static uint8_t *join_planes(const struct planes *planes)
{
    size_t area = (size_t)planes->size * planes->size;
    uint8_t *joined = malloc(3 * area);
    if (joined == NULL)
        return NULL;
    memcpy(joined, planes->leaves, 2 * area);
    memcpy(joined + 2 * area, planes->border, area);
    return joined;
}

/* The leaves that the planes show, in order, as the entries of a composed tile. */
static struct geometry *list_leaves(const struct planes *planes)
{
    size_t area = (size_t)planes->size * planes->size, count = 0;
    uint8_t *seen = calloc(planes->leaf_values, 1);
    if (seen == NULL)
        return NULL;
    for (size_t i = 0; i < area; i++)
        seen[planes->leaves[i]] = 1;
    for (size_t i = 0; i < planes->leaf_values; i++)
        count += seen[i];
    struct geometry *geometry = new_geometry(count, planes->size);
    for (size_t i = 0, entry = 0; geometry != NULL && i < planes->leaf_values; i++)
        if (seen[i])
            geometry->entries[entry++].leaf = leaf_of(i);
    free(seen);
    return geometry;
}

static struct geometry *new_composed(const struct planes *planes, struct run_length *encoder)
{
    struct geometry *geometry = list_leaves(planes);
    uint8_t *joined = join_planes(planes);
    size_t size = 3 * (size_t)planes->size * planes->size, bound = run_length_bound(encoder, size);
    unsigned char *body = malloc(bound);
    size_t body_size = 0;
    if (geometry != NULL && joined != NULL && body != NULL)
        body_size = run_length_encode(encoder, joined, size, body, bound);
    free(joined);
    if (body_size == 0) {
        free(body);
        geometry_free(geometry);
        return NULL;
    }
    unsigned char *fitted = realloc(body, body_size);
    geometry->composed = true;
    geometry->body = fitted != NULL ? fitted : body;
    geometry->body_size = body_size;
    return seal(geometry);
}

struct geometry *geometry_new(const struct planes *planes, struct run_length *encoder)
{
    struct numbering numbering = {
        .indexes = calloc(planes->leaf_values * strengths[0], sizeof *numbering.indexes),
        .pixels = malloc((size_t)planes->size * planes->size),
    };
    struct geometry *geometry = NULL;
    if (numbering.indexes != NULL && numbering.pixels != NULL) {
        bool fits = false;
        for (size_t i = 0; i < STRENGTHS && !fits; i++)
            fits = number_pixels(&numbering, planes, strengths[i]);
        geometry = fits ? new_indexed(planes, &numbering, encoder) : new_composed(planes, encoder);
    }
    free(numbering.indexes);
    free(numbering.pixels);
    return geometry;
}

struct geometry *geometry_uniform(uint16_t leaf, unsigned size, unsigned char *body, size_t body_size)
{
    struct geometry *geometry = new_geometry(1, size);
    if (geometry == NULL)
        return NULL;
    geometry->body = body;
    geometry->body_size = body_size;
    geometry->shared_body = true;
    geometry->entries[0].leaf = leaf;
    return seal(geometry);
}

void geometry_free(struct geometry *geometry)
{
    if (geometry == NULL)
        return;
    if (!geometry->shared_body)
        free(geometry->body);
    free(geometry);
}

size_t geometry_bytes(const struct geometry *geometry)
{
    return sizeof *geometry + geometry->entry_count * sizeof *geometry->entries +
           (geometry->shared_body ? 0 : geometry->body_size);
}

struct geometry *geometry_copy(const struct geometry *geometry, void *block)
{
    size_t before_body = sizeof *geometry + geometry->entry_count * sizeof *geometry->entries;
    struct geometry *copy = memcpy(block, geometry, before_body);
    if (!geometry->shared_body)
        copy->body = memcpy((unsigned char *)block + before_body, geometry->body, geometry->body_size);
    return copy;
}

void tile_png_free(struct tile_png *png)
{
    free(png->head);
    free(png->owned);
    *png = (struct tile_png){0};
}

static enum lawmap_status set_head(struct tile_png *out, unsigned size, const uint32_t *colours, size_t count,
                                   struct lawmap_error *error)
{
    unsigned char head[PNG_HEAD_MAX];
    out->head_size = png_head(size, png_depth(count), colours, count, head);
    out->head = malloc(out->head_size);
    if (out->head == NULL)
        return lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory for the head of a tile");
    memcpy(out->head, head, out->head_size);
    return LAWMAP_OK;
}

static enum lawmap_status indexed_png(const struct geometry *geometry, const struct palette *palette,
                                      struct tile_png *out, struct lawmap_error *error)
{
    uint32_t colours[PNG_COLOURS_MAX];
    for (size_t i = 0; i < geometry->entry_count; i++)
        colours[i] = palette_mix(palette, geometry->entries[i].leaf, geometry->entries[i].strength);
    out->body = geometry->body;
    out->body_size = geometry->body_size;
    out->tag = hash_join(geometry->hash, hash_bytes(colours, geometry->entry_count * sizeof *colours));
    return set_head(out, geometry->size, colours, geometry->entry_count, error);
}

/* The different fills of a composed tile: an example of each in `examples`, and in `groups`, by value of the
 * leaf plane, which of them it has. Returns how many. */
static size_t group_by_colour(const struct geometry *geometry, const struct palette *palette,
                              uint16_t *groups, uint16_t *examples)
{
    size_t count = 0;
    for (size_t i = 0; i < geometry->entry_count; i++) {
        uint16_t leaf = geometry->entries[i].leaf;
        size_t group = 0;
        while (group < count && palette_mix(palette, examples[group], 0) != palette_mix(palette, leaf, 0))
            group++;
        if (group == count)
            examples[count++] = leaf;
        groups[leaf == ATLAS_NO_LEAF ? 0 : leaf + 1] = (uint16_t)group;
    }
    return count;
}

/* The planes of a composed tile: the leaf of each pixel, then its border. NULL: out of memory. */
static uint16_t *inflate_planes(const struct geometry *geometry)
{
    size_t size = 3 * (size_t)geometry->size * geometry->size;
    uint16_t *planes = malloc(size);
    struct libdeflate_decompressor *decompressor = libdeflate_alloc_decompressor();
    if (planes == NULL || decompressor == NULL ||
        libdeflate_zlib_decompress(decompressor, geometry->body, geometry->body_size, planes, size, NULL) !=
            LIBDEFLATE_SUCCESS) {
        free(planes);
        planes = NULL;
    }
    libdeflate_free_decompressor(decompressor);
    return planes;
}

/* An indexed tile whose entries are (fill, strength) instead of (leaf, strength): few enough for a palette.
 */
static struct geometry *regroup(const struct geometry *geometry, const uint16_t *groups,
                                const uint16_t *examples, size_t count, struct run_length *encoder)
{
    size_t area = (size_t)geometry->size * geometry->size;
    uint16_t *planes = inflate_planes(geometry);
    struct geometry *indexed = NULL;
    if (planes != NULL) {
        for (size_t i = 0; i < area; i++)
            planes[i] = groups[planes[i]];
        const struct planes grouped = {geometry->size, planes, count, (uint8_t *)(planes + area)};
        indexed = geometry_new(&grouped, encoder);
    }
    free(planes);
    if (indexed == NULL ||
        indexed->composed) { /* more colours than a palette holds, even at the fewest strengths */
        geometry_free(indexed);
        return NULL;
    }
    for (size_t i = 0; i < indexed->entry_count; i++) /* values of the grouped plane are groups, not leaves */
        indexed->entries[i].leaf = examples[(uint16_t)(indexed->entries[i].leaf + 1)];
    return indexed;
}

static enum lawmap_status out_of_memory(const struct geometry *geometry, struct lawmap_error *error)
{
    return lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory to compose a tile of %zu leaves",
                       geometry->entry_count);
}

static enum lawmap_status composed_png(const struct geometry *geometry, const struct palette *palette,
                                       struct run_length *encoder, struct tile_png *out,
                                       struct lawmap_error *error)
{
    uint16_t *groups = calloc(palette->leaf_count + 1 + geometry->entry_count, sizeof *groups);
    struct geometry *indexed = NULL;
    if (groups != NULL) {
        uint16_t *examples = groups + palette->leaf_count + 1;
        size_t count = group_by_colour(geometry, palette, groups, examples);
        indexed = regroup(geometry, groups, examples, count, encoder);
    }
    free(groups);
    if (indexed == NULL)
        return out_of_memory(geometry, error);
    enum lawmap_status status = indexed_png(indexed, palette, out, error);
    out->owned = indexed->body; /* moved */
    indexed->shared_body = true;
    geometry_free(indexed);
    return status;
}

/* The codes of a composed tile are more than a palette holds: they stand in the pixels themselves. */
static enum lawmap_status truecolour_png(const struct geometry *geometry, const struct palette *palette,
                                         struct run_length *encoder, struct tile_png *out,
                                         struct lawmap_error *error)
{
    size_t area = (size_t)geometry->size * geometry->size;
    uint16_t *planes = inflate_planes(geometry);
    uint32_t *pixels = malloc(area * sizeof *pixels);
    out->head = malloc(PNG_TRUECOLOUR_HEAD);
    if (planes != NULL && pixels != NULL && out->head != NULL) {
        const uint8_t *border = (const uint8_t *)(planes + area);
        for (size_t i = 0; i < area; i++)
            pixels[i] = palette_mix(palette, leaf_of(planes[i]), border[i]);
        png_truecolour_head(geometry->size, out->head);
        out->head_size = PNG_TRUECOLOUR_HEAD;
        out->body = out->owned = png_truecolour_body(encoder, pixels, geometry->size, &out->body_size);
        out->tag = hash_join(geometry->hash, hash_bytes(out->head, out->head_size));
    }
    free(planes);
    free(pixels);
    return out->owned != NULL ? LAWMAP_OK : out_of_memory(geometry, error);
}

enum lawmap_status geometry_png(const struct geometry *geometry, const struct palette *palette,
                                struct run_length *encoder, struct tile_png *out, struct lawmap_error *error)
{
    *out = (struct tile_png){0};
    enum lawmap_status status;
    if (!geometry->composed)
        status = indexed_png(geometry, palette, out, error);
    else if (palette->is_codes)
        status = truecolour_png(geometry, palette, encoder, out, error);
    else
        status = composed_png(geometry, palette, encoder, out, error);
    if (status != LAWMAP_OK)
        tile_png_free(out);
    return status;
}
