#include "service_log.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { SYSLOG_ERROR = 3, SYSLOG_NOTICE = 5 };

/* systemd.exec(5): the journal's device and inode, so that a program whose output went elsewhere can tell. */
static bool is_journal(void)
{
    const char *expected = getenv("JOURNAL_STREAM");
    struct stat info;
    char found[64];
    if (expected == NULL || fstat(STDERR_FILENO, &info) != 0)
        return false;
    snprintf(found, sizeof found, "%ju:%ju", (uintmax_t)info.st_dev, (uintmax_t)info.st_ino);
    return strcmp(found, expected) == 0;
}

bool service_log_open(const char *format, struct service_log *out)
{
    *out = (struct service_log){
        .is_json = format != NULL && strcmp(format, "json") == 0,
        .is_journal = is_journal(),
    };
    return format == NULL || out->is_json || strcmp(format, "text") == 0;
}

static void write_json(enum severity severity, const char *line)
{
    char now[sizeof "9999-12-31T23:59:59Z"] = "";
    time_t seconds = time(NULL);
    struct tm utc;
    if (gmtime_r(&seconds, &utc) != NULL)
        strftime(now, sizeof now, "%FT%TZ", &utc);
    json_t *entry = json_pack("{s:s, s:s, s:s}", "time", now, "level",
                              severity == SEVERITY_ERROR ? "error" : "notice", "message", line);
    char *text = json_dumps(entry, JSON_COMPACT);
    fprintf(stderr, "%s\n", text == NULL ? "{\"level\":\"error\",\"message\":\"out of memory\"}" : text);
    free(text);
    json_decref(entry);
}

void service_log_write(const struct service_log *log, enum severity severity, const char *line)
{
    if (log->is_json)
        write_json(severity, line);
    else if (log->is_journal)
        fprintf(stderr, "<%d>%s\n", severity == SEVERITY_ERROR ? SYSLOG_ERROR : SYSLOG_NOTICE, line);
    else
        fprintf(stderr, "%s\n", line);
}
