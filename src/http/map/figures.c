/* Maps for papers and cards: `lawmap map` over HTTP. To draw one takes a good part of a second, so one is
 * drawn at a time, in widths that memory has room for; who asks for another meanwhile is told to come again.
 */
#include "http/handlers.h"
#include "http/protocol/parameter.h"

#include <lawmap/tile.h>
#include <stdio.h>

enum { WIDTH_DEFAULT = 1200, RETRY_SECONDS = 1 };

#define MAP_PROPORTION 1.45 /* of the map to that of the figure, whose texts take of its height */
#define LATITUDE_MAX   72.0
#define SPAN_MAX       40.0

/* The whole world; in Mercator without most of Antarctica, which would fill a third of the map. */
static struct degrees_box default_box(enum projection projection)
{
    return projection == PROJECTION_WEB_MERCATOR ? (struct degrees_box){-180, -60, 180, 84}
                                                 : (struct degrees_box){-180, -90, 180, 90};
}

/* Where Web Mercator shows shapes as they are, at nearly one scale. */
static bool is_small(struct degrees_box box)
{
    return box.north < LATITUDE_MAX && box.south > -LATITUDE_MAX && box.north - box.south < SPAN_MAX;
}

/* The part of the world asked for; a place that the boundaries do not show gets all of it. */
static enum lawmap_status choose_box(struct exchange *exchange, struct figure *figure)
{
    const struct query *query = &exchange->query;
    struct degrees_box extent;
    if (query->has_box && query->place != NULL)
        return problem_of_parameter(&exchange->problem, parameter_box.name, NULL,
                                    "bbox and country both say what the map shows: one of them");
    figure->bbox = query->has_box ? query->box : default_box(query->projection);
    if (query->place == NULL)
        return LAWMAP_OK;
    figure->place = query->place->name.in[query->language];
    if (!atlas_extent(exchange->snapshot->geometry->atlas, query->place->code, &extent))
        return LAWMAP_OK;
    double proportion = query->height == 0 ? 0 : MAP_PROPORTION * figure->width / figure->height;
    figure->bbox = figure_box_around(extent, proportion);
    if (exchange_parameter(exchange, parameter_projection.name) == NULL && is_small(figure->bbox))
        figure->projection = PROJECTION_WEB_MERCATOR;
    return LAWMAP_OK;
}

static enum lawmap_status read_figure(struct exchange *exchange, enum picture_format format,
                                      struct figure *out)
{
    const struct query *query = &exchange->query;
    *out = (struct figure){
        .layer = exchange_layer(exchange, exchange->variables[0]),
        .date = query->date,
        .colours = query->colours,
        .language = query->language,
        .projection = query->projection,
        .width = query->width == 0 ? WIDTH_DEFAULT : query->width,
        .height = query->height,
        .format = format,
        .boundaries = "Natural Earth",
    };
    if (out->layer == NULL)
        return LAWMAP_NOT_FOUND;
    if (!exchange_hidden(exchange, out->layer, &out->hidden))
        return LAWMAP_BAD_REQUEST;
    return choose_box(exchange, out);
}

static void write_key(const struct figure *figure, char *out, size_t size)
{
    char date[DATE_TEXT_SIZE];
    snprintf(out, size, "%s/%s/%zu/%llx/%d/%d/%d/%u/%u/%a,%a,%a,%a/%s", figure->layer->id,
             date_format(figure->date, date), figure->colours, (unsigned long long)figure->hidden,
             (int)figure->language, (int)figure->projection, (int)figure->format, figure->width,
             figure->height, figure->bbox.west, figure->bbox.south, figure->bbox.east, figure->bbox.north,
             figure->place == NULL ? "" : figure->place);
}

static enum lawmap_status draw(struct exchange *exchange, const struct figure *figure, struct answer **out)
{
    static const char *const content_types[] = {
        [PICTURE_PNG] = "image/png", [PICTURE_SVG] = "image/svg+xml", [PICTURE_PDF] = "application/pdf"};
    struct snapshot *snapshot = exchange->snapshot;
    struct buffer picture = {0};
    struct lawmap_error error = {0};
    if (atomic_flag_test_and_set(&snapshot->drawing_figure)) {
        exchange->problem.retry_seconds = RETRY_SECONDS;
        return problem_set(&exchange->problem, LAWMAP_BUSY,
                           "another figure is being drawn: ask again in a second");
    }
    enum lawmap_status status =
        figure_draw(snapshot->geometry->tiles, snapshot->law, figure, &picture, &error);
    atomic_flag_clear(&snapshot->drawing_figure);
    if (status != LAWMAP_OK) {
        buffer_free(&picture);
        return problem_set(&exchange->problem, status, "%s", error.text);
    }
    *out = answer_of_text(picture.data, picture.size, content_types[figure->format],
                          language_tag(figure->language));
    return LAWMAP_OK;
}

static enum lawmap_status answer_figure(struct exchange *exchange, enum picture_format format)
{
    struct figure figure;
    char key[512];
    struct cache *figures = exchange->snapshot->figures;
    enum lawmap_status status = read_figure(exchange, format, &figure);
    if (status != LAWMAP_OK)
        return status;
    write_key(&figure, key, sizeof key);
    struct answer *answer = (struct answer *)cache_get(figures, key);
    if (answer != NULL)
        return exchange_answer(exchange, answer);
    status = draw(exchange, &figure, &answer);
    if (status != LAWMAP_OK)
        return status;
    if (answer != NULL)
        cache_put(figures, key, &answer->shared, answer_bytes(answer));
    return exchange_answer(exchange, answer);
}

enum lawmap_status get_figure_pdf(struct exchange *exchange)
{
    return answer_figure(exchange, PICTURE_PDF);
}

enum lawmap_status get_figure_png(struct exchange *exchange)
{
    return answer_figure(exchange, PICTURE_PNG);
}

enum lawmap_status get_figure_svg(struct exchange *exchange)
{
    return answer_figure(exchange, PICTURE_SVG);
}
