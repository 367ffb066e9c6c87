/* listener: the socket that connections come in at. */
#ifndef LAWMAP_HTTP_LISTENER_H
#define LAWMAP_HTTP_LISTENER_H

#include <lawmap/base.h>

enum { LISTENER_URL_SIZE = 80 };

struct listener {
    int socket;                  /* -1: none */
    char url[LISTENER_URL_SIZE]; /* "http://127.0.0.1:8080/", with the real port */
};

/* Listens on a numeric address; port 0: any free one. LAWMAP_BAD_REQUEST (no address), LAWMAP_IO. */
enum lawmap_status listener_open(const char *address, uint16_t port, struct listener *out,
                                 struct lawmap_error *error);

/* Takes a socket that is bound and listens already, such as systemd hands over. LAWMAP_BAD_REQUEST: it is not
 * that, or not of TCP. */
enum lawmap_status listener_take(int socket, struct listener *out, struct lawmap_error *error);

void listener_close(struct listener *listener);

#endif
