/* What a shapefile holds once it has been checked and projected: leaves and their rings, or lines. */
#ifndef LAWMAP_ATLAS_SHAPES_H
#define LAWMAP_ATLAS_SHAPES_H

#include <lawmap/atlas.h>

struct shape_part {
    uint32_t first, count; /* into points; a ring's last point is not its first again */
    uint16_t leaf;         /* ATLAS_NO_LEAF for a line */
    bool hole;
};

struct shapes {
    struct atlas_point *points;
    size_t point_count, point_capacity;
    struct shape_part *parts; /* rings: outer ones clockwise on the map, holes anticlockwise */
    size_t part_count, part_capacity;
    struct atlas_leaf *leaves; /* in order of code, when rings */
    size_t leaf_count, leaf_capacity;
    struct hash fingerprint; /* of the files' bytes */
};
/* Empties `shapes`, but not the strings of its leaves. */
void shapes_free(struct shapes *shapes);
void leaves_free(struct atlas_leaf *leaves, size_t count);

/* Reads <base>.shp, .shx, .dbf, .prj and .cpg: polygons with their codes. Every number is checked before it
 * is used. */
enum lawmap_status shapes_read_polygons(const char *base, const struct atlas_options *options,
                                        struct shapes *out, struct lawmap_error *error);
/* Reads <base>.shp and .shx: polylines without attributes. LAWMAP_NOT_FOUND when there is no such file. */
enum lawmap_status shapes_read_lines(const char *base, struct shapes *out, struct lawmap_error *error);

/* Adds a part whose points are those from `first` to the end of shapes->points. */
bool shapes_add_part(struct shapes *shapes, size_t first, uint16_t leaf);
bool shapes_add_point(struct shapes *shapes, struct atlas_point point);

/* Sets `hole` of each ring and turns it to its orientation: a ring inside an odd number of rings of its leaf
 * is a hole. */
enum lawmap_status shapes_orient(struct shapes *shapes, struct lawmap_error *error);

#endif
