/* tile: pictures of the atlas. A tile's geometry is drawn and deflated once; a layer on a date is that same
 * data behind another PLTE chunk (PNG, ISO/IEC 15948, section 11.2.2). */
#ifndef LAWMAP_TILE_H
#define LAWMAP_TILE_H

#include <lawmap/atlas.h>
#include <lawmap/law.h>

enum { TILE_ZOOM_MAX = ATLAS_ZOOM_MAX, TILE_SIZE = 256 };

struct tile { /* XYZ scheme: y grows southward; x, y < 2^z; scale 1 or 2 ("@2x": 512 pixels a side) */
    unsigned z, x, y, scale;
};
bool tile_valid(struct tile tile);

/* The colour of everything that a tile can show: one layer on one date in one of the codebook's palettes.
 * The meeting of law and geometry. */
struct palette;
/* Bit i of `hidden`: land of class i of the layer has the palette's colour for what is hidden. */
enum lawmap_status palette_new(const struct atlas *atlas, const struct law *law, const struct layer *layer,
                               struct date date, size_t colours, uint64_t hidden, struct palette **out,
                               struct lawmap_error *error);
/* No colours but codes: 256 x red + green is the number of the leaf, counted from 1 in the atlas's order, 0
 * for the sea; blue is the strength of the border, 0 to 255. From tiles of these a browser paints any layer
 * on any date by itself. */
enum lawmap_status palette_of_codes(const struct atlas *atlas, struct palette **out,
                                    struct lawmap_error *error);
void palette_free(struct palette *palette); /* NULL is allowed */

/* Whose law a leaf is painted by: its own record, else its parent's; NULL when there is neither. */
const struct jurisdiction *leaf_jurisdiction(const struct atlas_leaf *leaf, const struct law *law);

/* The finished geometry of tiles, kept once drawn. Borrows the atlas, which must outlive it.
 * Thread-safe: any number of threads may call tile_png(). */
struct tile_store;
enum lawmap_status tile_store_new(const struct atlas *atlas, struct tile_store **out,
                                  struct lawmap_error *error);
void tile_store_free(struct tile_store *store);          /* NULL is allowed */
size_t tile_store_bytes(const struct tile_store *store); /* of memory held by finished tiles */
size_t tile_store_count(const struct tile_store *store); /* of those tiles that differ */

/* A PNG file in two parts, to be sent one after the other. */
struct tile_png {
    unsigned char *head; /* signature, IHDR, and PLTE unless it is truecolour */
    size_t head_size;
    const unsigned char *body; /* IDAT, IEND: lives as long as the store, unless `owned` */
    size_t body_size;
    void *owned;     /* NULL, or a body that tile_png_free() frees */
    struct hash tag; /* of (geometry, palette): equal tags mean equal bytes */
};
/* LAWMAP_OK: free *out with tile_png_free(). LAWMAP_NOT_FOUND (no such tile), LAWMAP_NO_MEMORY. */
enum lawmap_status tile_png(struct tile_store *store, const struct palette *palette, struct tile tile,
                            struct tile_png *out, struct lawmap_error *error);
void tile_png_free(struct tile_png *png);

/* Which leaf lies under the pointer: UTFGrid 1.3 (github.com/mapbox/utfgrid-spec), 64 x 64 cells of 4 x 4
 * pixels, from the planes that the tile itself is made of. The data of a key are the jurisdiction's code and
 * its name in `language`; they do not depend on a date. `out` receives the JSON. LAWMAP_NOT_FOUND,
 * LAWMAP_NO_MEMORY. */
enum lawmap_status tile_grid(struct tile_store *store, const struct law *law, enum language language,
                             struct tile tile, struct buffer *out, struct lawmap_error *error);

/* A pyramid to write: every tile of 256 pixels of the zooms first_zoom to last_zoom. */
struct export_options {
    const char *path; /* of the file; one that is there is replaced when all has gone well */
    const struct layer *layer;
    struct date date;
    size_t colours; /* the palette's index */
    unsigned first_zoom, last_zoom;
    unsigned threads;        /* that draw; the caller's, which also writes, is one of them */
    const char *attribution; /* HTML: where law and boundaries come from */
    /* NULL, or called from time to time in the caller's thread; false stops the export. */
    bool (*progress)(void *context, size_t done, size_t total);
    void *context;
};
struct export_report {
    size_t tiles, images; /* how many there are, and how many of them differ */
    size_t bytes;         /* of the file */
};
/* Writes MBTiles 1.3 (github.com/mapbox/mbtiles-spec): an SQLite database in which each different image is
 * once. The same store, law and options give the same bytes, however many threads. Until all is written and
 * safe on the disk it has another name beside `path`; unless LAWMAP_OK, nothing of it is left.
 * LAWMAP_BAD_REQUEST: zooms out of range, or stopped by `progress`; LAWMAP_IO; LAWMAP_NO_MEMORY. */
enum lawmap_status pyramid_export_mbtiles(struct tile_store *store, const struct law *law,
                                          const struct export_options *options, struct export_report *out,
                                          struct lawmap_error *error);
/* The same as PMTiles version 3 (github.com/protomaps/PMTiles, spec/v3), clustered, its directories gzipped.
 */
enum lawmap_status pyramid_export_pmtiles(struct tile_store *store, const struct law *law,
                                          const struct export_options *options, struct export_report *out,
                                          struct lawmap_error *error);

/* A folder of tiles as files, Z/X/Y.png, and metadata.json: each different image is stored once in all the
 * folder, the others are hard links. Until tile_folder_publish() it has another name beside `path`. */
struct tile_folder;
/* LAWMAP_IO, LAWMAP_NO_MEMORY: *out is NULL. */
enum lawmap_status tile_folder_new(const char *path, struct tile_folder **out, struct lawmap_error *error);
/* options->path: where in the folder, "" or such as "framework/2020-01-01"; out->bytes: of its new images. */
enum lawmap_status pyramid_export_folder(struct tile_folder *folder, struct tile_store *store,
                                         const struct law *law, const struct export_options *options,
                                         struct export_report *out, struct lawmap_error *error);
/* Any file: `name` is its path in the folder, of less than 192 bytes, in which there is none of that name
 * yet. Adds what is stored to report->images and ->bytes. LAWMAP_IO, LAWMAP_NO_MEMORY, LAWMAP_BAD_REQUEST:
 * the name is too long. */
enum lawmap_status tile_folder_put(struct tile_folder *folder, const char *name, const void *bytes,
                                   size_t size, struct export_report *report, struct lawmap_error *error);
/* LAWMAP_IO: there is a folder of that name that is not empty, or the disk is full. */
enum lawmap_status tile_folder_publish(struct tile_folder *folder, struct lawmap_error *error);
/* NULL is allowed; a folder that has not been published is removed. */
void tile_folder_free(struct tile_folder *folder);

/* Names of countries, and from z5 of subdivisions, for one language: placed once for the whole world, drawn
 * on transparent tiles. A dark disc with an "i" follows the name of a jurisdiction whose law varies inside
 * (jurisdiction.varies_subnationally); a note alone is no reason for it, since nearly all records have one.
 * The labels borrow nothing from atlas and law. LAWMAP_NOT_FOUND names the Debian package of a font that is
 * not installed, LAWMAP_BAD_DATA a name with a letter that the font does not have; LAWMAP_NO_MEMORY. Takes
 * some 0.2 s. */
struct labels;
enum lawmap_status labels_new(const struct atlas *atlas, const struct law *law, enum language language,
                              struct labels **out, struct lawmap_error *error);
void labels_free(struct labels *labels); /* NULL is allowed */
/* An indexed PNG with tRNS; out->body is owned by *out. Thread-safe. Errors as tile_png(). */
enum lawmap_status labels_png(const struct labels *labels, struct tile tile, struct tile_png *out,
                              struct lawmap_error *error);

enum picture_format { PICTURE_PNG, PICTURE_SVG, PICTURE_PDF };

/* The key of a layer: its classes in order, each with its colour and label; those of `hidden` (see
 * palette_new()) as one. A PICTURE_PDF is refused with
 * LAWMAP_BAD_REQUEST; LAWMAP_NOT_FOUND: a font is not installed. */
enum lawmap_status legend_draw(const struct law *law, const struct layer *layer, size_t colours,
                               uint64_t hidden, enum language language, enum picture_format format,
                               struct buffer *out, struct lawmap_error *error);

enum projection { PROJECTION_WEB_MERCATOR, PROJECTION_EQUAL_EARTH };

struct plane_point { /* of a map of a globe of radius 1: x grows east, y north */
    double x, y;
};
/* The Equal Earth projection round the meridian of Greenwich; degrees. */
struct plane_point equal_earth(double longitude, double latitude);

/* A map for a paper or a page: title, legend, date and source line around a picture of `bbox`. */
struct figure {
    const struct layer *layer;
    struct date date;
    size_t colours;  /* the palette's index */
    uint64_t hidden; /* classes of the layer, as palette_new() takes them */
    enum language language;
    enum projection projection;
    struct degrees_box bbox; /* its middle meridian is the map's; Web Mercator leaves out the poles */
    unsigned width;          /* pixels, or points in a PDF: 200 to 8192 */
    unsigned height;         /* 0: as high as the map wants; else the map shrinks to fit */
    const char *place;       /* that the bbox is for: stands before the title; may be NULL */
    enum picture_format format;
    const char *boundaries; /* where they come from, for the source line; not NULL */
    /* NULL, or an earlier version of the data: then only jurisdictions whose class it has otherwise have
     * their colour, and the legend lists them. */
    const struct law *before;
};
/* What a figure of a place shows: its extent and some of what lies around it, on every side; at least
 * `proportion` times as wide as high. */
struct degrees_box figure_box_around(struct degrees_box extent, double proportion);

/* Equal figures of equal data are equal bytes. Thread-safe. A picture as PICTURE_SVG or PICTURE_PDF is all
 * paths. LAWMAP_BAD_REQUEST: a bbox or width out of range, in words; LAWMAP_NOT_FOUND: a font is not
 * installed. */
enum lawmap_status figure_draw(const struct tile_store *store, const struct law *law,
                               const struct figure *figure, struct buffer *out, struct lawmap_error *error);

/* Gives each file and directory that fontconfig reads to find and load fonts, some of which may not exist:
 * for who confines the process. Text can be set all the same later. LAWMAP_IO. */
enum lawmap_status tile_font_paths(void (*take)(void *context, const char *path), void *context,
                                   struct lawmap_error *error);

#endif
