#include "fuzz.h"

#include <lawmap/base.h>

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void fuzz_require(bool holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "not so: %s\n", what);
    abort();
}

bool fuzz_now_and_then(const uint8_t *data, size_t size, unsigned one_in)
{
#ifdef FUZZ_EACH_TIME
    (void)data, (void)size, (void)one_in;
    return true;
#else
    return hash_bytes(data, size).low % one_in == 0;
#endif
}

static char folder[128];
static pid_t maker; /* a fork has its maker's folder, and leaves it there */

static int remove_one(const char *path, const struct stat *info, int kind, struct FTW *position)
{
    (void)info, (void)kind, (void)position;
    return remove(path);
}

static void remove_folder(void)
{
    if (getpid() == maker)
        nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

const char *fuzz_folder(void)
{
    if (folder[0] != '\0')
        return folder;
    const char *place = getenv("TMPDIR");
    if (place == NULL)
        place = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
    fuzz_require((size_t)snprintf(folder, sizeof folder, "%s/lawmap-fuzz-XXXXXX", place) < sizeof folder,
                 "TMPDIR is short");
    maker = getpid();
    fuzz_require(mkdtemp(folder) != NULL, "a directory can be made");
    atexit(remove_folder);
    return folder;
}

void fuzz_write(const char *name, const void *bytes, size_t size)
{
    char path[FUZZ_PATH_SIZE];
    snprintf(path, sizeof path, "%s/%s", fuzz_folder(), name);
    FILE *file = fopen(path, "wb");
    fuzz_require(file != NULL && fwrite(bytes, 1, size, file) == size && fclose(file) == 0,
                 "a file can be written");
}

void fuzz_remove(const char *name)
{
    char path[FUZZ_PATH_SIZE];
    snprintf(path, sizeof path, "%s/%s", fuzz_folder(), name);
    remove(path);
}

void fuzz_write_dataset(void)
{
    static const char *const names[] = {
        "codebook.json",
        "datapackage.json",
        "names.json",
        "regions.json",
        "resources.json",
        "jurisdictions/XA.json",
        "jurisdictions/XA-01.json",
        "jurisdictions/XB.json",
    };
    char path[FUZZ_PATH_SIZE];
    snprintf(path, sizeof path, "%s/jurisdictions", fuzz_folder());
    mkdir(path, 0700);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct buffer text = {0};
        snprintf(path, sizeof path, FUZZ_DATASET "/%s", names[i]);
        fuzz_require(lawmap_read_file(path, 1 << 20, &text, NULL) == LAWMAP_OK, "the dataset is there");
        fuzz_write(names[i], text.data, text.size);
        buffer_free(&text);
    }
}
