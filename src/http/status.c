#include "dataset.h"
#include "handlers.h"
#include "http/protocol/json_answer.h"

/* What a page that waits for a change of the data asks again and again. Polling, because it is one small
 * answer from memory, needs no connection that stays open, no limit on those, and no suspended ones that a
 * stop or a reload would have to wake; and who watches is one person with their own files. Only then does it
 * say what is wrong with them. */
enum lawmap_status get_status(struct exchange *exchange)
{
    struct snapshot *snapshot = exchange->snapshot;
    json_t *refused = snapshot->watched ? refusal_json(&snapshot->refusal) : json_null();
    exchange->reply.freshness = FRESH_NOT_STORED;
    return exchange_answer(exchange,
                           json_answer(json_pack("{s:o, s:b, s:o}", "dataset", json_of_dataset(snapshot->law),
                                                 "watching", snapshot->watched, "refused", refused),
                                       "application/json", NULL));
}
