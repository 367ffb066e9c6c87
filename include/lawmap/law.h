/* law: the legal status of every jurisdiction, by date. It knows no geometry.
 * Read-only once loaded: functions that take a const pointer need no lock. Strings are UTF-8 and, like
 * everything reached through a pointer here, are owned by the law and live until law_free(). */
#ifndef LAWMAP_LAW_H
#define LAWMAP_LAW_H

#include <lawmap/base.h>

enum language { LANGUAGE_EN, LANGUAGE_FR, LANGUAGE_ES, LANGUAGE_RU, LANGUAGE_ZH, LANGUAGE_COUNT };

/* BCP 47 tags "en", "fr", "es", "ru", "zh". */
const char *language_tag(enum language language);
bool language_parse(const char *tag, enum language *out); /* case-insensitive; exactly one of the tags */

struct text {
    const char *in[LANGUAGE_COUNT]; /* never NULL */
};

/* The acts whose law is recorded, in the order of the codebook. */
enum act { ACT_SELLING, ACT_BUYING, ACT_THIRD_PARTIES, ACT_COUNT };

enum { PALETTE_MAX = 8, CLASS_MAX = 64 /* of a layer: as many as a set of them has bits */ };

/* One code of the codebook: a status, a value of a measure, or a framework. */
struct code {
    const char *id;
    struct text label, definition;
    uint32_t colours[PALETTE_MAX]; /* 0xRRGGBB, by palette */
};

struct palette_colours { /* what a palette says beside its codes */
    const char *id;
    struct text label;
    uint32_t sea, border, no_data; /* 0xRRGGBB; no_data: land that no record speaks of */
    uint32_t hidden;               /* 0xRRGGBB: land whose class the reader has taken off the map */
    uint32_t page, ink;            /* 0xRRGGBB: what a legend or figure is drawn on, and its text */
};

struct figure_strings { /* what a figure says around its map */
    struct text date;   /* has "{date}" once */
    struct text source; /* has "{version}" (of the data, with their date) and "{boundaries}" once each */
    struct text web_mercator, equal_earth;
    struct text hidden, disputed; /* in the key: land that the reader has taken off the map; dashed lines */
    struct text change;           /* has "{name}", "{before}" and "{after}" once each */
    struct text more_changes;     /* has "{count}" once */
    struct text unchanged;
};

enum layer_kind { LAYER_FRAMEWORK, LAYER_ACT, LAYER_MEASURE };

/* What a map can show: the overview (framework), an act, or a measure. A jurisdiction has one of its classes.
 */
struct layer {
    const char *id;
    enum layer_kind kind;
    size_t index; /* of the act or measure */
    struct text label, definition;
    const struct code *classes; /* frameworks, statuses or measure values */
    size_t class_count;
    const size_t *legend; /* the indices of all classes, in the order in which a legend shows them */
};

struct period {       /* in force from `from` until the next period of its jurisdiction */
    struct date from; /* entry into force; no date: since before the record begins */
    const char *instrument;
    uint8_t statuses[ACT_COUNT]; /* index into the classes of an act's layer */
    bool pending;                /* enacted, and in force only from a date that was to come */
};

struct provision { /* pointers may be NULL where the record says null, but not act, law, summary, sanction */
    const char *act; /* "selling", "buying", "third_parties" or "measures" */
    const char *law, *section, *summary;
    const char *sanction; /* "criminal", "administrative" or "none" */
    const char *penalty;
};

struct source {
    const char *title, *publisher, *url; /* publisher and url may be NULL */
    int year;                            /* 0: not known */
};

struct review {
    const char *status;    /* "desk" or "validated" */
    const char *by, *date; /* may be NULL */
};

struct network { /* a regional network of sex worker organisations */
    const char *id, *name, *url;
};

struct region {
    const char *id;
    struct text label;
    const struct network *const *networks;
    size_t network_count;
};

struct resource { /* guidance that a country's page links to */
    const char *id, *title, *publisher, *language, *url;
    int year; /* 0: not known */
};

struct jurisdiction {
    const char *code;   /* ISO 3166-1 alpha-2 or ISO 3166-2, upper case */
    const char *alpha3; /* NULL for a subdivision */
    struct text name;
    const char *const *also; /* other names, for searching; of any language */
    size_t also_count;
    const struct jurisdiction *parent;              /* NULL for a country */
    const struct jurisdiction *const *subdivisions; /* in order of code */
    size_t subdivision_count;
    const struct region *region;
    const struct network *const *networks; /* of its part of the region */
    size_t network_count;
    bool recorded; /* false: a subdivision without a file: all below is its parent's */
    /* Whose law applies here: the parent of a subdivision without a file, or what the record names: periods,
     * measures and provisions are its. NULL: it has a law of its own. */
    const struct jurisdiction *inherits;
    const struct period *periods; /* in order; at least one */
    size_t period_count;
    const uint8_t *measures; /* by measure; index into the classes of a measure's layer */
    const struct provision *provisions;
    size_t provision_count;
    const char *note;                  /* in English; "" when there is none */
    const char *notes[LANGUAGE_COUNT]; /* the note's translations; NULL where there is none, as in English */
    bool varies_subnationally;
    const struct source *sources;
    size_t source_count;
    const char *law_as_of;  /* a year or a date; NULL when not stated */
    const char *confidence; /* "high", "medium" or "low" */
    const char *basis;      /* "search", "knowledge" or "both" */
    struct review review;
};

struct law; /* opaque; its fields live in src/law/ */

/* What the data must fulfil, or what a reader should know that they do not. */
struct consistency_rule {
    const char *code;        /* "LAW001" … are faults, "LAW101" … are warnings */
    bool is_fault;           /* false: a warning, with which the data load */
    const char *title;       /* one line */
    const char *explanation; /* why, and what to do */
};
size_t consistency_rule_count(void);
const struct consistency_rule *consistency_rule(size_t index); /* in order of code */

/* A fault of the data, or a warning: where it is and what to do about it. */
struct fault {
    char *file;                          /* as the loader opened it */
    int line, column;                    /* from 1; in bytes */
    char *message;                       /* what was found, what was expected */
    const struct consistency_rule *rule; /* never NULL; the program's own */
};

struct fault_list { /* all zero is a valid empty list */
    struct fault *items;
    size_t count, capacity;
    size_t omitted; /* found beyond the first 1000; the last item then says how many */
    bool failed;    /* an allocation failed: the list is not whole */
};
void fault_list_free(struct fault_list *list);

/* Loads DIR/datapackage.json, codebook.json, regions.json, resources.json, names.json and
 * jurisdictions/<CODE>.json.
 * LAWMAP_OK: *out is new, free it with law_free(). LAWMAP_BAD_DATA: *out is NULL and `faults` (never NULL,
 * empty on entry) holds every fault found, in order of file, line and column; `error` repeats the first.
 * LAWMAP_IO, LAWMAP_NO_MEMORY: *out is NULL and `error` says why. */
enum lawmap_status law_load(const char *dir, struct law **out, struct fault_list *faults,
                            struct lawmap_error *error);
/* The same, and `warnings` (NULL: none wanted; else empty on entry) holds what does not keep the data from
 * loading but deserves a look. Only records whose form is right are judged by the other rules. */
enum lawmap_status law_check(const char *dir, struct law **out, struct fault_list *faults,
                             struct fault_list *warnings, struct lawmap_error *error);
void law_free(struct law *law); /* NULL is allowed */

/* A hash of the files' bytes in order of their names: the version of the dataset. */
struct hash law_fingerprint(const struct law *law);

/* What identifies a state of the data, so that a paper can cite it. All but the version and the date is what
 * DIR/datapackage.json says. */
struct dataset {
    const char *title, *authors;       /* authors: "A, B" */
    const char *licence, *licence_url; /* an SPDX identifier, and where it can be read */
    char version[HASH_TEXT_SIZE];      /* law_fingerprint() */
    /* The newest of the data's own dates, never that of a clock or a file: when the package was created, as
     * of when a record describes the law, when it was reviewed, when a period in force began. */
    struct date date;
};
const struct dataset *law_dataset(const struct law *law);
/* Appends one line of plain text: authors, title, version, date, licence, without a line's end. */
void law_cite(const struct law *law, struct buffer *out);

/* In order of code: countries and their subdivisions together (AU, AU-ACT, AU-NSW, …, AW, …). */
size_t law_jurisdiction_count(const struct law *law);
const struct jurisdiction *law_jurisdiction(const struct law *law, size_t index);

/* By alpha-2, alpha-3 or ISO 3166-2, any case. NULL when the code is unknown, which is not an error. */
const struct jurisdiction *law_find(const struct law *law, const char *code);
/* <0, 0, >0: the order in which readers look for names, without regard to case and accents; names that differ
 * in those alone are not equal. */
int law_compare_names(const char *a, const char *b);
/* Up to `limit` (at most 16) jurisdictions closest to a mistyped code, best first; returns how many. Codes
 * and names in any language count, by edit distance without regard to case and accents, by how a name begins,
 * and by its initials ("UK"). */
size_t law_near(const struct law *law, const char *code, const struct jurisdiction **out, size_t limit);

size_t law_layer_count(const struct law *law);
const struct layer *law_layer(const struct law *law, size_t index);
const struct layer *law_find_layer(const struct law *law, const char *id); /* NULL: unknown */

size_t law_palette_count(const struct law *law);
const struct palette_colours *law_palette(const struct law *law, size_t index); /* 0 is the default */

const struct figure_strings *law_figure_strings(const struct law *law);

size_t law_region_count(const struct law *law);
const struct region *law_region(const struct law *law, size_t index);
size_t law_resource_count(const struct law *law);
const struct resource *law_resource(const struct law *law, size_t index);

/* The period in force on a date. NULL before the first dated period: the law then is unknown. */
const struct period *law_period_at(const struct jurisdiction *jurisdiction, struct date date);
/* Enacted, and on that day still to come into force. */
bool law_period_is_pending(const struct period *period, struct date day);
/* The class of a jurisdiction in a layer on a date, an index into layer->classes. Measures are recorded for
 * the law as it is, not by period, so before the latest period that is not pending, and after it, they are
 * `unknown`. */
size_t law_class_at(const struct law *law, const struct jurisdiction *jurisdiction, const struct layer *layer,
                    struct date date);
/* The framework of three statuses: the first row of the codebook's table that fits (design: the rules are
 * data). */
size_t law_framework(const struct law *law, const uint8_t statuses[ACT_COUNT]);

/* What differs between two versions of the data, for one jurisdiction: its class in a layer during a time, or
 * another field of its record. */
struct difference {
    const struct jurisdiction *jurisdiction; /* the newer one, if it is in both */
    const char *field; /* a layer's id, "instrument", "pending", "provisions", "sources", "note", … */
    const struct layer *layer;  /* NULL: the field is none */
    struct date from, until;    /* of a layer; until: first day no longer concerned, no date: for ever.
                                 * "instrument"    and "pending" have the period's from */
    const char *before, *after; /* NULL: there was, or is, none */
};

struct difference_list; /* opaque */

/* *out is new, free it with difference_list_free(); both laws must outlive it. In order of code, then layers
 * in their order, then fields. Subdivisions without a file are passed over: their parent's differences are
 * theirs. LAWMAP_NO_MEMORY. */
enum lawmap_status law_diff(const struct law *before, const struct law *after, struct difference_list **out,
                            struct lawmap_error *error);
size_t difference_count(const struct difference_list *list);
const struct difference *difference_at(const struct difference_list *list, size_t index);
void difference_list_free(struct difference_list *list); /* NULL is allowed */

/* The codebook as its file says it: the text of codebook.json, checked. */
const char *law_codebook_json(const struct law *law, size_t *size);

#endif
