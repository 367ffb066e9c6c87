/* atlas: the boundaries. Shapefile → rings → Web Mercator → shared arcs → a spatial index. It knows no law.
 * Read-only once loaded: functions that take a const pointer need no lock. Strings are UTF-8 and owned by the
 * atlas. */
#ifndef LAWMAP_ATLAS_H
#define LAWMAP_ATLAS_H

#include <lawmap/base.h>

/* Web Mercator (EPSG:3857) in integers: the square world is ATLAS_WORLD units a side, x grows east from
 * 180°W, y grows south from 85.0511°N. At zoom z a tile is ATLAS_WORLD >> z units a side. */
enum { ATLAS_WORLD_BITS = 30 };
#define ATLAS_WORLD ((int32_t)1 << ATLAS_WORLD_BITS)

enum { ATLAS_ZOOM_MAX = 10 };
#define ATLAS_NO_LEAF UINT16_MAX /* the sea, or beyond the edge of the world */

struct atlas_point {
    int32_t x, y; /* units of the world square; y may lie outside it, near the poles */
};

struct atlas_box { /* closed: the edges belong to it; an empty box has west > east */
    int32_t west, north, east, south;
};

struct degrees_box { /* RFC 7946 bbox: west > east when it crosses the antimeridian */
    double west, south, east, north;
};

/* Latitudes beyond ±ATLAS_LATITUDE_MAX are taken for it: Mercator has no poles. */
#define ATLAS_LATITUDE_MAX 89.5
struct atlas_point atlas_project(double longitude, double latitude); /* degrees, -180 to 180 */
double atlas_longitude(int32_t x);
double atlas_latitude(int32_t y);

/* A leaf: the area that is painted with one colour. */
struct atlas_leaf {
    const char *code;   /* ISO 3166-1 alpha-2 or ISO 3166-2 */
    const char *parent; /* the country of a subdivision, else "" */
    const char *name;
};

struct atlas_options {
    const char *dir; /* holds jurisdictions.shp/.shx/.dbf/.prj[/.cpg] and, optionally, disputed.shp */
    const char *code_field, *parent_field, *name_field; /* NULL: "code", "parent", "name" */
};

struct atlas; /* opaque */

/* LAWMAP_OK: *out is new, free it with atlas_free(). LAWMAP_BAD_DATA (the message names the file and the
 * feature, counted from 0), LAWMAP_NOT_FOUND, LAWMAP_IO, LAWMAP_NO_MEMORY: *out is NULL. */
enum lawmap_status atlas_load(const struct atlas_options *options, struct atlas **out,
                              struct lawmap_error *error);
void atlas_free(struct atlas *atlas); /* NULL is allowed */

/* A hash of the files' bytes: equal hashes mean equal tiles' geometry. */
struct hash atlas_fingerprint(const struct atlas *atlas);

size_t atlas_leaf_count(const struct atlas *atlas);                           /* < ATLAS_NO_LEAF */
const struct atlas_leaf *atlas_leaf(const struct atlas *atlas, size_t index); /* in order of code */

/* The extent of a leaf, or of all leaves of a parent, in degrees; false when there is none of that code. */
bool atlas_extent(const struct atlas *atlas, const char *code, struct degrees_box *out);

/* The smallest box on the globe that holds them all; at least one. */
enum lawmap_status atlas_join_boxes(const struct degrees_box *boxes, size_t count, struct degrees_box *out,
                                    struct lawmap_error *error);

/* The area of a leaf, or of all leaves of a parent joined into one, as polygons (RFC 7946, section 3.1.6). */
struct atlas_ring {
    size_t first, count; /* into points; the last point repeats the first */
    bool is_hole;        /* of the last ring before it that is none */
};
struct atlas_area {
    struct atlas_point *points;
    size_t point_count;
    struct atlas_ring *rings; /* outer ones anticlockwise on the globe, each followed by its holes */
    size_t ring_count;
};
/* At a level of detail, or at the first finer one at which anything is left of it. LAWMAP_OK: free *out with
 * atlas_area_free(). LAWMAP_NOT_FOUND (no leaf of that code), LAWMAP_NO_MEMORY: *out is empty. */
enum lawmap_status atlas_area(const struct atlas *atlas, const char *code, int level, struct atlas_area *out,
                              struct lawmap_error *error);
void atlas_area_free(struct atlas_area *area); /* NULL is allowed */
/* Makes the polygons of a level valid (OGC Simple Features, 06-103r4, section 6.1.11) as they are when
 * degrees are rounded to so many digits, at most 6: rings of less than nine pixels that cross others, or lie
 * where they do not belong, are left out, and short loops cut off lines that cross themselves. False: that
 * does not do, or memory is short; then the area is not to be used. */
bool atlas_area_mend(struct atlas_area *area, int level, int digits);

struct atlas_place {
    uint16_t leaf;
    double distance_km; /* 0: inside; else to the nearest shore, on the sphere */
};
/* The leaf at a position in degrees, or the nearest within `reach_km`; false when there is none. */
bool atlas_locate(const struct atlas *atlas, double latitude, double longitude, double reach_km,
                  struct atlas_place *out);

/* What lies on the two sides of a line. */
enum atlas_border { ATLAS_COAST, ATLAS_INTERNATIONAL, ATLAS_SUBDIVISION, ATLAS_DISPUTED };

/* A level of detail: 0 to ATLAS_LEVEL_MAX. Level L draws zoom L at 256 pixels a tile, or zoom L - 1 at 512.
 */
enum { ATLAS_LEVEL_MAX = ATLAS_ZOOM_MAX + 1 };

/* Takes the points of paths, in the order in which they are drawn. */
struct atlas_pen {
    void (*move_to)(void *context, struct atlas_point point);
    void (*line_to)(void *context, struct atlas_point point);
    void *context;
};

/* The leaves whose box meets `box`, in order; writes at most atlas_leaf_count() and returns how many. */
size_t atlas_leaves_in(const struct atlas *atlas, struct atlas_box box, uint16_t *out);

/* Draws the rings of a leaf as closed paths that, filled by the even-odd rule, are right inside `box`. Points
 * are those of the level, never new ones, so that neighbouring tiles see the same lines; what is far outside
 * is cut short. */
void atlas_draw_leaf(const struct atlas *atlas, size_t leaf, int level, struct atlas_box box,
                     const struct atlas_pen *pen);

/* Draws the lines of one kind that may pass through `box`, each once, whichever leaves share it. Disputed
 * lines are drawn whole, from their start, so that dashes can be counted along them. */
void atlas_draw_borders(const struct atlas *atlas, enum atlas_border kind, int level, struct atlas_box box,
                        const struct atlas_pen *pen);

/* Whether no line of a level passes through `box`, which then lies in *leaf, or in ATLAS_NO_LEAF. True is
 * certain; false may only mean that a line passes near a corner. */
bool atlas_is_uniform(const struct atlas *atlas, int level, struct atlas_box box, uint16_t *leaf);

/* The leaf at a point at full detail, or ATLAS_NO_LEAF. */
uint16_t atlas_leaf_at(const struct atlas *atlas, struct atlas_point point);

#endif
