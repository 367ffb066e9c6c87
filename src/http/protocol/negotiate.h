/* negotiate: what a request's header fields ask for (RFC 9110, sections 12.4.2, 12.5 and 13.1.2). A field
 * that is absent (NULL) or malformed asks for nothing. */
#ifndef LAWMAP_HTTP_NEGOTIATE_H
#define LAWMAP_HTTP_NEGOTIATE_H

#include "format.h"

#include <lawmap/law.h>

struct codings {   /* of content (RFC 9110, section 8.4.1) */
    bool gzip;     /* acceptable, and not less welcome than none at all */
    bool identity; /* none at all is acceptable: unless that is ruled out, it is */
};
/* Accept-Encoding. */
struct codings negotiate_codings(const char *accept_encoding);

/* Accept: the most welcome of a set of formats; false when none is acceptable. */
bool negotiate_format(const char *accept, unsigned formats, enum format *out);

/* Accept: a page of HTML is more welcome than JSON: whoever asks is a browser that shows it to a reader. */
bool negotiate_page(const char *accept);

/* Accept-Language by lookup (RFC 4647, section 3.4): "zh-Hant-TW" finds "zh". English when nothing fits. */
enum language negotiate_language(const char *accept_language);

/* If-None-Match: does it list this entity tag (with its quotes), by weak comparison, or "*"? */
bool negotiate_not_modified(const char *if_none_match, const char *entity_tag);

#endif
