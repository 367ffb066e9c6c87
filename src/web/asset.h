/* asset: the page's files, embedded into the program by src/web/embed.py. */
#ifndef LAWMAP_WEB_ASSET_H
#define LAWMAP_WEB_ASSET_H

#include <stddef.h>

struct asset {
    const char *name;         /* of the file */
    const char *content_type; /* with its charset */
    const unsigned char *body;
    size_t size;
    const unsigned char *gzip; /* the same, compressed */
    size_t gzip_size;
    const char *tag; /* a hash of the body, in hexadecimal */
};

extern const struct asset web_assets[];
extern const size_t web_asset_count;

/* A hash of all assets, part of their addresses, so that browsers may keep them for good. */
extern const char web_assets_version[];

/* The map's page, UTF-8 HTML: it has the version of its assets in it, and marks where the server puts what
 * depends on the data. */
extern const char *const web_map_page; /* not NUL-terminated */
extern const size_t web_map_page_size;

#endif
