/* systemd's two small protocols, which sd_listen_fds(3) and sd_notify(3) promise to keep and show how to
 * speak without libsystemd: that would bring four libraries more into the process. */
#include <lawmap/process.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { FIRST_SOCKET = 3 }; /* SD_LISTEN_FDS_START */

static bool is_number(const char *text, long number)
{
    char expected[24];
    snprintf(expected, sizeof expected, "%ld", number);
    return text != NULL && strcmp(text, expected) == 0;
}

enum lawmap_status process_take_socket(int *out, struct lawmap_error *error)
{
    const char *count = getenv("LISTEN_FDS");
    bool is_ours = is_number(getenv("LISTEN_PID"), (long)getpid()) && count != NULL;
    bool is_one = is_ours && is_number(count, 1);
    *out = is_one ? FIRST_SOCKET : 0;
    enum lawmap_status status = LAWMAP_OK;
    if (is_ours && !is_one)
        status = lawmap_fail(error, LAWMAP_BAD_REQUEST,
                             "systemd handed over %s sockets, expected one: see LISTEN_FDS", count);
    if (is_one)
        fcntl(FIRST_SOCKET, F_SETFD, FD_CLOEXEC);
    unsetenv("LISTEN_PID");
    unsetenv("LISTEN_FDS");
    unsetenv("LISTEN_FDNAMES");
    return status;
}

int process_open_notice(void)
{
    const char *path = getenv("NOTIFY_SOCKET");
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    size_t size = path == NULL ? 0 : strlen(path);
    if (size < 2 || size >= sizeof address.sun_path || (path[0] != '/' && path[0] != '@'))
        return -1;
    memcpy(address.sun_path, path, size);
    if (path[0] == '@')
        address.sun_path[0] = '\0'; /* a name outside the file system: unix(7) */
    int notice = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    socklen_t length = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + size);
    if (notice >= 0 && connect(notice, (struct sockaddr *)&address, length) != 0) {
        close(notice);
        notice = -1;
    }
    return notice;
}

/* A manager that does not listen is no reason to stop serving. */
void process_notify(int notice, const char *state)
{
    if (notice >= 0 && send(notice, state, strlen(state), MSG_NOSIGNAL) < 0)
        return;
}
