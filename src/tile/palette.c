#include "palette.h"

#include <stdlib.h>

const struct jurisdiction *leaf_jurisdiction(const struct atlas_leaf *leaf, const struct law *law)
{
    const struct jurisdiction *jurisdiction = law_find(law, leaf->code);
    return jurisdiction != NULL || *leaf->parent == '\0' ? jurisdiction : law_find(law, leaf->parent);
}

static uint32_t leaf_colour(const struct atlas_leaf *leaf, const struct law *law, const struct layer *layer,
                            struct date date, size_t colours, uint64_t hidden)
{
    const struct jurisdiction *jurisdiction = leaf_jurisdiction(leaf, law);
    if (jurisdiction == NULL)
        return law_palette(law, colours)->no_data;
    size_t class = law_class_at(law, jurisdiction, layer, date);
    return (hidden >> class & 1) != 0 ? law_palette(law, colours)->hidden
                                      : layer->classes[class].colours[colours];
}

static enum lawmap_status allocate(const struct atlas *atlas, struct palette **out,
                                   struct lawmap_error *error)
{
    size_t count = atlas_leaf_count(atlas);
    *out = calloc(1, sizeof **out + count * sizeof *(*out)->leaves);
    if (*out == NULL)
        return lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory for a palette of %zu leaves", count);
    (*out)->leaf_count = count;
    return LAWMAP_OK;
}

enum lawmap_status palette_new(const struct atlas *atlas, const struct law *law, const struct layer *layer,
                               struct date date, size_t colours, uint64_t hidden, struct palette **out,
                               struct lawmap_error *error)
{
    enum lawmap_status status = allocate(atlas, out, error);
    if (status != LAWMAP_OK)
        return status;
    struct palette *palette = *out;
    palette->sea = law_palette(law, colours)->sea;
    palette->border = law_palette(law, colours)->border;
    for (size_t i = 0; i < palette->leaf_count; i++)
        palette->leaves[i] = leaf_colour(atlas_leaf(atlas, i), law, layer, date, colours, hidden);
    return LAWMAP_OK;
}

enum lawmap_status palette_of_codes(const struct atlas *atlas, struct palette **out,
                                    struct lawmap_error *error)
{
    enum lawmap_status status = allocate(atlas, out, error);
    if (status != LAWMAP_OK)
        return status;
    (*out)->is_codes = true;
    for (size_t i = 0; i < (*out)->leaf_count; i++)
        (*out)->leaves[i] = (uint32_t)(i + 1) << 8;
    return LAWMAP_OK;
}

void palette_free(struct palette *palette)
{
    free(palette);
}

static uint32_t mix_channel(uint32_t fill, uint32_t border, unsigned shift, unsigned strength)
{
    unsigned a = fill >> shift & 255, b = border >> shift & 255;
    return (a * (255 - strength) + b * strength + 127) / 255 << shift;
}

uint32_t palette_mix(const struct palette *palette, uint16_t leaf, uint8_t strength)
{
    uint32_t fill = leaf == ATLAS_NO_LEAF ? palette->sea : palette->leaves[leaf];
    if (palette->is_codes)
        return fill | strength;
    return mix_channel(fill, palette->border, 16, strength) |
           mix_channel(fill, palette->border, 8, strength) | mix_channel(fill, palette->border, 0, strength);
}
