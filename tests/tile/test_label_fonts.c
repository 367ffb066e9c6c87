/* Labels on a machine without their fonts, and with names that the fonts cannot write. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <lawmap/tile.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static struct atlas *atlas;
static struct law *law;

static struct law *load_law(const char *dir)
{
    struct law *loaded = NULL;
    struct fault_list faults = {0};
    if (law_load(dir, &loaded, &faults, NULL) != LAWMAP_OK)
        print_error("%s: %s\n", dir, faults.count > 0 ? faults.items[0].message : "cannot be read");
    fault_list_free(&faults);
    return loaded;
}

static const char *source_path(const char *name, char path[4096])
{
    snprintf(path, 4096, "%s/%s", getenv("LAWMAP_SOURCE_ROOT"), name);
    return path;
}

static bool load_world(void)
{
    char path[4096];
    struct lawmap_error error = {0};
    struct atlas_options options = {.dir = source_path("shapefiles", path)};
    if (atlas_load(&options, &atlas, &error) != LAWMAP_OK)
        print_error("%s\n", error.text);
    law = load_law(source_path("data", path));
    return atlas != NULL && law != NULL;
}

/* A copy of the data in which the text `from`, of names.json, is `to`. */
static void copy_data(const char *dir, const char *from, const char *to)
{
    char command[16384], data[4096];
    snprintf(command, sizeof command, "cp -R '%s/.' '%s' && sed -i 's/%s/%s/' '%s/names.json'",
             source_path("data", data), dir, from, to, dir);
    assert_int_equal(system(command), 0);
}

static void a_letter_without_a_glyph_is_refused(void **state)
{
    (void)state;
    char dir[] = "/tmp/lawmap-labels-XXXXXX", command[64];
    struct labels *none = NULL;
    struct lawmap_error error = {0};
    assert_non_null(mkdtemp(dir));
    copy_data(dir, "\"Lesotho\"", "\"Leso\xea\x99\xaeho\""); /* U+A66E, which no font for names has */
    struct law *odd = load_law(dir);
    snprintf(command, sizeof command, "rm -rf %s", dir);
    assert_int_equal(system(command), 0);
    assert_non_null(odd);
    assert_int_equal(labels_new(atlas, odd, LANGUAGE_EN, &none, &error), LAWMAP_BAD_DATA);
    assert_null(none);
    assert_non_null(strstr(error.text, "U+A66E"));
    law_free(odd);
}

/* What the second process of the next test does. */
static int report_missing_font(void)
{
    struct labels *none = NULL;
    struct lawmap_error error = {0};
    static const char *const packages[] = {"fonts-open-sans", "fonts-wqy-microhei"};
    static const enum language languages[] = {LANGUAGE_RU, LANGUAGE_ZH};
    bool ok = load_world();
    for (size_t i = 0; i < 2; i++)
        ok = ok && labels_new(atlas, law, languages[i], &none, &error) == LAWMAP_NOT_FOUND && none == NULL &&
             strstr(error.text, packages[i]) != NULL;
    atlas_free(atlas);
    law_free(law);
    return ok ? 0 : 1;
}

/* Fontconfig reads its configuration once a process, so the machine without fonts is a process of its own. */
static void a_missing_font_names_its_package(void **state)
{
    (void)state;
    char path[] = "/tmp/lawmap-fonts-XXXXXX";
    int file = mkstemp(path), status = -1;
    assert_true(file >= 0);
    static const char configuration[] = "<?xml version=\"1.0\"?><fontconfig></fontconfig>\n";
    assert_int_equal(write(file, configuration, sizeof configuration - 1), sizeof configuration - 1);
    close(file);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        setenv("FONTCONFIG_FILE", path, 1);
        execl("/proc/self/exe", "test_label_fonts", "without-fonts", (char *)NULL);
        _exit(2);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    unlink(path);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

static int load(void **state)
{
    (void)state;
    return load_world() ? 0 : -1;
}

static int unload(void **state)
{
    (void)state;
    atlas_free(atlas);
    law_free(law);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "without-fonts") == 0)
        return report_missing_font();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_letter_without_a_glyph_is_refused),
        cmocka_unit_test(a_missing_font_names_its_package),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
