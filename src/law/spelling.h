/* spelling: how far a mistyped word is from a known one, whatever its case and accents. */
#ifndef LAW_SPELLING_H
#define LAW_SPELLING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SPELLING_MAX = 64 };

struct spelling { /* letters in lower case without their accents; the first SPELLING_MAX of the text */
    uint32_t letters[SPELLING_MAX];
    size_t count;
};

struct spelling spelling_of(const char *text); /* UTF-8; a byte that is none becomes U+FFFD */
/* The first letters of the words: "United Kingdom" gives "uk". */
struct spelling spelling_initials(const char *text);

bool spelling_equal(const struct spelling *a, const struct spelling *b);
bool spelling_starts_with(const struct spelling *word, const struct spelling *start);
/* How many letters have to be put in, left out, replaced or swapped with their neighbour to make one of the
 * other: optimal string alignment (Boytsov, "Indexing methods for approximate dictionary searching", 2011).
 * What is beyond `limit` is not counted further: any number greater than it. */
size_t spelling_distance(const struct spelling *a, const struct spelling *b, size_t limit);
/* How many mistakes a word of that many letters can have and still be recognised. */
size_t spelling_tolerance(size_t letters);

/* The closest of a NULL-terminated list; NULL: none is close. */
const char *spelling_nearest(const char *word, const char *const words[]);

#endif
