#include "figure_changes.h"

#include "fill_in.h"

#include <stdio.h>
#include <string.h>

static const struct code *class_after(const struct figure *figure, const struct law *law,
                                      const struct jurisdiction *jurisdiction)
{
    return &figure->layer->classes[law_class_at(law, jurisdiction, figure->layer, figure->date)];
}

/* NULL: it was not there, or the layer was not. */
static const struct code *class_before(const struct figure *figure, const struct jurisdiction *jurisdiction)
{
    const struct law *law = figure->before;
    const struct layer *layer = law_find_layer(law, figure->layer->id);
    const struct jurisdiction *was = law_find(law, jurisdiction->code);
    if (was == NULL && jurisdiction->parent != NULL)
        was = law_find(law, jurisdiction->parent->code);
    return layer == NULL || was == NULL ? NULL : &layer->classes[law_class_at(law, was, layer, figure->date)];
}

bool figure_is_changed(const struct figure *figure, const struct law *law,
                       const struct jurisdiction *jurisdiction)
{
    const struct code *before = class_before(figure, jurisdiction);
    return before == NULL || strcmp(before->id, class_after(figure, law, jurisdiction)->id) != 0;
}

/* A subdivision without a file changes with its country, which is named. */
static bool is_listed(const struct figure *figure, const struct law *law,
                      const struct jurisdiction *jurisdiction)
{
    const struct jurisdiction *was = law_find(figure->before, jurisdiction->code);
    return (jurisdiction->recorded || (was != NULL && was->recorded)) &&
           figure_is_changed(figure, law, jurisdiction);
}

static void add_change(const struct figure *figure, const struct law *law,
                       const struct jurisdiction *jurisdiction, struct figure_changes *out)
{
    const struct code *before = class_before(figure, jurisdiction),
                      *after = class_after(figure, law, jurisdiction);
    const struct placeholder values[] = {
        {"{name}", jurisdiction->name.in[figure->language]},
        {"{before}", before == NULL ? "–" : before->label.in[figure->language]},
        {"{after}", after->label.in[figure->language]},
    };
    out->texts[out->count] = out->text.size;
    fill_in(law_figure_strings(law)->change.in[figure->language], values, 3, &out->text);
    buffer_append(&out->text, "", 1);
    out->items[out->count++].colour = after->colours[figure->colours];
}

static void add_others(const struct figure *figure, const struct law *law, size_t others,
                       struct figure_changes *out)
{
    char count[24];
    snprintf(count, sizeof count, "%zu", others);
    const struct placeholder value = {"{count}", count};
    out->texts[out->count] = out->text.size;
    fill_in(law_figure_strings(law)->more_changes.in[figure->language], &value, 1, &out->text);
    buffer_append(&out->text, "", 1);
    out->items[out->count++].colour = law_palette(law, figure->colours)->page;
}

bool figure_changes_list(const struct figure *figure, const struct law *law, struct figure_changes *out)
{
    size_t others = 0;
    for (size_t i = 0; i < law_jurisdiction_count(law); i++) {
        const struct jurisdiction *jurisdiction = law_jurisdiction(law, i);
        if (!is_listed(figure, law, jurisdiction))
            continue;
        if (out->count < FIGURE_CHANGES_MAX)
            add_change(figure, law, jurisdiction, out);
        else
            others++;
    }
    if (others > 0)
        add_others(figure, law, others, out);
    if (out->text.failed)
        return false;
    for (size_t i = 0; i < out->count; i++)
        out->items[i].label = out->text.data + out->texts[i];
    out->items[out->count++] = (struct key_item){law_figure_strings(law)->unchanged.in[figure->language],
                                                 law_palette(law, figure->colours)->hidden};
    return true;
}

void figure_changes_free(struct figure_changes *changes)
{
    buffer_free(&changes->text);
}
