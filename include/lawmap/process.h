/* process: what the serving process is and what it may do: its account, what systemd hands to it, its
 * sandbox. Linux. Call from the first thread, before there are others. */
#ifndef LAWMAP_PROCESS_H
#define LAWMAP_PROCESS_H

#include <lawmap/base.h>

bool process_is_superuser(void);

/* Takes the user and the group of an account, and no other group, for good. The superuser's own account,
 * "root", keeps its user and gives up every capability. Who is not the superuser may only name its own
 * account. LAWMAP_NOT_FOUND (no such account), LAWMAP_IO. */
enum lawmap_status process_become(const char *account, struct lawmap_error *error);

/* The listening socket that systemd hands over (sd_listen_fds(3)); 0: none. LAWMAP_BAD_REQUEST: more than
 * one. Clears what told of it from the environment. */
enum lawmap_status process_take_socket(int *out, struct lawmap_error *error);

/* A channel to the service manager (sd_notify(3)); -1: none wants to hear. Open it before process_confine().
 */
int process_open_notice(void);
void process_notify(int notice, const char *state); /* such as "READY=1"; -1 is allowed */

/* Which parts of the sandbox the kernel has granted. */
struct process_sandbox {
    bool system_calls; /* seccomp(2): always there after LAWMAP_OK */
    int landlock;      /* the ABI of landlock(7); 0: this kernel has none */
};

/* For good, also for threads started later: no new privileges, no capabilities, no core dumps; files can be
 * read but not written, made, removed or run; no connection can be made, only those that come in at a socket
 * already listening. With Landlock only the `count` files and directories (with what is below them) in
 * `readable` can be read; one that does not exist is passed over. A call that is not allowed fails with
 * EPERM; to run a program or to trace a process, which nothing here ever does, ends the process with SIGSYS.
 * A build with a sanitizer lets its run-time read everything, and run a symbolizer. LAWMAP_IO: the kernel
 * refused. */
enum lawmap_status process_confine(const char *const readable[], size_t count, struct process_sandbox *out,
                                   struct lawmap_error *error);

#endif
