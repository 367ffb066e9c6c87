#include "choices.h"
#include "commands.h"
#include "export_choices.h"
#include "export_site.h"
#include "interrupt.h"
#include "progress.h"
#include "sources.h"

#include <errno.h>
#include <lawmap/tile.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ATTRIBUTION_SIZE = 160, PATH_SIZE = 4096 };

enum format { FORMAT_MBTILES, FORMAT_PMTILES, FORMAT_DIRECTORY };
static const char *const formats[] = {"mbtiles", "pmtiles", "dir", NULL}; /* in the order of enum format */

/* A pyramid for each layer on each date. */
struct job {
    enum format format;
    const char *path; /* of the one file, or of the folder that holds them all */
    struct export_options options;
    const struct layer **layers; /* owned */
    size_t layer_count;
    struct date *dates; /* owned */
    size_t date_count;
    struct tile_folder *folder; /* of FORMAT_DIRECTORY */
    struct progress progress;
    size_t finished; /* pyramids */
    struct export_report report;
};

static bool show_progress(void *context, size_t done, size_t total)
{
    struct job *job = context;
    progress_show(&job->progress, job->finished * total + done, job->layer_count * job->date_count * total);
    return !interrupted();
}

/* Today, when none is given. */
static bool parse_dates(const struct arguments *arguments, struct job *job)
{
    if (!export_choose_dates(arguments, &job->dates, &job->date_count))
        return false;
    if (job->date_count > 0)
        return true;
    job->dates = calloc(1, sizeof *job->dates);
    if (job->dates == NULL)
        return false;
    job->dates[job->date_count++] = date_today();
    return true;
}

static bool parse_format(const char *format, enum format *out)
{
    for (size_t i = 0; formats[i] != NULL; i++)
        if (format == NULL || strcmp(format, formats[i]) == 0) {
            *out = (enum format)i;
            return true;
        }
    return export_complain("--format", format, "mbtiles, pmtiles, dir or site");
}

/* A file may be replaced; a folder may not hold anything yet, since what it holds would go. */
static bool check_output(const struct job *job)
{
    struct stat info;
    if (job->format == FORMAT_DIRECTORY)
        return export_check_folder(job->path);
    if (stat(job->path, &info) != 0)
        return true;
    if (job->layer_count * job->date_count > 1)
        return S_ISDIR(info.st_mode) ||
               export_complain("the output", job->path, "a folder, for several files");
    return S_ISREG(info.st_mode) || export_complain("the output", job->path, "a file");
}

static bool parse_options(const struct arguments *arguments, struct job *job)
{
    const char *const *values = arguments->values;
    struct export_options *options = &job->options;
    job->path = arguments->operands[0];
    options->last_zoom = 8;
    if (values[OPTION_LAYER] == NULL) {
        fputs("lawmap export: --layer LAYER says what the map is to show\n", stderr);
        return false;
    }
    job->layer_count = export_count_words(values[OPTION_LAYER]);
    if (!parse_format(values[OPTION_FORMAT], &job->format))
        return false;
    return export_choose_zooms(arguments, &options->first_zoom, &options->last_zoom) &&
           export_choose_threads(arguments, &options->threads) && parse_dates(arguments, job) &&
           check_output(job);
}

/* The boundaries that come with the program are Natural Earth's; of others it cannot know. */
static void attribute(const struct arguments *arguments, char out[ATTRIBUTION_SIZE])
{
    snprintf(out, ATTRIBUTION_SIZE,
             "Law: <a href=\"https://creativecommons.org/licenses/by/4.0/\">CC BY 4.0</a>%s",
             arguments->values[OPTION_SHAPEFILES] == NULL ? "; boundaries: Natural Earth" : "");
}

/* "all", or their ids. */
static enum lawmap_status choose_layers(const char *list, const struct law *law, struct job *job,
                                        struct lawmap_error *error)
{
    bool all = strcmp(list, "all") == 0;
    job->layer_count = 0;
    job->layers = calloc(all ? law_layer_count(law) : export_count_words(list), sizeof *job->layers);
    if (job->layers == NULL)
        return lawmap_fail(error, LAWMAP_NO_MEMORY, "out of memory");
    for (size_t i = 0; all && i < law_layer_count(law); i++)
        job->layers[job->layer_count++] = law_layer(law, i);
    enum lawmap_status status = LAWMAP_OK;
    const char *rest = all ? NULL : list;
    for (char *word; status == LAWMAP_OK && (word = export_next_word(&rest)) != NULL; free(word))
        status = choose_layer(law, word, &job->layers[job->layer_count++], error);
    return status;
}

/* Of one pyramid: the operand itself, or, of several, LAYER/DATE in it. Creates the folder of a file. */
static enum lawmap_status place(const struct job *job, char out[PATH_SIZE], struct lawmap_error *error)
{
    char date[DATE_TEXT_SIZE];
    const char *layer = job->options.layer->id, *suffix = formats[job->format];
    bool one = job->layer_count * job->date_count == 1, in_folder = job->format == FORMAT_DIRECTORY;
    date_format(job->options.date, date);
    if (one)
        snprintf(out, PATH_SIZE, "%s", in_folder ? "" : job->path);
    else if (in_folder)
        snprintf(out, PATH_SIZE, "%s/%s", layer, date);
    if (one || in_folder)
        return LAWMAP_OK;
    if (snprintf(out, PATH_SIZE, "%s/%s/%s.%s", job->path, layer, date, suffix) >= PATH_SIZE)
        return lawmap_fail(error, LAWMAP_BAD_REQUEST, "%s: too long a name", job->path);
    for (char *slash = out + strlen(job->path); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        bool made = mkdir(out, 0777) == 0 || errno == EEXIST;
        *slash = '/';
        if (!made)
            return lawmap_fail(error, LAWMAP_IO, "%s: its folder cannot be created: %s", out,
                               strerror(errno));
    }
    return LAWMAP_OK;
}

static enum lawmap_status export_one(struct job *job, struct tile_store *store, const struct law *law,
                                     struct lawmap_error *error)
{
    char path[PATH_SIZE];
    struct export_report report = {0};
    enum lawmap_status status = place(job, path, error);
    if (status != LAWMAP_OK)
        return status;
    job->options.path = path;
    if (job->format == FORMAT_DIRECTORY)
        status = pyramid_export_folder(job->folder, store, law, &job->options, &report, error);
    else if (job->format == FORMAT_PMTILES)
        status = pyramid_export_pmtiles(store, law, &job->options, &report, error);
    else
        status = pyramid_export_mbtiles(store, law, &job->options, &report, error);
    job->finished++;
    job->report.tiles += report.tiles;
    job->report.images += report.images;
    job->report.bytes += report.bytes;
    return status;
}

/* The geometry of each tile is drawn once for all. */
static enum lawmap_status export_all(struct job *job, struct tile_store *store, const struct law *law,
                                     struct lawmap_error *error)
{
    enum lawmap_status status = LAWMAP_OK;
    if (job->format == FORMAT_DIRECTORY)
        status = tile_folder_new(job->path, &job->folder, error);
    progress_begin(&job->progress);
    job->options.progress = show_progress;
    job->options.context = job;
    for (size_t i = 0; i < job->layer_count; i++)
        for (size_t j = 0; j < job->date_count && status == LAWMAP_OK; j++) {
            job->options.layer = job->layers[i];
            job->options.date = job->dates[j];
            status = export_one(job, store, law, error);
        }
    if (status == LAWMAP_OK && job->folder != NULL)
        status = tile_folder_publish(job->folder, error);
    progress_end(&job->progress);
    return status;
}

static enum lawmap_status export(const struct arguments *arguments, const struct law *law,
                                 const struct atlas *atlas, void *context, struct lawmap_error *error) {
    struct job *job = context; const char *const *values = arguments->values; struct tile_store *store = NULL;
    enum lawmap_status status = choose_layers(values[OPTION_LAYER], law, job, error);
    if (status == LAWMAP_OK)
        status = choose_palette(law, values[OPTION_PALETTE], &job->options.colours, error);
    if (status == LAWMAP_OK) status = tile_store_new(atlas, &store, error);
    if (status == LAWMAP_OK) status = export_all(job, store, law, error);
    if (status == LAWMAP_OK) fprintf(stderr, "%s: %zu tiles, %zu different images, %zu bytes\n", job->path,
                                     job->report.tiles, job->report.images, job->report.bytes);
    tile_folder_free(job->folder);
    tile_store_free(store);
    return status;
}

int command_export(const struct arguments *arguments)
{
    struct job job = {0};
    char attribution[ATTRIBUTION_SIZE];
    int result = EXIT_USAGE;
    const char *format = arguments->values[OPTION_FORMAT];
    if (format != NULL && strcmp(format, "site") == 0)
        return export_site(arguments);
    if (parse_options(arguments, &job)) {
        interrupt_catch();
        attribute(arguments, attribution);
        job.options.attribution = attribution;
        enum lawmap_status status = sources_use(arguments, "export", export, &job);
        result = status == LAWMAP_OK ? EXIT_SUCCESS : EXIT_FAILURE;
    }
    free(job.dates);
    free(job.layers);
    interrupt_pass_on();
    return result;
}
