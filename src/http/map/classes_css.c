/* The colours of all classes as a style sheet, because the pages' policy allows no style in their HTML:
 * ".act-varies" and the like. On a dark screen those of the dark palette, on paper those of the standard one.
 */
#include "http/handlers.h"

#include <string.h>

static const char dark[] = "dark"; /* the codebook's palette for dark screens */

static void put_layer(struct buffer *out, const struct layer *layer, size_t colours)
{
    static const char *const kinds[] = {
        [LAYER_FRAMEWORK] = "framework", [LAYER_ACT] = "act", [LAYER_MEASURE] = "measure"};
    for (size_t i = 0; i < layer->class_count; i++)
        buffer_printf(out, ".%s-%s{background-color:#%06x}\n", kinds[layer->kind], layer->classes[i].id,
                      (unsigned)layer->classes[i].colours[colours]);
}

/* All acts have the same classes, and so have all measures. */
static void put_classes(struct buffer *out, const struct law *law, size_t colours)
{
    bool done[LAYER_MEASURE + 1] = {false};
    for (size_t i = 0; i < law_layer_count(law); i++) {
        const struct layer *layer = law_layer(law, i);
        if (!done[layer->kind])
            put_layer(out, layer, colours);
        done[layer->kind] = true;
    }
}

static enum lawmap_status build_classes(const struct exchange *exchange, const void *subject,
                                        struct buffer *out, struct lawmap_error *error)
{
    (void)subject;
    const struct law *law = exchange->snapshot->law;
    put_classes(out, law, 0);
    for (size_t i = 0; i < law_palette_count(law); i++)
        if (strcmp(law_palette(law, i)->id, dark) == 0) {
            buffer_puts(out, "@media screen and (prefers-color-scheme: dark) {\n");
            put_classes(out, law, i);
            buffer_puts(out, "}\n");
        }
    return out->failed ? lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory") : LAWMAP_OK;
}

enum lawmap_status get_classes_css(struct exchange *exchange)
{
    exchange->reply.kind = REPLY_PAGE;
    return exchange_answer_text(exchange, "classes.css", "text/css; charset=utf-8", build_classes, NULL);
}
