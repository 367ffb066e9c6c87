/* asset: the pages' files, embedded into the program by src/web/embed.py. */
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

struct web_text {
    const char *data; /* UTF-8; not NUL-terminated */
    size_t size;
};

/* All pages, as one XSLT 1.0 stylesheet that includes nothing. */
extern const struct web_text web_stylesheet;

/* What readers see: {"map": {KEY: {"en": …, "fr": …, …}, …}, "pages": {…}}, by file of src/web/strings. */
extern const struct web_text web_strings;

#endif
