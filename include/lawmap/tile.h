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
enum lawmap_status palette_new(const struct atlas *atlas, const struct law *law, const struct layer *layer,
                               struct date date, size_t colours, struct palette **out,
                               struct lawmap_error *error);
void palette_free(struct palette *palette); /* NULL is allowed */

/* The finished geometry of tiles, kept once drawn. Borrows the atlas, which must outlive it.
 * Thread-safe: any number of threads may call tile_png(). */
struct tile_store;
enum lawmap_status tile_store_new(const struct atlas *atlas, struct tile_store **out,
                                  struct lawmap_error *error);
void tile_store_free(struct tile_store *store);          /* NULL is allowed */
size_t tile_store_bytes(const struct tile_store *store); /* of memory held by finished tiles */

/* A PNG file in two parts, to be sent one after the other. */
struct tile_png {
    unsigned char *head; /* signature, IHDR, PLTE */
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

#endif
