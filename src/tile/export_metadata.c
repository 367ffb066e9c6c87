#include "export_metadata.h"

enum { CENTRE_ZOOM = 2 };

unsigned export_centre_zoom(const struct export_options *options)
{
    if (options->first_zoom > CENTRE_ZOOM)
        return options->first_zoom;
    return options->last_zoom < CENTRE_ZOOM ? options->last_zoom : CENTRE_ZOOM;
}

static json_t *describe(const struct export_options *options, const struct law *law, const char *citation,
                        struct hash boundaries)
{
    const struct dataset *dataset = law_dataset(law);
    const struct layer *layer = options->layer;
    const struct date day = options->date;
    char date[DATE_TEXT_SIZE], dataset_date[DATE_TEXT_SIZE], hash[HASH_TEXT_SIZE];
    date_format(day, date);
    date_format(dataset->date, dataset_date);
    hash_format(boundaries, hash);
    return json_pack("{s:o, s:s, s:s, s:o, s:o, s:o, s:s, s:s, s:s, s:o, s:s, s:s, s:s, s:s, s:s, s:s, s:s}",
                     "name", json_sprintf("The law on sex work: %s, %s", layer->label.in[LANGUAGE_EN], date),
                     "format", "png", "bounds", "-180,-85.051129,180,85.051129", "center",
                     json_sprintf("0,20,%u", export_centre_zoom(options)), "minzoom",
                     json_sprintf("%u", options->first_zoom), "maxzoom",
                     json_sprintf("%u", options->last_zoom), "attribution", options->attribution,
                     "description", layer->definition.in[LANGUAGE_EN], "type", "baselayer", "version",
                     json_sprintf("%04u%02u%02u", day.year, day.month, day.day), "layer", layer->id, "date",
                     date, "dataset", dataset->version, "dataset_date", dataset_date, "licence",
                     dataset->licence, "citation", citation, "boundaries", hash);
}

json_t *export_metadata(const struct export_options *options, const struct law *law, struct hash boundaries)
{
    struct buffer citation = {0};
    law_cite(law, &citation);
    buffer_append(&citation, "", 1);
    json_t *object = citation.failed ? NULL : describe(options, law, citation.data, boundaries);
    buffer_free(&citation);
    return object;
}
