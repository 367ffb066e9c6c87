#include "choices.h"
#include "commands.h"
#include "progress.h"
#include "sources.h"

#include <lawmap/tile.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { THREADS_MAX = 256, ATTRIBUTION_SIZE = 160 };

/* Written by handlers of signals, which have nothing else to reach. */
static volatile sig_atomic_t signal_caught;

static void catch_signal(int number)
{
    signal_caught = number;
}

/* The file half written goes before the program does. */
static void catch_signals(void)
{
    const struct sigaction action = {.sa_handler = catch_signal};
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGHUP, &action, NULL);
    signal(SIGXFSZ, SIG_IGN); /* a file over the limit of its size fails to grow, as on a full disk */
}

/* Ends as the signal would have ended it, so that a shell sees why. */
static void pass_signal_on(void)
{
    if (signal_caught == 0)
        return;
    signal(signal_caught, SIG_DFL);
    raise(signal_caught);
}

static bool show_progress(void *context, size_t done, size_t total)
{
    progress_show(context, done, total);
    return signal_caught == 0;
}

/* "0-8", or "5" for one alone. */
static bool parse_zooms(const char *text, struct export_options *out)
{
    const char *dash = strchr(text, '-');
    size_t first_size = dash == NULL ? strlen(text) : (size_t)(dash - text);
    const char *last = dash == NULL ? text : dash + 1;
    return choose_number(text, first_size, TILE_ZOOM_MAX, &out->first_zoom) &&
           choose_number(last, strlen(last), TILE_ZOOM_MAX, &out->last_zoom) &&
           out->first_zoom <= out->last_zoom;
}

static bool parse_threads(const char *text, unsigned *out)
{
    if (text != NULL)
        return choose_number(text, strlen(text), THREADS_MAX, out) && *out > 0;
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    *out = processors < 1 ? 1 : processors > THREADS_MAX ? THREADS_MAX : (unsigned)processors;
    return true;
}

static bool complain(const char *what, const char *found, const char *expected)
{
    fprintf(stderr, "lawmap export: %s “%s” is not %s\n", what, found, expected);
    return false;
}

static bool parse_options(const struct arguments *arguments, struct export_options *out)
{
    const char *const *values = arguments->values;
    const char *format = values[OPTION_FORMAT], *zooms = values[OPTION_ZOOM];
    struct stat info;
    out->path = arguments->operands[0];
    out->last_zoom = 8;
    if (values[OPTION_LAYER] == NULL) {
        fputs("lawmap export: --layer LAYER says what the map is to show\n", stderr);
        return false;
    }
    if (format != NULL && strcmp(format, "mbtiles") != 0)
        return complain("--format", format, "“mbtiles”, the one that there is");
    if (zooms != NULL && !parse_zooms(zooms, out))
        return complain("--zoom", zooms, "FIRST-LAST, such as 0-8, the last at most 10");
    if (!parse_threads(values[OPTION_THREADS], &out->threads))
        return complain("--threads", values[OPTION_THREADS], "a number from 1 to 256");
    if (stat(out->path, &info) == 0 && !S_ISREG(info.st_mode))
        return complain("the output", out->path, "a file");
    return choose_date(arguments, "export", &out->date);
}

/* The boundaries that come with the program are Natural Earth's; of others it cannot know. */
static void attribute(const struct arguments *arguments, char out[ATTRIBUTION_SIZE])
{
    snprintf(out, ATTRIBUTION_SIZE,
             "Law: <a href=\"https://creativecommons.org/licenses/by/4.0/\">CC BY 4.0</a>%s",
             arguments->values[OPTION_SHAPEFILES] == NULL ? "; boundaries: Natural Earth" : "");
}

static enum lawmap_status export_layer(const struct arguments *arguments, const struct law *law,
                                       const struct atlas *atlas, void *context, struct lawmap_error *error)
{
    struct export_options *options = context;
    const char *const *values = arguments->values;
    struct progress progress;
    struct tile_store *store = NULL;
    struct export_report report = {0};
    enum lawmap_status status = choose_layer(law, values[OPTION_LAYER], &options->layer, error);
    if (status == LAWMAP_OK)
        status = choose_palette(law, values[OPTION_PALETTE], &options->colours, error);
    if (status == LAWMAP_OK)
        status = tile_store_new(atlas, &store, error);
    progress_begin(&progress);
    options->progress = show_progress;
    options->context = &progress;
    if (status == LAWMAP_OK)
        status = pyramid_export_mbtiles(store, law, options, &report, error);
    progress_end(&progress);
    if (status == LAWMAP_OK)
        fprintf(stderr, "%s: %zu tiles, %zu different images, %zu bytes\n", options->path, report.tiles,
                report.images, report.bytes);
    tile_store_free(store);
    return status;
}

int command_export(const struct arguments *arguments)
{
    struct export_options options = {0};
    char attribution[ATTRIBUTION_SIZE];
    if (!parse_options(arguments, &options))
        return EXIT_USAGE;
    catch_signals();
    attribute(arguments, attribution);
    options.attribution = attribution;
    enum lawmap_status status = sources_use(arguments, "export", export_layer, &options);
    pass_signal_on();
    return status == LAWMAP_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
