#include <lawmap/base.h>

#include <stdio.h>

static const struct {
    int http;
    const char *text;
} statuses[] = {
#define X(name, http, text) [name] = {http, text},
    LAWMAP_STATUS(X)
#undef X
};

int lawmap_status_http(enum lawmap_status status)
{
    return statuses[status].http;
}

const char *lawmap_status_text(enum lawmap_status status)
{
    return statuses[status].text;
}

enum lawmap_status lawmap_fail(struct lawmap_error *error, enum lawmap_status status, const char *format, ...)
{
    if (error != NULL) {
        error->status = status;
        va_list arguments;
        va_start(arguments, format);
        vsnprintf(error->text, sizeof error->text, format, arguments);
        va_end(arguments);
    }
    return status;
}
