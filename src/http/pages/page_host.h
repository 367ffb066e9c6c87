/* page_host: another place than this server that a page is for, which has files and answers no queries: a
 * static site. All its links are relative, so that it works at any address. */
#ifndef LAWMAP_HTTP_PAGE_HOST_H
#define LAWMAP_HTTP_PAGE_HOST_H

#include <lawmap/base.h>
#include <libxml/tree.h>

struct page_host {
    const char *root; /* where its addresses begin: "../../" from this page; for one without an address "/" */
    const char *layers; /* ids of those that it has figures of, with blanks between */
    unsigned last_zoom; /* of its tiles */
    unsigned languages; /* a bit for each enum language that it has */
    /* Appends what follows `root` where the host has what this server has at `address`,
     * "/country/SE?lang=fr". False: out of memory. */
    bool (*link)(void *context, const char *address, struct buffer *out);
    void *context;
};

/* Turns the addresses of this server in a finished page into the host's; those after `origin` ("": none) stay
 * absolute. False: out of memory. */
bool page_host_link(const struct page_host *host, const char *origin, xmlDocPtr page);

#endif
