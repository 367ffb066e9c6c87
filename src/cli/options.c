#include "options.h"

#include "suggest.h"

#include <getopt.h>
#include <string.h>

/* In the order of enum option_id. */
static const struct {
    const char *name;
    char letter;          /* 0: none */
    const char *argument; /* NULL: takes none */
    const char *summary;
} table[OPTION_COUNT] = {
    [OPTION_LISTEN] = {"listen", 0, "ADDR:PORT",
                       "where to listen; default 127.0.0.1:8080, port 0: any free one"},
    [OPTION_THREADS] = {"threads", 0, "N", "threads that work; default one a processor"},
    [OPTION_TIMEOUT] = {"timeout", 0, "SECONDS",
                        "end connections silent for so long, and those that take twice that over a "
                        "request; default 15"},
    [OPTION_WATCH] = {"watch", 0, NULL, "load the data again whenever one of their files is saved"},
    [OPTION_CORRECTION_URL] =
        {"correction-url", 0, "URL",
         "where readers report corrections, https: or mailto:; {code} is the country's"},
    [OPTION_FRAME_ANCESTORS] =
        {"frame-ancestors", 0, "ORIGINS",
         "whose pages may show the map of /embed in a frame: https://…, blanks between, or *; default: "
         "nobody's"},
    [OPTION_PUBLIC_URL] = {"public-url", 0, "URL",
                           "what absolute addresses begin with, such as https://example.org; default: what "
                           "each request says"},
    [OPTION_SECURITY_CONTACT] = {"security-contact", 0, "URI",
                                 "to whom faults of security can be reported, such as mailto:…"},
    [OPTION_SECURITY_EXPIRES] = {"security-expires", 0, "YYYY-MM-DD",
                                 "… until this day, at most a year ahead (RFC 9116)"},
    [OPTION_USER] = {"user", 0, "NAME", "started by root: the account to take; see above"},
    [OPTION_LOG_FORMAT] = {"log-format", 0, "FORMAT", "text (the default) or json, an object a line"},
    [OPTION_DATA] = {"data", 0, "DIR", "the legal data; default: those installed with the program"},
    [OPTION_SHAPEFILES] = {"shapefiles", 0, "DIR",
                           "the boundaries; default: those installed with the program"},
    [OPTION_CODE_FIELD] = {"code-field", 0, "NAME",
                           "attribute of the shapefile with the ISO code; default code"},
    [OPTION_PARENT_FIELD] = {"parent-field", 0, "NAME",
                             "… with the country of a subdivision; default parent"},
    [OPTION_NAME_FIELD] = {"name-field", 0, "NAME", "… with the name; default name"},
    [OPTION_FORMAT] = {"format", 0, "FORMAT", "the format of what is written, see above"},
    [OPTION_WARNINGS] = {"warnings", 0, NULL, "show each warning, not only how many there are"},
    [OPTION_EXPLAIN] = {"explain", 0, "RULE", "explain a rule, such as LAW007, and exit"},
    [OPTION_LAYER] = {"layer", 0, "LAYER", "what the map shows"},
    [OPTION_DATE] = {"date", 0, "YYYY-MM-DD", "the law on that day; default today (UTC)"},
    [OPTION_PALETTE] = {"palette", 0, "PALETTE",
                        "the colours, by a palette of the codebook; default its first"},
    [OPTION_ZOOM] = {"zoom", 0, "FIRST-LAST", "the zooms; default 0-8"},
    [OPTION_BBOX] = {"bbox", 0, "W,S,E,N",
                     "the part of the world, in degrees; W > E crosses the antimeridian"},
    [OPTION_PROJECTION] = {"projection", 0, "NAME", "equal-earth (the default) or web-mercator"},
    [OPTION_WIDTH] = {"width", 0, "N", "pixels, or points in a PDF; 200 to 8192, default 1200"},
    [OPTION_LANG] = {"lang", 0, "LANGUAGE", "en, fr, es, ru or zh; default en"},
    [OPTION_OUTPUT] = {"output", 'o', "FILE", "where to write; default standard output"},
    [OPTION_DRY_RUN] = {"dry-run", 0, NULL, "say what would change, and change nothing"},
    [OPTION_DIFF] = {"diff", 0, "OLD", "show only what changes since OLD, a directory of data"},
    [OPTION_HELP] = {"help", 'h', NULL, "show this and exit"},
};

static bool has_option(const struct command *command, size_t id)
{
    return id == OPTION_HELP || (command->options >> id & 1) != 0;
}

static void put_option_help(size_t id, FILE *out)
{
    char left[48];
    char letter[8] = "";
    if (table[id].letter != 0)
        snprintf(letter, sizeof letter, "-%c, ", table[id].letter);
    snprintf(left, sizeof left, "%s--%s%s%s", letter, table[id].name, table[id].argument == NULL ? "" : " ",
             table[id].argument == NULL ? "" : table[id].argument);
    fprintf(out, "  %-24s %s\n", left, table[id].summary);
}

void options_print_help(const struct command *command, FILE *out)
{
    fprintf(out, "usage: lawmap %s%s%s [OPTION]...\n\n%s.\n", command->name,
            command->operands[0] == '\0' ? "" : " ", command->operands, command->summary);
    if (command->description[0] != '\0')
        fprintf(out, "%s\n", command->description);
    fputs("\n", out);
    for (size_t id = 0; id < OPTION_COUNT; id++)
        if (has_option(command, id))
            put_option_help(id, out);
}

/* What getopt_long() returns for the first: beyond every character, such as '?' and ':', which mean something
 * else. */
enum { LONG_OPTION = 256 };

/* What getopt_long() understands. */
struct parser {
    struct option options[OPTION_COUNT + 1];
    char letters[2 * OPTION_COUNT + 2];
};

static void make_parser(const struct command *command, struct parser *out)
{
    size_t count = 0, letter = 0;
    memset(out, 0, sizeof *out);
    out->letters[letter++] = ':'; /* tells a missing argument from an unknown option */
    for (size_t id = 0; id < OPTION_COUNT; id++) {
        if (!has_option(command, id))
            continue;
        int argument = table[id].argument == NULL ? no_argument : required_argument;
        out->options[count++] = (struct option){table[id].name, argument, NULL, LONG_OPTION + (int)id};
        if (table[id].letter != 0) {
            out->letters[letter++] = table[id].letter;
            if (argument == required_argument)
                out->letters[letter++] = ':';
        }
    }
}

/* From what getopt_long() returns. */
static size_t option_of(int found)
{
    for (size_t id = 0; id < OPTION_COUNT; id++)
        if (found == LONG_OPTION + (int)id || (table[id].letter != 0 && found == table[id].letter))
            return id;
    return OPTION_COUNT;
}

static void complain_unknown(const struct command *command, const char *word)
{
    const char *known[OPTION_COUNT + 1];
    size_t count = 0;
    for (size_t id = 0; id < OPTION_COUNT; id++)
        if (has_option(command, id))
            known[count++] = table[id].name;
    known[count] = NULL;
    char name[64];
    snprintf(name, sizeof name, "%.*s", (int)strcspn(word + strspn(word, "-"), "="),
             word + strspn(word, "-"));
    const char *meant = word[0] == '-' && word[1] == '-' ? suggest(name, known) : NULL;
    fprintf(stderr, "lawmap %s: unknown option “%s”", command->name, word);
    if (meant != NULL)
        fprintf(stderr, "; did you mean “--%s”?", meant);
    fprintf(stderr, "\nSee “lawmap %s --help”.\n", command->name);
}

static bool check_operands(const struct command *command, int count)
{
    int wanted = command->operand_count;
    if (wanted < 0 ? count >= 1 && count <= -wanted : count == wanted)
        return true;
    fprintf(stderr, "lawmap %s: expected %s%s, found %d operand%s\nSee “lawmap %s --help”.\n", command->name,
            command->operand_count == 0 ? "only options" : command->operands,
            command->operand_count == 0 ? "" : " beside the options", count, count == 1 ? "" : "s",
            command->name);
    return false;
}

bool options_parse(const struct command *command, int argc, char *argv[], struct arguments *out,
                   int *exit_status)
{
    struct parser parser;
    make_parser(command, &parser);
    *out = (struct arguments){0};
    *exit_status = EXIT_USAGE;
    opterr = 0;
    int found;
    while ((found = getopt_long(argc, argv, parser.letters, parser.options, NULL)) != -1) {
        size_t id = option_of(found);
        if (id == OPTION_HELP) {
            options_print_help(command, stdout);
            *exit_status = 0;
            return false;
        }
        if (id == OPTION_COUNT && found == ':') {
            fprintf(stderr, "lawmap %s: %s needs an argument\n", command->name, argv[optind - 1]);
            return false;
        }
        if (id == OPTION_COUNT) {
            complain_unknown(command, argv[optind - 1]);
            return false;
        }
        out->values[id] = optarg == NULL ? "" : optarg;
    }
    out->operands = argv + optind;
    out->operand_count = argc - optind;
    return check_operands(command, out->operand_count);
}
