#include "spelling.h"

#include <string.h>
#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>

/* 0: the letter is an accent and goes away. */
static ucs4_t fold(ucs4_t letter)
{
    ucs4_t parts[UC_DECOMPOSITION_MAX_LENGTH];
    letter = uc_tolower(letter);
    if (letter < 0x80)
        return letter;
    while (uc_canonical_decomposition(letter, parts) > 0)
        letter = parts[0];
    return uc_combining_class(letter) != 0 ? 0 : letter;
}

static const char *next_letter(const char *text, ucs4_t *letter)
{
    return text + u8_mbtouc(letter, (const uint8_t *)text, strnlen(text, 4));
}

struct spelling spelling_of(const char *text)
{
    struct spelling word = {.count = 0};
    while (*text != '\0' && word.count < SPELLING_MAX) {
        ucs4_t letter;
        text = next_letter(text, &letter);
        letter = fold(letter);
        if (letter != 0)
            word.letters[word.count++] = letter;
    }
    return word;
}

struct spelling spelling_initials(const char *text)
{
    struct spelling initials = {.count = 0};
    bool inside = false;
    while (*text != '\0' && initials.count < SPELLING_MAX) {
        ucs4_t letter;
        text = next_letter(text, &letter);
        bool is_letter = uc_is_alpha(letter);
        if (is_letter && !inside && uc_is_upper(letter)) /* "of" and "and" do not count */
            initials.letters[initials.count++] = fold(letter);
        inside = is_letter;
    }
    return initials;
}

bool spelling_starts_with(const struct spelling *word, const struct spelling *start)
{
    return start->count <= word->count &&
           memcmp(word->letters, start->letters, start->count * sizeof *start->letters) == 0;
}

bool spelling_equal(const struct spelling *a, const struct spelling *b)
{
    return a->count == b->count && spelling_starts_with(a, b);
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

size_t spelling_distance(const struct spelling *a, const struct spelling *b, size_t limit)
{
    /* The rows of the table for one letter of `a` and the two before it. */
    size_t table[3][SPELLING_MAX + 1];
    size_t *before = table[0], *last = table[1], *row = table[2];
    if (a->count > b->count + limit || b->count > a->count + limit)
        return limit + 1;
    for (size_t j = 0; j <= b->count; j++)
        last[j] = j;
    for (size_t i = 1, closest = 0; i <= a->count; i++) {
        size_t closest_before = closest;
        closest = row[0] = i;
        for (size_t j = 1; j <= b->count; j++) {
            bool differ = a->letters[i - 1] != b->letters[j - 1];
            row[j] = least(last[j - 1] + differ, least(last[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && a->letters[i - 1] == b->letters[j - 2] &&
                a->letters[i - 2] == b->letters[j - 1])
                row[j] = least(row[j], before[j - 2] + 1);
            closest = least(closest, row[j]);
        }
        if (closest > limit && closest_before > limit) /* each row comes from the two before it */
            return limit + 1;
        size_t *oldest = before;
        before = last;
        last = row;
        row = oldest;
    }
    return last[b->count];
}

size_t spelling_tolerance(size_t letters)
{
    size_t tolerance = letters / 3;
    return tolerance < 1 ? 1 : tolerance > 4 ? 4 : tolerance;
}

const char *spelling_nearest(const char *word, const char *const words[])
{
    struct spelling wanted = spelling_of(word);
    size_t best = spelling_tolerance(wanted.count) + 1;
    const char *nearest = NULL;
    for (size_t i = 0; words[i] != NULL; i++) {
        struct spelling known = spelling_of(words[i]);
        size_t distance = spelling_distance(&wanted, &known, best - 1);
        if (distance < best && distance < known.count) {
            best = distance;
            nearest = words[i];
        }
    }
    return nearest;
}
