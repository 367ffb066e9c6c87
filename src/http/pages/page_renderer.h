/* page_renderer: what a page says, as XML, into HTML, by the stylesheet embedded from src/web/pages. What is
 * text in the XML is text in the HTML: nothing of the data can become markup. Stylesheets may not read files
 * or the network. Made once and then only read: any thread may render. */
#ifndef LAWMAP_HTTP_PAGE_RENDERER_H
#define LAWMAP_HTTP_PAGE_RENDERER_H

#include "http/protocol/shared.h"
#include "page_strings.h"

#include <libxslt/security.h>
#include <libxslt/xsltInternals.h>

struct page_renderer {
    struct shared shared;
    struct page_strings *strings;
    xsltStylesheetPtr stylesheet;
    xsltSecurityPrefsPtr security;
};

/* LAWMAP_NO_MEMORY; LAWMAP_BAD_DATA: what is embedded cannot be read. */
enum lawmap_status page_renderer_new(struct page_renderer **out, struct lawmap_error *error);
void page_renderer_release(struct page_renderer *renderer); /* NULL is allowed */

struct page_content {                                    /* both return false when memory is short */
    bool (*fill)(xmlNodePtr page, const void *subject);  /* adds what the stylesheet is to know */
    bool (*finish)(xmlDocPtr html, const void *subject); /* changes what it has made */
    const void *subject;
};

/* Appends to `html` what the stylesheet makes of <page name="…" lang="…">, which has the strings of the
 * language and the content. LAWMAP_NO_MEMORY. */
enum lawmap_status page_render(const struct page_renderer *renderer, const char *name, enum language language,
                               const struct page_content *content, struct buffer *html,
                               struct lawmap_error *error);

#endif
