#include "label_text.h"

#include <math.h>
#include <stdlib.h>

/* A further line is worth its height only if it makes the name this much narrower, and a third only if two
 * are still wide, in ems. */
#define WORTH      0.85f
#define STILL_WIDE 5.5f

/* What a natural break may cost in width, in ems. */
#define NATURAL 3.0f

void label_text_free(struct label_text *text)
{
    free(text->letters);
    *text = (struct label_text){0};
}

void label_outlines_free(struct label_outlines *outlines)
{
    for (size_t i = 0; i < outlines->count; i++)
        cairo_path_destroy(outlines->paths[i]);
    free(outlines->paths);
    *outlines = (struct label_outlines){0};
}

/* The name ended at `count` of the breaks, in order. */
static struct label_lines lines_at(const struct label_text *text, float width, float room,
                                   const struct label_break *const *ends, size_t count)
{
    struct label_lines lines = {.count = count + 1};
    uint16_t begin = 0;
    float start = 0;
    for (size_t i = 0; i <= count; i++) {
        bool last = i == count;
        float end_x = last ? width + room : ends[i]->end_x;
        lines.lines[i] =
            (struct label_line){begin, last ? (uint16_t)text->count : ends[i]->end, start, end_x - start};
        lines.width = lines.lines[i].width > lines.width ? lines.lines[i].width : lines.width;
        begin = last ? 0 : ends[i]->next;
        start = last ? 0 : ends[i]->start_x;
    }
    return lines;
}

/* Small for lines that are short and even. */
static float badness(const struct label_lines *lines, size_t natural_breaks)
{
    float squares = 0;
    for (size_t i = 0; i < lines->count; i++)
        squares += lines->lines[i].width * lines->lines[i].width;
    return lines->width - NATURAL * (float)natural_breaks + 0.1f * sqrtf(squares);
}

struct choice {
    struct label_lines *lines;
    float badness;
};

static void keep_better(struct choice *best, struct label_lines lines, size_t natural_breaks)
{
    float found = badness(&lines, natural_breaks);
    if (best->lines->count > 0 && found >= best->badness)
        return;
    *best->lines = lines;
    best->badness = found;
}

void label_text_break(struct label_text *text, float width, float room, const struct label_break *breaks,
                      size_t break_count)
{
    struct label_lines *one = &text->broken[0], *two = &text->broken[1], *three = &text->broken[2];
    struct choice of_two = {two, 0}, of_three = {three, 0};
    *one = lines_at(text, width, room, NULL, 0);
    *two = *three = (struct label_lines){0};
    for (size_t i = 0; i < break_count; i++) {
        const struct label_break *ends[] = {&breaks[i], NULL};
        keep_better(&of_two, lines_at(text, width, room, ends, 1), breaks[i].natural);
        for (size_t j = i + 1; j < break_count; j++) {
            ends[1] = &breaks[j];
            keep_better(&of_three, lines_at(text, width, room, ends, 2),
                        (size_t)breaks[i].natural + breaks[j].natural);
        }
    }
    if (two->width > WORTH * one->width)
        two->count = 0;
    if (three->width > WORTH * two->width || two->count == 0 || two->width < STILL_WIDE)
        three->count = 0;
}
