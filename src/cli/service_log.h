/* service_log: what a server says about itself, to standard error. */
#ifndef LAWMAP_CLI_SERVICE_LOG_H
#define LAWMAP_CLI_SERVICE_LOG_H

#include <lawmap/http.h>

struct service_log {
    bool is_json;    /* an object a line: time (RFC 3339, UTC), level, message */
    bool is_journal; /* systemd's journal reads it: each line says how severe it is, as sd-daemon(3) has it */
};

/* `format` is that of --log-format; NULL: text. False: there is no such format. */
bool service_log_open(const char *format, struct service_log *out);
void service_log_write(const struct service_log *log, enum severity severity, const char *line);

#endif
