/* commands: one function, in a file of its own, for each command. They return the exit status. */
#ifndef LAWMAP_CLI_COMMANDS_H
#define LAWMAP_CLI_COMMANDS_H

#include "options.h"

int command_serve(const struct arguments *arguments);
int command_check(const struct arguments *arguments);
int command_diff(const struct arguments *arguments);
int command_csv(const struct arguments *arguments);
int command_explain(const struct arguments *arguments);
int command_stats(const struct arguments *arguments);
int command_render(const struct arguments *arguments);
int command_map(const struct arguments *arguments);
int command_export(const struct arguments *arguments);

#endif
