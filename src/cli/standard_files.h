/* standard_files: input, output and error, as whoever starts the program has left them. */
#ifndef LAWMAP_CLI_STANDARD_FILES_H
#define LAWMAP_CLI_STANDARD_FILES_H

/* Where one of the three is closed, keeps its number from the next file that is opened: what is printed would
 * else end up in that. To be called first. */
void standard_files_reserve(void);

/* The exit status of a program whose own is `exit_status`: a failure, with a message, if what it printed did
 * not arrive. */
int standard_files_finish(int exit_status);

#endif
