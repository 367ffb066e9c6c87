#include "geometry.h"
#include "png.h"

#include <stdlib.h>
#include <string.h>

/* How many strengths of border a tile may tell apart: as many as leave room in the palette. */
static const unsigned char strengths[] = {8, 6, 4, 3};
enum { STRENGTHS = sizeof strengths, UNUSED = 0xffff };

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

enum { BLOCK = 8 }; /* pixels that are looked at together; tiles are a whole number of them wide */

/* Most of a tile is plain: BLOCK pixels of one leaf without border. */
static bool is_plain(const uint16_t *leaves, const uint8_t *border)
{
    uint64_t strength, first, second;
    memcpy(&strength, border, sizeof strength);
    memcpy(&first, leaves, sizeof first);
    memcpy(&second, leaves + BLOCK / 2, sizeof second);
    return strength == 0 && first == second && first == leaves[0] * UINT64_C(0x0001000100010001);
}

/* The palette index of each (leaf, step) in order of leaf and step, so that equal planes give equal bytes.
 * Returns how many, which may be more than fit. */
static size_t number_entries(const struct planes *planes, unsigned steps, uint16_t *indexes)
{
    size_t pairs = planes->leaf_values * steps, count = 0;
    memset(indexes, 0xff, pairs * sizeof *indexes);
    for (unsigned y = 0; y < planes->size; y++) {
        const uint16_t *leaves = planes->leaves + (size_t)y * planes->size;
        const uint8_t *border = planes->border + (size_t)y * planes->size;
        for (unsigned x = 0; x < planes->size; x += BLOCK) {
            unsigned seen = is_plain(leaves + x, border + x) ? 1 : BLOCK;
            for (unsigned i = x; i < x + seen; i++)
                indexes[leaves[i] * steps + step_of(border[i], steps)] = 0;
        }
    }
    for (size_t i = 0; i < pairs; i++)
        if (indexes[i] != UNUSED)
            indexes[i] = (uint16_t)count++;
    return count;
}

static void write_pixels(const struct planes *planes, unsigned steps, const uint16_t *indexes,
                         uint8_t *pixels)
{
    for (unsigned y = 0; y < planes->size; y++) {
        const uint16_t *leaves = planes->leaves + (size_t)y * planes->size;
        const uint8_t *border = planes->border + (size_t)y * planes->size;
        for (unsigned x = 0; x < planes->size; x += BLOCK, pixels += BLOCK) {
            if (is_plain(leaves + x, border + x)) {
                memset(pixels, indexes[leaves[x] * steps], BLOCK);
                continue;
            }
            for (unsigned i = 0; i < BLOCK; i++)
                pixels[i] = (uint8_t)indexes[leaves[x + i] * steps + step_of(border[x + i], steps)];
        }
    }
}

static struct geometry *new_indexed(const struct planes *planes, unsigned steps, const uint16_t *indexes,
                                    size_t count, struct libdeflate_compressor *compressor)
{
    struct geometry *geometry = new_geometry(count, planes->size);
    uint8_t *pixels = malloc((size_t)planes->size * planes->size);
    if (geometry != NULL && pixels != NULL) {
        write_pixels(planes, steps, indexes, pixels);
        for (size_t i = 0; i < planes->leaf_values * steps; i++)
            if (indexes[i] != UNUSED)
                geometry->entries[indexes[i]] = (struct entry){
                    .leaf = leaf_of(i / steps), .strength = strength_of((unsigned)(i % steps), steps)};
        geometry->body = png_body(compressor, pixels, planes->size, png_depth(count), &geometry->body_size);
    }
    free(pixels);
    if (geometry != NULL && geometry->body == NULL) {
        geometry_free(geometry);
        geometry = NULL;
    }
    return geometry == NULL ? NULL : seal(geometry);
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

static struct geometry *new_composed(const struct planes *planes, struct libdeflate_compressor *compressor)
{
    struct geometry *geometry = list_leaves(planes);
    uint8_t *joined = join_planes(planes);
    size_t size = 3 * (size_t)planes->size * planes->size,
           bound = libdeflate_deflate_compress_bound(compressor, size);
    unsigned char *body = malloc(bound);
    size_t body_size = 0;
    if (geometry != NULL && joined != NULL && body != NULL)
        body_size = libdeflate_deflate_compress(compressor, joined, size, body, bound);
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

struct geometry *geometry_new(const struct planes *planes, struct libdeflate_compressor *compressor)
{
    uint16_t *indexes = calloc(planes->leaf_values * strengths[0], sizeof *indexes);
    if (indexes == NULL)
        return NULL;
    struct geometry *geometry = NULL;
    bool fits = false;
    for (size_t i = 0; i < STRENGTHS && !fits; i++) {
        size_t count = number_entries(planes, strengths[i], indexes);
        fits = count <= PNG_COLOURS_MAX;
        if (fits)
            geometry = new_indexed(planes, strengths[i], indexes, count, compressor);
    }
    free(indexes);
    return fits ? geometry : new_composed(planes, compressor);
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

/* An indexed tile whose entries are (fill, strength) instead of (leaf, strength): few enough for a palette.
 */
static struct geometry *regroup(const struct geometry *geometry, const uint16_t *groups,
                                const uint16_t *examples, size_t count,
                                struct libdeflate_compressor *compressor)
{
    size_t area = (size_t)geometry->size * geometry->size;
    uint16_t *planes = malloc(3 * area);
    struct libdeflate_decompressor *decompressor = libdeflate_alloc_decompressor();
    struct geometry *indexed = NULL;
    if (planes != NULL && decompressor != NULL &&
        libdeflate_deflate_decompress(decompressor, geometry->body, geometry->body_size, planes, 3 * area,
                                      NULL) == LIBDEFLATE_SUCCESS) {
        for (size_t i = 0; i < area; i++)
            planes[i] = groups[planes[i]];
        const struct planes grouped = {geometry->size, planes, count, (uint8_t *)(planes + area)};
        indexed = geometry_new(&grouped, compressor);
    }
    libdeflate_free_decompressor(decompressor);
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

static enum lawmap_status composed_png(const struct geometry *geometry, const struct palette *palette,
                                       struct libdeflate_compressor *compressor, struct tile_png *out,
                                       struct lawmap_error *error)
{
    uint16_t *groups = calloc(palette->leaf_count + 1 + geometry->entry_count, sizeof *groups);
    struct geometry *indexed = NULL;
    if (groups != NULL) {
        uint16_t *examples = groups + palette->leaf_count + 1;
        size_t count = group_by_colour(geometry, palette, groups, examples);
        indexed = regroup(geometry, groups, examples, count, compressor);
    }
    free(groups);
    if (indexed == NULL)
        return lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory to compose a tile of %zu leaves",
                           geometry->entry_count);
    enum lawmap_status status = indexed_png(indexed, palette, out, error);
    out->owned = indexed->body; /* moved */
    indexed->shared_body = true;
    geometry_free(indexed);
    return status;
}

enum lawmap_status geometry_png(const struct geometry *geometry, const struct palette *palette,
                                struct libdeflate_compressor *compressor, struct tile_png *out,
                                struct lawmap_error *error)
{
    *out = (struct tile_png){0};
    enum lawmap_status status = geometry->composed ? composed_png(geometry, palette, compressor, out, error)
                                                   : indexed_png(geometry, palette, out, error);
    if (status != LAWMAP_OK)
        tile_png_free(out);
    return status;
}
