/* page: what every page has beside its own content: its language, the way to the others, its address.
 *
 * A stylesheet of src/web/pages reads
 *
 *   <page name="country" lang="fr" path="/country/SE" origin="https://example.org" assets="/assets/VERSION/"
 * date="2010-01-01" ask="?lang=fr" also="&amp;lang=fr" ask-dated="?date=2010-01-01&amp;lang=fr"
 * also-dated="&amp;date=2010-01-01&amp;lang=fr"> <strings>: see page_strings.h <languages><language tag="en"
 * href="/country/SE?date=2010-01-01&amp;lang=en">English</language> … the members of what `build` makes, as
 * page_xml.h says
 *
 * and watch="watch" on a server that watches its files; root="../", zoom="6", layers="framework" and
 * policy="default-src …" where it is for another host (page_host.h),
 * where `ask` is what a link to another page must end with so that it is in the same language: "" while the
 * language is the browser's choice; `also` is the same for an address that has parameters already. With
 * "-dated" they keep the date as well, if the page was asked for one, which then is `date`. */
#ifndef LAWMAP_HTTP_PAGE_H
#define LAWMAP_HTTP_PAGE_H

#include "http/protocol/exchange.h"

/* Answers with the page `name` at `path`, which is "/about" and the like; the page is kept for those who ask
 * for the same in the same language. `build` makes an object; NULL: out of memory. */
enum lawmap_status exchange_answer_page(struct exchange *exchange, const char *name, const char *path,
                                        json_t *(*build)(const struct exchange *exchange,
                                                         const void *subject),
                                        const void *subject);

/* The same, made for this request alone; takes `content`, which may be NULL: out of memory. */
struct answer *page_answer(struct exchange *exchange, const char *name, const char *path, json_t *content);

/* `path` with the parameters of this request, but `name`, which becomes `value`; NULL: it is left out. A new
 * reference to text, or NULL: out of memory. */
json_t *page_address(const struct exchange *exchange, const char *path, const char *name, const char *value);

/* The address of a refused request without the parameter that it is refused for, and without those that the
 * resource does not know: link decorations of social networks come along unasked. A new reference to text, to
 * null where there is no such address, or NULL: out of memory. */
json_t *page_mended_address(const struct exchange *exchange);

#endif
