/* suggest: what a mistyped word was meant to be. */
#ifndef LAWMAP_CLI_SUGGEST_H
#define LAWMAP_CLI_SUGGEST_H

/* The closest of a NULL-terminated list by edit distance (insertions, deletions, replacements), at most a
 * third of the word's letters away, or 2; NULL: none is. */
const char *suggest(const char *word, const char *const known[]);

#endif
