/* Names as Pango shapes them, kept as outlines: to draw one needs neither Pango nor a font any more, so any
 * number of threads can. Lengths are in ems of the font. */
#ifndef LAWMAP_TILE_LABEL_TEXT_H
#define LAWMAP_TILE_LABEL_TEXT_H

#include <lawmap/law.h>

#include <cairo.h>

enum { LABEL_LINES_MAX = 3, LABEL_EM = 1000 };

struct label_letter {
    uint16_t outline;
    float x, y; /* from the start of the unbroken name on its baseline */
};

struct label_line {
    uint16_t begin, end; /* letters */
    float start, width;  /* where it starts in the unbroken name, and how wide it is */
};

struct label_lines {
    size_t count; /* 0: not worth breaking into so many */
    float width;  /* of the widest */
    struct label_line lines[LABEL_LINES_MAX];
};

struct label_text {
    struct label_letter *letters; /* owned */
    size_t count;
    struct label_lines broken[LABEL_LINES_MAX]; /* into one line, two, three, as even as can be */
};
void label_text_free(struct label_text *text); /* leaves it empty */

/* A place where a line may end. */
struct label_break {
    uint16_t end, next;   /* the letters after the line, and the first of the next line */
    float end_x, start_x; /* the same in ems */
    bool natural;         /* before a parenthesis */
};
/* Fills text->broken. `width`: of the unbroken name; `room`: what the last line needs beside its letters. */
void label_text_break(struct label_text *text, float width, float room, const struct label_break *breaks,
                      size_t break_count);

/* The outlines of all letters of a language's names. */
struct label_outlines {   /* all zero is a valid empty list */
    cairo_path_t **paths; /* owned; LABEL_EM units an em, y grows down from the baseline */
    size_t count, capacity;
    float overhang;        /* the most that a letter reaches over its own width on either side, in ems */
    float ascent, descent; /* of the highest letter and the lowest */
};
void label_outlines_free(struct label_outlines *outlines); /* leaves it empty */

/* Shapes names in the font of a language, and adds the outlines that they need to `outlines`, which must
 * outlive it. LAWMAP_NOT_FOUND names the Debian package of a font that is not installed. */
struct label_shaper;
enum lawmap_status label_shaper_new(enum language language, struct label_outlines *outlines,
                                    struct label_shaper **out, struct lawmap_error *error);
void label_shaper_free(struct label_shaper *shaper); /* NULL is allowed */

/* `bold`: the heavier weight, for countries. `room`: as in label_text_break(). LAWMAP_BAD_DATA names the
 * letter that the font does not have. On failure *out is empty; else free it with label_text_free(). */
enum lawmap_status label_shape(struct label_shaper *shaper, const char *name, bool bold, float room,
                               struct label_text *out, struct lawmap_error *error);

#endif
