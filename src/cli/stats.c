/* Counts what the data cover: how sure, how new and how reviewed the records are, and what they say. */
#include "choices.h"
#include "commands.h"
#include "sources.h"

#include <stdlib.h>
#include <string.h>

static double percent(size_t part, size_t whole)
{
    return whole == 0 ? 0 : 100.0 * (double)part / (double)whole;
}

static void print_row(const char *label, size_t count, size_t whole)
{
    printf("  %-18s %5zu %5.1f %%\n", label, count, percent(count, whole));
}

static size_t count_records(const struct law *law, bool countries)
{
    size_t count = 0;
    for (size_t i = 0; i < law_jurisdiction_count(law); i++) {
        const struct jurisdiction *jurisdiction = law_jurisdiction(law, i);
        count += jurisdiction->recorded && (jurisdiction->parent == NULL) == countries;
    }
    return count;
}

static const char *confidence_of(const struct jurisdiction *jurisdiction)
{
    return jurisdiction->confidence;
}

static const char *review_of(const struct jurisdiction *jurisdiction)
{
    return jurisdiction->review.status;
}

/* How many records have each of some words, which end with NULL, in a field. */
static void print_words(const struct law *law, const char *title, const char *const words[],
                        const char *(*field)(const struct jurisdiction *jurisdiction), size_t records)
{
    printf("%s\n", title);
    for (; *words != NULL; words++) {
        size_t count = 0;
        for (size_t i = 0; i < law_jurisdiction_count(law); i++) {
            const struct jurisdiction *jurisdiction = law_jurisdiction(law, i);
            count += jurisdiction->recorded && strcmp(field(jurisdiction), *words) == 0;
        }
        print_row(*words, count, records);
    }
}

/* Whole years from the year as of which the law is described; -1: not stated. */
static int age_of(const struct jurisdiction *jurisdiction, struct date date)
{
    struct date as_of;
    if (jurisdiction->law_as_of == NULL || !date_parse(jurisdiction->law_as_of, &as_of))
        return -1;
    return date.year > as_of.year ? date.year - as_of.year : 0;
}

static void print_ages(const struct law *law, struct date date, size_t records)
{
    static const struct {
        const char *label;
        int first, last;
    } ages[] = {
        {"this year", 0, 0},          {"1 year ago", 1, 1},      {"2 to 5 years ago", 2, 5},
        {"6 to 10 years ago", 6, 10}, {"before that", 11, 9999}, {"not stated", -1, -1},
    };
    puts("law as of");
    for (size_t i = 0; i < sizeof ages / sizeof *ages; i++) {
        size_t count = 0;
        for (size_t j = 0; j < law_jurisdiction_count(law); j++) {
            const struct jurisdiction *jurisdiction = law_jurisdiction(law, j);
            int age = age_of(jurisdiction, date);
            count += jurisdiction->recorded && age >= ages[i].first && age <= ages[i].last;
        }
        print_row(ages[i].label, count, records);
    }
}

/* Countries of a region (NULL: of all) that are in a class. */
static size_t count_class(const struct law *law, const struct layer *layer, size_t class,
                          const struct region *region, struct date date)
{
    size_t count = 0;
    for (size_t i = 0; i < law_jurisdiction_count(law); i++) {
        const struct jurisdiction *jurisdiction = law_jurisdiction(law, i);
        bool counts = jurisdiction->parent == NULL && (region == NULL || jurisdiction->region == region);
        count += counts && law_class_at(law, jurisdiction, layer, date) == class;
    }
    return count;
}

static void print_layer(const struct law *law, const struct layer *layer, struct date date)
{
    printf("%-28s", layer->id);
    for (size_t i = 0; i < law_region_count(law); i++)
        printf(" %13.13s", law_region(law, i)->id);
    printf(" %6s\n", "all");
    for (size_t i = 0; i < layer->class_count; i++) {
        size_t class = layer->legend[i];
        printf("  %-26s", layer->classes[class].id);
        for (size_t j = 0; j < law_region_count(law); j++)
            printf(" %13zu", count_class(law, layer, class, law_region(law, j), date));
        printf(" %6zu\n", count_class(law, layer, class, NULL, date));
    }
}

static void print_statistics(const struct law *law, struct date date)
{
    static const char *const confidences[] = {"high", "medium", "low", NULL};
    static const char *const reviews[] = {"validated", "desk", NULL};
    const struct dataset *dataset = law_dataset(law);
    char day[DATE_TEXT_SIZE];
    size_t countries = count_records(law, true), subdivisions = count_records(law, false);
    size_t records = countries + subdivisions;
    printf("dataset %s of %s, %s\n", dataset->version, date_format(dataset->date, day), dataset->licence);
    printf("%zu records: %zu countries and dependencies, %zu subdivisions\n", records, countries,
           subdivisions);
    print_words(law, "confidence", confidences, confidence_of, records);
    print_words(law, "review", reviews, review_of, records);
    print_ages(law, date, records);
    printf("\nCountries and dependencies by region, on %s\n", date_format(date, day));
    for (size_t i = 0; i < law_layer_count(law); i++)
        if (law_layer(law, i)->kind != LAYER_MEASURE)
            print_layer(law, law_layer(law, i), date);
}

int command_stats(const struct arguments *arguments)
{
    struct sources sources = {0};
    struct law *law = NULL;
    struct lawmap_error error = {0};
    struct date date;
    if (!choose_date(arguments, "stats", &date))
        return EXIT_USAGE;
    enum lawmap_status status = sources_find(arguments, &sources, &error);
    if (status == LAWMAP_OK)
        status = choices_load_law(sources.data_dir, &law, &error);
    if (status == LAWMAP_OK)
        print_statistics(law, date);
    else
        fprintf(stderr, "lawmap stats: %s\n", error.text);
    law_free(law);
    sources_free(&sources);
    return status == LAWMAP_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
