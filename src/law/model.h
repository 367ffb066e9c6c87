/* model: what a loaded law consists of, and the steps that fill it. */
#ifndef LAW_MODEL_H
#define LAW_MODEL_H

#include "node.h"

#include <lawmap/csv.h>
#include <lawmap/law.h>

enum { STATUS_MAX = CLASS_MAX }; /* as many as a set of statuses has bits */

struct vocabulary { /* codes, and the same ids as a NULL-terminated list */
    struct code *codes;
    size_t count;
    const char *const *ids;
};

/* One way for a framework to fit: for each act the set of statuses that it takes, a bit each. */
struct alternative {
    uint64_t accepted[ACT_COUNT];
};

struct rule { /* of a framework: it fits when one of the alternatives does */
    const struct alternative *alternatives;
    size_t count;
};

struct law {
    struct arena arena; /* everything below, but for the text of the codebook */
    struct buffer codebook_json;
    struct hash fingerprint;
    struct dataset dataset;

    struct palette_colours *palettes;
    size_t palette_count;
    const char *const *palette_ids;
    struct figure_strings figure_strings;
    struct vocabulary statuses, measure_values, frameworks;
    size_t unknown_status, unknown_value; /* the indices of "unknown" */
    const struct rule *rules;             /* by framework */
    struct layer *layers;                 /* the framework, the acts, the measures */
    size_t layer_count, measure_count;
    const char *const *measure_ids;

    struct jurisdiction *jurisdictions; /* in order of code */
    size_t jurisdiction_count;
    const struct jurisdiction **by_alpha3; /* countries, in order of alpha3 */
    size_t country_count;

    struct network *networks;
    const char *const *network_ids;
    struct region *regions;
    size_t region_count;
    const char *const *region_ids;
    struct resource *resources;
    size_t resource_count;
};

/* Each reads the document at `root` into the law and reports its faults to the document's list. A failed
 * allocation shows in law->arena.failed. */
void package_read(struct law *law, const struct node *root);
void codebook_read(struct law *law, const struct node *root);
void names_read(struct law *law, const struct node *root);
void regions_read(struct law *law, const struct node *root);
void resources_read(struct law *law, const struct node *root);
/* `code` is the file's name without ".json"; `jurisdiction` is the one of that code, or NULL. */
void record_read(const struct law *law, struct jurisdiction *jurisdiction, const char *code,
                 const struct node *root);

/* Reads a record that is JSON into the jurisdiction of its code, and holds it against the other rules. */
void record_load(const struct law *law, const char *code, const struct document *document);

/* Dates the dataset, once everything is read. */
void package_date(struct law *law);

/* Reports where a record whose form is right contradicts itself or its country's: faults and warnings. */
void consistency_check(const struct law *law, const struct jurisdiction *jurisdiction,
                       const struct node *root);

/* law_check() of the files as they will be with these edits, which may be NULL. */
enum lawmap_status law_check_edits(const char *dir, const struct record_edits *edits, struct law **out,
                                   struct fault_list *faults, struct fault_list *warnings,
                                   struct lawmap_error *error);

/* NULL: no jurisdiction has exactly this code. */
struct jurisdiction *jurisdiction_of(const struct law *law, const char *code);
/* The period that measures and provisions speak of: the latest that is not pending. */
const struct period *current_period(const struct jurisdiction *jurisdiction);
bool is_country_code(const char *code); /* two letters; a subdivision's are "XX-" and 1 to 3 more */
bool is_subdivision_code(const char *code);

#endif
