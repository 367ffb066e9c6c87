#include "handlers.h"
#include "law_json.h"
#include "web/asset.h"

#include <stdlib.h>
#include <string.h>

/* Where the page's template wants the list of countries. */
static const char countries_mark[] = "<!-- countries -->";

static void put_escaped(struct buffer *out, const char *text)
{
    for (const char *c = text; *c != '\0'; c++) {
        switch (*c) {
        case '&':
            buffer_puts(out, "&amp;");
            break;
        case '<':
            buffer_puts(out, "&lt;");
            break;
        case '>':
            buffer_puts(out, "&gt;");
            break;
        case '"':
            buffer_puts(out, "&quot;");
            break;
        default:
            buffer_append(out, c, 1);
        }
    }
}

/* The colour stands in an attribute of SVG, because the page's policy allows no styles but its own file's. */
static void put_country(struct buffer *out, const struct law *law, const struct jurisdiction *country,
                        struct date date)
{
    const struct code *framework = framework_at(law, country, date);
    buffer_printf(out, "<li><a href=\"/api/v1/jurisdictions/%s\" data-code=\"%s\">", country->code,
                  country->code);
    put_escaped(out, country->name.in[LANGUAGE_EN]);
    buffer_printf(out,
                  "</a> <span><svg width=\"10\" height=\"10\" aria-hidden=\"true\"><rect width=\"10\" "
                  "height=\"10\" fill=\"#%06x\" stroke=\"#777\"/></svg> ",
                  (unsigned)framework->colours[0]);
    put_escaped(out, framework->label.in[LANGUAGE_EN]);
    buffer_puts(out, "</span></li>\n");
}

static int compare_names(const void *a, const void *b)
{
    const struct jurisdiction *const *x = a, *const *y = b;
    return strcmp((*x)->name.in[LANGUAGE_EN], (*y)->name.in[LANGUAGE_EN]);
}

/* The countries of a region, by name, under its heading. */
static void put_region(struct buffer *out, const struct law *law, const struct region *region,
                       struct date date)
{
    size_t count = 0, all = law_jurisdiction_count(law);
    const struct jurisdiction **countries = calloc(all, sizeof(const struct jurisdiction *));
    if (countries == NULL) {
        out->failed = true;
        return;
    }
    for (size_t i = 0; i < all; i++) {
        const struct jurisdiction *jurisdiction = law_jurisdiction(law, i);
        if (jurisdiction->parent == NULL && jurisdiction->region == region)
            countries[count++] = jurisdiction;
    }
    qsort(countries, count, sizeof(const struct jurisdiction *), compare_names);
    buffer_puts(out, "<h3>");
    put_escaped(out, region->label.in[LANGUAGE_EN]);
    buffer_puts(out, "</h3>\n<ul>\n");
    for (size_t i = 0; i < count; i++)
        put_country(out, law, countries[i], date);
    buffer_puts(out, "</ul>\n");
    free(countries);
}

static struct answer *build_map_page(const struct law *law, struct date date)
{
    struct buffer page = {0};
    const char *end = web_map_page + web_map_page_size;
    const char *mark = memmem(web_map_page, web_map_page_size, countries_mark, sizeof countries_mark - 1);
    const char *rest = mark == NULL ? end : mark + sizeof countries_mark - 1;
    buffer_append(&page, web_map_page, (size_t)((mark == NULL ? end : mark) - web_map_page));
    for (size_t i = 0; mark != NULL && i < law_region_count(law); i++)
        put_region(&page, law, law_region(law, i), date);
    buffer_append(&page, rest, (size_t)(end - rest));
    if (page.failed) {
        buffer_free(&page);
        return NULL;
    }
    return answer_of_text(page.data, page.size, "text/html; charset=utf-8", "en");
}

enum lawmap_status get_map_page(struct exchange *exchange)
{
    struct cache *answers = exchange->snapshot->answers;
    char key[16 + DATE_TEXT_SIZE] = "page/", date[DATE_TEXT_SIZE];
    strcat(key, date_format(exchange->query.date, date));
    exchange->reply.kind = REPLY_PAGE;
    exchange->reply.freshness = FRESH_NEVER;
    struct answer *answer = (struct answer *)cache_get(answers, key);
    if (answer == NULL)
        answer = build_map_page(exchange->snapshot->law, exchange->query.date);
    if (answer != NULL)
        cache_put(answers, key, &answer->shared, answer_bytes(answer));
    return exchange_answer(exchange, answer);
}

/* A page of another release may still ask for its own version of a file: it gets this one's, but not for
 * good. */
enum lawmap_status get_asset(struct exchange *exchange)
{
    const char *version = exchange->variables[0], *name = exchange->variables[1];
    for (size_t i = 0; i < web_asset_count; i++) {
        const struct asset *asset = &web_assets[i];
        if (strcmp(asset->name, name) != 0)
            continue;
        exchange->reply.kind = REPLY_PAGE;
        exchange->reply.freshness = strcmp(version, web_assets_version) == 0 ? FRESH_FOR_GOOD : FRESH_NEVER;
        struct span body = {asset->body, asset->size}, gzip = {asset->gzip, asset->gzip_size};
        return exchange_answer(exchange, answer_of_static(body, gzip, asset->content_type, asset->tag));
    }
    return problem_set(&exchange->problem, LAWMAP_NOT_FOUND, "there is nothing at this address");
}
