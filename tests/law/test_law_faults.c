/* What the loader refuses, and where it says the fault is. Each case is one edit of the small data directory
 * beside this file: what `find` says on a line, or after it, becomes `replace`. */
#include "sandbox.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define XA       "jurisdictions/XA.json"
#define XA01     "jurisdictions/XA-01.json"
#define XB       "jurisdictions/XB.json"
#define CODEBOOK "codebook.json"
#define PACKAGE  "datapackage.json"

struct edit {
    const char *file;
    int from_line;
    const char *find, *replace;
    int line, column;
    const char *message; /* a part of it */
};

static bool is_about(const struct fault *fault, const struct sandbox *sandbox, const char *file)
{
    size_t length = strlen(sandbox->dir);
    return strncmp(fault->file, sandbox->dir, length) == 0 && fault->file[length] == '/' &&
           strcmp(fault->file + length + 1, file) == 0;
}

/* Loads what must not load. */
static struct fault_list load_faults(const struct sandbox *sandbox)
{
    struct law *law = NULL;
    struct fault_list faults = {0};
    struct lawmap_error error = {0};
    enum lawmap_status status = law_load(sandbox->dir, &law, &faults, &error);
    assert_null(law);
    assert_int_equal(status, LAWMAP_BAD_DATA);
    assert_int_equal(error.status, LAWMAP_BAD_DATA);
    assert_true(faults.count > 0);
    return faults;
}

static void check_loads(const struct sandbox *sandbox)
{
    struct law *law = NULL;
    struct fault_list faults = {0};
    struct lawmap_error error = {0};
    if (law_load(sandbox->dir, &law, &faults, &error) != LAWMAP_OK)
        fail_msg("%s", error.text);
    law_free(law);
}

static void print_faults(const struct fault_list *faults)
{
    for (size_t i = 0; i < faults->count && i < 20; i++)
        print_error("%s:%d:%d: %s\n", faults->items[i].file, faults->items[i].line, faults->items[i].column,
                    faults->items[i].message);
}

/* Whether the load finds this fault and no other. */
static bool is_only_fault(const struct sandbox *sandbox, const char *file, int line, int column,
                          const char *message)
{
    struct fault_list faults = load_faults(sandbox);
    const struct fault *fault = &faults.items[0];
    bool same = faults.count == 1 && is_about(fault, sandbox, file) && fault->line == line &&
                fault->column == column && strstr(fault->message, message) != NULL;
    if (!same) {
        print_error("expected only %s:%d:%d: ...%s..., found\n", file, line, column, message);
        print_faults(&faults);
    }
    fault_list_free(&faults);
    return same;
}

static void check_edits(const struct edit *edits, size_t count)
{
    size_t wrong = 0;
    for (size_t i = 0; i < count; i++) {
        const struct edit *edit = &edits[i];
        struct sandbox sandbox;
        sandbox_new(&sandbox);
        sandbox_edit(&sandbox, edit->file, edit->from_line, edit->find, edit->replace);
        wrong += !is_only_fault(&sandbox, edit->file, edit->line, edit->column, edit->message);
        sandbox_free(&sandbox);
    }
    assert_int_equal(wrong, 0);
}

#define CHECK(edits) check_edits(edits, sizeof(edits) / sizeof *(edits))

static void text_that_is_not_json(void **state)
{
    static const struct edit edits[] = {
        {XA, 9, ",", "", 10, 7, "malformed JSON: '}' expected near '\"buying\"'"},
        {XA, 7, "null", "nil", 7, 15, "invalid token"},
        {XA, 42, "A note.", "A\tnote.", 42, 13, "control character 0x9"},
        {XA, 42, "A note.", "A\nnote.", 42, 13, "unexpected newline"},
        {XA, 42, "A note.", "A \\q note.", 42, 16, "invalid escape"}, /* behind it */
        {XA, 42, "A note.", "\xc3\xa9\xff", 42, 14, "the byte 0xff is no UTF-8"},
        {XA, 42, "A note.", "\\u0000", 42, 11, "\\u0000 is not allowed"},
        {XA, 42, "A note.", "\\ud800", 42, 11, "invalid Unicode"},
        {XA, 42, "A note.\"", "A note.", 42, 20, "unexpected newline"},
        {XA, 48, "2003", "99999999999999999999", 48, 15, "too big integer"},
        {XA, 48, "2003", "1e999", 48, 15, "real number overflow"},
        {XA, 66, "}", "} {", 66, 3, "end of file expected"},
        {XA, 66, "}", "", 67, 1, "expected near end of file"},
        {XA, 1, "{", "\xef\xbb\xbf{", 1, 1, "byte order mark"},
        {XA, 1, "{", "x", 1, 1, "'[' or '{' expected"},
        {"codebook.json", 4, "\"en\"", "en", 4, 5, "malformed JSON: invalid token"},
    };
    (void)state;
    CHECK(edits);
}

static void keys(void **state)
{
    static const struct edit edits[] = {
        {XA, 9, "\"selling\"", "\"seling\"", 9, 7, "unknown key \"seling\"; did you mean \"selling\"?"},
        {XA, 9, "\"selling\"", "\"Selling\"", 9, 7, "did you mean \"selling\"?"},
        {XA, 42, "\"note\"", "\"opinion\": 1, \"note\"", 42, 3,
         "unknown key \"opinion\"; expected one of: $schema, code, name, "},
        {XA, 42, "\"note\"", "\"\": 1, \"note\"", 42, 3, "unknown key \"\""},
        {XA, 42, "\"note\"", "\"\\u001b[2J\": 1, \"note\"", 42, 3, "unknown key \"?[2J\""},
        {XA, 9, "\"selling\": \"criminalised\",", "", 6, 5, "missing key \"selling\""},
        {XA, 29, "\"zoning\": \"yes\",", "", 28, 15, "missing key \"zoning\""},
        {XA, 29, "\"zoning\"", "\"zonning\"", 29, 5, "did you mean \"zoning\"?"},
        {XA, 4, "\"name\": \"Firstland\",", "", 1, 1, "missing key \"name\""},
        {XA, 42, "A note.", "A \u202enote.", 42, 11, "U+202E is not allowed"},
        {XA, 42, "A note.", "A\u2028note.", 42, 11, "U+2028 is not allowed"},
        {XA, 42, "A note.", "A note\xef\xbf\xbe.", 42, 11, "U+FFFE is not allowed"},
        {XA, 42, "A note.", "A note\\u0000.", 42, 11, "\\u0000 is not allowed in a text"},
        {XA, 42, "A note.", "\xc9t\xe9.", 42, 12, "the byte 0xc9 is no UTF-8: save the file as UTF-8"},
        {XA, 10, "\"buying\"", "\"selling\": \"unknown\", \"buying\"", 10, 7, "already has the key \""},
        {XA, 10, "\"buying\"", "\"s\\u0065lling\": \"unknown\", \"buying\"", 10, 7, "already has the key \""},
        {"names.json", 6, "\"name\"", "\"names\"", 6, 7, "did you mean \"name\"?"},
        {"names.json", 8, "\"fr\": \"Second Land (fr)\",", "", 6, 15, "missing key \"fr\""},
        {"names.json", 7, "\"en\"", "\"de\": \"Zweitland\", \"en\"", 7, 9, "unknown key \"de\""},
        {"names.json", 25, "\"name\"", "\"alpha3\": \"XAB\", \"name\"", 25, 7, "unknown key \"alpha3\""},
        {"names.json", 5, "\"alpha3\": \"XBB\",", "", 4, 11, "missing key \"alpha3\""},
        {"names.json", 5, "[\"Otherland\"]", "[]", 5, 32, "at least 1"},
        {"names.json", 5, "\"Otherland\"", "7", 5, 33, "expected a string"},
        {"resources.json", 6, "\"title\"", "\"tilte\"", 6, 7, "did you mean \"title\"?"},
        {"regions.json", 6, "\"name\": \"Network of the North\",", "", 4, 5, "missing key \"name\""},
        {"codebook.json", 113, "\"default\"", "\"defualt\"", 113, 9, "did you mean \"default\"?"},
    };
    (void)state;
    CHECK(edits);
}

static void types(void **state)
{
    static const struct edit edits[] = {
        {XA, 3, "\"XA\"", "7", 3, 11, "expected a string, found 7"},
        {XA, 4, "\"Firstland\"", "null", 4, 11, "expected a string, found null"},
        {XA, 8, "null", "[]", 8, 21, "expected a string or null, found a list"},
        {XA, 9, "\"criminalised\"", "true", 9, 18, "expected a status, found true"},
        {XA, 29, "\"yes\"", "null", 29, 15, "expected a value of a measure, found null"},
        {XA, 42, "\"A note.\"", "{}", 42, 11, "expected a string, found an object"},
        {XA, 42, "\"note\"", "\"notes\": {\"en\": \"One.\"}, \"note\"", 42, 13, "unknown key \"en\""},
        {XA, 42, "\"note\"", "\"notes\": {\"fr\": \"\"}, \"note\"", 42, 19, "found an empty one"},
        {XB, 19, "\"note\"", "\"notes\": {\"fr\": \"Une.\"}, \"note\"", 19, 12, "a note that is empty"},
        {XA, 43, "true", "\"true\"", 43, 27, "expected true or false, found \"true\""},
        {XA, 48, "2003", "\"2003\"", 48, 15, "expected a year from 1 to 9999 or null, found \"2003\""},
        {XA, 48, "2003", "2003.5", 48, 15, "found 2003.5"},
        {XA, 48, "2003", "-5", 48, 15, "expected a year from 1 to 9999 or null, found -5"},
        {XA, 48, "2003", "10000", 48, 15, "found 10000"},
        {XA, 61, "{", "[", 62, 13, "malformed JSON"},
        {XB, 18, "[]", "{}", 18, 17, "expected a list, found an object"},
        {XB, 18, "[]", "[3]", 18, 18, "expected an object, found 3"},
        {"names.json", 33, "\"XA-02\": {", "\"XA-03\": 5, \"XA-02\": {", 33, 14,
         "expected an object, found 5"},
        {PACKAGE, 3, "\"title\"", "\"heading\"", 1, 1, "missing key \"title\""},
        {PACKAGE, 4, "\"2024-05-06T00:00:00Z\"", "2024", 4, 14, "expected a string, found 2024"},
        {PACKAGE, 4, "2024-05-06T", "2024-05-32T", 4, 14, "expected a date and time such as"},
        {PACKAGE, 4, "2024-05-06T00:00:00Z", "2024", 4, 14, "expected a date and time such as"},
        {PACKAGE, 7, "\"name\"", "\"id\"", 6, 5, "expected the keys \"name\" and \"path\""},
        {PACKAGE, 8, "https:", "file:", 8, 15, "expected a URL"},
        {PACKAGE, 13, "\"title\"", "\"name\"", 12, 5, "missing key \"title\""},
    };
    (void)state;
    CHECK(edits);
}

static void strings(void **state)
{
    static const struct edit edits[] = {
        {XA, 4, "Firstland", "", 4, 11, "found an empty one"},
        {XA, 15, "First Act", "", 15, 21, "or null, found an empty one"},
        {XA, 42, "A note.", "A\\u000anote.", 42, 11, "control characters"},
        {XA, 42, "A note.", "A\x7fnote.", 42, 11, "control characters"},
        {XA, 42, "A note.", "A\xc2\x85note.", 42, 11, "control characters"}, /* U+0085, of C1 */
        {XA, 49, "http://", "ftp://", 49, 14, "expected a URL that begins with https:// or http://"},
        {XA, 49, "http://source.example", "http://", 49, 14, "expected a URL"},
        {XA, 49, "source", "sour ce", 49, 14, "expected a URL"},
        {XA, 49, "http://source", "javascript:alert(1)//source", 49, 14, "expected a URL"},
        {"resources.json", 10, "\"https://guide.example/one\"", "null", 10, 14, "expected a URL, found null"},
        {"resources.json", 5, "guide", "Guide", 5, 13, "expected an id"},
        {"resources.json", 13, "policy", "guide", 13, 13, "the id \"guide\" is already taken"},
        {"resources.json", 9, "en", "de", 9, 19,
         "unknown language \"de\"; expected one of: en, fr, es, ru, zh"},
    };
    (void)state;
    CHECK(edits);
}

static void codes(void **state)
{
    static const struct edit edits[] = {
        {XA, 9, "criminalised", "criminalized", 9, 18,
         "unknown status \"criminalized\"; did you mean \"criminalised\"?"},
        {XA, 9, "criminalised", "legal", 9, 18,
         "unknown status \"legal\"; expected one of: criminalised, decriminalised, varies, unknown"},
        {XA, 29, "yes", "Yes", 29, 15, "unknown value of a measure \"Yes\"; did you mean \"yes\"?"},
        {XA, 34, "selling", "sale", 34, 14, "expected one of: selling, buying, third_parties, measures"},
        {XA, 38, "none", "criminals", 38, 19, "did you mean \"criminal\"?"},
        {XA, 59, "low", "lowest", 59, 17, "unknown confidence \"lowest\""},
        {XA, 60, "knowledge", "knowlege", 60, 12, "did you mean \"knowledge\"?"},
        {XA, 62, "validated", "valid", 62, 15, "expected one of: desk, validated"},
    };
    (void)state;
    CHECK(edits);
}

static void dates_and_periods(void **state)
{
    static const struct edit edits[] = {
        {XA, 21, "2003-06-28", "2003-06-31", 21, 15, "expected a date (YYYY, YYYY-MM or YYYY-MM-DD) or null"},
        {XA, 21, "\"2003-06-28\"", "2003", 21, 15, "expected a date"},
        {XA, 21, "2003-06-28", "1998", 21, 15, "expected a date after 1999, when the period before begins"},
        {XA, 21, "2003-06-28", "1999-01-01", 21, 15, "expected a date after 1999"}, /* the same first day */
        {XA, 21, "2003-06-28", "1999", 21, 15, "expected a date after 1999"},
        {XA, 14, "\"1999\"", "null", 14, 15, "only the first period may have no date"},
        {XA, 14, "1999", "2003-06-28", 21, 15, "expected a date after 2003-06-28"},
        {XA, 1, "\"year\": null", "\"year\": 2001.0", 54, 15, "a year from 1 to 9999 or null, found 2001.0"},
        {XA, 58, "2025", "spring 2025", 58, 16, "expected a date"},
        {XA, 64, "2025-01-31", "31.01.2025", 64, 13, "expected a date"},
    };
    (void)state;
    CHECK(edits);
}

static void the_names(void **state)
{
    static const struct edit edits[] = {
        {XA, 3, "XA", "XB", 3, 11, "expected \"XA\", as the file is called, found \"XB\""},
        {XA, 3, "XA", "xa", 3, 11, "expected \"XA\""},
        {"names.json", 5, "XBB", "Xbb", 5, 17, "expected an ISO 3166-1 alpha-3 code"},
        {"names.json", 5, "XBB", "XAA", 5, 17, "\"XAA\" is already the code of XA"},
        {"names.json", 33, "XA-02", "XA-0123", 33, 5, "\"XA-0123\" is no code"},
        {"names.json", 33, "XA-02", "XA/02", 33, 5, "\"XA/02\" is no code"},
        {"names.json", 33, "XA-02", "XC-02", 33, 5, "\"XC-02\" is part of \"XC\", which is not in this file"},
        {"names.json", 35, "Lower Firstland", "", 35, 15, "found an empty one"},
    };
    (void)state;
    CHECK(edits);
}

static void the_codebook(void **state)
{
    static const struct edit edits[] = {
        {CODEBOOK, 4, "\"en\",", "", 3, 16, "expected at least 5 elements, found 4"},
        {CODEBOOK, 4, "\"en\"", "\"zh\"", 8, 5, "this language is already listed"},
        {CODEBOOK, 4, "\"en\"", "\"de\"", 4, 5, "unknown language \"de\""},
        {CODEBOOK, 20, "#C7E3FB", "#C7E3F", 20, 14, "expected a colour (#rrggbb), found \"#C7E3F\""},
        {CODEBOOK, 20, "#C7E3FB", "#C7E3FG", 20, 14, "expected a colour"},
        {CODEBOOK, 20, "#C7E3FB", "white", 20, 14, "expected a colour"},
        {CODEBOOK, 61, "buying", "purchase", 61, 13,
         "expected the acts selling, buying, third_parties in this order"},
        {CODEBOOK, 113, "\"default\": \"#440702\",", "", 112, 18, "missing key \"default\""},
        {CODEBOOK, 240, "no", "yes", 240, 13, "the id \"yes\" is already taken"},
        {CODEBOOK, 160, "unknown", "not-known", 95, 15, "one of these must have the id \"unknown\""},
        {CODEBOOK, 261, "unknown", "not-known", 217, 21, "one of these must have the id \"unknown\""},
        {CODEBOOK, 183, "zoning", "selling", 183, 13, "already taken by another layer"},
        {CODEBOOK, 183, "zoning", "framework", 183, 13, "already taken by another layer"},
        {CODEBOOK, 306, "criminalised", "criminal", 306, 13, "unknown status \"criminal\""},
        {CODEBOOK, 333, "buying", "bying", 333, 11, "unknown key \"bying\"; did you mean \"buying\"?"},
        {CODEBOOK, 369, "{}", "{\"selling\": [\"varies\"]}", 368, 15,
         "the last framework must fit everything"},
        {CODEBOOK, 369, "{}", "", 368, 15, "expected at least 1 element, found 0"},
        {CODEBOOK, 23, "#ffffff", "paper", 23, 15, "expected a colour"},
        {CODEBOOK, 23, "\"page\": \"#ffffff\",", "", 11, 5, "missing key \"page\""},
        {CODEBOOK, 390, "either", "other", 390, 7, "this framework is already listed"},
        {CODEBOOK, 390, "\"either\",", "", 388, 15, "expected at least 3 elements, found 2"},
        {CODEBOOK, 390, "either", "neither", 390, 7,
         "unknown framework \"neither\"; did you mean \"either\"?"},
        {CODEBOOK, 390, "\"either\"", "\"either\", \"either\"", 390, 17, "this framework is already listed"},
        {CODEBOOK, 397, "{date}", "{day}", 397, 13, "expected {date} in it once"},
        {CODEBOOK, 403, "{version}", "{version} {version}", 403, 13, "expected {version} in it once"},
        {CODEBOOK, 404, "{boundaries}", "boundaries", 404, 13, "expected {boundaries} in it once"},
        {CODEBOOK, 447, "1", "2", 447, 13, "expected 1"},
        {CODEBOOK, 449, "\"en\"", "\"fr\": \"Une\", \"ne\"", 449, 22, "did you mean \"en\"?"},
    };
    (void)state;
    CHECK(edits);
}

static void the_regions(void **state)
{
    static const struct edit edits[] = {
        {"regions.json", 26, "north", "noth", 26, 9, "unknown network \"noth\"; did you mean \"north\"?"},
        {"regions.json", 44, "all", "al", 44, 17, "unknown region \"al\"; did you mean \"all\"?"},
        {"regions.json", 44, "all", "none", 45, 19, "\"south\" is no network of the region \"none\""},
        {"regions.json", 46, "south", "west", 46, 9, "unknown network \"west\""},
        {"regions.json", 43, "\"XA\"", "\"XQ\": {\"region\": \"all\", \"networks\": []}, \"XA\"", 43, 5,
         "\"XQ\" is not in names.json"},
        {"regions.json", 43, "\"XA\"", "\"XA-01\": {\"region\": \"all\", \"networks\": []}, \"XA\"", 43, 5,
         "subdivisions have their country's region"},
        {"regions.json", 48, ",\n    \"XB\": {\n      \"region\": \"none\",\n      \"networks\": []\n    }",
         "", 42, 20, "missing key \"XB\": every country of names.json has a region"},
    };
    (void)state;
    CHECK(edits);
}

static void a_string_of_at_most_8_kib(void **state)
{
    char note[8192 + 2];
    (void)state;
    for (size_t size = 8192; size <= 8193; size++) {
        struct sandbox sandbox;
        sandbox_new(&sandbox);
        memset(note, 'x', size);
        note[size] = '\0';
        sandbox_edit(&sandbox, XA, 42, "A note.", note);
        if (size == 8192)
            check_loads(&sandbox);
        else
            assert_true(is_only_fault(&sandbox, XA, 42, 11, "the string is 8193 bytes long"));
        sandbox_free(&sandbox);
    }
}

static void files_that_are_missing_or_no_text(void **state)
{
    static const char *const names[] = {CODEBOOK, "names.json", "regions.json", "resources.json"};
    static char large[(1 << 20) + 1];
    struct sandbox sandbox;
    (void)state;
    sandbox_new(&sandbox);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char from[64];
        sandbox_delete(&sandbox, names[i]);
        assert_true(is_only_fault(&sandbox, names[i], 1, 1, "the file is missing"));
        sandbox_make_directory(&sandbox, names[i]);
        assert_true(is_only_fault(&sandbox, names[i], 1, 1, "not a regular file"));
        sandbox_delete(&sandbox, names[i]);
        snprintf(from, sizeof from, "tests/law/data/%s", names[i]);
        sandbox_copy(&sandbox, from, names[i]);
    }
    memset(large, ' ', sizeof large);
    sandbox_write(&sandbox, XA, large, sizeof large);
    assert_true(is_only_fault(&sandbox, XA, 1, 1, "larger than the 1 MiB allowed"));
    sandbox_write(&sandbox, XA, "", 0);
    assert_true(is_only_fault(&sandbox, XA, 1, 1, "the file is empty"));
    sandbox_write(&sandbox, XA, "{\n \"code\"\0: 1}", 15);
    assert_true(is_only_fault(&sandbox, XA, 2, 8, "a NUL byte"));
    sandbox_write(&sandbox, XA, "\xff\xfe{\0}\0", 6);
    assert_true(is_only_fault(&sandbox, XA, 1, 1, "the file is in UTF-16: save it as UTF-8"));
    sandbox_write(&sandbox, XA, " \n", 2); /* as between the two steps of an editor that empties and writes */
    assert_true(is_only_fault(&sandbox, XA, 1, 1, "the file is empty"));
    char path[sizeof sandbox.dir + 32];
    snprintf(path, sizeof path, "%s/%s", sandbox.dir, XA);
    assert_true(unlink(path) == 0 &&
                symlink("XA.json", path) == 0); /* one of many files that cannot be read */
    assert_true(is_only_fault(&sandbox, XA, 1, 1, "cannot be opened: Too many levels of symbolic links"));
    sandbox_free(&sandbox);
}

static void other_files_among_the_records(void **state)
{
    static const char *const ignored[] = {".XA.json.swp", "XA.json~", "#XA.json#", ".gitignore"};
    static const char *const refused[] = {"XA.jsn",  "XA.json.bak", "README", "LONGER-THAN-ANY-CODE.json",
                                          "xa.json", "XB (1).json", "XA.JSON"};
    char name[64];
    struct sandbox sandbox;
    (void)state;
    sandbox_new(&sandbox);
    for (size_t i = 0; i < sizeof ignored / sizeof *ignored; i++) {
        snprintf(name, sizeof name, "jurisdictions/%s", ignored[i]);
        sandbox_write(&sandbox, name, "x", 1);
    }
    check_loads(&sandbox);
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        snprintf(name, sizeof name, "jurisdictions/%s", refused[i]);
        sandbox_write(&sandbox, name, "x", 1);
        assert_true(is_only_fault(&sandbox, name, 1, 1, "expected only <CODE>.json here"));
        sandbox_delete(&sandbox, name);
    }
    sandbox_free(&sandbox);
}

struct place {
    const char *file;
    int line, column;
    const char *message;
};

static void check_places(const struct sandbox *sandbox, const struct place *places, size_t count)
{
    struct fault_list faults = load_faults(sandbox);
    if (faults.count != count)
        print_faults(&faults);
    assert_int_equal(faults.count, count);
    for (size_t i = 0; i < count; i++) {
        const struct fault *fault = &faults.items[i];
        if (!is_about(fault, sandbox, places[i].file) || fault->line != places[i].line ||
            fault->column != places[i].column || strstr(fault->message, places[i].message) == NULL)
            fail_msg("fault %zu is %s:%d:%d: %s", i, fault->file, fault->line, fault->column, fault->message);
    }
    fault_list_free(&faults);
}

static void all_of_one_run_in_order(void **state)
{
    static const struct place places[] = {
        {XA01, 7, 15, "expected a date"},
        {XA, 9, 18, "did you mean \"criminalised\"?"},
        {XA, 10, 7, "did you mean \"buying\"?"},
        {XB, 3, 11, "as the file is called"},
        {XB, 19, 11, "expected a string"},
        {"regions.json", 26, 9, "unknown network"},
        {"resources.json", 8, 15, "expected a year"},
        {"resources.json", 18, 14, "expected a URL"},
    };
    struct sandbox sandbox;
    (void)state;
    sandbox_new(&sandbox);
    sandbox_edit(&sandbox, "resources.json", 18, "https", "mailto");
    sandbox_edit(&sandbox, "resources.json", 8, "2013", "\"2013\"");
    sandbox_edit(&sandbox, "regions.json", 26, "north", "east");
    sandbox_edit(&sandbox, XB, 19, "\"\"", "null");
    sandbox_edit(&sandbox, XB, 3, "XB", "XC");
    sandbox_edit(&sandbox, XA, 10, "buying", "byuing");
    sandbox_edit(&sandbox, XA, 9, "criminalised", "criminilised");
    sandbox_edit(&sandbox, XA01, 7, "2010-05", "2010-5");
    check_places(&sandbox, places, 8);
    sandbox_free(&sandbox);
}

/* A country's code changed in names.json only: every file that disagrees says so. */
static void what_other_files_know_nothing_of(void **state)
{
    static const struct place places[] = {
        {XB, 3, 11, "\"XB\" is not in names.json"},
        {"names.json", 4, 5, "expected a file jurisdictions/XC.json for this country"},
        {"regions.json", 42, 20, "missing key \"XC\""},
        {"regions.json", 49, 5, "\"XB\" is not in names.json"},
    };
    struct sandbox sandbox;
    (void)state;
    sandbox_new(&sandbox);
    sandbox_edit(&sandbox, "names.json", 4, "XB", "XC");
    check_places(&sandbox, places, 4);
    sandbox_free(&sandbox);
}

static void a_subdivision_whose_country_has_no_file(void **state)
{
    static const struct place places[] = {
        {XA01, 3, 11, "\"XA-01\" is part of \"XA\", which has no file here"},
        {"names.json", 14, 5, "expected a file jurisdictions/XA.json for this country"},
    };
    struct sandbox sandbox;
    (void)state;
    sandbox_new(&sandbox);
    sandbox_delete(&sandbox, XA);
    check_places(&sandbox, places, 2);
    sandbox_free(&sandbox);
}

static void every_duplicate_key(void **state)
{
    static const struct place places[] = {
        {XA, 4, 21, "already has the key \""},
        {XA, 4, 29, "expected a string, found 5"}, /* the last value counts, as Jansson has it */
        {XA, 10, 28, "already has the key \""},
        {XA, 30, 30, "already has the key \""},
    };
    struct sandbox sandbox;
    (void)state;
    sandbox_new(&sandbox);
    sandbox_edit(&sandbox, XA, 4, "\"name\": \"Firstland\"", "\"name\": \"Fir,st\", \"name\": 5");
    sandbox_edit(&sandbox, XA, 10, "\"criminalised\"", "\"unknown\", \"buying\": \"unknown\"");
    sandbox_edit(&sandbox, XA, 30, "\"no\"", "\"no\", \"zoning\": \"no\"");
    check_places(&sandbox, places, 4);
    sandbox_free(&sandbox);
}

static void a_fault_list_of_bounded_length(void **state)
{
    struct buffer provisions = {0};
    struct sandbox sandbox;
    (void)state;
    for (int i = 0; i < 1500; i++)
        buffer_puts(&provisions, i == 0 ? "[7" : ",\n7");
    buffer_append(&provisions, "]", 2);
    assert_false(provisions.failed);
    sandbox_new(&sandbox);
    sandbox_edit(&sandbox, XB, 18, "[]", provisions.data);
    struct fault_list faults = load_faults(&sandbox);
    assert_int_equal(faults.count, 1001);
    assert_int_equal(faults.omitted, 500);
    assert_int_equal(faults.items[999].line, 18 + 999);
    assert_string_equal(faults.items[1000].file, sandbox.dir);
    assert_non_null(strstr(faults.items[1000].message, "500 more"));
    fault_list_free(&faults);
    sandbox_free(&sandbox);
    buffer_free(&provisions);
}

static void lists_of_bounded_length(void **state)
{
    static const struct {
        const char *file;
        int line, column;
        const char *list, *item;
    } cases[] = {
        {XB, 18, 17, "[]",
         "{\"act\": \"selling\", \"law\": \"A\", \"section\": null, \"summary\": \"A\", "
         "\"sanction\": \"none\", \"penalty\": null}"},
        {"regions.json", 45, 19, "[\n        \"south\"\n      ]", "\"south\""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buffer list = {0};
        struct sandbox sandbox;
        for (int j = 0; j < 4097; j++)
            buffer_printf(&list, "%s%s", j == 0 ? "[" : ", ", cases[i].item);
        buffer_append(&list, "]", 2);
        assert_false(list.failed);
        sandbox_new(&sandbox);
        sandbox_edit(&sandbox, cases[i].file, cases[i].line, cases[i].list, list.data);
        struct fault_list faults = load_faults(&sandbox);
        assert_non_null(strstr(faults.items[0].message, "4097 elements; at most 4096 are allowed"));
        assert_int_equal(faults.items[0].line, cases[i].line);
        assert_int_equal(faults.items[0].column, cases[i].column);
        fault_list_free(&faults);
        sandbox_free(&sandbox);
        buffer_free(&list);
    }
}

static void a_directory_that_is_none(void **state)
{
    struct law *law = NULL;
    struct fault_list faults = {0};
    struct lawmap_error error = {0};
    (void)state;
    assert_int_equal(law_load("/nonexistent/data", &law, &faults, &error), LAWMAP_IO);
    assert_null(law);
    assert_non_null(strstr(error.text, "/nonexistent/data/jurisdictions"));
    fault_list_free(&faults);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_that_is_not_json),
        cmocka_unit_test(keys),
        cmocka_unit_test(types),
        cmocka_unit_test(strings),
        cmocka_unit_test(codes),
        cmocka_unit_test(dates_and_periods),
        cmocka_unit_test(the_names),
        cmocka_unit_test(the_codebook),
        cmocka_unit_test(the_regions),
        cmocka_unit_test(a_string_of_at_most_8_kib),
        cmocka_unit_test(files_that_are_missing_or_no_text),
        cmocka_unit_test(other_files_among_the_records),
        cmocka_unit_test(all_of_one_run_in_order),
        cmocka_unit_test(what_other_files_know_nothing_of),
        cmocka_unit_test(a_subdivision_whose_country_has_no_file),
        cmocka_unit_test(every_duplicate_key),
        cmocka_unit_test(a_fault_list_of_bounded_length),
        cmocka_unit_test(lists_of_bounded_length),
        cmocka_unit_test(a_directory_that_is_none),
    };
    return cmocka_run_group_tests_name("faults of the law", tests, NULL, NULL);
}
