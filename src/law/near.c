/* Finds the jurisdictions that someone who asked for an unknown code may have meant. */
#include "model.h"
#include "spelling.h"

#include <string.h>

enum { NEAR_LIMIT = 16, PREFIX_LETTERS = 3 };

int law_compare_names(const char *a, const char *b)
{
    struct spelling x = spelling_of(a), y = spelling_of(b);
    for (size_t i = 0; i < x.count && i < y.count; i++)
        if (x.letters[i] != y.letters[i])
            return x.letters[i] < y.letters[i] ? -1 : 1;
    return x.count != y.count ? (x.count < y.count ? -1 : 1) : strcmp(a, b);
}

struct candidate {
    const struct jurisdiction *jurisdiction;
    size_t distance;
};

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

static size_t distance_to_word(const struct spelling *wanted, const char *text, size_t tolerance)
{
    struct spelling word = spelling_of(text);
    if (wanted->count >= PREFIX_LETTERS && spelling_starts_with(&word, wanted))
        return word.count == wanted->count ? 0 : 1;
    return spelling_distance(wanted, &word, tolerance);
}

static size_t distance_to_others(const struct spelling *wanted, const struct jurisdiction *jurisdiction,
                                 size_t tolerance)
{
    size_t best = tolerance + 1;
    for (size_t i = 0; best > 0 && i < jurisdiction->also_count; i++)
        best = least(best, distance_to_word(wanted, jurisdiction->also[i], tolerance));
    return best;
}

/* By a later word of a name and what follows it: "Zealand" finds New Zealand. */
static size_t distance_to_later_word(const struct spelling *wanted, const char *name, size_t tolerance)
{
    struct spelling whole = spelling_of(name);
    size_t best = tolerance + 1;
    for (size_t i = 1; i < whole.count; i++) {
        if (whole.letters[i - 1] != ' ')
            continue;
        struct spelling word = {.count = 0}, rest = {.count = whole.count - i};
        memcpy(rest.letters, whole.letters + i, rest.count * sizeof *rest.letters);
        while (word.count < rest.count && rest.letters[word.count] != ' ') {
            word.letters[word.count] = rest.letters[word.count];
            word.count++;
        }
        if (wanted->count < PREFIX_LETTERS || word.count < PREFIX_LETTERS)
            continue;
        best = least(best,
                     spelling_starts_with(&rest, wanted) ? 1 : spelling_distance(wanted, &word, tolerance));
    }
    return best;
}

/* Twice the number of mistakes, by code, by name in any language, by other names, and by the initials of a
 * name
 * ("UK"); one more for a later word of a name, so that whole names come first. */
static size_t distance_to(const struct spelling *wanted, const struct jurisdiction *jurisdiction,
                          size_t tolerance)
{
    size_t best = least(distance_to_word(wanted, jurisdiction->code, tolerance),
                        distance_to_others(wanted, jurisdiction, tolerance));
    size_t later = tolerance + 1;
    if (jurisdiction->alpha3 != NULL)
        best = least(best, distance_to_word(wanted, jurisdiction->alpha3, tolerance));
    for (enum language language = 0; best > 0 && language < LANGUAGE_COUNT; language++) {
        const char *name = jurisdiction->name.in[language];
        struct spelling initials = spelling_initials(name);
        if (initials.count > 1 && spelling_equal(&initials, wanted))
            return 0;
        best = least(best, distance_to_word(wanted, name, tolerance));
        later = least(later, distance_to_later_word(wanted, name, tolerance));
    }
    return least(2 * best, 2 * later + 1);
}

/* Among equals countries come before subdivisions, then the order of codes decides. */
static bool comes_before(struct candidate a, struct candidate b)
{
    if (a.distance != b.distance)
        return a.distance < b.distance;
    return a.jurisdiction->parent == NULL && b.jurisdiction->parent != NULL;
}

size_t law_near(const struct law *law, const char *code, const struct jurisdiction **out, size_t limit)
{
    struct candidate best[NEAR_LIMIT + 1];
    struct spelling wanted = spelling_of(code);
    size_t count = 0, tolerance = spelling_tolerance(wanted.count);
    if (limit > NEAR_LIMIT)
        limit = NEAR_LIMIT;
    for (size_t i = 0; wanted.count > 0 && i < law->jurisdiction_count; i++) {
        struct candidate candidate = {&law->jurisdictions[i], 0};
        candidate.distance = distance_to(&wanted, candidate.jurisdiction, tolerance);
        if (candidate.distance > 2 * tolerance + 1)
            continue;
        size_t place = count;
        for (; place > 0 && comes_before(candidate, best[place - 1]); place--)
            best[place] = best[place - 1];
        best[place] = candidate;
        count = count < limit ? count + 1 : limit;
    }
    for (size_t i = 0; i < count; i++)
        out[i] = best[i].jurisdiction;
    return count;
}
