/* answer: the immutable body of a response, with its validator. Shared: one answer may serve many requests.
 */
#ifndef LAWMAP_HTTP_ANSWER_H
#define LAWMAP_HTTP_ANSWER_H

#include "shared.h"

#include <lawmap/base.h>
#include <lawmap/tile.h>

struct span {
    const void *data;
    size_t size;
};

struct answer {
    struct shared shared;
    const char *content_type; /* a literal */
    const char *language;     /* a literal: BCP 47 tag of its text; NULL: it has none */
    struct span body;
    struct span gzip;         /* the same, compressed; empty: it does not get smaller */
    char tag[HASH_TEXT_SIZE]; /* equal tags mean equal bytes */
};

/* Takes `text` (from malloc), which is freed in any case. NULL: out of memory. */
struct answer *answer_of_text(char *text, size_t size, const char *content_type, const char *language);
/* Takes the buffer over. NULL: out of memory, now or while it was written. */
struct answer *answer_of_buffer(struct buffer *text, const char *content_type, const char *language);
/* Borrows bytes that live as long as the program. NULL: out of memory. */
struct answer *answer_of_static(struct span body, struct span gzip, const char *content_type,
                                const char *tag);
/* Takes `png`, which is freed in any case. The answer has a copy of its bytes in one piece, which
 * libmicrohttpd sends with the header in one system call, where it would send two pieces in another. NULL:
 * out of memory. */
struct answer *answer_of_tile(struct tile_png *png);

void answer_release(struct answer *answer);       /* NULL is allowed */
size_t answer_bytes(const struct answer *answer); /* of memory, about */

#endif
