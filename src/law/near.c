/* Finds the jurisdictions that someone who asked for an unknown code may have meant. */
#include "model.h"
#include "spelling.h"

enum { NEAR_LIMIT = 16, PREFIX_LETTERS = 3 };

struct candidate {
    const struct jurisdiction *jurisdiction;
    size_t distance;
};

static size_t distance_to_word(const struct spelling *wanted, const char *text, size_t tolerance)
{
    struct spelling word = spelling_of(text);
    if (wanted->count >= PREFIX_LETTERS && spelling_starts_with(&word, wanted))
        return word.count == wanted->count ? 0 : 1;
    if (word.count > wanted->count + tolerance || wanted->count > word.count + tolerance)
        return tolerance + 1;
    return spelling_distance(wanted, &word);
}

static size_t distance_to_others(const struct spelling *wanted, const struct jurisdiction *jurisdiction,
                                 size_t tolerance)
{
    size_t best = tolerance + 1;
    for (size_t i = 0; best > 0 && i < jurisdiction->also_count; i++) {
        size_t distance = distance_to_word(wanted, jurisdiction->also[i], tolerance);
        best = distance < best ? distance : best;
    }
    return best;
}

/* By code, by name in any language, by other names, and by the initials of a name ("UK"). */
static size_t distance_to(const struct spelling *wanted, const struct jurisdiction *jurisdiction,
                          size_t tolerance)
{
    size_t best = distance_to_word(wanted, jurisdiction->code, tolerance);
    size_t others = distance_to_others(wanted, jurisdiction, tolerance);
    best = others < best ? others : best;
    if (jurisdiction->alpha3 != NULL) {
        size_t distance = distance_to_word(wanted, jurisdiction->alpha3, tolerance);
        best = distance < best ? distance : best;
    }
    for (enum language language = 0; best > 0 && language < LANGUAGE_COUNT; language++) {
        const char *name = jurisdiction->name.in[language];
        size_t distance = distance_to_word(wanted, name, tolerance);
        struct spelling initials = spelling_initials(name);
        if (initials.count > 1 && spelling_equal(&initials, wanted))
            distance = 0;
        best = distance < best ? distance : best;
    }
    return best;
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
        if (candidate.distance > tolerance)
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
