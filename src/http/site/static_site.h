/* static_site: a static site on its way into its folder. What it is to have is asked for by the address that
 * the server has for it; whatever a page links to is asked for, too, so that no link leads nowhere. */
#ifndef LAWMAP_HTTP_STATIC_SITE_H
#define LAWMAP_HTTP_STATIC_SITE_H

#include "http/snapshot.h"

struct static_site; /* opaque */

/* From any thread; what has been asked for already is not again. LAWMAP_BAD_DATA: such an address has no
 * place in a folder; LAWMAP_NO_MEMORY. */
enum lawmap_status static_site_want(struct static_site *site, struct lawmap_error *error, const char *format,
                                    ...) __attribute__((format(printf, 3, 4)));

/* All that a site is to have beside what its pages link to (static_contents.c). */
enum lawmap_status static_site_want_contents(struct static_site *site, const struct snapshot *snapshot,
                                             const struct static_site_options *options,
                                             struct lawmap_error *error);

/* Do the options name this layer? */
bool static_site_has_layer(const struct static_site_options *options, const char *id);

#endif
