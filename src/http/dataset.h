/* dataset: what to cite, with every answer about the law. */
#ifndef LAWMAP_HTTP_DATASET_H
#define LAWMAP_HTTP_DATASET_H

#include <jansson.h>
#include <lawmap/law.h>

/* {version, date, licence, licence_url, citation}; a new reference, or NULL: out of memory. */
json_t *json_of_dataset(const struct law *law);

#endif
