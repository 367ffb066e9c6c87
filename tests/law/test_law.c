/* What the law answers, on the small fixture and on the real data. */
#include "sandbox.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct law *load(const char *path)
{
    struct law *law = NULL;
    struct fault_list faults = {0};
    struct lawmap_error error = {0};
    char *dir = source_path(path);
    if (law_load(dir, &law, &faults, &error) != LAWMAP_OK)
        fail_msg("%s", error.text);
    assert_int_equal(faults.count, 0);
    free(dir);
    return law;
}

struct laws {
    struct law *small, *real;
};

static int load_both(void **state)
{
    static struct laws laws;
    laws = (struct laws){load("tests/law/data"), load("data")};
    *state = &laws;
    return 0;
}

static int free_both(void **state)
{
    const struct laws *laws = *state;
    law_free(laws->small);
    law_free(laws->real);
    return 0;
}

/* The id of a jurisdiction's class in a layer on a date. */
static const char *class_id(const struct law *law, const char *code, const char *layer_id, const char *day)
{
    struct date date;
    const struct jurisdiction *jurisdiction = law_find(law, code);
    const struct layer *layer = law_find_layer(law, layer_id);
    assert_non_null(jurisdiction);
    assert_non_null(layer);
    assert_true(date_parse(day, &date));
    size_t class = law_class_at(law, jurisdiction, layer, date);
    assert_true(class < layer->class_count);
    return layer->classes[class].id;
}

struct class_case {
    const char *code, *layer, *date, *want;
};

static void check_classes(const struct law *law, const struct class_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *got = class_id(law, cases[i].code, cases[i].layer, cases[i].date);
        if (strcmp(got, cases[i].want) != 0)
            fail_msg("%s, %s on %s: expected %s, found %s", cases[i].code, cases[i].layer, cases[i].date,
                     cases[i].want, got);
    }
}

static void a_period_lasts_from_its_first_day_until_the_next(void **state)
{
    static const struct class_case cases[] = {
        {"XA", "selling", "0001-01-01", "criminalised"},
        {"XA", "selling", "1998-12-31", "criminalised"},
        {"XA", "selling", "1999-01-01", "decriminalised"}, /* "1999" counts as its first day */
        {"XA", "buying", "2003-06-27", "criminalised"},
        {"XA", "buying", "2003-06-28", "decriminalised"},
        {"XA", "buying", "9999-12-31", "decriminalised"},
        {"XA-01", "selling", "2010-04-30", "unknown"}, /* its record begins in May 2010 */
        {"XA-01", "framework", "2010-04-30", "other"},
        {"XA-01", "selling", "2010-05-01", "varies"},
        {"XA-02", "selling", "1998-12-31", "criminalised"}, /* has no file: its country's law */
    };
    const struct laws *laws = *state;
    const struct date early = {2010, 4, 30};
    check_classes(laws->small, cases, sizeof cases / sizeof *cases);
    assert_null(law_period_at(law_find(laws->small, "XA-01"), early));
}

static void measures_are_known_for_the_latest_period_only(void **state)
{
    static const struct class_case small[] = {
        {"XA", "zoning", "2003-06-28", "yes"},
        {"XA", "zoning", "2003-06-27", "unknown"},
        {"XA", "licensed_venues", "2025-01-01", "no"},
        {"XA-01", "licensed_venues", "2010-05-01", "yes"},
        {"XA-01", "licensed_venues", "2010-04-30", "unknown"},
    };
    static const struct class_case real[] = {
        {"NZ", "zoning", "2003-06-28", "partial"},
        {"NZ", "zoning", "2003-06-27", "unknown"},
    };
    const struct laws *laws = *state;
    check_classes(laws->small, small, sizeof small / sizeof *small);
    check_classes(laws->real, real, sizeof real / sizeof *real);
}

static void reforms_show_on_their_day(void **state)
{
    static const struct class_case cases[] = {
        {"NZ", "framework", "2003-06-28", "decriminalisation"},
        {"NZ", "selling", "2003-06-28", "decriminalised"},
        {"NZ", "buying", "2003-06-28", "decriminalised"},
        {"NZ", "third_parties", "2003-06-28", "decriminalised"},
        {"NZ", "selling", "2003-06-27", "partly-criminalised"},
        {"NZ", "third_parties", "2003-06-27", "criminalised"},
        {"NZ", "framework", "2003-06-27", "selling-partly-criminalised"},
        {"SE", "buying", "1999-01-01", "criminalised"},
        {"SE", "buying", "1998-12-31", "not-criminalised"},
        {"SE", "framework", "1999-01-01", "buying-criminalised"},
        {"NO", "buying", "2008-12-31", "not-criminalised"},
        {"NO", "buying", "2009-01-01", "criminalised"},
        {"FR", "buying", "2016-04-14", "not-criminalised"},
        {"FR", "buying", "2016-04-15", "criminalised"},
    };
    const struct laws *laws = *state;
    check_classes(laws->real, cases, sizeof cases / sizeof *cases);
}

static uint8_t status_of(const struct law *law, const char *id)
{
    const struct layer *layer = law_find_layer(law, "selling");
    for (size_t i = 0; i < layer->class_count; i++)
        if (strcmp(layer->classes[i].id, id) == 0)
            return (uint8_t)i;
    fail_msg("no status %s", id);
    return 0;
}

/* The table of the design, a case or more for each of its rows, and which row wins where two fit. */
static void the_first_framework_that_fits_wins(void **state)
{
    static const struct {
        const char *selling, *buying, *third_parties, *framework;
    } cases[] = {
        {"varies", "criminalised", "regulated", "varies"},
        {"unknown", "criminalised", "regulated", "unknown"},
        {"criminalised", "criminalised", "criminalised", "selling-criminalised"},
        {"criminalised", "unknown", "regulated", "selling-criminalised"},
        {"regulated", "not-criminalised", "not-criminalised", "legalisation"},
        {"decriminalised", "decriminalised", "regulated", "legalisation"},
        {"decriminalised", "decriminalised", "decriminalised", "decriminalisation"},
        {"decriminalised", "criminalised", "criminalised", "decriminalisation"},
        {"not-criminalised", "criminalised", "criminalised", "buying-criminalised"},
        {"partly-criminalised", "criminalised", "criminalised", "buying-criminalised"},
        {"partly-criminalised", "partly-criminalised", "criminalised", "selling-partly-criminalised"},
        {"not-criminalised", "not-criminalised", "criminalised", "third-parties-criminalised"},
        {"not-criminalised", "not-criminalised", "partly-criminalised", "third-parties-criminalised"},
        {"not-criminalised", "partly-criminalised", "not-criminalised", "third-parties-criminalised"},
        {"not-criminalised", "not-criminalised", "not-criminalised", "no-specific-law"},
        {"no-specific-law", "no-specific-law", "no-specific-law", "no-specific-law"},
        {"not-criminalised", "unknown", "unknown", "no-specific-law"},
    };
    const struct law *law = ((const struct laws *)*state)->real;
    const struct layer *layer = law_find_layer(law, "framework");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const uint8_t statuses[ACT_COUNT] = {status_of(law, cases[i].selling),
                                             status_of(law, cases[i].buying),
                                             status_of(law, cases[i].third_parties)};
        assert_string_equal(layer->classes[law_framework(law, statuses)].id, cases[i].framework);
    }
}

static void alternatives_of_a_framework_need_all_their_acts(void **state)
{
    static const struct {
        const char *selling, *buying, *third_parties, *framework;
    } cases[] = {
        {"criminalised", "criminalised", "criminalised", "selling-criminalised"},
        {"unknown", "criminalised", "unknown", "either"},
        {"decriminalised", "unknown", "varies", "either"},
        {"decriminalised", "unknown", "decriminalised", "other"},
        {"unknown", "unknown", "varies", "other"},
    };
    const struct law *law = ((const struct laws *)*state)->small;
    const struct layer *layer = law_find_layer(law, "framework");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const uint8_t statuses[ACT_COUNT] = {status_of(law, cases[i].selling),
                                             status_of(law, cases[i].buying),
                                             status_of(law, cases[i].third_parties)};
        assert_string_equal(layer->classes[law_framework(law, statuses)].id, cases[i].framework);
    }
}

static void codes_are_found_in_any_form_and_case(void **state)
{
    static const struct {
        const char *asked, *code; /* NULL: nobody has it */
    } cases[] = {
        {"NZ", "NZ"},         {"nz", "NZ"},         {"NZL", "NZ"},      {"nzl", "NZ"},
        {"AU-NSW", "AU-NSW"}, {"au-nsw", "AU-NSW"}, {"XK", "XK"},       {"MY-01", "MY-01"},
        {"", NULL},           {"N", NULL},          {"QQ", NULL},       {"QQQ", NULL},
        {"AU-", NULL},        {"AU-NSWX", NULL},    {"NZ ", NULL},      {"AU_NSW", NULL},
        {"../NZ", NULL},      {"NZ.json", NULL},    {"\xc3\xa9", NULL}, {"NZNZNZNZNZNZNZNZ", NULL},
    };
    const struct law *law = ((const struct laws *)*state)->real;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct jurisdiction *found = law_find(law, cases[i].asked);
        if ((found == NULL) != (cases[i].code == NULL) ||
            (found != NULL && strcmp(found->code, cases[i].code) != 0))
            fail_msg("\"%s\" found %s", cases[i].asked, found == NULL ? "nothing" : found->code);
    }
}

/* Whether `code` is among the first `limit` suggestions. */
static bool suggests(const struct law *law, const char *asked, const char *code, size_t limit)
{
    const struct jurisdiction *near[16];
    size_t count = law_near(law, asked, near, limit);
    assert_true(count <= limit);
    for (size_t i = 0; i < count; i++)
        if (strcmp(near[i]->code, code) == 0)
            return true;
    return false;
}

static void mistyped_codes_and_names_have_near_matches(void **state)
{
    static const struct {
        const char *asked, *code;
        size_t within;
    } cases[] = {
        {"UK", "GB", 1},            /* the initials of its name */
        {"GERMNY", "DE", 1},        /* a letter left out */
        {"Germnay", "DE", 1},       /* two swapped */
        {"Алемания", "DE", 0},      /* in no language */
        {"германия", "DE", 1},      /* Russian */
        {"德国", "DE", 1},          /* Chinese */
        {"cote d'ivoire", "CI", 1}, /* without its accent */
        {"Burma", "MM", 1},         /* its former name */
        {"AU-NSV", "AU-NSW", 1},
        {"NZX", "NZ", 5},
        {"SWED", "SE", 3}, /* how the name begins */
    };
    const struct law *law = ((const struct laws *)*state)->real;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t limit = cases[i].within == 0 ? 5 : cases[i].within;
        if (suggests(law, cases[i].asked, cases[i].code, limit) != (cases[i].within != 0))
            fail_msg("\"%s\": %s among the first %zu?", cases[i].asked, cases[i].code, limit);
    }
}

static void near_matches_are_bounded(void **state)
{
    const struct law *law = ((const struct laws *)*state)->real;
    const struct jurisdiction *near[64] = {NULL};
    char longest[4096];
    memset(longest, 'G', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    assert_int_equal(law_near(law, longest, near, 5), 0);
    assert_int_equal(law_near(law, "", near, 5), 0);
    assert_int_equal(law_near(law, "\xff\xfe\x80", near, 5), 0);
    assert_int_equal(law_near(law, "XX", near, 0), 0);
    assert_true(law_near(law, "XX", near, 2) == 2 && near[2] == NULL);
}

static void a_subdivision_without_a_file_has_its_parents_law(void **state)
{
    const struct laws *laws = *state;
    const struct jurisdiction *country = law_find(laws->real, "MX"), *part = law_find(laws->real, "MX-JAL");
    assert_non_null(part);
    assert_ptr_equal(part->parent, country);
    assert_true(country->recorded);
    assert_false(part->recorded);
    assert_ptr_equal(part->periods, country->periods);
    assert_int_equal(part->period_count, country->period_count);
    assert_ptr_equal(part->measures, country->measures);
    assert_ptr_equal(part->provisions, country->provisions);
    assert_ptr_equal(part->sources, country->sources);
    assert_ptr_equal(part->note, country->note);
    assert_ptr_equal(part->region, country->region);
    assert_string_equal(part->name.in[LANGUAGE_EN], "Jalisco");
    assert_true(law_find(laws->real, "AU-NSW")->recorded);
}

static void every_field_of_a_record_is_read(void **state)
{
    const struct law *law = ((const struct laws *)*state)->small;
    const struct jurisdiction *first = law_find(law, "XAA");
    assert_string_equal(first->code, "XA");
    assert_string_equal(first->name.in[LANGUAGE_RU], "Firstland (ru)");
    assert_int_equal(first->subdivision_count, 2);
    assert_string_equal(first->subdivisions[0]->code, "XA-01");
    assert_string_equal(first->subdivisions[1]->code, "XA-02");
    assert_string_equal(first->region->id, "all");
    assert_int_equal(first->region->network_count, 2);
    assert_int_equal(first->network_count, 1);
    assert_string_equal(first->networks[0]->url, "https://south.example");
    assert_int_equal(first->period_count, 3);
    assert_null(first->periods[0].instrument);
    assert_string_equal(first->periods[1].instrument, "First Act");
    assert_int_equal(first->provision_count, 1);
    assert_string_equal(first->provisions[0].act, "selling");
    assert_string_equal(first->provisions[0].law, "Second Act");
    assert_string_equal(first->provisions[0].section, "s. 1");
    assert_string_equal(first->provisions[0].summary, "Repeals.");
    assert_string_equal(first->provisions[0].sanction, "none");
    assert_null(first->provisions[0].penalty);
    assert_string_equal(first->note, "A note.");
    assert_true(first->varies_subnationally);
    assert_int_equal(first->source_count, 2);
    assert_int_equal(first->sources[0].year, 2003);
    assert_string_equal(first->sources[0].url, "http://source.example/?a|b");
    assert_null(first->sources[0].publisher);
    assert_int_equal(first->sources[1].year, 0);
    assert_string_equal(first->law_as_of, "2025");
    assert_string_equal(first->confidence, "low");
    assert_string_equal(first->basis, "knowledge");
    assert_string_equal(first->review.status, "validated");
    assert_string_equal(first->review.by, "A person");
    assert_string_equal(first->review.date, "2025-01-31");
    assert_string_equal(law_find(law, "XB")->note, "");
    assert_null(law_find(law, "XB")->review.by);
}

static void a_note_can_be_translated(void **state)
{
    struct sandbox sandbox;
    struct law *law = NULL;
    struct fault_list faults = {0};
    struct lawmap_error error;
    (void)state;
    sandbox_new(&sandbox);
    sandbox_edit(&sandbox, "jurisdictions/XA.json", 42, "\"A note.\"",
                 "\"A note.\", \"notes\": {\"fr\": \"Une note.\", \"zh\": \"说明。\"}");
    assert_int_equal(law_load(sandbox.dir, &law, &faults, &error), LAWMAP_OK);
    const struct jurisdiction *first = law_find(law, "XA");
    assert_string_equal(first->note, "A note.");
    assert_string_equal(first->notes[LANGUAGE_FR], "Une note.");
    assert_string_equal(first->notes[LANGUAGE_ZH], "说明。");
    assert_null(first->notes[LANGUAGE_EN]);
    assert_null(first->notes[LANGUAGE_RU]);
    assert_ptr_equal(law_find(law, "XA-02")->notes[LANGUAGE_FR], first->notes[LANGUAGE_FR]); /* has no file */
    law_free(law);
    sandbox_free(&sandbox);
}

static void the_codebook_is_read(void **state)
{
    const struct law *law = ((const struct laws *)*state)->small;
    static const char *const layers[] = {"framework", "selling",         "buying", "third_parties",
                                         "zoning",    "licensed_venues", NULL};
    size_t size = 0;
    const char *json = law_codebook_json(law, &size);
    assert_true(size > 0 && strlen(json) == size && json[0] == '{');
    for (size_t i = 0; layers[i] != NULL; i++)
        assert_string_equal(law_layer(law, i)->id, layers[i]);
    assert_int_equal(law_layer_count(law), 6);
    assert_null(law_find_layer(law, "zoning2"));
    const struct layer *selling = law_find_layer(law, "selling");
    assert_int_equal(selling->kind, LAYER_ACT);
    assert_int_equal(selling->class_count, 4);
    assert_int_equal(selling->classes[0].colours[0], 0x440702);
    assert_int_equal(selling->classes[1].colours[1], 0x000000);
    assert_int_equal(law_palette_count(law), 2);
    assert_int_equal(law_palette(law, 0)->sea, 0xc7e3fb);
    assert_string_equal(law_palette(law, 1)->label.in[LANGUAGE_ZH], "Contrast (zh)");
    assert_int_equal(law_palette(law, 1)->page, 0x101010);
    assert_int_equal(law_palette(law, 1)->ink, 0xf0f0f0);
    assert_int_equal(law_layer(law, 0)->legend[0], 2); /* frameworks are shown in an order of their own */
    assert_int_equal(law_layer(law, 0)->legend[2], 0);
    assert_int_equal(selling->legend[3], 3);
    assert_string_equal(law_figure_strings(law)->source.in[LANGUAGE_RU],
                        "Version {version}, {boundaries} (ru)");
    assert_int_equal(law_region_count(law), 2);
    assert_string_equal(law_region(law, 1)->id, "none");
    assert_int_equal(law_resource_count(law), 2);
    assert_string_equal(law_resource(law, 1)->language, "fr");
    assert_int_equal(law_resource(law, 0)->year, 2013);
}

static void the_real_data_is_whole(void **state)
{
    const struct law *law = ((const struct laws *)*state)->real;
    size_t countries = 0;
    for (size_t i = 0; i < law_jurisdiction_count(law); i++) {
        const struct jurisdiction *jurisdiction = law_jurisdiction(law, i);
        countries += jurisdiction->parent == NULL;
        if (i > 0)
            assert_true(strcmp(law_jurisdiction(law, i - 1)->code, jurisdiction->code) < 0);
        assert_true(jurisdiction->period_count > 0);
        assert_non_null(jurisdiction->region);
        assert_ptr_equal(law_find(law, jurisdiction->code), jurisdiction);
        if (jurisdiction->alpha3 != NULL)
            assert_ptr_equal(law_find(law, jurisdiction->alpha3), jurisdiction);
    }
    assert_int_equal(countries, 250); /* ISO 3166-1 and Kosovo */
}

static void languages_are_the_five_tags(void **state)
{
    static const char *const bad[] = {"", "e", "eng", "en-GB", "de", " en"};
    enum language language;
    (void)state;
    for (enum language i = 0; i < LANGUAGE_COUNT; i++)
        assert_true(language_parse(language_tag(i), &language) && language == i);
    assert_true(language_parse("ZH", &language) && language == LANGUAGE_ZH);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(language_parse(bad[i], &language));
}

static struct hash fingerprint_of(const struct sandbox *sandbox)
{
    struct law *law = NULL;
    struct fault_list faults = {0};
    struct lawmap_error error;
    assert_int_equal(law_load(sandbox->dir, &law, &faults, &error), LAWMAP_OK);
    struct hash hash = law_fingerprint(law);
    law_free(law);
    return hash;
}

static void the_fingerprint_is_of_every_byte(void **state)
{
    static const char *const names[] = {"codebook.json", "datapackage.json", "names.json",
                                        "regions.json",  "resources.json",   "jurisdictions/XA-01.json"};
    const struct law *law = ((const struct laws *)*state)->small;
    struct sandbox sandbox;
    sandbox_new(&sandbox);
    struct hash before = fingerprint_of(&sandbox);
    assert_true(hash_equal(before, law_fingerprint(law))); /* wherever the files are */
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        sandbox_edit(&sandbox, names[i], 1, "{", " {");
        struct hash after = fingerprint_of(&sandbox);
        assert_false(hash_equal(before, after));
        before = after;
    }
    sandbox_delete(&sandbox, "jurisdictions/XA-01.json");
    assert_false(hash_equal(before, fingerprint_of(&sandbox)));
    sandbox_free(&sandbox);
}

/* The date of the data of a sandbox, as text. */
static char *date_of(const struct sandbox *sandbox, char out[DATE_TEXT_SIZE])
{
    struct law *law = NULL;
    struct fault_list faults = {0};
    struct lawmap_error error;
    assert_int_equal(law_load(sandbox->dir, &law, &faults, &error), LAWMAP_OK);
    date_format(law_dataset(law)->date, out);
    law_free(law);
    return out;
}

static void the_dataset_has_the_newest_date_that_the_data_say(void **state)
{
    static const struct {
        const char *name, *find, *replace, *date;
    } edits[] = {
        {"jurisdictions/XA.json", "\"2025-01-31\"", "\"2024-01-31\"", "2025"}, /* as of when, of XA */
        {"jurisdictions/XA.json", "\"law_as_of\": \"2025\"", "\"law_as_of\": \"2023\"", "2024-05-06"},
        {"jurisdictions/XA.json", "\"2003-06-28\"", "\"2024-05-07\"", "2024-05-07"}, /* a period */
        {"jurisdictions/XB.json", "\"law_as_of\": null", "\"law_as_of\": \"2024-06\"", "2024-06"},
        {"datapackage.json", "2024-05-06T", "2026-01-02T", "2026-01-02"},
    };
    struct sandbox sandbox;
    char date[DATE_TEXT_SIZE];
    (void)state;
    sandbox_new(&sandbox);
    assert_string_equal(date_of(&sandbox, date), "2025-01-31"); /* a review */
    for (size_t i = 0; i < sizeof edits / sizeof *edits; i++) {
        sandbox_edit(&sandbox, edits[i].name, 1, edits[i].find, edits[i].replace);
        assert_string_equal(date_of(&sandbox, date), edits[i].date);
    }
    sandbox_free(&sandbox);
}

static void the_dataset_says_how_to_cite_it(void **state)
{
    const struct law *law = ((const struct laws *)*state)->small;
    const struct dataset *dataset = law_dataset(law);
    struct buffer citation = {0};
    char expected[256], version[HASH_TEXT_SIZE];
    assert_string_equal(dataset->version, hash_format(law_fingerprint(law), version));
    assert_string_equal(dataset->licence, "CC-BY-4.0");
    assert_string_equal(dataset->licence_url, "https://creativecommons.org/licenses/by/4.0/");
    snprintf(expected, sizeof expected,
             "An author, another. A small dataset. Dataset, version %s of 2025-01-31. CC-BY-4.0.", version);
    law_cite(law, &citation);
    buffer_append(&citation, "", 1);
    assert_false(citation.failed);
    assert_string_equal(citation.data, expected);
    buffer_free(&citation);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_period_lasts_from_its_first_day_until_the_next),
        cmocka_unit_test(measures_are_known_for_the_latest_period_only),
        cmocka_unit_test(reforms_show_on_their_day),
        cmocka_unit_test(the_first_framework_that_fits_wins),
        cmocka_unit_test(alternatives_of_a_framework_need_all_their_acts),
        cmocka_unit_test(codes_are_found_in_any_form_and_case),
        cmocka_unit_test(mistyped_codes_and_names_have_near_matches),
        cmocka_unit_test(near_matches_are_bounded),
        cmocka_unit_test(a_subdivision_without_a_file_has_its_parents_law),
        cmocka_unit_test(every_field_of_a_record_is_read),
        cmocka_unit_test(a_note_can_be_translated),
        cmocka_unit_test(the_codebook_is_read),
        cmocka_unit_test(the_real_data_is_whole),
        cmocka_unit_test(languages_are_the_five_tags),
        cmocka_unit_test(the_fingerprint_is_of_every_byte),
        cmocka_unit_test(the_dataset_has_the_newest_date_that_the_data_say),
        cmocka_unit_test(the_dataset_says_how_to_cite_it),
    };
    return cmocka_run_group_tests_name("law", tests, load_both, free_both);
}
