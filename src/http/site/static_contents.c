/* What a static site is to have. */
#include "static_place.h"
#include "static_site.h"
#include "web/asset.h"

#include <lawmap/http.h>
#include <stdio.h>
#include <string.h>

struct wanting { /* stops at the first failure */
    struct static_site *site;
    const struct snapshot *snapshot;
    const struct static_site_options *options;
    struct lawmap_error *error;
    enum lawmap_status status;
};

#define WANT(wanting, ...)                                                                                   \
    ((wanting)->status = (wanting)->status == LAWMAP_OK                                                      \
                             ? static_site_want((wanting)->site, (wanting)->error, __VA_ARGS__)              \
                             : (wanting)->status)

bool static_site_has_layer(const struct static_site_options *options, const char *id)
{
    size_t size = strlen(id);
    const char *name = options->layers;
    while (strcmp(options->layers, "all") != 0 && *name != '\0') {
        if (strncmp(name, id, size) == 0 && (name[size] == ',' || name[size] == '\0'))
            return true;
        name += strcspn(name, ",");
        name += *name == ',';
    }
    return strcmp(options->layers, "all") == 0;
}

/* `rest` follows the numbers of each tile: "@2x.png", with parameters. Twice as fine as the screen or as
 * fine: browsers make of one set what screens of both kinds need. */
static void want_tiles(struct wanting *wanting, const char *set, const char *rest)
{
    const struct static_site_options *options = wanting->options;
    for (unsigned z = options->first_zoom; z <= options->last_zoom; z++)
        for (unsigned x = 0; x < 1u << z; x++)
            for (unsigned y = 0; y < 1u << z && wanting->status == LAWMAP_OK; y++)
                WANT(wanting, "/tiles/%s/%u/%u/%u@2x.png%s", set, z, x, y, rest);
}

static void want_layer_tiles(struct wanting *wanting, const struct layer *layer)
{
    const struct static_site_options *options = wanting->options;
    want_tiles(wanting, layer->id, "");
    for (size_t i = 0; i < options->date_count; i++) {
        char query[DATE_TEXT_SIZE + sizeof "?date="] = "?date=", date[DATE_TEXT_SIZE];
        want_tiles(wanting, layer->id, strcat(query, date_format(options->dates[i], date)));
    }
}

/* Each period's law, once: see static_place.h. */
static void want_jurisdiction(struct wanting *wanting, const struct jurisdiction *jurisdiction,
                              const char *lang)
{
    const char *code = jurisdiction->code;
    WANT(wanting, "/country/%s?lang=%s", code, lang);
    WANT(wanting, "/api/v1/jurisdictions/%s?lang=%s", code, lang);
    WANT(wanting, "/api/v1/jurisdictions/%s/history?lang=%s", code, lang);
    WANT(wanting, "/api/v1/jurisdictions/%s?lang=%s&date=" STATIC_FIRST_DAY, code, lang);
    WANT(wanting, "/country/%s?lang=%s&date=" STATIC_FIRST_DAY, code, lang);
    for (size_t i = 0; i < jurisdiction->period_count; i++) {
        struct date from = jurisdiction->periods[i].from;
        char date[DATE_TEXT_SIZE];
        if (from.year == 0)
            continue;
        from.month = from.month == 0 ? 1 : from.month;
        from.day = from.day == 0 ? 1 : from.day;
        WANT(wanting, "/api/v1/jurisdictions/%s?lang=%s&date=%s", code, lang, date_format(from, date));
        WANT(wanting, "/country/%s?lang=%s&date=%s", code, lang, date_format(from, date));
    }
}

static void want_layer(struct wanting *wanting, const struct layer *layer, const char *lang)
{
    static const char *const legends[] = {"json", "svg", "png"}, *const figures[] = {"png", "svg", "pdf"};
    for (size_t i = 0; i < sizeof legends / sizeof legends[0]; i++)
        WANT(wanting, "/legend/%s.%s?lang=%s", layer->id, legends[i], lang);
    for (size_t i = 0; i < sizeof figures / sizeof figures[0]; i++)
        if (static_site_has_layer(wanting->options, layer->id))
            WANT(wanting, "/figures/%s.%s?lang=%s", layer->id, figures[i], lang);
}

static void want_language(struct wanting *wanting, enum language language)
{
    static const char *const paths[] = {
        "/",
        "/table",
        "/about",
        "/api/v1/layers",
        "/api/v1/jurisdictions.json",
        "/api/v1/jurisdictions.csv",
        "/api/v1/changes.json",
        "/api/v1/changes.csv",
        "/api/v1/summary.json",
        "/api/v1/summary.csv",
    };
    const struct law *law = wanting->snapshot->law;
    const char *lang = language_tag(language);
    char set[64];
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++)
        WANT(wanting, "%s?lang=%s", paths[i], lang);
    WANT(wanting, "/api/v1/jurisdictions.json?level=subdivision&lang=%s", lang);
    WANT(wanting, "/api/v1/jurisdictions.csv?level=subdivision&lang=%s", lang);
    WANT(wanting, "/api/v1/changes.json?level=all&lang=%s", lang);
    for (size_t i = 0; i < law_layer_count(law); i++)
        want_layer(wanting, law_layer(law, i), lang);
    for (size_t i = 0; i < law_jurisdiction_count(law); i++)
        want_jurisdiction(wanting, law_jurisdiction(law, i), lang);
    snprintf(set, sizeof set, "labels-%s", lang);
    want_tiles(wanting, set, "");
}

/* What has no language. */
static void want_common(struct wanting *wanting)
{
    const struct law *law = wanting->snapshot->law;
    for (size_t i = 0; i < web_asset_count; i++)
        WANT(wanting, "/assets/%s/%s", web_assets_version, web_assets[i].name);
    WANT(wanting, "/api/v1/codebook");
    WANT(wanting, "/api/v1/names");
    WANT(wanting, "/api/v1/jurisdictions.geojson");
    for (size_t i = 0; i < law_jurisdiction_count(law); i++) {
        WANT(wanting, "/api/v1/jurisdictions/%s.geojson", law_jurisdiction(law, i)->code);
        WANT(wanting, "/api/v1/jurisdictions/%s.geojson?detail=low", law_jurisdiction(law, i)->code);
    }
    want_tiles(wanting, "codes", "");
    for (size_t i = 0; i < law_layer_count(law); i++) {
        const struct layer *layer = law_layer(law, i);
        WANT(wanting, "/api/v1/layers/%s/periods", layer->id);
        if (static_site_has_layer(wanting->options, layer->id))
            want_layer_tiles(wanting, layer);
    }
}

/* Each of the list is a layer. */
static enum lawmap_status check_layers(const struct law *law, const char *list, struct lawmap_error *error)
{
    for (const char *name = list; strcmp(list, "all") != 0 && name != NULL;) {
        size_t size = strcspn(name, ",");
        char id[64];
        snprintf(id, sizeof id, "%.*s", (int)size, name);
        if (law_find_layer(law, id) == NULL)
            return lawmap_fail(error, LAWMAP_NOT_FOUND, "there is no layer “%s”: see /api/v1/layers", id);
        name = name[size] == ',' ? name + size + 1 : NULL;
    }
    return LAWMAP_OK;
}

enum lawmap_status static_site_want_contents(struct static_site *site, const struct snapshot *snapshot,
                                             const struct static_site_options *options,
                                             struct lawmap_error *error)
{
    struct wanting wanting = {.site = site, .snapshot = snapshot, .options = options, .error = error};
    wanting.status = check_layers(snapshot->law, options->layers, error);
    want_common(&wanting);
    for (int i = 0; i < LANGUAGE_COUNT; i++)
        if ((options->languages >> i & 1) != 0)
            want_language(&wanting, (enum language)i);
    return wanting.status;
}
