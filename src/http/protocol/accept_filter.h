/* accept_filter: takes connections and holds each until the header of its first request has come, as
 * FreeBSD's accf_http(9) does in the kernel; libmicrohttpd gets it only then. So one that is silent or slow
 * costs a hundred bytes here rather than ten thousand there, and does not take turns with those that are
 * answered. (Linux has TCP_DEFER_ACCEPT, which waits for the first byte only, and keeps who sends none in the
 * short queue of those that are still connecting, where they are in the way of everybody.) */
#ifndef LAWMAP_HTTP_ACCEPT_FILTER_H
#define LAWMAP_HTTP_ACCEPT_FILTER_H

#include <lawmap/base.h>
#include <stdatomic.h>
#include <sys/socket.h>

struct accept_filter; /* opaque */

struct accept_filter_options {
    int listener;             /* taken, once the filter has started; it does not block */
    unsigned silence_seconds; /* a connection on which nothing comes for so long is ended */
    unsigned header_seconds;  /* one is ended when the header has not come so long after its beginning */
    unsigned held_max;        /* the one that has been held longest makes room for the next */
    atomic_uint *held;        /* borrowed: how many there are is kept here */
    unsigned share_max;       /* so many of one client are held; what is more is ended at once */
    /* Takes a socket whose header has come, from the filter's thread. `client` is the same for all of one
     * client's, and no more of its address than that takes (clients.h). False: there is no room now; it is
     * asked again soon. */
    bool (*pass)(void *context, int socket, const struct sockaddr *client, socklen_t size);
    void *context;
};

/* Starts a thread. LAWMAP_NO_MEMORY, LAWMAP_IO (no thread, no descriptor). */
enum lawmap_status accept_filter_start(const struct accept_filter_options *options,
                                       struct accept_filter **out, struct lawmap_error *error);
/* Takes no more connections. Those that came within the last second may still send their header until they
 * are a second old; then all that are held end, and so does the thread. NULL is allowed. */
void accept_filter_stop(struct accept_filter *filter);

#endif
