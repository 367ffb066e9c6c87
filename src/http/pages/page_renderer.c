#include "page_renderer.h"

#include "page_memory.h"
#include "page_xml.h"
#include "web/asset.h"

#include <libexslt/exslt.h>
#include <libxml/HTMLtree.h>
#include <libxml/parser.h>
#include <libxslt/security.h>
#include <libxslt/transform.h>
#include <libxslt/xsltInternals.h>
#include <libxslt/xsltutils.h>
#include <stdlib.h>

static void destroy(struct shared *shared)
{
    struct page_renderer *self = (struct page_renderer *)shared;
    page_strings_free(self->strings);
    xsltFreeSecurityPrefs(self->security);
    xsltFreeStylesheet(self->stylesheet);
    free(self);
}

void page_renderer_release(struct page_renderer *renderer)
{
    if (renderer != NULL)
        shared_release(&renderer->shared);
}

static xsltStylesheetPtr compile(void)
{
    xmlDocPtr source = xmlReadMemory(web_stylesheet.data, (int)web_stylesheet.size, "pages.xsl", NULL,
                                     XML_PARSE_NONET | XML_PARSE_NOCDATA);
    xsltStylesheetPtr stylesheet = source == NULL ? NULL : xsltParseStylesheetDoc(source);
    if (stylesheet == NULL)
        xmlFreeDoc(source);
    return stylesheet;
}

static xsltSecurityPrefsPtr forbid_all(void)
{
    static const xsltSecurityOption options[] = {XSLT_SECPREF_READ_FILE, XSLT_SECPREF_WRITE_FILE,
                                                 XSLT_SECPREF_CREATE_DIRECTORY, XSLT_SECPREF_READ_NETWORK,
                                                 XSLT_SECPREF_WRITE_NETWORK};
    xsltSecurityPrefsPtr security = xsltNewSecurityPrefs();
    for (size_t i = 0; security != NULL && i < sizeof options / sizeof options[0]; i++)
        xsltSetSecurityPrefs(security, options[i], xsltSecurityForbid);
    return security;
}

enum lawmap_status page_renderer_new(struct page_renderer **out, struct lawmap_error *error)
{
    *out = NULL;
    struct page_renderer *self = calloc(1, sizeof *self);
    if (self == NULL)
        return lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory");
    shared_init(&self->shared, destroy);
    page_memory_install();
    xmlInitParser();
    xsltInit();
    exsltCommonRegister();
    enum lawmap_status status = page_strings_new(&self->strings, error);
    self->security = forbid_all();
    self->stylesheet = compile();
    if (status == LAWMAP_OK && self->security == NULL)
        status = lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory");
    else if (status == LAWMAP_OK && (self->stylesheet == NULL || self->stylesheet->errors > 0))
        status = lawmap_fail(error, LAWMAP_BAD_DATA, "the pages' stylesheet cannot be compiled");
    if (status != LAWMAP_OK) {
        page_renderer_release(self);
        return status;
    }
    *out = self;
    return LAWMAP_OK;
}

/* The libraries go on after a failed allocation, and may leave out what they had no memory for: all their
 * errors count. */
static void note_error(void *failed, xmlErrorPtr error)
{
    if (error != NULL && error->level >= XML_ERR_ERROR)
        *(bool *)failed = true;
}

static void note_message(void *failed, const char *message, ...)
{
    (void)message;
    *(bool *)failed = true;
}

static xmlDocPtr transform(const struct page_renderer *renderer, xmlDocPtr source, bool *failed)
{
    xsltTransformContextPtr context = xsltNewTransformContext(renderer->stylesheet, source);
    xmlDocPtr result = NULL;
    if (context != NULL && xsltSetCtxtSecurityPrefs(renderer->security, context) == 0) {
        xsltSetTransformErrorFunc(context, failed, note_message);
        result = xsltApplyStylesheetUser(renderer->stylesheet, source, NULL, NULL, NULL, context);
        if (context->state != XSLT_STATE_OK)
            *failed = true;
    }
    xsltFreeTransformContext(context);
    return result;
}

/* Not by xsltSaveResultToString(), which puts another element about the encoding into <head>. */
static bool serialise(xmlDocPtr result, struct buffer *html)
{
    xmlNodePtr root = result == NULL ? NULL : xmlDocGetRootElement(result);
    xmlOutputBufferPtr out = root == NULL ? NULL : xmlAllocOutputBuffer(NULL);
    if (out == NULL)
        return false;
    htmlNodeDumpFormatOutput(out, result, root, NULL, 0);
    buffer_puts(html, "<!DOCTYPE html>\n");
    buffer_append(html, xmlOutputBufferGetContent(out), xmlOutputBufferGetSize(out));
    bool written = out->error == 0 && !html->failed;
    xmlOutputBufferClose(out);
    return written;
}

static xmlDocPtr make_source(const struct page_renderer *renderer, const char *name, enum language language,
                             const struct page_content *content)
{
    xmlDocPtr source = xmlNewDoc((const xmlChar *)"1.0");
    xmlNodePtr page = source == NULL ? NULL : xmlNewDocNode(source, NULL, (const xmlChar *)"page", NULL);
    if (page != NULL) {
        xmlDocSetRootElement(source, page);
        if (page_xml_set(page, "name", name) && page_xml_set(page, "lang", language_tag(language)) &&
            page_strings_add(renderer->strings, language, page) && content->fill(page, content->subject))
            return source;
    }
    xmlFreeDoc(source);
    return NULL;
}

enum lawmap_status page_render(const struct page_renderer *renderer, const char *name, enum language language,
                               const struct page_content *content, struct buffer *html,
                               struct lawmap_error *error)
{
    bool failed = false;
    page_memory_was_short();                        /* for what was before */
    xmlSetStructuredErrorFunc(&failed, note_error); /* of this thread */
    xmlDocPtr source = make_source(renderer, name, language, content);
    xmlDocPtr result = source == NULL ? NULL : transform(renderer, source, &failed);
    if (result == NULL || !content->finish(result, content->subject) || !serialise(result, html))
        failed = true;
    failed |= page_memory_was_short();
    xmlFreeDoc(result);
    xmlFreeDoc(source);
    xmlSetStructuredErrorFunc(NULL, NULL);
    return failed ? lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory") : LAWMAP_OK;
}
