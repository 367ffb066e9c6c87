#include "format.h"

const struct format_name format_names[FORMAT_COUNT] = {
    [FORMAT_JSON] = {"json", "application/json", "application/json"},
    [FORMAT_CSV] = {"csv", "text/csv", "text/csv; charset=utf-8; header=present"}, /* RFC 4180, section 3 */
    [FORMAT_GEOJSON] = {"geojson", "application/geo+json", "application/geo+json"},
    [FORMAT_ATOM] = {"atom", "application/atom+xml", "application/atom+xml; charset=utf-8"},
};
