/* options: one table of the commands and their options; parsing and help come from it. */
#ifndef LAWMAP_CLI_OPTIONS_H
#define LAWMAP_CLI_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

enum { EXIT_USAGE = 2 };

enum option_id {
    OPTION_LISTEN,
    OPTION_THREADS,
    OPTION_TIMEOUT,
    OPTION_WATCH,
    OPTION_CORRECTION_URL,
    OPTION_FRAME_ANCESTORS,
    OPTION_PUBLIC_URL,
    OPTION_SECURITY_CONTACT,
    OPTION_SECURITY_EXPIRES,
    OPTION_USER,
    OPTION_LOG_FORMAT,
    OPTION_DATA,
    OPTION_SHAPEFILES,
    OPTION_CODE_FIELD,
    OPTION_PARENT_FIELD,
    OPTION_NAME_FIELD,
    OPTION_FORMAT,
    OPTION_WARNINGS,
    OPTION_EXPLAIN,
    OPTION_LAYER,
    OPTION_DATE,
    OPTION_PALETTE,
    OPTION_ZOOM,
    OPTION_BBOX,
    OPTION_PROJECTION,
    OPTION_WIDTH,
    OPTION_LANG,
    OPTION_OUTPUT,
    OPTION_DRY_RUN,
    OPTION_DIFF,
    OPTION_HELP,
    OPTION_COUNT
};

struct arguments {                    /* strings are the program's arguments */
    const char *values[OPTION_COUNT]; /* NULL: not given; "" for one that takes none */
    char *const *operands;            /* what stands beside the options */
    int operand_count;
};

struct command {
    const char *name;
    const char *operands;    /* as the synopsis names them; "" for none */
    int operand_count;       /* -n: from one to n, of which the command knows what they mean */
    const char *summary;     /* one line */
    const char *description; /* what a reader of --help should know beyond it */
    uint64_t options;        /* a bit for each enum option_id */
    int (*run)(const struct arguments *arguments); /* returns the exit status */
};

/* Parses what follows the command's name: argv[0] is the name. False when the command need not run any more:
 * *exit_status then is 0 after --help, or EXIT_USAGE after a message that names what was meant. */
bool options_parse(const struct command *command, int argc, char *argv[], struct arguments *out,
                   int *exit_status);

void options_print_help(const struct command *command, FILE *out);

#endif
