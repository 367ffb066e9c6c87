/* static_ask: the server's own answer to a request, without a connection. */
#ifndef LAWMAP_HTTP_STATIC_ASK_H
#define LAWMAP_HTTP_STATIC_ASK_H

#include "http/pages/page_host.h"
#include "http/protocol/answer.h"
#include "http/snapshot.h"

/* To GET `target` with no wishes: in English, as it is. A page is for `host`. *out is a reference of the
 * caller's own. Any other answer than 200 is an error that says why. Any thread may ask. */
enum lawmap_status static_ask(struct snapshot *snapshot, const struct page_host *host, const char *target,
                              struct answer **out, struct lawmap_error *error);

/* The page for what is not there. */
enum lawmap_status static_ask_not_found(struct snapshot *snapshot, const struct page_host *host,
                                        struct answer **out, struct lawmap_error *error);

#endif
