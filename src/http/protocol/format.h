/* format: the representations that a resource can have: chosen by a suffix of its path, else by Accept. */
#ifndef LAWMAP_HTTP_FORMAT_H
#define LAWMAP_HTTP_FORMAT_H

/* Where Accept leaves the choice open, the first of these that a resource has is sent. */
enum format { FORMAT_JSON, FORMAT_CSV, FORMAT_GEOJSON, FORMAT_ATOM, FORMAT_COUNT };

#define FORMAT_BIT(format) (1u << (format)) /* sets of formats */

struct format_name {
    const char *suffix;       /* of the path, without its dot */
    const char *media_type;   /* as Accept has it */
    const char *content_type; /* the media type and its parameters */
};
extern const struct format_name format_names[FORMAT_COUNT];

#endif
