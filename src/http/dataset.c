#include "dataset.h"

json_t *json_of_dataset(const struct law *law)
{
    char version[HASH_TEXT_SIZE];
    hash_format(law_fingerprint(law), version);
    return json_pack("{s:s, s:s, s:s, s:o}", "version", version, "licence", "CC-BY-4.0", "licence_url",
                     DATASET_LICENCE_URL, "citation",
                     json_sprintf("The lawmap authors. lawmap: a global mapping of sex work laws. Dataset, "
                                  "version %s. CC BY 4.0.",
                                  version));
}
