/* What search engines and those who report faults look for at fixed addresses. */
#include "http/handlers.h"
#include "http/protocol/origin.h"

#include <stdio.h>

/* RFC 9309. The pages are for search engines; the data, the pictures and each day's law are without end, and
 * say nothing that the pages do not. */
enum lawmap_status get_robots(struct exchange *exchange)
{
    char origin[ORIGIN_SIZE];
    struct buffer text = {0};
    enum lawmap_status status = origin_of(exchange, origin);
    if (status != LAWMAP_OK)
        return status;
    buffer_printf(&text,
                  "User-agent: *\n"
                  "Disallow: /api/\n"
                  "Disallow: /figures/\n"
                  "Disallow: /legend/\n"
                  "Disallow: /tiles/\n"
                  "Disallow: /wmts/\n"
                  "Disallow: /*?*date=\n"
                  "Disallow: /*?*version=\n"
                  "\n"
                  "Sitemap: %s/sitemap.xml\n",
                  origin);
    return exchange_answer(exchange, answer_of_buffer(&text, "text/plain; charset=utf-8", NULL));
}

/* With the page in each language, which every one of them names (developers.google.com/search/docs,
 * "Localized versions"). */
static void put_page(struct buffer *out, const char *origin, const char *path)
{
    buffer_printf(out, "<url><loc>%s%s</loc>", origin, path);
    for (int i = 0; i < LANGUAGE_COUNT; i++)
        buffer_printf(out, "<xhtml:link rel=\"alternate\" hreflang=\"%s\" href=\"%s%s?lang=%s\"/>",
                      language_tag((enum language)i), origin, path, language_tag((enum language)i));
    buffer_puts(out, "</url>\n");
}

static void put_countries(struct buffer *out, const char *origin, const struct law *law)
{
    for (size_t i = 0; i < law_jurisdiction_count(law); i++) {
        const struct jurisdiction *jurisdiction = law_jurisdiction(law, i);
        char path[64];
        snprintf(path, sizeof path, "/country/%s", jurisdiction->code);
        if (jurisdiction->recorded)
            put_page(out, origin, path);
    }
}

/* sitemaps.org/protocol.html */
enum lawmap_status get_sitemap(struct exchange *exchange)
{
    char origin[ORIGIN_SIZE];
    struct buffer text = {0};
    enum lawmap_status status = origin_of(exchange, origin);
    if (status != LAWMAP_OK)
        return status;
    buffer_puts(&text, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                       "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" "
                       "xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n");
    put_page(&text, origin, "/");
    put_page(&text, origin, "/table");
    put_page(&text, origin, "/about");
    put_page(&text, origin, "/api");
    put_countries(&text, origin, exchange->snapshot->law);
    buffer_puts(&text, "</urlset>\n");
    return exchange_answer(exchange, answer_of_buffer(&text, "application/xml", NULL));
}

/* RFC 9116. Once it has expired, it is not there: whom it names may have left. */
enum lawmap_status get_security(struct exchange *exchange)
{
    const struct site_options *site = exchange->snapshot->site;
    char date[DATE_TEXT_SIZE];
    struct buffer text = {0};
    if (site->security_contact == NULL || date_compare(site->security_expires, date_today()) <= 0)
        return problem_set(&exchange->problem, LAWMAP_NOT_FOUND,
                           "this server names nobody to whom faults of its security can be reported");
    buffer_printf(&text, "Contact: %s\nExpires: %sT00:00:00Z\n", site->security_contact,
                  date_format(site->security_expires, date));
    if (site->public_url != NULL)
        buffer_printf(&text, "Canonical: %s/.well-known/security.txt\n", site->public_url);
    return exchange_answer(exchange, answer_of_buffer(&text, "text/plain; charset=utf-8", NULL));
}
