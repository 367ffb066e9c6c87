/* Figures and legends of the real world under the real law, decoded again with Cairo. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fixture.h"

#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct degrees_box world = {-180, -90, 180, 90};

static struct atlas *atlas;
static struct law *law;
static struct tile_store *store;

static int load(void **state)
{
    (void)state;
    atlas = fixture_atlas();
    law = fixture_law();
    assert_int_equal(tile_store_new(atlas, &store, NULL), LAWMAP_OK);
    return 0;
}

static int unload(void **state)
{
    (void)state;
    tile_store_free(store);
    atlas_free(atlas);
    law_free(law);
    return 0;
}

static struct figure figure_of(const char *layer, const char *date, enum projection projection)
{
    return (struct figure){.layer = law_find_layer(law, layer),
                           .date = fixture_day(date),
                           .projection = projection,
                           .bbox = world,
                           .width = 800,
                           .boundaries = "Natural Earth"};
}

static struct buffer draw(const struct figure *figure)
{
    struct buffer out = {0};
    struct lawmap_error error = {0};
    if (figure_draw(store, law, figure, &out, &error) != LAWMAP_OK)
        fail_msg("%s", error.text);
    return out;
}

static cairo_surface_t *decode(const struct buffer *bytes)
{
    return fixture_decode(bytes->data, bytes->size, NULL, 0);
}

static uint32_t pixel(cairo_surface_t *picture, int x, int y)
{
    return fixture_pixel(picture, (unsigned)x, (unsigned)y) & 0xffffff;
}

struct rectangle {
    int left, top, right, bottom; /* the last pixels inside */
};

/* Where a picture has the colour of the sea: the map, when the sea reaches all its sides. */
static struct rectangle find_sea(cairo_surface_t *picture, uint32_t sea)
{
    struct rectangle found = {INT32_MAX, INT32_MAX, -1, -1};
    for (int y = 0; y < cairo_image_surface_get_height(picture); y++)
        for (int x = 0; x < cairo_image_surface_get_width(picture); x++)
            if (pixel(picture, x, y) == sea) {
                found.left = x < found.left ? x : found.left;
                found.right = x > found.right ? x : found.right;
                found.top = y < found.top ? y : found.top;
                found.bottom = y > found.bottom ? y : found.bottom;
            }
    assert_true(found.right > found.left && found.bottom > found.top);
    return found;
}

static struct plane_point project(enum projection projection, double longitude, double latitude)
{
    const double radian = 3.14159265358979323846 / 180;
    if (projection == PROJECTION_EQUAL_EARTH)
        return equal_earth(longitude, latitude);
    return (struct plane_point){longitude * radian, asinh(tan(latitude * radian))};
}

static const struct code *class_of(const struct layer *layer, const char *id)
{
    for (size_t i = 0; i < layer->class_count; i++)
        if (strcmp(layer->classes[i].id, id) == 0)
            return &layer->classes[i];
    fail_msg("no class %s in layer %s", id, layer->id);
    return NULL;
}

static void assert_near(double found, double expected, double tolerance)
{
    if (!(fabs(found - expected) <= tolerance))
        fail_msg("%.10g is not %.10g", found, expected);
}

/* Expected: the paper's formula in IEEE doubles, by another program. */
static void equal_earth_is_as_published(void **state)
{
    (void)state;
    static const struct {
        double latitude, longitude, x, y;
    } cases[] = {
        {0, 0, 0, 0},
        {0, 180, 2.706629984, 0},
        {0, -180, -2.706629984, 0},
        {90, 0, 0, 1.317362759},
        {-90, 0, 0, -1.317362759},
        {90, 180, 1.603588648, 1.317362759}, /* the pole is a line */
        {-90, -180, -1.603588648, -1.317362759},
        {45, 90, 1.159854499, 0.860231086},
        {-41.3, 174.8, 2.310375236, -0.797257434},
        {62, 15, 0.166526591, 1.114633804},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct plane_point found = equal_earth(cases[i].longitude, cases[i].latitude);
        assert_near(found.x, cases[i].x, 1e-8);
        assert_near(found.y, cases[i].y, 1e-8);
    }
}

/* A degree square has the area that it has on the sphere, wherever it is. */
static void equal_earth_keeps_areas(void **state)
{
    (void)state;
    const double radian = 3.14159265358979323846 / 180, d = 0.01;
    for (double latitude = -85; latitude <= 85; latitude += 10)
        for (double longitude = -170; longitude <= 170; longitude += 34) {
            struct plane_point o = equal_earth(longitude, latitude), e = equal_earth(longitude + d, latitude),
                               n = equal_earth(longitude, latitude + d);
            double area = (e.x - o.x) * (n.y - o.y) - (e.y - o.y) * (n.x - o.x);
            double on_sphere = d * radian * (sin((latitude + d) * radian) - sin(latitude * radian));
            assert_near(area / on_sphere, 1, 2e-3);
        }
}

static void places_have_the_colour_of_their_law(void **state)
{
    (void)state;
    static const struct {
        double latitude, longitude;
        const char *layer, *date, *class; /* NULL: the sea */
    } cases[] = {
        {-43.5, 171.5, "framework", "2003-06-28", "decriminalisation"}, /* New Zealand, on the day */
        {62.0, 15.0, "buying", "1999-01-01", "criminalised"},           /* Sweden, on the day */
        {60.0, -110.0, "buying", "2014-12-06", "criminalised"},         /* Canada */
        {-3.0, -150.0, "framework", "2026-01-01", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (enum projection projection = 0; projection <= PROJECTION_EQUAL_EARTH; projection++) {
            struct figure figure = figure_of(cases[i].layer, cases[i].date, projection);
            figure.width = 1600;
            struct buffer png = draw(&figure);
            cairo_surface_t *picture = decode(&png);
            uint32_t sea = law_palette(law, 0)->sea;
            struct rectangle map = find_sea(picture, sea);
            /* The sea reaches the eastern, western and northern sides of the world. */
            struct plane_point edge = project(projection, 180, 0),
                               place = project(projection, cases[i].longitude, cases[i].latitude),
                               top = project(projection, 0,
                                             projection == PROJECTION_EQUAL_EARTH ? 90 : 85.0511287798);
            double scale = (map.right - map.left + 1) / (2 * edge.x);
            int x = map.left + (int)((place.x + edge.x) * scale),
                y = map.top + (int)((top.y - place.y) * scale);
            uint32_t expected =
                cases[i].class == NULL ? sea : class_of(figure.layer, cases[i].class)->colours[0];
            if (pixel(picture, x, y) != expected)
                fail_msg("%g, %g in projection %d: #%06x at %d, %d; expected #%06x", cases[i].latitude,
                         cases[i].longitude, (int)projection, pixel(picture, x, y), x, y, expected);
            cairo_surface_destroy(picture);
            buffer_free(&png);
        }
}

static size_t count_pixels(cairo_surface_t *picture, uint32_t colour)
{
    size_t count = 0;
    for (int y = 0; y < cairo_image_surface_get_height(picture); y++)
        for (int x = 0; x < cairo_image_surface_get_width(picture); x++)
            count += pixel(picture, x, y) == colour;
    return count;
}

/* Of New Zealand alone, so that what is left of its colour on the day before is its box in the legend. */
static void a_figure_shows_its_date(void **state)
{
    (void)state;
    struct figure figure = figure_of("framework", "2003-06-27", PROJECTION_EQUAL_EARTH);
    uint32_t colour = class_of(figure.layer, "decriminalisation")->colours[0];
    size_t counts[2];
    figure.bbox = (struct degrees_box){164, -48, 180, -34};
    for (size_t i = 0; i < 2; i++) {
        struct buffer png = draw(&figure);
        cairo_surface_t *picture = decode(&png);
        counts[i] = count_pixels(picture, colour);
        cairo_surface_destroy(picture);
        buffer_free(&png);
        figure.date = fixture_day("2003-06-28");
    }
    assert_in_range(counts[0], 50, 1000);
    assert_true(counts[1] > 20 * counts[0]);
}

/* Chukotka lies on the antimeridian: a map across it shows both halves, as one land without a seam. */
static void a_box_may_cross_the_antimeridian(void **state)
{
    (void)state;
    for (enum projection projection = 0; projection <= PROJECTION_EQUAL_EARTH; projection++) {
        struct figure figure = figure_of("framework", "2026-01-01", projection);
        figure.bbox = (struct degrees_box){172, 58, -172, 72};
        struct buffer png = draw(&figure);
        cairo_surface_t *picture = decode(&png);
        const struct jurisdiction *russia = law_find(law, "RU");
        size_t class = law_class_at(law, russia, figure.layer, figure.date);
        uint32_t colour = figure.layer->classes[class].colours[0];
        struct rectangle map = find_sea(picture, law_palette(law, 0)->sea);
        /* The antimeridian is the middle; 67.5° N lies inland on both sides of it. */
        double north = project(projection, 0, 72).y, south = project(projection, 0, 58).y;
        double down = (north - project(projection, 0, 67.5).y) / (north - south);
        int y = map.top + (int)(down * (map.bottom - map.top)), middle = (map.left + map.right) / 2;
        for (int x = middle - 30; x <= middle + 30; x++)
            assert_int_equal(pixel(picture, x, y), colour);
        cairo_surface_destroy(picture);
        buffer_free(&png);
    }
}

static void small_countries_are_seen(void **state)
{
    (void)state;
    static const char *const codes[] = {"MT", "SG", "TV", "NR", "KN", "MV", "PW", "ST"};
    struct figure figure = figure_of("framework", "2026-01-01", PROJECTION_EQUAL_EARTH);
    figure.width = 1200;
    struct buffer png = draw(&figure);
    cairo_surface_t *picture = decode(&png);
    struct rectangle map = find_sea(picture, law_palette(law, 0)->sea);
    double scale = (map.right - map.left + 1) / (2 * equal_earth(180, 0).x);
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        struct degrees_box box;
        assert_true(atlas_extent(atlas, codes[i], &box));
        struct plane_point place = equal_earth((box.west + box.east) / 2, (box.south + box.north) / 2);
        int x = map.left + (int)((place.x + equal_earth(180, 0).x) * scale);
        int y = map.top + (int)((equal_earth(0, 90).y - place.y) * scale);
        size_t class = law_class_at(law, law_find(law, codes[i]), figure.layer, figure.date), seen = 0;
        for (int dy = -16; dy <= 16; dy++)
            for (int dx = -16; dx <= 16; dx++)
                seen += pixel(picture, x + dx, y + dy) == figure.layer->classes[class].colours[0];
        if (seen < 9)
            fail_msg("%s: %zu pixels of its colour near %d, %d", codes[i], seen, x, y);
    }
    cairo_surface_destroy(picture);
    buffer_free(&png);
}

static void sizes_and_boxes_are_checked(void **state)
{
    (void)state;
    static const struct {
        unsigned width;
        struct degrees_box box;
        const char *complaint; /* NULL: none */
    } cases[] = {
        {200, {-180, -90, 180, 90}, NULL},
        {199, {-180, -90, 180, 90}, "200 to 8192"},
        {8193, {-180, -90, 180, 90}, "200 to 8192"},
        {0, {-180, -90, 180, 90}, "200 to 8192"},
        {UINT32_MAX, {-180, -90, 180, 90}, "200 to 8192"},
        {300, {-180.1, -90, 180, 90}, "-180 to 180"},
        {300, {-180, -90, 181, 90}, "-180 to 180"},
        {300, {-180, -91, 180, 90}, "-90 to 90"},
        {300, {-180, -90, 180, 90.01}, "-90 to 90"},
        {300, {NAN, -90, 180, 90}, "-180 to 180"},
        {300, {-180, -90, 180, INFINITY}, "-90 to 90"},
        {300, {10, 50, 20, 40}, "west,south,east,north"},
        {300, {10, 40, 10, 50}, "west,south,east,north"},
        {300, {10, 40, 10.05, 50}, "0.1 degrees"},
        {300, {10, 40, 20, 40.05}, "0.1 degrees"},
        {300, {10, 40, 10.2, 40.2}, NULL},
        {300, {170, -20, -170, 20}, NULL},
        {300, {10, -60, 9, 60}, NULL}, /* all but a degree */
        {300, {-180, 0, 180, 10}, "more than 10 times"},
        {300, {0, -90, 2, 90}, "more than 10 times"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct figure figure = figure_of("selling", "2026-01-01", PROJECTION_EQUAL_EARTH);
        struct buffer out = {0};
        struct lawmap_error error = {0};
        figure.width = cases[i].width;
        figure.bbox = cases[i].box;
        enum lawmap_status status = figure_draw(store, law, &figure, &out, &error);
        if ((status == LAWMAP_OK) != (cases[i].complaint == NULL))
            fail_msg("case %zu: %s", i, error.text);
        if (cases[i].complaint != NULL) {
            assert_int_equal(status, LAWMAP_BAD_REQUEST);
            assert_non_null(strstr(error.text, cases[i].complaint));
            assert_int_equal(out.size, 0);
        }
        buffer_free(&out);
    }
}

/* Mercator has no poles: a box that has nothing else is refused. */
static void mercator_leaves_out_the_poles(void **state)
{
    (void)state;
    struct figure figure = figure_of("selling", "2026-01-01", PROJECTION_WEB_MERCATOR);
    struct buffer out = {0};
    struct lawmap_error error = {0};
    figure.bbox = (struct degrees_box){-10, 86, 10, 90};
    assert_int_equal(figure_draw(store, law, &figure, &out, &error), LAWMAP_BAD_REQUEST);
    figure.bbox = world;
    struct buffer png = draw(&figure);
    cairo_surface_t *picture = decode(&png);
    struct rectangle map = find_sea(picture, law_palette(law, 0)->sea);
    assert_in_range(cairo_image_surface_get_height(picture), map.right - map.left, 2000);
    cairo_surface_destroy(picture);
    buffer_free(&png);
}

static void a_picture_is_as_wide_as_asked(void **state)
{
    (void)state;
    static const struct {
        unsigned width;
        enum language language;
    } cases[] = {
        {200, LANGUAGE_EN}, {200, LANGUAGE_FR}, {200, LANGUAGE_ES},  {200, LANGUAGE_RU},
        {200, LANGUAGE_ZH}, {333, LANGUAGE_ES}, {1200, LANGUAGE_RU}, {2000, LANGUAGE_EN},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct figure figure = figure_of("third_parties", "2026-01-01", PROJECTION_EQUAL_EARTH);
        figure.width = cases[i].width;
        figure.language = cases[i].language;
        struct buffer png = draw(&figure);
        cairo_surface_t *picture = decode(&png);
        assert_int_equal(cairo_image_surface_get_width(picture), cases[i].width);
        assert_in_range(cairo_image_surface_get_height(picture), cases[i].width / 2, 3 * cases[i].width);
        cairo_surface_destroy(picture);
        buffer_free(&png);
    }
}

/* The same figure is the same bytes, whatever has been drawn before it. */
static void figures_are_the_same_each_time(void **state)
{
    (void)state;
    for (enum picture_format format = PICTURE_PNG; format <= PICTURE_PDF; format++) {
        struct figure figure = figure_of("framework", "2026-01-01", PROJECTION_EQUAL_EARTH);
        figure.format = format;
        struct buffer first = draw(&figure);
        struct figure other = figure;
        other.language = LANGUAGE_ZH;
        struct buffer between = draw(&other);
        struct buffer second = draw(&figure);
        assert_int_equal(first.size, second.size);
        assert_memory_equal(first.data, second.data, first.size);
        assert_true(between.size != first.size || memcmp(between.data, first.data, first.size) != 0);
        buffer_free(&first);
        buffer_free(&between);
        buffer_free(&second);
    }
}

static bool contains(const struct buffer *bytes, const char *text)
{
    return memmem(bytes->data, bytes->size, text, strlen(text)) != NULL;
}

static void vectors_hold_no_pixels(void **state)
{
    (void)state;
    struct figure figure = figure_of("framework", "2026-01-01", PROJECTION_EQUAL_EARTH);
    figure.format = PICTURE_SVG;
    struct buffer svg = draw(&figure);
    assert_true(contains(&svg, "<path"));
    assert_false(contains(&svg, "<image"));
    figure.format = PICTURE_PDF;
    struct buffer pdf = draw(&figure);
    assert_memory_equal(pdf.data, "%PDF-", 5);
    assert_false(contains(&pdf, "/Subtype /Image"));
    buffer_free(&svg);
    buffer_free(&pdf);
}

static struct buffer draw_legend(const char *layer, size_t colours, enum language language,
                                 enum picture_format format)
{
    struct buffer out = {0};
    struct lawmap_error error = {0};
    if (legend_draw(law, law_find_layer(law, layer), colours, 0, language, format, &out, &error) != LAWMAP_OK)
        fail_msg("%s", error.text);
    return out;
}

/* Every class is there once, in order from top to bottom, in its colour, whichever the palette. */
static void a_legend_shows_every_class(void **state)
{
    (void)state;
    for (size_t i = 0; i < law_layer_count(law); i++)
        for (size_t colours = 0; colours < law_palette_count(law); colours++) {
            const struct layer *layer = law_layer(law, i);
            struct buffer png = draw_legend(layer->id, colours, LANGUAGE_RU, PICTURE_PNG);
            cairo_surface_t *picture = decode(&png);
            int y = 0;
            for (size_t j = 0; j < layer->class_count; j++) {
                uint32_t colour = layer->classes[layer->legend[j]].colours[colours];
                int run = 0; /* of the colour, across the middle of a box */
                for (; run < 10 && y < cairo_image_surface_get_height(picture); y++) {
                    run = 0;
                    for (int x = 0; x < 40; x++)
                        run += pixel(picture, x, y) == colour;
                }
                if (run < 10)
                    fail_msg("%s: no box of %s below the one before", layer->id,
                             layer->classes[layer->legend[j]].id);
            }
            cairo_surface_destroy(picture);
            buffer_free(&png);
        }
}

static void a_legend_says_every_label(void **state)
{
    (void)state;
    for (size_t i = 0; i < law_layer_count(law); i++)
        for (enum language language = 0; language < LANGUAGE_COUNT; language++) {
            const struct layer *layer = law_layer(law, i);
            struct buffer svg = draw_legend(layer->id, 0, language, PICTURE_SVG);
            assert_true(contains(&svg, layer->label.in[language]));
            for (size_t j = 0; j < layer->class_count; j++)
                assert_true(contains(&svg, layer->classes[j].label.in[language]));
            buffer_free(&svg);
        }
}

static void a_legend_is_no_pdf(void **state)
{
    (void)state;
    struct buffer out = {0};
    struct lawmap_error error = {0};
    assert_int_equal(legend_draw(law, law_layer(law, 0), 0, 0, LANGUAGE_EN, PICTURE_PDF, &out, &error),
                     LAWMAP_BAD_REQUEST);
    assert_non_null(strstr(error.text, "PNG or SVG"));
    assert_int_equal(out.size, 0);
}

static struct hash hash_of_legends(void)
{
    struct hash hash = {0};
    for (size_t i = 0; i < law_layer_count(law); i++)
        for (enum language language = 0; language < LANGUAGE_COUNT; language++) {
            struct buffer png = {0};
            if (legend_draw(law, law_layer(law, i), 0, 0, language, PICTURE_PNG, &png, NULL) == LAWMAP_OK)
                hash = hash_join(hash, hash_bytes(png.data, png.size));
            buffer_free(&png);
        }
    return hash;
}

static void *draw_legends(void *result)
{
    *(struct hash *)result = hash_of_legends();
    return NULL;
}

static void threads_draw_the_same_bytes(void **state)
{
    (void)state;
    enum { THREADS = 4 };
    pthread_t threads[THREADS];
    struct hash hashes[THREADS], alone = hash_of_legends();
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, draw_legends, &hashes[i]), 0);
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        assert_true(hash_equal(hashes[i], alone));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_earth_is_as_published),
        cmocka_unit_test(equal_earth_keeps_areas),
        cmocka_unit_test(places_have_the_colour_of_their_law),
        cmocka_unit_test(a_figure_shows_its_date),
        cmocka_unit_test(a_box_may_cross_the_antimeridian),
        cmocka_unit_test(small_countries_are_seen),
        cmocka_unit_test(sizes_and_boxes_are_checked),
        cmocka_unit_test(mercator_leaves_out_the_poles),
        cmocka_unit_test(a_picture_is_as_wide_as_asked),
        cmocka_unit_test(figures_are_the_same_each_time),
        cmocka_unit_test(vectors_hold_no_pixels),
        cmocka_unit_test(a_legend_shows_every_class),
        cmocka_unit_test(a_legend_says_every_label),
        cmocka_unit_test(a_legend_is_no_pdf),
        cmocka_unit_test(threads_draw_the_same_bytes),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
