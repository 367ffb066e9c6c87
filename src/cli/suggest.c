#include "suggest.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { WORD_MAX = 32 };

static size_t min(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Levenshtein's distance, row by row (Wagner and Fischer, "The string-to-string correction problem", 1974).
 */
static size_t distance(const char *a, const char *b)
{
    size_t a_size = strlen(a), b_size = strlen(b);
    size_t row[WORD_MAX + 1];
    if (a_size > WORD_MAX || b_size > WORD_MAX)
        return SIZE_MAX;
    for (size_t j = 0; j <= b_size; j++)
        row[j] = j;
    for (size_t i = 1; i <= a_size; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b_size; j++) {
            size_t replaced = diagonal + (a[i - 1] != b[j - 1]);
            diagonal = row[j];
            row[j] = min(replaced, min(row[j], row[j - 1]) + 1);
        }
    }
    return row[b_size];
}

const char *suggest(const char *word, const char *const known[])
{
    const char *best = NULL;
    size_t tolerance = strlen(word) / 3;
    size_t best_distance = (tolerance < 2 ? 2 : tolerance) + 1;
    for (; *known != NULL; known++) {
        size_t far = distance(word, *known);
        if (far < best_distance) {
            best = *known;
            best_distance = far;
        }
    }
    return best;
}
