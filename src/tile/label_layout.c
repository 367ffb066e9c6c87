/* Greedy, the most important name first: the point-feature label placement of H. Freeman and J. Ahn,
 * "AUTONAP: an expert system for automatic name placement", 1984, and of E. Imhof, "Positioning names on
 * maps", The American Cartographer 2(2), 1975: inside the area if there is room, else beside it, over the sea
 * rather than over others' land. */
#include "label_layout.h"
#include "label_ground.h"
#include "markers.h"

#include <math.h>
#include <stdlib.h>

#define PI 3.14159265358979323846

/* The least part of a name that stands in its land. */
#define INSIDE 0.97

enum { SUBDIVISION_ZOOM = 5, SIDES_OF_SITE = 9, SHIFTS = 5, DISTANCES = 2, DISTANT_ZOOM = 3, EDGE_ZOOM = 3 };

static const double font_sizes[LABEL_SIZES] = {10, 11, 12, 14, 16, 19};

/* Pixels: a name of a size needs an area that is as large as a square with this side. */
static const double side_for_size[LABEL_SIZES] = {0, 70, 110, 170, 270, 420};
enum { SUBDIVISION_SIZES = 3 };

/* Pixels: what is smaller has no name yet. */
static const double least_side[TILE_ZOOM_MAX + 1] = {16, 9, 2};
static const double subdivision_least_side[TILE_ZOOM_MAX + 1] = {0, 0, 0, 0, 0, 12, 12, 12, 12};

/* How much of a name may lie on others' land. The deeper, the fewer names compete for the room. */
static const double foreign_most[TILE_ZOOM_MAX + 1] = {0.1, 0.15, 0.2, 0.2, 0.25, 0.5, 1, 1, 1, 1, 1};
static const double subdivision_foreign_most[TILE_ZOOM_MAX + 1] = {0, 0, 0, 0, 0, 0.1, 0.1, 0.15, 0.3, 1, 1};

struct layout { /* of one zoom */
    const struct label_names *names;
    const struct markers *markers;
    struct label_ground *ground;
    unsigned zoom;
    double pixel; /* units */
    struct label_zoom *out;
};

struct anchor { /* what a name belongs to, in pixels */
    double x, y;
    double radius; /* of the largest circle inside, or of the marker */
    bool marker;
};

double label_font_size(const struct label_names *names, size_t size)
{
    return font_sizes[size] * names->size_factor;
}

double label_leading(const struct label_names *names, size_t size)
{
    return label_font_size(names, size) * 1.18;
}

static bool boxes_meet(struct label_box a, struct label_box b, int32_t turn)
{
    return a.west + turn < b.east && b.west < a.east + turn && a.north < b.south && b.north < a.south;
}

/* Maps that show the world once cut it at the antimeridian. */
static bool crosses_edge(const struct layout *layout, struct label_box box)
{
    return box.west < 0 || box.east > TILE_SIZE << layout->zoom;
}

static bool is_free(const struct layout *layout, struct label_box box)
{
    int32_t world = TILE_SIZE << layout->zoom;
    if (box.north < 0 || box.south > world || (layout->zoom < EDGE_ZOOM && crosses_edge(layout, box)))
        return false;
    for (size_t i = 0; i < layout->out->count; i++)
        for (int turn = -1; turn <= 1; turn++)
            if (boxes_meet(layout->out->items[i].box, box, turn * world))
                return false;
    return true;
}

/* The box of a name whose letters' middle lies at x, y. */
static struct label_box box_at(const struct layout *layout, const struct label_name *name, size_t size,
                               size_t lines, double x, double y)
{
    double em = label_font_size(layout->names, size);
    double width = (name->text.broken[lines].width + 2 * layout->names->overhang) * em;
    double height = (layout->names->ascent + layout->names->descent) * em +
                    (double)lines * label_leading(layout->names, size);
    struct label_box box;
    box.west = (int32_t)floor(x - width / 2) - LABEL_MARGIN;
    box.north = (int32_t)floor(y - height / 2) - LABEL_MARGIN;
    box.east = box.west + (int32_t)ceil(width) + 2 * LABEL_MARGIN;
    box.south = box.north + (int32_t)ceil(height) + 2 * LABEL_MARGIN;
    return box;
}

static struct label_box shrink(struct label_box box, int32_t by)
{
    return (struct label_box){box.west + by, box.north + by, box.east - by, box.south - by};
}

/* Whether a box `down` pixels below its anchor lies in the name's own land. */
static bool fits_inside(const struct layout *layout, struct label_box box, const struct anchor *anchor,
                        double down)
{
    struct label_box ink = shrink(box, 2);
    double reach = hypot((ink.east - ink.west) / 2.0, (ink.south - ink.north) / 2.0 + fabs(down));
    struct label_cover cover = label_ground_cover(layout->ground, ink);
    return !cover.blocked && (reach <= anchor->radius || cover.own >= INSIDE);
}

static void accept(struct layout *layout, struct label_placed placed)
{
    layout->out->items[layout->out->count++] = placed;
}

/* The largest size at which the name stands in its own land, broken as little as possible, at its site or a
 * little above or below. */
static bool place_inside(struct layout *layout, size_t index, const struct anchor *anchor, size_t largest)
{
    static const double shifts[SHIFTS] = {0, -1, 1, -2, 2}; /* lines */
    const struct label_name *name = &layout->names->items[index];
    for (size_t size = largest + 1; size-- > 0;)
        for (size_t shift = 0; shift < SHIFTS; shift++)
            for (size_t lines = 0; lines < LABEL_LINES_MAX; lines++) {
                if (name->text.broken[lines].count == 0)
                    continue;
                double down = shifts[shift] * label_leading(layout->names, size);
                struct label_box box = box_at(layout, name, size, lines, anchor->x, anchor->y + down);
                if (fits_inside(layout, box, anchor, down) && is_free(layout, box)) {
                    accept(layout, (struct label_placed){box, (uint16_t)index, (uint8_t)lines, (uint8_t)size,
                                                         LABEL_CENTRED});
                    return true;
                }
            }
    return false;
}

/* Imhof's order: to the right, a little above; then left; then above and below. */
static const struct side {
    int x, y;
    double cost;
} sides[SIDES_OF_SITE] = {{0, 0, 0.06},  {1, 0, 0},    {-1, 0, 0.08},  {0, -1, 0.1}, {0, 1, 0.12},
                          {1, -1, 0.05}, {1, 1, 0.07}, {-1, -1, 0.13}, {-1, 1, 0.15}};

/* Pixels between a site and a name beside it, beyond the site's own circle. */
static const double distances[DISTANCES] = {0, 5};

static struct label_box box_beside(const struct layout *layout, const struct label_name *name, size_t lines,
                                   const struct side *side, const struct anchor *anchor, double distance)
{
    struct label_box box = box_at(layout, name, 0, lines, anchor->x, anchor->y);
    double half_width = (box.east - box.west) / 2.0, half_height = (box.south - box.north) / 2.0;
    double away = (anchor->radius + distance) * (side->x != 0 && side->y != 0 ? 0.6 : 1);
    return box_at(layout, name, 0, lines, anchor->x + side->x * (half_width + away - 1),
                  anchor->y + side->y * (half_height + away - 2));
}

static enum label_side alignment(const struct side *side)
{
    return side->x > 0 ? LABEL_TO_EAST : side->x < 0 ? LABEL_TO_WEST : LABEL_CENTRED;
}

/* Ems: a line that is longer looks better broken. */
#define WIDE 9

/* A name in the middle of its land may lie on this much more of others' than one beside it. */
#define CENTRED_MORE 0.15

struct search { /* for the place outside that hides the least */
    struct layout *layout;
    const struct label_name *name;
    const struct anchor *anchor;
    double foreign; /* how much of others' land it may hide */
    double least;
    struct label_placed best;
};

static void try_beside(struct search *search, size_t lines, const struct side *side, double distance)
{
    bool centred = side->x == 0 && side->y == 0;
    struct label_box box = box_beside(search->layout, search->name, lines, side, search->anchor, distance);
    struct label_cover cover = label_ground_cover(search->layout->ground, shrink(box, 2));
    double most = search->foreign + (centred ? CENTRED_MORE : 0);
    double cost = side->cost + (centred ? -0.3 : 0.3) * cover.own + (centred ? 1.2 : 2) * cover.foreign +
                  0.05 * (double)lines + 0.02 * distance +
                  0.02 * fmax(search->name->text.broken[lines].width - WIDE, 0) +
                  (crosses_edge(search->layout, box) ? 0.2 : 0);
    if (cover.blocked || cover.foreign > most || cost >= search->least || !is_free(search->layout, box) ||
        (!centred && search->foreign < 1 && !label_ground_sees(search->layout->ground, box)))
        return;
    search->least = cost;
    search->best.box = box;
    search->best.lines = (uint8_t)lines;
    search->best.side = (uint8_t)alignment(side);
}

/* In the smallest size over or beside its land, where it hides the least; else not at all. */
static void place_outside(struct layout *layout, size_t index, const struct anchor *anchor, double foreign)
{
    const struct label_name *name = &layout->names->items[index];
    struct search search = {layout, name, anchor, foreign, INFINITY, {.name = (uint16_t)index}};
    /* In the middle of a small place it would hide what it names. */
    size_t first = anchor->radius < label_font_size(layout->names, 0) * 0.7 ? 1 : 0;
    for (size_t lines = 0; lines < LABEL_LINES_MAX; lines++)
        for (size_t i = first; i < SIDES_OF_SITE && name->text.broken[lines].count > 0; i++)
            for (size_t j = 0; j < (i == 0 || layout->zoom < DISTANT_ZOOM ? 1u : DISTANCES); j++)
                try_beside(&search, lines, &sides[i], distances[j]);
    if (isfinite(search.least))
        accept(layout, search.best);
}

static size_t largest_size(const struct label_name *name, double side)
{
    size_t size = 0, most = name->subdivision ? SUBDIVISION_SIZES : LABEL_SIZES;
    while (size + 1 < most && side >= side_for_size[size + 1])
        size++;
    return size;
}

static struct anchor find_anchor(const struct layout *layout, size_t index)
{
    const struct label_name *name = &layout->names->items[index];
    const uint16_t *owners =
        name->subdivision ? layout->names->leaf_subdivision : layout->names->leaf_country;
    struct anchor anchor = {name->site.pole.x / layout->pixel, name->site.pole.y / layout->pixel,
                            name->site.radius / layout->pixel, false};
    for (size_t i = 0; i < layout->markers->zooms[layout->zoom].count; i++) {
        const struct marker *marker = &layout->markers->zooms[layout->zoom].items[i];
        if (owners[marker->leaf] == index && anchor.radius < MARKER_RADIUS)
            return (struct anchor){marker->at.x / layout->pixel, marker->at.y / layout->pixel, MARKER_RADIUS,
                                   true};
    }
    return anchor;
}

/* false: out of memory. A name without room is left out, which is no failure. */
static bool place(struct layout *layout, size_t index)
{
    const struct label_name *name = &layout->names->items[index];
    double side = sqrt(name->site.on_map) / layout->pixel;
    double true_side = sqrt(name->site.on_sphere) * ATLAS_WORLD / (2 * PI) / layout->pixel;
    double least = (name->subdivision ? subdivision_least_side : least_side)[layout->zoom];
    if ((name->subdivision && layout->zoom < SUBDIVISION_ZOOM) || true_side < least)
        return true;
    struct anchor anchor = find_anchor(layout, index);
    if (!label_ground_survey(layout->ground, layout->zoom, index, anchor.x, anchor.y))
        return false;
    double foreign = (name->subdivision ? subdivision_foreign_most : foreign_most)[layout->zoom];
    if (anchor.marker || !place_inside(layout, index, &anchor, largest_size(name, side)))
        place_outside(layout, index, &anchor, foreign);
    return true;
}

bool label_layout(const struct atlas *atlas, const struct label_names *names,
                  struct label_zoom zooms[TILE_ZOOM_MAX + 1])
{
    struct markers markers;
    if (!markers_place(&markers, atlas))
        return false;
    struct label_ground *ground = label_ground_new(atlas, names, &markers);
    bool *shown = calloc(names->count + 1, sizeof *shown);
    bool ok = ground != NULL && shown != NULL;
    for (unsigned zoom = 0; ok && zoom <= TILE_ZOOM_MAX; zoom++) {
        struct layout layout = {
            names, &markers, ground, zoom, ATLAS_WORLD / (double)(TILE_SIZE << zoom), &zooms[zoom]};
        zooms[zoom].items = calloc(names->count + 1, sizeof *zooms[zoom].items);
        ok = zooms[zoom].items != NULL;
        /* Who zooms in should not lose a name again, so those of the zoom before come first. */
        for (size_t i = 0; ok && i < names->count; i++)
            ok = !shown[i] || place(&layout, i);
        for (size_t i = 0; ok && i < names->count; i++)
            ok = shown[i] || place(&layout, i);
        for (size_t i = 0; i < zooms[zoom].count; i++)
            shown[zooms[zoom].items[i].name] = true;
    }
    free(shown);
    label_ground_free(ground);
    markers_free(&markers);
    return ok;
}
