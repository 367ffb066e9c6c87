/* Draws tiles in this process and times it: lawmap's side of “tools/bench render”.
 *
 * usage: bench_render SHAPEFILES DATA
 * Reads commands, one a line, and answers each with one line; seconds are processor time of this process,
 * which has one thread:
 *   tiles N       N lines “Z X Y” follow: draws them with nothing kept from before; “SECONDS BYTES”
 *   pyramid LAST  draws all tiles of the zooms 0 to LAST, with nothing kept from before; “SECONDS BYTES”
 *   again LAYER   the same tiles with the colours of another layer; “SECONDS BYTES”
 *   resident      “KILOBYTES” of memory now */
#include <lawmap/tile.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { TILES_MAX = 100000 };
static const char first_layer[] = "framework";

struct bench {
    struct atlas *atlas;
    struct law *law;
    struct tile_store *store; /* of the last command */
    unsigned last_zoom;       /* of the last pyramid */
};

struct sum {
    double seconds;
    size_t bytes;
};

static void fail(const char *why)
{
    fprintf(stderr, "bench_render: %s\n", why);
    exit(EXIT_FAILURE);
}

static void check(enum lawmap_status status, const struct lawmap_error *error)
{
    if (status != LAWMAP_OK)
        fail(error->text);
}

static double processor_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void renew_store(struct bench *bench)
{
    struct lawmap_error error = {0};
    tile_store_free(bench->store);
    check(tile_store_new(bench->atlas, &bench->store, &error), &error);
}

static struct palette *palette_of(const struct bench *bench, const char *id)
{
    struct lawmap_error error = {0};
    struct palette *palette;
    const struct layer *layer = law_find_layer(bench->law, id);
    if (layer == NULL)
        fail("there is no such layer");
    check(palette_new(bench->atlas, bench->law, layer, date_today(), 0, 0, &palette, &error), &error);
    return palette;
}

static size_t draw(struct bench *bench, const struct palette *palette, struct tile tile)
{
    struct lawmap_error error = {0};
    struct tile_png png;
    check(tile_png(bench->store, palette, tile, &png, &error), &error);
    size_t bytes = png.head_size + png.body_size;
    tile_png_free(&png);
    return bytes;
}

static struct sum draw_pyramid(struct bench *bench, const char *layer)
{
    struct sum sum = {.seconds = -processor_seconds()};
    struct palette *palette = palette_of(bench, layer);
    for (unsigned z = 0; z <= bench->last_zoom; z++)
        for (unsigned y = 0; y < 1u << z; y++)
            for (unsigned x = 0; x < 1u << z; x++)
                sum.bytes += draw(bench, palette, (struct tile){z, x, y, 1});
    palette_free(palette);
    sum.seconds += processor_seconds();
    return sum;
}

static struct sum draw_tiles(struct bench *bench, const struct tile *tiles, size_t count)
{
    struct palette *palette = palette_of(bench, first_layer);
    struct sum sum = {.seconds = -processor_seconds()};
    for (size_t i = 0; i < count; i++)
        sum.bytes += draw(bench, palette, tiles[i]);
    sum.seconds += processor_seconds();
    palette_free(palette);
    return sum;
}

static struct sum read_and_draw_tiles(struct bench *bench, size_t count)
{
    if (count > TILES_MAX)
        fail("too many tiles");
    struct tile *tiles = calloc(count + 1, sizeof *tiles);
    if (tiles == NULL)
        fail("out of memory");
    for (size_t i = 0; i < count; i++) {
        tiles[i].scale = 1;
        if (scanf("%u %u %u", &tiles[i].z, &tiles[i].x, &tiles[i].y) != 3)
            fail("expected “Z X Y”");
    }
    renew_store(bench);
    struct sum sum = draw_tiles(bench, tiles, count);
    free(tiles);
    return sum;
}

/* proc(5), /proc/pid/statm: the second number is the resident pages. */
static size_t resident_kilobytes(void)
{
    size_t pages = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (file == NULL || fscanf(file, "%*u %zu", &pages) != 1)
        fail("/proc/self/statm cannot be read");
    fclose(file);
    return pages * (size_t)sysconf(_SC_PAGESIZE) / 1024;
}

static void print_sum(struct sum sum)
{
    printf("%.9f %zu\n", sum.seconds, sum.bytes);
}

static void obey(struct bench *bench, const char *command, const char *argument)
{
    if (strcmp(command, "tiles") == 0) {
        print_sum(read_and_draw_tiles(bench, strtoul(argument, NULL, 10)));
    } else if (strcmp(command, "pyramid") == 0) {
        renew_store(bench);
        bench->last_zoom = (unsigned)strtoul(argument, NULL, 10);
        print_sum(draw_pyramid(bench, first_layer));
    } else if (strcmp(command, "again") == 0) {
        print_sum(draw_pyramid(bench, argument));
    } else if (strcmp(command, "resident") == 0) {
        printf("%zu\n", resident_kilobytes());
    } else {
        fail("no such command");
    }
    fflush(stdout);
}

int main(int argc, char *argv[])
{
    struct bench bench = {0};
    struct lawmap_error error = {0};
    struct fault_list faults = {0};
    char line[128], command[32], argument[64];
    if (argc != 3)
        fail("usage: bench_render SHAPEFILES DATA");
    check(atlas_load(&(struct atlas_options){.dir = argv[1]}, &bench.atlas, &error), &error);
    check(law_load(argv[2], &bench.law, &faults, &error), &error);
    fault_list_free(&faults);
    while (fgets(line, sizeof line, stdin) != NULL) {
        argument[0] = '\0';
        if (sscanf(line, "%31s %63s", command, argument) >= 1)
            obey(&bench, command, argument);
    }
    tile_store_free(bench.store);
    law_free(bench.law);
    atlas_free(bench.atlas);
    return EXIT_SUCCESS;
}
