/* static_place: where an answer of the server stands in a static site.
 *
 * A file is named after its address, so that who knows one knows the other:
 *
 *   /country/SE?lang=fr                        fr/country/SE/index.html   the language first, unless it is
 * English /country/SE?date=2003-06-28                country/SE/1999-01-01/index.html   the period in force
 * that day /table?region=africa                       table/region/africa/index.html
 *   /api/v1/jurisdictions/SE?date=2003-06-28   api/v1/jurisdictions/SE/1999-01-01.json
 *   /api/v1/changes.csv?level=all              api/v1/changes/level/all.csv
 *   /tiles/framework/3/4/2@2x.png?date=2003-06-28&palette=dark   tiles/framework/2003-06-28/dark/3/4/2@2x.png
 */
#ifndef LAWMAP_HTTP_STATIC_PLACE_H
#define LAWMAP_HTTP_STATIC_PLACE_H

#include <lawmap/law.h>

enum { PLACE_SIZE = 160 };

struct static_place {
    char target[PLACE_SIZE]; /* what the server is asked */
    char file[PLACE_SIZE];   /* from the site's root */
    size_t link_size;        /* of the file's name, what a link has: a folder stands for its index.html */
};

/* A day before every dated period, as the page's slider begins (src/web/day.js). */
#define STATIC_FIRST_DAY "1940-01-01"

/* Of a path and its parameters, none more than once. False: such an address has no place. */
bool static_place_of(const struct law *law, const char *address, struct static_place *out);

#endif
