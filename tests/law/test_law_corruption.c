/* Damaged files: cut off, or with a bit turned. Whatever comes of it is said; nothing crashes. */
#include "sandbox.h"

#include <stdlib.h>
#include <string.h>

/* Loads, asserts that the outcome is one of the two there are, and that a fault is within its file. */
static enum lawmap_status load(const struct sandbox *sandbox)
{
    struct law *law = NULL;
    struct fault_list faults = {0};
    struct lawmap_error error = {0};
    enum lawmap_status status = law_load(sandbox->dir, &law, &faults, &error);
    if (status != LAWMAP_OK && status != LAWMAP_BAD_DATA)
        fail_msg("%d: %s", (int)status, error.text);
    assert_true((status == LAWMAP_OK) == (law != NULL));
    assert_true((status == LAWMAP_OK) == (faults.count == 0));
    for (size_t i = 0; i < faults.count; i++)
        assert_true(faults.items[i].line >= 1 && faults.items[i].column >= 1 &&
                    *faults.items[i].message != '\0');
    fault_list_free(&faults);
    law_free(law);
    return status;
}

static void read_source(const char *name, struct buffer *out)
{
    struct lawmap_error error;
    char *path = source_path(name);
    assert_int_equal(lawmap_read_file(path, 1 << 20, out, &error), LAWMAP_OK);
    free(path);
}

static void cut_off_at_every_64th_byte(void **state)
{
    static const char *const names[] = {"codebook.json", "jurisdictions/NZ.json"};
    struct sandbox sandbox;
    (void)state;
    sandbox_new_zealand(&sandbox);
    assert_int_equal(load(&sandbox), LAWMAP_OK);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char source[64] = "data/";
        struct buffer whole = {0};
        read_source(strcat(source, names[i]), &whole);
        for (size_t size = 0; size + 2 < whole.size; size += 64) { /* its last byte is a newline */
            sandbox_write(&sandbox, names[i], whole.data, size);
            assert_int_equal(load(&sandbox), LAWMAP_BAD_DATA);
        }
        sandbox_write(&sandbox, names[i], whole.data, whole.size);
        buffer_free(&whole);
    }
    sandbox_free(&sandbox);
}

static void flip_bits(const char *source, const char *name, struct sandbox *sandbox, size_t step)
{
    struct buffer bytes = {0};
    size_t refused = 0;
    read_source(source, &bytes);
    for (size_t i = 0; i < bytes.size; i += step) {
        char turned = (char)(1 << (i / step % 8));
        bytes.data[i] = (char)(bytes.data[i] ^ turned);
        sandbox_write(sandbox, name, bytes.data, bytes.size);
        refused += load(sandbox) == LAWMAP_BAD_DATA;
        bytes.data[i] = (char)(bytes.data[i] ^ turned);
    }
    assert_true(refused > 0);
    sandbox_write(sandbox, name, bytes.data, bytes.size);
    assert_int_equal(load(sandbox), LAWMAP_OK);
    buffer_free(&bytes);
}

static void with_a_bit_turned(void **state)
{
    struct sandbox sandbox;
    (void)state;
    sandbox_new_zealand(&sandbox);
    flip_bits("data/jurisdictions/NZ.json", "jurisdictions/NZ.json", &sandbox, 7);
    sandbox_free(&sandbox);
    sandbox_new(&sandbox);
    flip_bits("tests/law/data/jurisdictions/XA.json", "jurisdictions/XA.json", &sandbox, 1);
    flip_bits("tests/law/data/codebook.json", "codebook.json", &sandbox, 5);
    flip_bits("tests/law/data/names.json", "names.json", &sandbox, 1);
    flip_bits("tests/law/data/regions.json", "regions.json", &sandbox, 1);
    flip_bits("tests/law/data/resources.json", "resources.json", &sandbox, 1);
    sandbox_free(&sandbox);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cut_off_at_every_64th_byte),
        cmocka_unit_test(with_a_bit_turned),
    };
    return cmocka_run_group_tests_name("damaged data", tests, NULL, NULL);
}
