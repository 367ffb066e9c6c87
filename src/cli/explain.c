/* Says of one jurisdiction what each status rests on. */
#include "choices.h"
#include "commands.h"
#include "sources.h"

#include <stdlib.h>
#include <string.h>

static const char *class_at(const struct law *law, const struct jurisdiction *jurisdiction,
                            const struct layer *layer, struct date date)
{
    return layer->classes[law_class_at(law, jurisdiction, layer, date)].id;
}

static const char *or_unknown(const char *text)
{
    return text == NULL ? "not researched" : text;
}

static void print_period(const struct period *period)
{
    char from[DATE_TEXT_SIZE];
    if (period == NULL)
        puts("the law of that day is not known: the record begins later");
    else if (period->from.year == 0)
        printf("since before the record begins, by: %s\n", or_unknown(period->instrument));
    else
        printf("in force since %s, by: %s\n", date_format(period->from, from),
               or_unknown(period->instrument));
}

static void print_provisions(const struct jurisdiction *jurisdiction, const char *act)
{
    for (size_t i = 0; i < jurisdiction->provision_count; i++) {
        const struct provision *provision = &jurisdiction->provisions[i];
        if (strcmp(provision->act, act) != 0)
            continue;
        printf("    %s%s%s: %s\n", provision->law, provision->section == NULL ? "" : ", ",
               provision->section == NULL ? "" : provision->section, provision->summary);
        printf("      sanction: %s%s%s\n", provision->sanction, provision->penalty == NULL ? "" : ", ",
               provision->penalty == NULL ? "" : provision->penalty);
    }
}

/* Provisions and measures are those of the law as it is now. */
static void print_statuses(const struct law *law, const struct jurisdiction *jurisdiction, struct date date)
{
    bool is_now = law_period_at(jurisdiction, date) == law_period_at(jurisdiction, date_today());
    for (size_t i = 0; i < law_layer_count(law); i++) {
        const struct layer *layer = law_layer(law, i);
        if (layer->kind == LAYER_MEASURE && !is_now)
            continue;
        printf("  %s: %s\n", layer->id, class_at(law, jurisdiction, layer, date));
        if (layer->kind == LAYER_ACT && is_now)
            print_provisions(jurisdiction, layer->id);
    }
    if (is_now) {
        puts("  the measures' rules");
        print_provisions(jurisdiction, "measures");
    } else {
        puts("  (provisions and measures are recorded for the law of today only)");
    }
}

static void print_sources(const struct jurisdiction *jurisdiction)
{
    puts(jurisdiction->source_count == 0 ? "no sources" : "sources");
    for (size_t i = 0; i < jurisdiction->source_count; i++) {
        const struct source *source = &jurisdiction->sources[i];
        printf("  %s", source->title);
        if (source->publisher != NULL)
            printf(", %s", source->publisher);
        if (source->year != 0)
            printf(", %d", source->year);
        printf("%s%s\n", source->url == NULL ? "" : "\n    ", source->url == NULL ? "" : source->url);
    }
}

static void print_review(const struct jurisdiction *jurisdiction)
{
    const struct review *review = &jurisdiction->review;
    printf("law as of %s; confidence %s, from %s; ", or_unknown(jurisdiction->law_as_of),
           jurisdiction->confidence, jurisdiction->basis);
    if (review->by != NULL && review->date != NULL)
        printf("%s by %s on %s\n", review->status, review->by, review->date);
    else
        puts("desk research, validated by nobody in the jurisdiction");
}

static void print_trace(const struct law *law, const struct jurisdiction *jurisdiction, struct date date)
{
    char day[DATE_TEXT_SIZE];
    printf("%s (%s) on %s\n", jurisdiction->code, jurisdiction->name.in[LANGUAGE_EN], date_format(date, day));
    if (jurisdiction->inherits != NULL)
        printf("has the law of %s (%s)\n", jurisdiction->inherits->code,
               jurisdiction->inherits->name.in[LANGUAGE_EN]);
    print_period(law_period_at(jurisdiction, date));
    print_statuses(law, jurisdiction, date);
    if (*jurisdiction->note != '\0')
        printf("note: %s\n", jurisdiction->note);
    print_sources(jurisdiction);
    print_review(jurisdiction);
}

static enum lawmap_status explain(const struct law *law, const char *code, struct date date,
                                  struct lawmap_error *error)
{
    const struct jurisdiction *jurisdiction = law_find(law, code), *near;
    if (jurisdiction != NULL) {
        print_trace(law, jurisdiction, date);
        return LAWMAP_OK;
    }
    if (law_near(law, code, &near, 1) == 1)
        return lawmap_fail(error, LAWMAP_NOT_FOUND, "there is no jurisdiction “%.80s”; did you mean %s (%s)?",
                           code, near->code, near->name.in[LANGUAGE_EN]);
    return lawmap_fail(error, LAWMAP_NOT_FOUND, "there is no jurisdiction “%.80s”", code);
}

int command_explain(const struct arguments *arguments)
{
    struct sources sources = {0};
    struct law *law = NULL;
    struct lawmap_error error = {0};
    struct date date;
    if (!choose_date(arguments, "explain", &date))
        return EXIT_USAGE;
    enum lawmap_status status = sources_find(arguments, &sources, &error);
    if (status == LAWMAP_OK)
        status = choices_load_law(sources.data_dir, &law, &error);
    if (status == LAWMAP_OK)
        status = explain(law, arguments->operands[0], date, &error);
    if (status != LAWMAP_OK)
        fprintf(stderr, "lawmap explain: %s\n", error.text);
    law_free(law);
    sources_free(&sources);
    return status == LAWMAP_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
