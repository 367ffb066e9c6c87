/* policy: what a page may run, show and ask: only what comes from where it came from itself (CSP Level 3).
 * Leaflet blanks tiles with a data: image. Who may have it in a frame is said beside it: a page cannot say
 * that of itself. */
#ifndef LAWMAP_HTTP_POLICY_H
#define LAWMAP_HTTP_POLICY_H

#define PAGE_POLICY                                                                                          \
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "    \
    "base-uri 'none'; form-action 'self'"

#endif
