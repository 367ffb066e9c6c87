/* Runs a target without a fuzzer: on each file named, or on those of a directory named. */
#include "fuzz.h"

#include <lawmap/base.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

enum { INPUT_MAX = 1 << 20 };

static unsigned runs;

static void run_bytes(const char *data, size_t size)
{
    uint8_t *copy = malloc(size); /* of its exact size, so that a sanitizer sees each byte beyond it */
    fuzz_require(copy != NULL || size == 0, "there is memory for the input");
    for (size_t i = 0; i < size; i++)
        copy[i] = (uint8_t)data[i];
    LLVMFuzzerTestOneInput(copy, size);
    free(copy);
    runs++;
}

static void run_file(const char *path)
{
    struct buffer input = {0};
    struct lawmap_error error = {0};
    if (lawmap_read_file(path, INPUT_MAX, &input, &error) != LAWMAP_OK) {
        fprintf(stderr, "%s\n", error.text);
        exit(EXIT_FAILURE);
    }
    run_bytes(input.data, input.size);
    buffer_free(&input);
}

static void run_directory(const char *path, DIR *directory)
{
    char name[512];
    for (struct dirent *entry; (entry = readdir(directory)) != NULL;) {
        snprintf(name, sizeof name, "%s/%s", path, entry->d_name);
        if (entry->d_name[0] != '.')
            run_file(name);
    }
    closedir(directory);
}

int main(int argc, char *argv[])
{
    LLVMFuzzerInitialize(&argc, &argv);
    for (int i = 1; i < argc; i++) {
        DIR *directory = opendir(argv[i]);
        if (directory != NULL)
            run_directory(argv[i], directory);
        else
            run_file(argv[i]);
    }
    printf("%u inputs\n", runs);
    return runs > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
