#include "json_ld.h"

#include "http/api/law_json.h"
#include "page_renderer.h"

/* The days on which what is recorded begins and ends (ISO 8601, section 5.5; "..": it goes on). */
static json_t *json_of_coverage(const struct snapshot *snapshot)
{
    char first[DATE_TEXT_SIZE];
    if (snapshot->change_count == 0)
        return json_null();
    return json_sprintf("%s/..", date_format(snapshot->changes[0], first));
}

static json_t *json_of_variables(const struct law *law, enum language language)
{
    json_t *variables = json_array();
    for (size_t i = 0; i < law_layer_count(law); i++) {
        const struct layer *layer = law_layer(law, i);
        variables =
            json_append(variables, json_pack("{s:s, s:s, s:s, s:s}", "@type", "PropertyValue", "propertyID",
                                             layer->id, "name", layer->label.in[language], "description",
                                             layer->definition.in[language]));
    }
    return variables;
}

static json_t *json_of_download(const char *base, const char *path, const char *media_type)
{
    return json_pack("{s:s, s:s, s:o}", "@type", "DataDownload", "encodingFormat", media_type, "contentUrl",
                     json_sprintf("%s%s", base, path));
}

static json_t *json_of_downloads(const char *base)
{
    json_t *downloads = json_array();
    downloads = json_append(downloads, json_of_download(base, "/api/v1/jurisdictions.csv", "text/csv"));
    downloads =
        json_append(downloads, json_of_download(base, "/api/v1/jurisdictions.json", "application/json"));
    downloads = json_append(downloads,
                            json_of_download(base, "/api/v1/jurisdictions.geojson", "application/geo+json"));
    return json_append(downloads, json_of_download(base, "/api/v1/changes.csv", "text/csv"));
}

static json_t *json_of_citation(const struct law *law)
{
    struct buffer citation = {0};
    law_cite(law, &citation);
    json_t *text = citation.failed ? NULL : json_stringn(citation.data, citation.size);
    buffer_free(&citation);
    return text;
}

json_t *json_ld_of_dataset(const struct exchange *exchange)
{
    const struct snapshot *snapshot = exchange->snapshot;
    const struct dataset *dataset = law_dataset(snapshot->law);
    const char *base = snapshot->site->public_url == NULL ? "" : snapshot->site->public_url;
    json_t *object =
        json_pack("{s:s, s:s, s:s, s:s, s:o, s:s, s:s, s:s, s:o, s:b, s:{s:s, s:s}}", "@context",
                  "https://schema.org/", "@type", "Dataset", "name", dataset->title, "description",
                  page_string(snapshot->pages->strings, exchange->query.language, "site.description"), "url",
                  json_sprintf("%s/", base), "identifier", dataset->version, "version", dataset->version,
                  "license", dataset->licence_url, "dateModified", json_of_date(dataset->date),
                  "isAccessibleForFree", 1, "creator", "@type", "Organization", "name", dataset->authors);
    object = json_put(object, "creditText", json_of_citation(snapshot->law));
    object = json_put(object, "temporalCoverage", json_of_coverage(snapshot));
    object = json_put(object, "spatialCoverage", json_string("World"));
    object = json_put(object, "variableMeasured", json_of_variables(snapshot->law, exchange->query.language));
    return json_put(object, "distribution", json_of_downloads(base));
}
