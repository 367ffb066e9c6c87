/* What lies round a name at one zoom: whose land, or the sea. */
#ifndef LAWMAP_TILE_LABEL_GROUND_H
#define LAWMAP_TILE_LABEL_GROUND_H

#include "label_layout.h"
#include "markers.h"

struct label_ground;
struct label_ground *label_ground_new(const struct atlas *atlas, const struct label_names *names,
                                      const struct markers *markers); /* NULL: out of memory */
void label_ground_free(struct label_ground *ground);                  /* NULL is allowed */

/* Looks at the square of LABEL_GROUND_SIZE pixels round a place in pixels of the zoom, for one of the names;
 * false: out of memory. */
enum { LABEL_GROUND_SIZE = 256 };
bool label_ground_survey(struct label_ground *ground, unsigned zoom, size_t name, double x, double y);

/* Of the pixels of a box inside that square: the fractions that are the name's own land and others' land
 * (what lies outside the square counts as others'), and whether it would hide another's marker. */
struct label_cover {
    double own, foreign;
    bool blocked;
};
struct label_cover label_ground_cover(const struct label_ground *ground, struct label_box box);

/* Whether hardly any land of others lies on the straight way from the middle of the square to the middle of a
 * box. */
bool label_ground_sees(const struct label_ground *ground, struct label_box box);

#endif
