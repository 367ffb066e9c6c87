#include "commands.h"
#include "standard_files.h"
#include "suggest.h"

#include <string.h>

#define BIT(id) (UINT64_C(1) << (id))
#define SOURCE_OPTIONS                                                                                       \
    (BIT(OPTION_DATA) | BIT(OPTION_SHAPEFILES) | BIT(OPTION_CODE_FIELD) | BIT(OPTION_PARENT_FIELD) |         \
     BIT(OPTION_NAME_FIELD))

static const struct command commands[] = {
    {"serve", "", 0, "Serve the map, its tiles and the data over HTTP",
     "Prints the address once it answers. SIGHUP loads changed data, --watch does so by itself; data\n"
     "with faults are refused and the old ones stay. SIGTERM lets requests under way finish, then ends.\n"
     "Root serves other machines only with --user: as an account without rights, such as nobody, or as root\n"
     "without a superuser's powers. A socket that systemd hands over is used instead of --listen.",
     SOURCE_OPTIONS | BIT(OPTION_LISTEN) | BIT(OPTION_THREADS) | BIT(OPTION_TIMEOUT) | BIT(OPTION_WATCH) |
         BIT(OPTION_USER) | BIT(OPTION_LOG_FORMAT) | BIT(OPTION_PUBLIC_URL) | BIT(OPTION_CORRECTION_URL) |
         BIT(OPTION_FRAME_ANCESTORS) | BIT(OPTION_SECURITY_CONTACT) | BIT(OPTION_SECURITY_EXPIRES),
     command_serve},
    {"check", "", 0, "Check the legal data and the boundaries",
     "Prints one line “FILE:LINE:COLUMN: error: …” for each fault and exits 1; exits 0 when there is none.\n"
     "Warnings do not count. --format is text, json (a list of all faults and warnings), github "
     "(annotations)\nor sarif (a log in SARIF 2.1.0).",
     SOURCE_OPTIONS | BIT(OPTION_FORMAT) | BIT(OPTION_WARNINGS) | BIT(OPTION_EXPLAIN), command_check},
    {"diff", "OLD NEW", 2, "Say what a change to the data means",
     "OLD and NEW are two directories of data. Says for each jurisdiction which layer changes, from what to "
     "what and for\nwhich dates, and what else differs in its record. --format is text or json.",
     BIT(OPTION_FORMAT), command_diff},
    {"csv", "export | import FILE", -2, "Write the records as a table for spreadsheets, or take such a table",
     "“csv export” writes one row for each jurisdiction and period. “csv import” holds FILE, such a table "
     "after "
     "it has been\nedited, against every rule, names each fault by row and column, says what changes in the "
     "law, "
     "and writes the files\nof the records that change. With a fault nothing is written. Rows that are left "
     "out "
     "change nothing.",
     BIT(OPTION_DATA) | BIT(OPTION_OUTPUT) | BIT(OPTION_DRY_RUN), command_csv},
    {"explain", "CODE", 1, "Say what each status of a jurisdiction rests on",
     "Law, section, sanction and penalty of each rule, the sources, and who has reviewed the record.",
     BIT(OPTION_DATA) | BIT(OPTION_DATE), command_explain},
    {"stats", "", 0, "Count what the data cover and what they say",
     "By confidence, review and age of the research; then countries and dependencies by framework or status "
     "and region.",
     BIT(OPTION_DATA) | BIT(OPTION_DATE), command_stats},
    {"render", "LAYER Z X Y[@2x]", 4, "Draw one tile as a PNG file", "The same bytes as the server's.",
     SOURCE_OPTIONS | BIT(OPTION_DATE) | BIT(OPTION_PALETTE) | BIT(OPTION_OUTPUT), command_render},
    {"map", "[NEW] LAYER", -2, "Draw a figure for a paper: a map with title, date, legend and source",
     "--format is png, svg or pdf; without it the end of FILE decides. The map is of the "
     "whole\n"
     "world, with web-mercator from 60° S to 84° N, unless --bbox says otherwise. --diff OLD draws what "
     "changes from the data in OLD to those in NEW (default: of\n--data) on the date, and lists it.",
     SOURCE_OPTIONS | BIT(OPTION_FORMAT) | BIT(OPTION_DATE) | BIT(OPTION_PALETTE) | BIT(OPTION_BBOX) |
         BIT(OPTION_PROJECTION) | BIT(OPTION_WIDTH) | BIT(OPTION_LANG) | BIT(OPTION_OUTPUT) |
         BIT(OPTION_DIFF),
     command_map},
    {"export", "OUT", 1,
     "Write all tiles of some zooms as MBTiles, as PMTiles or as files, or a whole site as files",
     "Each different image is written once. OUT is there when it is complete, not before. --format is "
     "mbtiles,\n"
     "pmtiles, dir: a folder of files Z/X/Y.png; or site. --layer and --date take lists with commas between, "
     "--layer\n"
     "also “all”: then OUT is a folder, and holds LAYER/DATE.mbtiles, LAYER/DATE.pmtiles or "
     "LAYER/DATE/Z/X/Y.png.\n"
     "A site is a folder of pages, data and tiles for any static host: it works at any address. --lang takes "
     "a list of\n"
     "languages beside English (default: all), --layer that of coloured tiles and figures (default: "
     "framework; the map\n"
     "shows all layers and days anyway), --date days for more of them; its zooms are 0-6 by default. With "
     "--public-url\n"
     "pages say where they are, and the page for what is not there finds its way in a folder.",
     SOURCE_OPTIONS | BIT(OPTION_FORMAT) | BIT(OPTION_LAYER) | BIT(OPTION_DATE) | BIT(OPTION_PALETTE) |
         BIT(OPTION_ZOOM) | BIT(OPTION_LANG) | BIT(OPTION_PUBLIC_URL) | BIT(OPTION_THREADS),
     command_export},
};
enum { COMMAND_COUNT = sizeof commands / sizeof commands[0] };

static void print_help(FILE *out)
{
    fputs("usage: lawmap COMMAND [OPTION]...\n\n"
          "The laws on sex work in every country: a map, its tiles and the data.\n\n",
          out);
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        fprintf(out, "  %-8s %s\n", commands[i].name, commands[i].summary);
    fputs("\n“lawmap COMMAND --help” tells more; “lawmap --version” says which release this is.\n", out);
}

static int complain_unknown(const char *word)
{
    const char *known[COMMAND_COUNT + 3];
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        known[i] = commands[i].name;
    known[COMMAND_COUNT] = "--help";
    known[COMMAND_COUNT + 1] = "--version";
    known[COMMAND_COUNT + 2] = NULL;
    const char *meant = suggest(word, known);
    fprintf(stderr, "lawmap: unknown %s “%s”", word[0] == '-' ? "option" : "command", word);
    if (meant != NULL)
        fprintf(stderr, "; did you mean “%s”?", meant);
    fputs("\nSee “lawmap --help”.\n", stderr);
    return EXIT_USAGE;
}

static int run(int argc, char *argv[])
{
    const char *word = argc > 1 ? argv[1] : "";
    if (argc < 2) {
        print_help(stderr);
        return EXIT_USAGE;
    }
    if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0) {
        print_help(stdout);
        return 0;
    }
    if (strcmp(word, "--version") == 0) {
        puts("lawmap " LAWMAP_VERSION);
        return 0;
    }
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        struct arguments arguments;
        int exit_status;
        if (strcmp(word, commands[i].name) != 0)
            continue;
        return options_parse(&commands[i], argc - 1, argv + 1, &arguments, &exit_status)
                   ? commands[i].run(&arguments)
                   : exit_status;
    }
    return complain_unknown(word);
}

int main(int argc, char *argv[])
{
    standard_files_reserve();
    return standard_files_finish(run(argc, argv));
}
