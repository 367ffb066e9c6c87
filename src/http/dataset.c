#include "dataset.h"

#include "http/api/law_json.h"

json_t *json_of_dataset(const struct law *law)
{
    const struct dataset *dataset = law_dataset(law);
    struct buffer citation = {0};
    law_cite(law, &citation);
    json_t *object = citation.failed
                         ? NULL
                         : json_pack("{s:s, s:o, s:s, s:s, s:s%}", "version", dataset->version, "date",
                                     json_of_date(dataset->date), "licence", dataset->licence, "licence_url",
                                     dataset->licence_url, "citation", citation.data, citation.size);
    buffer_free(&citation);
    return object;
}
