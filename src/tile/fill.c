#include "fill.h"

#include <stdlib.h>
#include <string.h>

struct crossing {
    uint16_t row;
    uint16_t column; /* the first pixel whose centre lies east of the line */
};

struct fill {
    uint16_t *pixels;
    unsigned size;
    int64_t west, north; /* of the centre of the first pixel */
    int64_t east;        /* of the centre of the last pixel of a row */
    int32_t step;
    int shift;                      /* log2 of the step */
    struct atlas_point first, last; /* of the path being drawn */
    bool drawing, failed;
    struct crossing *crossings; /* as the pen met them */
    size_t count, capacity;
    uint16_t *columns; /* sorted by row */
    size_t column_capacity;
    uint32_t *row_starts; /* into columns, while sorting; one more than rows */
};

struct fill *fill_new(unsigned size_max)
{
    struct fill *fill = calloc(1, sizeof *fill);
    if (fill == NULL)
        return NULL;
    fill->row_starts = calloc(size_max + 2, sizeof *fill->row_starts);
    if (fill->row_starts == NULL) {
        free(fill);
        return NULL;
    }
    return fill;
}

void fill_free(struct fill *fill)
{
    if (fill == NULL)
        return;
    free(fill->crossings);
    free(fill->columns);
    free(fill->row_starts);
    free(fill);
}

void fill_begin(struct fill *fill, uint16_t *pixels, unsigned size, int64_t west, int64_t north, int32_t step)
{
    fill->pixels = pixels;
    fill->size = size;
    fill->step = step;
    fill->shift = __builtin_ctz((unsigned)step);
    fill->west = west + step / 2;
    fill->north = north + step / 2;
    fill->east = fill->west + (int64_t)(size - 1) * step;
    fill->count = 0;
    fill->drawing = fill->failed = false;
}

/* How many steps lie below `distance`: ceil(distance / step). A step is a power of two, and gcc and clang
 * shift signed numbers arithmetically. */
static int64_t steps_below(const struct fill *fill, int64_t distance)
{
    return (distance + fill->step - 1) >> fill->shift;
}

static int64_t clamp(int64_t value, int64_t most)
{
    return value < 0 ? 0 : value > most ? most : value;
}

static bool reserve(struct fill *fill, size_t more)
{
    if (fill->count + more <= fill->capacity)
        return true;
    size_t capacity = 2 * (fill->count + more);
    struct crossing *crossings = reallocarray(fill->crossings, capacity, sizeof *crossings);
    if (crossings == NULL) {
        fill->failed = true;
        return false;
    }
    fill->crossings = crossings;
    fill->capacity = capacity;
    return true;
}

/* Notes where the line crosses the centre of each row, seen from its northern end whichever way it is drawn.
 */
static void add_line(struct fill *fill, struct atlas_point a, struct atlas_point b)
{
    if (a.y > b.y) {
        struct atlas_point swap = a;
        a = b;
        b = swap;
    }
    if (a.x > fill->east && b.x > fill->east)
        return; /* a row whose crossings are odd in number is inside up to its end */
    int64_t begin = clamp(steps_below(fill, a.y - fill->north), fill->size);
    int64_t end = clamp(steps_below(fill, b.y - fill->north), fill->size);
    if (begin >= end || !reserve(fill, (size_t)(end - begin)))
        return;
    int64_t dx = (int64_t)b.x - a.x, dy = (int64_t)b.y - a.y;
    for (int64_t row = begin; row < end; row++) {
        int64_t down = fill->north + row * fill->step - a.y; /* 0 to dy */
        int64_t x = a.x + dx * down / dy;
        int64_t column = clamp(steps_below(fill, x - fill->west), fill->size);
        fill->crossings[fill->count++] = (struct crossing){(uint16_t)row, (uint16_t)column};
    }
}

static void close_path(struct fill *fill)
{
    if (fill->drawing)
        add_line(fill, fill->last, fill->first);
    fill->drawing = false;
}

static void move_to(void *context, struct atlas_point point)
{
    struct fill *fill = context;
    close_path(fill);
    fill->first = fill->last = point;
    fill->drawing = true;
}

static void line_to(void *context, struct atlas_point point)
{
    struct fill *fill = context;
    add_line(fill, fill->last, point);
    fill->last = point;
}

struct atlas_pen fill_pen(struct fill *fill)
{
    return (struct atlas_pen){move_to, line_to, fill};
}

/* A counting sort by row; leaves row_starts[row] to row_starts[row + 1] as the crossings of a row. */
static bool sort_by_row(struct fill *fill)
{
    if (fill->count > fill->column_capacity) {
        uint16_t *columns = reallocarray(fill->columns, fill->capacity, sizeof *columns);
        if (columns == NULL)
            return false;
        fill->columns = columns;
        fill->column_capacity = fill->capacity;
    }
    memset(fill->row_starts, 0, (fill->size + 2) * sizeof *fill->row_starts);
    for (size_t i = 0; i < fill->count; i++)
        fill->row_starts[fill->crossings[i].row + 2]++;
    for (unsigned row = 2; row <= fill->size + 1; row++)
        fill->row_starts[row] += fill->row_starts[row - 1];
    for (size_t i = 0; i < fill->count; i++)
        fill->columns[fill->row_starts[fill->crossings[i].row + 1]++] = fill->crossings[i].column;
    return true;
}

static void sort_columns(uint16_t *columns, size_t count)
{
    for (size_t i = 1; i < count; i++) { /* few, and nearly in order */
        uint16_t column = columns[i];
        size_t j = i;
        for (; j > 0 && columns[j - 1] > column; j--)
            columns[j] = columns[j - 1];
        columns[j] = column;
    }
}

bool fill_end(struct fill *fill, uint16_t value)
{
    close_path(fill);
    if (fill->count == 0 && !fill->failed)
        return true;
    bool ok = !fill->failed && sort_by_row(fill);
    for (unsigned row = 0; ok && row < fill->size; row++) {
        uint16_t *columns = fill->columns + fill->row_starts[row];
        size_t count = fill->row_starts[row + 1] - fill->row_starts[row];
        sort_columns(columns, count);
        uint16_t *pixels = fill->pixels + (size_t)row * fill->size;
        for (size_t i = 0; i < count; i += 2) {
            unsigned end = i + 1 < count ? columns[i + 1] : fill->size;
            for (unsigned x = columns[i]; x < end; x++)
                pixels[x] = value;
        }
    }
    fill->count = 0;
    return ok;
}
