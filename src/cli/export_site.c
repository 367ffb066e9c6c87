#include "export_site.h"

#include "export_choices.h"
#include "interrupt.h"
#include "progress.h"
#include "sources.h"

#include <lawmap/http.h>
#include <stdlib.h>
#include <string.h>

enum { LAST_ZOOM = 6, URL_SIZE = 256 };

struct job {
    struct server_options server;
    struct static_site_options options;
    struct date *dates; /* owned */
    struct progress progress;
};

static bool show_progress(void *context, size_t done, size_t total)
{
    struct job *job = context;
    progress_show(&job->progress, done, total);
    return !interrupted();
}

static void log_line(void *context, enum severity severity, const char *line)
{
    (void)context, (void)severity;
    fprintf(stderr, "lawmap export: %s\n", line);
}

/* English is there always: it is at the root. */
static bool choose_languages(const char *list, unsigned *out)
{
    bool known = true;
    *out = list == NULL ? (1u << LANGUAGE_COUNT) - 1 : 1u << LANGUAGE_EN;
    for (char *word; known && (word = export_next_word(&list)) != NULL; free(word)) {
        enum language language = LANGUAGE_EN;
        known = language_parse(word, &language) ||
                export_complain("--lang", word, "one of en, fr, es, ru, zh, or several with commas between");
        *out |= 1u << language;
    }
    return known;
}

/* An origin, and perhaps the path of a folder without a slash at its end. */
static bool is_folder_url(const char *url)
{
    static const char path_characters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
    const char *host = strstr(url, "://");
    size_t size = host == NULL ? 0 : (size_t)(host + 3 - url) + strcspn(host + 3, "/");
    char origin[URL_SIZE];
    if (size == 0 || strlen(url) >= sizeof origin)
        return false;
    memcpy(origin, url, size);
    origin[size] = '\0';
    return server_is_origin(origin) && url[size + strspn(url + size, path_characters)] == '\0' &&
           url[strlen(url) - 1] != '/';
}

static bool parse_options(const struct arguments *arguments, struct job *job)
{
    const char *const *values = arguments->values;
    const char *url = values[OPTION_PUBLIC_URL], *layers = values[OPTION_LAYER];
    struct static_site_options *options = &job->options;
    job->server = (struct server_options){.site = {.public_url = url}, .log = log_line};
    *options = (struct static_site_options){
        .path = arguments->operands[0],
        .server = &job->server,
        .layers = layers == NULL ? "framework" : layers,
        .last_zoom = LAST_ZOOM,
        .progress = show_progress,
        .context = job,
    };
    if (url != NULL && !is_folder_url(url))
        return export_complain("--public-url", url,
                               "an address such as https://example.org/folder, without a slash at "
                               "its end");
    if (values[OPTION_PALETTE] != NULL)
        return export_complain("--palette", values[OPTION_PALETTE],
                               "for --format site: its pages have every palette");
    if (!export_choose_zooms(arguments, &options->first_zoom, &options->last_zoom) ||
        !export_choose_threads(arguments, &options->threads) ||
        !export_choose_dates(arguments, &job->dates, &options->date_count) ||
        !choose_languages(values[OPTION_LANG], &options->languages))
        return false;
    options->dates = job->dates;
    if (options->first_zoom > 1 || options->last_zoom < 1)
        return export_complain("--zoom", values[OPTION_ZOOM], "from 0 or 1 on, with which the map begins");
    return export_check_folder(options->path);
}

static enum lawmap_status export(const struct arguments *arguments, struct job *job,
                                 struct lawmap_error *error) {
    struct sources sources; struct export_report report = {0};
    enum lawmap_status status = sources_find(arguments, &sources, error);
    job->server.data_dir = sources.data_dir;
    job->server.atlas = sources.atlas;
    progress_begin(&job->progress);
    if (status == LAWMAP_OK) status = static_site_export(&job->options, &report, error);
    progress_end(&job->progress);
    if (status == LAWMAP_OK) fprintf(stderr, "%s: %zu files, %zu of them different, %zu bytes\n",
                                     job->options.path, report.tiles, report.images, report.bytes);
    sources_free(&sources);
    return status;
}

int export_site(const struct arguments *arguments)
{
    struct job job = {0};
    struct lawmap_error error = {0};
    int result = EXIT_USAGE;
    if (parse_options(arguments, &job)) {
        interrupt_catch();
        result = export(arguments, &job, &error) == LAWMAP_OK ? EXIT_SUCCESS : EXIT_FAILURE;
        if (result != EXIT_SUCCESS)
            fprintf(stderr, "lawmap export: %s\n", error.text);
    }
    free(job.dates);
    interrupt_pass_on();
    return result;
}
