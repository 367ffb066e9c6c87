#include "page.h"

#include "http/protocol/origin.h"
#include "http/protocol/parameter.h"
#include "http/protocol/policy.h"
#include "http/protocol/router.h"
#include "page_host.h"
#include "page_renderer.h"
#include "page_xml.h"
#include "web/asset.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct page {
    const struct exchange *exchange;
    char origin[ORIGIN_SIZE];
    const char *path;
    json_t *content;
};

static bool is_unreserved(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c != '\0' && strchr("-._~", c) != NULL);
}

/* RFC 3986, section 2.1. */
static void put_encoded(struct buffer *out, const char *text)
{
    for (const char *c = text; *c != '\0'; c++)
        if (is_unreserved(*c))
            buffer_append(out, c, 1);
        else
            buffer_printf(out, "%%%02X", (unsigned)(unsigned char)*c);
}

static void put_parameter(struct buffer *out, const char *name, const char *value)
{
    bool first = out->size == 0 || memchr(out->data, '?', out->size) == NULL;
    buffer_puts(out, first ? "?" : "&");
    put_encoded(out, name);
    buffer_puts(out, "=");
    put_encoded(out, value);
}

/* Is this what the request is refused for? */
static bool is_wrong(const struct exchange *exchange, const char *name)
{
    return strcmp(exchange->problem.parameter, name) == 0;
}

/* A path with all parameters of this request but one. */
static void put_address(struct buffer *out, const struct exchange *exchange, const char *path,
                        const char *but)
{
    buffer_puts(out, path);
    for (size_t i = 0; i < exchange->request->parameter_count; i++) {
        const struct request_parameter *parameter = &exchange->request->parameters[i];
        if (strcmp(parameter->name, but) != 0 && exchange_has_parameter(exchange, i))
            put_parameter(out, parameter->name, parameter->value);
    }
}

json_t *page_address(const struct exchange *exchange, const char *path, const char *name, const char *value)
{
    struct buffer address = {0};
    put_address(&address, exchange, path, name);
    if (value != NULL)
        put_parameter(&address, name, value);
    json_t *text = address.failed ? NULL : json_stringn(address.data, address.size);
    buffer_free(&address);
    return text;
}

/* Is there an address without the parameter that is wrong? */
static bool can_be_mended(const struct exchange *exchange)
{
    const struct parameter *parameter;
    if (exchange->route == NULL || exchange_parameter(exchange, exchange->problem.parameter) == NULL)
        return false;
    for (size_t i = 0; (parameter = route_parameter(exchange->route, i)) != NULL; i++)
        if (parameter->required && is_wrong(exchange, parameter->name))
            return false;
    return true;
}

json_t *page_mended_address(const struct exchange *exchange)
{
    struct buffer address = {0};
    const struct request *request = exchange->request;
    if (!can_be_mended(exchange))
        return json_null();
    for (size_t i = 0; i < request->segment_count; i++) {
        buffer_puts(&address, "/");
        put_encoded(&address, request->segments[i]);
    }
    for (size_t i = 0; i < request->parameter_count; i++) {
        const struct request_parameter *parameter = &request->parameters[i];
        if (!is_wrong(exchange, parameter->name) && route_knows(exchange->route, exchange, parameter->name))
            put_parameter(&address, parameter->name, parameter->value);
    }
    json_t *text = address.failed ? NULL : json_stringn(address.data, address.size);
    buffer_free(&address);
    return text;
}

static bool add_language(xmlNodePtr languages, const struct page *page, enum language language)
{
    const struct page_strings *strings = page->exchange->snapshot->pages->strings;
    const char *tag = language_tag(language);
    xmlNodePtr element = page_xml_add(languages, "language", page_string(strings, language, "language.name"));
    struct buffer address = {0};
    if (page->exchange->problem.http_status == 0)
        put_address(&address, page->exchange, page->path, parameter_language.name);
    else /* what is wrong may be any part of the address */
        buffer_puts(&address, page->path);
    put_parameter(&address, parameter_language.name, tag);
    buffer_append(&address, "", 1);
    bool added = element != NULL && !address.failed && page_xml_set(element, "tag", tag) &&
                 page_xml_set(element, "href", address.data);
    buffer_free(&address);
    return added;
}

static bool add_languages(xmlNodePtr parent, const struct page *page)
{
    xmlNodePtr languages = page_xml_add(parent, "languages", NULL);
    if (languages == NULL)
        return false;
    const struct page_host *host = page->exchange->host;
    for (int i = 0; i < LANGUAGE_COUNT; i++)
        if ((host == NULL || (host->languages >> i & 1) != 0) &&
            !add_language(languages, page, (enum language)i))
            return false;
    return true;
}

/* What a page for files alone must know, and say of itself because no server says it in a header. */
static bool set_host(xmlNodePtr element, const struct page_host *host)
{
    char zoom[16];
    if (host == NULL)
        return true;
    snprintf(zoom, sizeof zoom, "%u", host->last_zoom);
    return page_xml_set(element, "root", host->root) && page_xml_set(element, "zoom", zoom) &&
           page_xml_set(element, "layers", host->layers) && page_xml_set(element, "policy", PAGE_POLICY);
}

/* What a link to another page ends with to keep those of these parameters that this page was asked with. */
static bool set_kept(xmlNodePtr element, const char *attribute, const struct exchange *exchange,
                     const struct parameter *const *kept, size_t count)
{
    struct buffer query = {0};
    for (size_t i = 0; i < count; i++) {
        const char *value = exchange_parameter(exchange, kept[i]->name);
        if (value != NULL && !is_wrong(exchange, kept[i]->name))
            put_parameter(&query, kept[i]->name, value);
    }
    buffer_append(&query, "", 1);
    bool set = !query.failed && page_xml_set(element, attribute, query.data);
    buffer_free(&query);
    return set;
}

/* The same for a link that has parameters already. */
static bool set_also(xmlNodePtr element, const char *attribute, const char *from)
{
    xmlChar *query = xmlGetNoNsProp(element, (const xmlChar *)from);
    if (query == NULL)
        return false;
    if (*query == '?')
        *query = '&';
    bool set = page_xml_set(element, attribute, (const char *)query);
    xmlFree(query);
    return set;
}

static bool set_assets(xmlNodePtr element)
{
    struct buffer address = {0};
    buffer_puts(&address, "/assets/");
    buffer_puts(&address, web_assets_version);
    buffer_append(&address, "/", sizeof "/");
    bool set = !address.failed && page_xml_set(element, "assets", address.data);
    buffer_free(&address);
    return set;
}

/* What absolute addresses begin with; "" where nothing says it. */
static void find_origin(struct exchange *exchange, char out[ORIGIN_SIZE])
{
    struct problem problem = exchange->problem; /* a wrong Host is none of the page's */
    exchange->problem = (struct problem){0};
    if (origin_of(exchange, out) != LAWMAP_OK)
        out[0] = '\0';
    problem_clear(&exchange->problem);
    exchange->problem = problem;
}

static bool fill(xmlNodePtr element, const void *subject)
{
    static const struct parameter *const language[] = {&parameter_language};
    static const struct parameter *const dated[] = {&parameter_date, &parameter_language};
    const struct page *page = subject;
    const struct exchange *exchange = page->exchange;
    const char *script = page_strings_script(exchange->snapshot->pages->strings, exchange->query.language);
    return set_assets(element) && set_host(element, exchange->host) &&
           page_xml_set(element, "path", page->path) && page_xml_set(element, "origin", page->origin) &&
           page_xml_set(element, "watch", exchange->snapshot->watched ? "watch" : NULL) &&
           set_kept(element, "ask", exchange, language, 1) &&
           set_kept(element, "ask-dated", exchange, dated, 2) && set_also(element, "also", "ask") &&
           set_also(element, "also-dated", "ask-dated") &&
           page_xml_set(element, "date", exchange_parameter(exchange, parameter_date.name)) &&
           add_languages(element, page) && page_xml_add(element, "script-strings", script) != NULL &&
           page_xml_add_json(element, page->content);
}

static bool finish(xmlDocPtr html, const void *subject)
{
    const struct page *page = subject;
    const struct page_host *host = page->exchange->host;
    return host == NULL || page_host_link(host, page->origin, html);
}

struct answer *page_answer(struct exchange *exchange, const char *name, const char *path, json_t *content)
{
    struct page page = {.exchange = exchange, .path = path, .content = content};
    find_origin(exchange, page.origin);
    struct buffer html = {0};
    struct lawmap_error error;
    enum language language = exchange->query.language;
    const struct page_content what = {fill, finish, &page};
    bool made = content != NULL &&
                page_render(exchange->snapshot->pages, name, language, &what, &html, &error) == LAWMAP_OK;
    json_decref(content);
    if (made)
        return answer_of_text(html.data, html.size, "text/html; charset=utf-8", language_tag(language));
    buffer_free(&html);
    return NULL;
}

/* All that the page depends on beside the snapshot: midnight changes what today is. */
static char *make_key(struct exchange *exchange, const char *path)
{
    struct buffer key = {0};
    char origin[ORIGIN_SIZE];
    find_origin(exchange, origin);
    char date[DATE_TEXT_SIZE];
    buffer_printf(&key, "page/%s/%s/%d", language_tag(exchange->query.language),
                  date_format(exchange->query.date, date), exchange->reply.varies_by_language);
    buffer_puts(&key, origin);
    put_address(&key, exchange, path, parameter_language.name);
    buffer_append(&key, "", 1);
    if (!key.failed)
        return key.data;
    buffer_free(&key);
    return NULL;
}

enum lawmap_status exchange_answer_page(struct exchange *exchange, const char *name, const char *path,
                                        json_t *(*build)(const struct exchange *exchange,
                                                         const void *subject),
                                        const void *subject)
{
    struct cache *answers = exchange->snapshot->answers;
    char *key = make_key(exchange, path);
    struct answer *answer = key == NULL ? NULL : (struct answer *)cache_get(answers, key);
    if (key != NULL && answer == NULL) {
        answer = page_answer(exchange, name, path, build(exchange, subject));
        if (answer != NULL)
            cache_put(answers, key, &answer->shared, answer_bytes(answer));
    }
    free(key);
    exchange->reply.kind = REPLY_PAGE;
    exchange->reply.freshness = FRESH_NEVER;
    return exchange_answer(exchange, answer);
}
