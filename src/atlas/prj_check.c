#include "prj_check.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { WORD_SIZE = 32, NAME_SIZE = 80, DEPTH_MAX = 16, FAULT_SIZE = 160 };

#define DEGREE 0.0174532925199433 /* in radians */

/* KEYWORD["name", 1.5, word, OTHER[…]]: what is known of one when it ends. */
struct element {
    char keyword[WORD_SIZE];
    char name[NAME_SIZE]; /* its first text or word; "": none */
    double number;        /* its first number; NAN: none */
};

struct reader {
    const char *at, *end;
    bool has_datum;
    char fault[FAULT_SIZE]; /* why it is not geographic WGS 84; "": nothing found yet */
};

static bool is_one_of(const char *word, const char *const words[])
{
    while (*words != NULL && strcasecmp(*words, word) != 0)
        words++;
    return *words != NULL;
}

static bool is_word(char c)
{
    return isalnum((unsigned char)c) || c == '_' || c == '.' || c == '+' || c == '-';
}

static void skip_space(struct reader *reader)
{
    while (reader->at < reader->end && isspace((unsigned char)*reader->at))
        reader->at++;
}

static bool skip(struct reader *reader, const char *any)
{
    skip_space(reader);
    bool found = reader->at < reader->end && *reader->at != '\0' && strchr(any, *reader->at) != NULL;
    reader->at += found;
    return found;
}

static void read_word(struct reader *reader, char out[WORD_SIZE])
{
    size_t size = 0;
    for (skip_space(reader); reader->at < reader->end && is_word(*reader->at); reader->at++)
        if (size + 1 < WORD_SIZE)
            out[size++] = *reader->at;
    out[size] = '\0';
}

/* Behind the opening quote; a quote in the text is doubled. */
static void read_text(struct reader *reader, char out[NAME_SIZE])
{
    size_t size = 0;
    for (; reader->at < reader->end; reader->at++) {
        if (*reader->at == '"' && (++reader->at == reader->end || *reader->at != '"'))
            break;
        if (size + 1 < NAME_SIZE)
            out[size++] = *reader->at;
    }
    out[size] = '\0';
}

/* "D_WGS_1984", "WGS 84" and "World Geodetic System 1984 ensemble" are one datum, its realisations too. */
static bool is_wgs84(const char *name)
{
    static const char *const short_names[] = {"wgs1984", "wgs84", "dwgs1984", NULL};
    static const char long_name[] = "worldgeodeticsystem1984";
    char letters[NAME_SIZE];
    size_t size = 0;
    for (; *name != '\0'; name++)
        if (isalnum((unsigned char)*name))
            letters[size++] = (char)tolower((unsigned char)*name);
    letters[size] = '\0';
    return is_one_of(letters, short_names) || strncmp(letters, long_name, strlen(long_name)) == 0;
}

static void find_fault(struct reader *reader, const char *what, const char *found)
{
    if (reader->fault[0] == '\0')
        snprintf(reader->fault, sizeof reader->fault, "%s %.*s", what, NAME_SIZE, found);
}

static void find_number(struct reader *reader, const char *what, double number)
{
    char text[32];
    snprintf(text, sizeof text, "%g", number);
    find_fault(reader, what, text);
}

/* A part of the system itself (not of the target of a transformation, nor of an ellipsoid). */
static void judge(struct reader *reader, const struct element *element)
{
    static const char *const datums[] = {"DATUM", "GEODETICDATUM", "TRF", "ENSEMBLE", NULL};
    static const char *const meridians[] = {"PRIMEM", "PRIMEMERIDIAN", NULL};
    static const char *const units[] = {"UNIT", "ANGLEUNIT", NULL};
    if (is_one_of(element->keyword, datums)) {
        reader->has_datum = true;
        if (!is_wgs84(element->name))
            find_fault(reader, "its datum is", element->name);
    } else if (is_one_of(element->keyword, meridians) && !(element->number == 0)) {
        find_number(reader, "its prime meridian is at", element->number);
    } else if (is_one_of(element->keyword, units) && !(fabs(element->number / DEGREE - 1) < 1e-6)) {
        find_number(reader, "its unit in radians is", element->number);
    } else if (strcasecmp(element->keyword, "CS") == 0 && strcasecmp(element->name, "ellipsoidal") != 0) {
        find_fault(reader, "its coordinates are", element->name);
    }
}

/* An element, or a word or number. `judged`: it is the system itself, or a part of it. */
static bool read_element(struct reader *reader, int depth, bool judged, struct element *out);

static bool read_argument(struct reader *reader, int depth, bool judged, struct element *of)
{
    struct element part;
    char *after;
    if (skip(reader, "\"")) {
        read_text(reader, of->name[0] == '\0' ? of->name : part.name);
        return true;
    }
    if (!read_element(reader, depth, judged, &part))
        return false;
    double number = strtod(part.keyword, &after);
    if (isnan(of->number) && after != part.keyword && *after == '\0')
        of->number = number;
    else if (of->name[0] == '\0' && part.name[0] == '\0')
        memcpy(of->name, part.keyword, sizeof part.keyword);
    return true;
}

static bool read_element(struct reader *reader, int depth, bool judged, struct element *out)
{
    *out = (struct element){.number = NAN};
    read_word(reader, out->keyword);
    if (out->keyword[0] == '\0' || depth == DEPTH_MAX)
        return false;
    if (!skip(reader, "[("))
        return true;
    /* Units may stand with an axis; those of a meridian or an ellipsoid are others. */
    bool parts_judged = depth == 0 || (judged && strcasecmp(out->keyword, "AXIS") == 0);
    do
        if (!read_argument(reader, depth + 1, parts_judged, out))
            return false;
    while (skip(reader, ","));
    if (depth > 0 && judged)
        judge(reader, out);
    return skip(reader, "])");
}

enum lawmap_status prj_check(const char *base, const struct buffer *prj, struct lawmap_error *error)
{
    static const char *const kinds[] = {"GEOGCS", "GEOGCRS", "GEOGRAPHICCRS", "GEODCRS", "GEODETICCRS", NULL};
    static const char byte_order_mark[] = "\xef\xbb\xbf";
    struct reader reader = {.at = prj->data, .end = prj->data + prj->size};
    struct element root;
    if (prj->size >= 3 && memcmp(prj->data, byte_order_mark, 3) == 0)
        reader.at += 3;
    skip_space(&reader);
    const char *start = reader.at;
    bool whole = read_element(&reader, 0, true, &root);
    if (!is_one_of(root.keyword, kinds))
        snprintf(reader.fault, sizeof reader.fault, "it is a %s", root.keyword);
    else if (!whole)
        find_fault(&reader, "it is cut off or malformed after", root.name);
    else if (!reader.has_datum)
        find_fault(&reader, "it has no", "datum");
    if (reader.fault[0] == '\0')
        return LAWMAP_OK;
    return lawmap_fail(error, LAWMAP_BAD_DATA,
                       "%s.prj: expected geographic WGS 84 (GEOGCS, WGS_1984), but %s: \"%.*s\"; "
                       "reproject with: ogr2ogr -t_srs EPSG:4326",
                       base, reader.fault, (int)(reader.end - start < 60 ? reader.end - start : 60), start);
}
