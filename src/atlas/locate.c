/* Which leaf is where: even-odd crossing of a ray to the east (M. Shimrat, "Algorithm 112: Position of point
 * relative to polygon", Communications of the ACM 5(8), 1962), and the nearest shore on the sphere. */
#include "atlas_private.h"

#include <math.h>

#define EARTH_RADIUS_KM 6371.0088 /* mean radius R1 of the GRS 80 ellipsoid, IUGG */
#define RADIANS         (3.14159265358979323846 / 180.0)

static bool crosses_ray(struct atlas_point a, struct atlas_point b, struct atlas_point p)
{
    if ((a.y > p.y) == (b.y > p.y))
        return false;
    return p.x < a.x + (double)(b.x - a.x) * ((double)p.y - a.y) / ((double)b.y - a.y);
}

static bool arc_crossings_odd(const struct level *level, const struct level_arc *arc, struct atlas_point p)
{
    bool odd = false;
    const struct atlas_point *points = level->points + arc->first;
    for (uint32_t begin = 0, chunk = arc->chunk; begin + 1 < arc->count; begin += CHUNK_SEGMENTS, chunk++) {
        struct atlas_box box = level->chunks[chunk];
        uint32_t end = begin + CHUNK_SEGMENTS < arc->count ? begin + CHUNK_SEGMENTS : arc->count - 1;
        if (box.east < p.x || box.north > p.y || box.south < p.y)
            continue;
        for (uint32_t i = begin; i < end; i++)
            odd = odd != crosses_ray(points[i], points[i + 1], p);
    }
    return odd;
}

static bool leaf_contains(const struct atlas *atlas, size_t leaf, const struct level *level,
                          struct atlas_point p)
{
    struct atlas_box at = {p.x, p.y, p.x, p.y};
    bool inside = false;
    for (uint32_t i = atlas->leaf_rings[leaf]; i < atlas->leaf_rings[leaf + 1]; i++) {
        if (!boxes_meet(atlas->ring_boxes[i], at))
            continue;
        const struct ring *ring = &atlas->topology.rings[i];
        for (uint32_t j = 0; j < ring->count; j++) {
            uint32_t arc = atlas->topology.refs[ring->first + j] / 2;
            inside = inside != arc_crossings_odd(level, &level->arcs[arc], p);
        }
    }
    return inside;
}

uint16_t leaf_at_level(const struct atlas *atlas, const struct level *level, struct atlas_point point)
{
    struct atlas_box at = {point.x, point.y, point.x, point.y};
    for (size_t i = 0; i < atlas->leaf_count; i++)
        if (boxes_meet(atlas->leaf_boxes[i], at) && leaf_contains(atlas, i, level, point))
            return (uint16_t)i;
    return ATLAS_NO_LEAF;
}

uint16_t atlas_leaf_at(const struct atlas *atlas, struct atlas_point point)
{
    return leaf_at_level(atlas, full_detail(atlas), point);
}

struct position { /* degrees */
    double latitude, longitude;
};

/* The haversine formula: R. W. Sinnott, "Virtues of the haversine", Sky and Telescope 68(2), 1984. */
static double distance_km(struct position a, struct position b)
{
    double dy = sin((b.latitude - a.latitude) * RADIANS / 2),
           dx = sin((b.longitude - a.longitude) * RADIANS / 2);
    double h = dy * dy + cos(a.latitude * RADIANS) * cos(b.latitude * RADIANS) * dx * dx;
    return 2 * EARTH_RADIUS_KM * asin(fmin(1, sqrt(h)));
}

static struct atlas_point nearest_on(struct atlas_point a, struct atlas_point b, struct atlas_point p)
{
    double dx = (double)b.x - a.x, dy = (double)b.y - a.y, square = dx * dx + dy * dy;
    double t = square == 0 ? 0 : (((double)p.x - a.x) * dx + ((double)p.y - a.y) * dy) / square;
    t = fmin(fmax(t, 0), 1);
    return (struct atlas_point){(int32_t)lround(a.x + t * dx), (int32_t)lround(a.y + t * dy)};
}

struct search {
    struct atlas_point from; /* perhaps a world to the side, to look across the antimeridian */
    struct position position;
    struct atlas_box near;
    struct atlas_place *best;
    bool found;
};

static void search_arc(struct search *search, const struct level *level, const struct level_arc *arc,
                       uint16_t leaf)
{
    const struct atlas_point *points = level->points + arc->first;
    for (uint32_t begin = 0, chunk = arc->chunk; begin + 1 < arc->count; begin += CHUNK_SEGMENTS, chunk++) {
        uint32_t end = begin + CHUNK_SEGMENTS < arc->count ? begin + CHUNK_SEGMENTS : arc->count - 1;
        if (!boxes_meet(level->chunks[chunk], search->near))
            continue;
        for (uint32_t i = begin; i < end; i++) {
            struct atlas_point p = nearest_on(points[i], points[i + 1], search->from);
            double distance =
                distance_km(search->position, (struct position){atlas_latitude(p.y), atlas_longitude(p.x)});
            if (distance <= search->best->distance_km) {
                *search->best = (struct atlas_place){leaf, distance};
                search->found = true;
            }
        }
    }
}

static void search_world(struct search *search, const struct atlas *atlas)
{
    for (size_t i = 0; i < atlas->topology.ring_count; i++) {
        const struct ring *ring = &atlas->topology.rings[i];
        if (!boxes_meet(atlas->ring_boxes[i], search->near))
            continue;
        for (uint32_t j = 0; j < ring->count; j++) {
            uint32_t arc = atlas->topology.refs[ring->first + j] / 2;
            search_arc(search, full_detail(atlas), &full_detail(atlas)->arcs[arc], ring->leaf);
        }
    }
}

/* The reach in units is taken at the latitude furthest from the equator, where a kilometre is longest on the
 * map. */
static struct atlas_box box_around(struct atlas_point p, double latitude, double reach_km)
{
    double furthest = fmin(fabs(latitude) + reach_km / (EARTH_RADIUS_KM * RADIANS), ATLAS_LATITUDE_MAX);
    double units =
        ceil(reach_km * ATLAS_WORLD / (2 * 180 * RADIANS * EARTH_RADIUS_KM * cos(furthest * RADIANS)));
    int32_t reach = (int32_t)fmin(units, ATLAS_WORLD / 4.0);
    return (struct atlas_box){p.x - reach, p.y - reach, p.x + reach, p.y + reach};
}

/* On the edge of the world a point is inside what ends there. */
static struct atlas_point position_on_map(double longitude, double latitude)
{
    const int32_t south = atlas_project(0, -90).y;
    struct atlas_point p = atlas_project(longitude, latitude);
    return (struct atlas_point){p.x < ATLAS_WORLD ? p.x : ATLAS_WORLD - 1, p.y < south ? p.y : south - 1};
}

bool atlas_locate(const struct atlas *atlas, double latitude, double longitude, double reach_km,
                  struct atlas_place *out)
{
    struct atlas_point p = position_on_map(longitude, latitude);
    *out = (struct atlas_place){atlas_leaf_at(atlas, p), 0};
    if (out->leaf != ATLAS_NO_LEAF)
        return true;
    out->distance_km = reach_km;
    bool found = false;
    for (int side = -1; side <= 1; side++) {
        int64_t x = p.x + (int64_t)side * ATLAS_WORLD;
        if (x < -ATLAS_WORLD / 4 || x > ATLAS_WORLD + ATLAS_WORLD / 4)
            continue;
        struct atlas_point from = {(int32_t)x, p.y};
        struct search search = {
            from, {latitude, longitude}, box_around(from, latitude, reach_km), out, false};
        search_world(&search, atlas);
        found = found || search.found;
    }
    return found;
}
