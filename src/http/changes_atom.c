/* The changes as a feed (RFC 4287). Addresses are relative, to the feed's own (RFC 3986, section 5.1.3), so
 * that every replica sends the same bytes. An entry is dated by the day on which the law changed. */
#include "changes.h"
#include "xml.h"

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
    /* Without its type: readers pass over an alternate that says it is no HTML. */
    buffer_printf(out, "<link rel=\"alternate\" href=\"/api/v1/jurisdictions/%s/history\"/>",
                  change->jurisdiction->code);
    put_content(out, law, change, language);
    buffer_puts(out, "</entry>\n");
}

enum lawmap_status build_changes_atom(const struct exchange *exchange, const void *subject,
                                      struct buffer *out, struct lawmap_error *error)
{
    static const char name[] = "lawmap changes";
    const struct change_list *changes = subject;
    enum language language = exchange->query.language;
    char time[TIME_TEXT_SIZE];
    buffer_printf(out,
                  "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
                  "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"%s\">\n",
                  language_tag(language));
    put_id(out, name, sizeof name - 1);
    buffer_puts(out, "<title xml:lang=\"en\">Changes of sex work laws</title>"
                     "<author><name>lawmap</name></author>"
                     "<rights xml:lang=\"en\">CC BY 4.0</rights>"
                     "<link rel=\"self\" type=\"application/atom+xml\" href=\"/api/v1/changes.atom\"/>");
    xml_element(out, "updated", format_time(changes->newest, time));
    buffer_puts(out, "\n");
    for (size_t i = 0; i < changes->count; i++)
        put_entry(out, exchange->snapshot->law, &changes->items[i], language);
    buffer_puts(out, "</feed>\n");
    return out->failed ? lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory") : LAWMAP_OK;
}
