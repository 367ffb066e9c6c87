#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <lawmap/base.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void errors_carry_status_and_message(void **state)
{
    (void)state;
    struct lawmap_error error = {0};
    assert_int_equal(lawmap_fail(&error, LAWMAP_BAD_DATA, "%s:%d", "KE.json", 7), LAWMAP_BAD_DATA);
    assert_int_equal(error.status, LAWMAP_BAD_DATA);
    assert_string_equal(error.text, "KE.json:7");
    assert_int_equal(lawmap_fail(NULL, LAWMAP_NOT_FOUND, "nobody listens"), LAWMAP_NOT_FOUND);
    assert_int_equal(lawmap_status_http(LAWMAP_NOT_FOUND), 404);
    assert_string_equal(lawmap_status_text(LAWMAP_BAD_REQUEST), "Bad Request");
}

static void long_messages_are_cut(void **state)
{
    (void)state;
    struct lawmap_error error;
    char *long_text = malloc(5000);
    assert_non_null(long_text);
    memset(long_text, 'x', 4999);
    long_text[4999] = '\0';
    lawmap_fail(&error, LAWMAP_IO, "%s", long_text);
    assert_int_equal(strlen(error.text), sizeof error.text - 1);
    free(long_text);
}

static void buffers_grow(void **state)
{
    (void)state;
    struct buffer buffer = {0};
    for (int i = 0; i < 1000; i++)
        buffer_printf(&buffer, "%03d,", i);
    buffer_puts(&buffer, "end");
    buffer_append(&buffer, "\0!", 2);
    assert_false(buffer.failed);
    assert_int_equal(buffer.size, 4005);
    assert_memory_equal(buffer.data, "000,001,", 8);
    assert_memory_equal(buffer.data + 4000, "end\0!", 5);
    buffer_free(&buffer);
    assert_null(buffer.data);
    buffer_free(NULL);
}

static void buffers_refuse_what_does_not_fit(void **state)
{
    (void)state;
    struct buffer buffer = {0};
    buffer_puts(&buffer, "kept");
    buffer_append(&buffer, "x", SIZE_MAX - 2);
    assert_true(buffer.failed);
    buffer_puts(&buffer, "ignored");
    assert_int_equal(buffer.size, 4);
    assert_memory_equal(buffer.data, "kept", 4);
    buffer_free(&buffer);
}

static void files_are_read_whole_or_not_at_all(void **state)
{
    (void)state;
    char path[] = "/tmp/lawmap-base-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    char content[40000];
    memset(content, 'a', sizeof content);
    assert_int_equal(write(fd, content, sizeof content), sizeof content);
    close(fd);
    static const struct {
        size_t limit;
        enum lawmap_status status;
    } cases[] = {{40000, LAWMAP_OK}, {50000, LAWMAP_OK}, {39999, LAWMAP_BAD_DATA}, {0, LAWMAP_BAD_DATA}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buffer out = {0};
        struct lawmap_error error = {0};
        assert_int_equal(lawmap_read_file(path, cases[i].limit, &out, &error), cases[i].status);
        if (cases[i].status == LAWMAP_OK) {
            assert_int_equal(out.size, sizeof content);
            assert_memory_equal(out.data, content, sizeof content);
            assert_int_equal(out.data[out.size], '\0');
        } else {
            assert_null(out.data);
            assert_non_null(strstr(error.text, path));
        }
        buffer_free(&out);
    }
    unlink(path);
    struct buffer out = {0};
    assert_int_equal(lawmap_read_file(path, 10, &out, NULL), LAWMAP_NOT_FOUND);
    assert_int_equal(lawmap_read_file("/", 10, &out, NULL), LAWMAP_IO);
}

static void hashes_tell_apart(void **state)
{
    (void)state;
    char text[HASH_TEXT_SIZE];
    struct hash a = hash_bytes("a", 1), b = hash_bytes("b", 1);
    assert_false(hash_equal(a, b));
    assert_true(hash_equal(a, hash_bytes("a", 1)));
    assert_false(hash_equal(hash_join(a, b), hash_join(b, a)));
    assert_int_equal(strlen(hash_format(a, text)), 32);
    /* XXH3 128 bits of nothing, from the reference implementation's sanity tests. */
    assert_string_equal(hash_format(hash_bytes("", 0), text), "99aa06d3014798d86001c324468d497f");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(errors_carry_status_and_message),
        cmocka_unit_test(long_messages_are_cut),
        cmocka_unit_test(buffers_grow),
        cmocka_unit_test(buffers_refuse_what_does_not_fit),
        cmocka_unit_test(files_are_read_whole_or_not_at_all),
        cmocka_unit_test(hashes_tell_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
