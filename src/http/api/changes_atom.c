/* The changes as a feed (RFC 4287). Addresses are relative, to the feed's own (RFC 3986, section 5.1.3), so
 * that every replica sends the same bytes. An entry is dated by the day on which the law changed. */
#include "changes.h"
#include "http/protocol/xml.h"

#include <stdio.h>

enum { TIME_TEXT_SIZE = 64, UUID_TEXT_SIZE = 64 };

/* RFC 3339; a date known only to the month or the year is its first day. */
static char *format_time(struct date date, char out[TIME_TEXT_SIZE])
{
    snprintf(out, TIME_TEXT_SIZE, "%04u-%02u-%02uT00:00:00Z", (unsigned)date.year,
             date.month == 0 ? 1U : (unsigned)date.month, date.day == 0 ? 1U : (unsigned)date.day);
    return out;
}

/* A name-based identifier (RFC 9562, section 5.8), the same from every server and for ever. */
static void put_id(struct buffer *out, const char *name, size_t size)
{
    struct hash hash = hash_bytes(name, size);
    buffer_printf(out, "<id>urn:uuid:%08x-%04x-8%03x-%04x-%012llx</id>", (unsigned)(hash.high >> 32),
                  (unsigned)(hash.high >> 16 & 0xFFFF), (unsigned)(hash.high & 0xFFF),
                  (unsigned)(0x8000 | (hash.low >> 48 & 0x3FFF)),
                  (unsigned long long)(hash.low & 0xFFFFFFFFFFFF));
}

static void put_entry_id(struct buffer *out, const struct change *change)
{
    char name[128], date[DATE_TEXT_SIZE];
    int size = snprintf(name, sizeof name, "lawmap change %s %s", change->jurisdiction->code,
                        date_format(change->period->from, date));
    put_id(out, name, (size_t)size);
}

/* "Buying: Not criminalised → Criminalised", for each layer that changed; returns how many. */
static size_t put_transitions(struct buffer *out, const struct law *law, const struct change *change,
                              enum layer_kind kind, enum language language)
{
    size_t count = 0;
    for (size_t i = 0; i < law_layer_count(law); i++) {
        const struct layer *layer = law_layer(law, i);
        if (layer->kind != kind)
            continue;
        struct transition transition = change_transition(law, change, layer);
        if (transition.from == transition.to)
            continue;
        buffer_puts(out, count++ == 0 ? "" : "; ");
        xml_text(out, layer->label.in[language]);
        buffer_puts(out, ": ");
        xml_text(out, transition.from->label.in[language]);
        buffer_puts(out, " → ");
        xml_text(out, transition.to->label.in[language]);
    }
    return count;
}

static void put_title(struct buffer *out, const struct law *law, const struct change *change,
                      enum language language)
{
    char date[DATE_TEXT_SIZE];
    buffer_puts(out, "<title>");
    xml_text(out, change->jurisdiction->name.in[language]);
    buffer_printf(out, ", %s: ", date_format(change->period->from, date));
    if (put_transitions(out, law, change, LAYER_ACT, language) == 0)
        xml_text(out, change->period->instrument);
    buffer_puts(out, "</title>");
}

static void put_content(struct buffer *out, const struct law *law, const struct change *change,
                        enum language language)
{
    buffer_puts(out, "<content type=\"text\">");
    xml_text(out, change->period->instrument);
    buffer_puts(out, "\n");
    if (put_transitions(out, law, change, LAYER_ACT, language) > 0)
        buffer_puts(out, "\n");
    put_transitions(out, law, change, LAYER_FRAMEWORK, language);
    buffer_puts(out, "</content>");
}

static void put_entry(struct buffer *out, const struct law *law, const struct change *change,
                      enum language language)
{
    char time[TIME_TEXT_SIZE];
    buffer_puts(out, "<entry>");
    put_entry_id(out, change);
    put_title(out, law, change, language);
    xml_element(out, "updated", format_time(change->period->from, time));
    buffer_printf(out, "<category term=\"%s\"/><category term=\"%s\"/>", change->jurisdiction->code,
                  change_kind_id(change->kind));
    if (law_period_is_pending(change->period, date_today()))
        buffer_puts(out, "<category term=\"pending\"/>");
    /* Without its type: readers pass over an alternate that says it is no HTML. */
    buffer_printf(out, "<link rel=\"alternate\" href=\"/api/v1/jurisdictions/%s/history\"/>",
                  change->jurisdiction->code);
    put_content(out, law, change, language);
    buffer_puts(out, "</entry>\n");
}

/* The filters, in one order whatever that of the request: each feed has an address and an identifier. */
static void put_filters(struct buffer *out, const struct query *query)
{
    static const char *const levels[] = {
        [LEVEL_COUNTRY] = "country", [LEVEL_SUBDIVISION] = "subdivision", [LEVEL_ALL] = "all"};
    char date[DATE_TEXT_SIZE];
    if (query->since.year != 0)
        buffer_printf(out, "&since=%s", date_format(query->since, date));
    if (query->until.year != 0)
        buffer_printf(out, "&until=%s", date_format(query->until, date));
    if (query->level != LEVEL_ALL)
        buffer_printf(out, "&level=%s", levels[query->level]);
    if (query->region != NULL)
        buffer_printf(out, "&region=%s", query->region->id);
}

/* Addresses within the feed are relative to where it came from, or to what the operator says of the server.
 */
static void put_start(struct buffer *out, const struct exchange *exchange)
{
    const char *public_url = exchange->snapshot->site->public_url;
    buffer_printf(out,
                  "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
                  "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"%s\"",
                  language_tag(exchange->query.language));
    if (public_url != NULL)
        buffer_printf(out, " xml:base=\"%s/\"", public_url);
    buffer_puts(out, ">\n");
}

static void put_self(struct buffer *out, const struct exchange *exchange, const struct buffer *filters)
{
    struct buffer address = {0};
    buffer_printf(&address, "/api/v1/changes.atom?lang=%s", language_tag(exchange->query.language));
    buffer_append(&address, filters->data, filters->size);
    buffer_append(&address, "", 1);
    out->failed |= address.failed;
    buffer_puts(out, "<link rel=\"self\" type=\"application/atom+xml\" href=\"");
    xml_text(out, address.failed ? "" : address.data);
    buffer_puts(out, "\"/>");
    buffer_free(&address);
}

/* Who says it, and how to cite it (RFC 4287, section 4.2.10; RFC 4946). */
static void put_rights(struct buffer *out, const struct law *law)
{
    const struct dataset *dataset = law_dataset(law);
    struct buffer citation = {0};
    law_cite(law, &citation);
    buffer_append(&citation, "", 1);
    out->failed |= citation.failed;
    buffer_puts(out, "<author>");
    xml_element(out, "name", dataset->authors);
    buffer_puts(out, "</author><rights xml:lang=\"en\">");
    xml_text(out, citation.failed ? "" : citation.data);
    buffer_puts(out, "</rights><link rel=\"license\" href=\"");
    xml_text(out, dataset->licence_url);
    buffer_puts(out, "\"/>");
    buffer_free(&citation);
}

static void put_head(struct buffer *out, const struct exchange *exchange, struct date newest)
{
    char time[TIME_TEXT_SIZE];
    struct buffer name = {0}, filters = {0};
    put_filters(&filters, &exchange->query);
    buffer_puts(&name, "lawmap changes");
    buffer_append(&name, filters.data, filters.size);
    out->failed |= name.failed || filters.failed;
    put_start(out, exchange);
    put_id(out, name.data, name.size);
    buffer_puts(out, "<title xml:lang=\"en\">Changes of sex work laws</title>");
    put_rights(out, exchange->snapshot->law);
    put_self(out, exchange, &filters);
    xml_element(out, "updated", format_time(newest, time));
    buffer_puts(out, "\n");
    buffer_free(&name);
    buffer_free(&filters);
}

enum lawmap_status build_changes_atom(const struct exchange *exchange, const void *subject,
                                      struct buffer *out, struct lawmap_error *error)
{
    const struct change_list *changes = subject;
    put_head(out, exchange, changes->newest);
    for (size_t i = 0; i < changes->count; i++)
        put_entry(out, exchange->snapshot->law, &changes->items[i], exchange->query.language);
    buffer_puts(out, "</feed>\n");
    return out->failed ? lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory") : LAWMAP_OK;
}
