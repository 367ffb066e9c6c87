#include "static_place.h"

#include <stdio.h>
#include <string.h>

enum { OTHERS_MAX = 6, WORD_SIZE = 64 };

struct parameter_of_address {
    char name[WORD_SIZE], value[WORD_SIZE];
};

struct address { /* taken apart */
    char path[PLACE_SIZE];
    char language[WORD_SIZE], date[WORD_SIZE]; /* "": none */
    struct parameter_of_address others[OTHERS_MAX];
    size_t other_count;
};

static bool is_plain(const char *text)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.,@/";
    return text[strspn(text, plain)] == '\0' && strstr(text, "..") == NULL;
}

/* False: it does not fit, or has what a file's name should not have. */
static bool copy(char *to, size_t room, const char *from, size_t size)
{
    if (size >= room)
        return false;
    memcpy(to, from, size);
    to[size] = '\0';
    return is_plain(to);
}

static bool read_parameter(struct address *out, const char *text, size_t size)
{
    const char *equals = memchr(text, '=', size);
    struct parameter_of_address one;
    if (size == 0)
        return true; /* "?" or "&" at the end */
    if (equals == NULL || !copy(one.name, WORD_SIZE, text, (size_t)(equals - text)) ||
        !copy(one.value, WORD_SIZE, equals + 1, size - (size_t)(equals + 1 - text)))
        return false;
    if (strcmp(one.name, "lang") == 0)
        memcpy(out->language, one.value, WORD_SIZE);
    else if (strcmp(one.name, "date") == 0)
        memcpy(out->date, one.value, WORD_SIZE);
    else if (out->other_count == OTHERS_MAX)
        return false;
    else
        out->others[out->other_count++] = one;
    return true;
}

static bool read_address(const char *text, struct address *out)
{
    size_t path_size = strcspn(text, "?");
    *out = (struct address){0};
    if (*text != '/' || !copy(out->path, sizeof out->path, text, path_size))
        return false;
    const char *rest = text + path_size;
    while (*rest != '\0') {
        size_t size = strcspn(++rest, "&");
        if (!read_parameter(out, rest, size))
            return false;
        rest += size;
    }
    if (strcmp(out->language, language_tag(LANGUAGE_EN)) == 0)
        out->language[0] = '\0';
    return true;
}

/* The jurisdiction that the path is about; NULL: it is about something else. */
static const struct jurisdiction *subject_of(const struct law *law, const char *path)
{
    static const char *const starts[] = {"/country/", "/api/v1/jurisdictions/"};
    for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++)
        if (strncmp(path, starts[i], strlen(starts[i])) == 0 &&
            strpbrk(path + strlen(starts[i]), "/.") == NULL)
            return law_find(law, path + strlen(starts[i]));
    return NULL;
}

static bool has_dates(const struct jurisdiction *jurisdiction)
{
    for (size_t i = 0; i < jurisdiction->period_count; i++)
        if (jurisdiction->periods[i].from.year != 0)
            return true;
    return false;
}

/* The law is the same on all days of a period: the first stands for them, and no day at all for those of the
 * period that is in force today. */
static void round_date(const struct jurisdiction *jurisdiction, char text[WORD_SIZE])
{
    struct date date;
    if (*text == '\0' || !date_parse(text, &date))
        return;
    const struct period *period = law_period_at(jurisdiction, date);
    if (!has_dates(jurisdiction) || period == law_period_at(jurisdiction, date_today())) {
        *text = '\0';
        return;
    }
    struct date from = period == NULL ? (struct date){0} : period->from;
    snprintf(text, WORD_SIZE, STATIC_FIRST_DAY);
    if (from.year != 0)
        snprintf(text, WORD_SIZE, "%04u-%02u-%02u", (unsigned)from.year,
                 from.month == 0 ? 1u : (unsigned)from.month, from.day == 0 ? 1u : (unsigned)from.day);
}

static bool put(char out[PLACE_SIZE], const char *text)
{
    size_t used = strlen(out), size = strlen(text);
    if (used + size >= PLACE_SIZE)
        return false;
    memcpy(out + used, text, size + 1);
    return true;
}

static bool put_parameter(char out[PLACE_SIZE], const char *name, const char *value)
{
    return *value == '\0' || (put(out, strchr(out, '?') == NULL ? "?" : "&") && put(out, name) &&
                              put(out, "=") && put(out, value));
}

static bool write_target(const struct address *address, char out[PLACE_SIZE])
{
    *out = '\0';
    bool written = put(out, address->path) && put_parameter(out, "date", address->date);
    for (size_t i = 0; i < address->other_count; i++)
        written = written && put_parameter(out, address->others[i].name, address->others[i].value);
    return written && put_parameter(out, "lang", address->language);
}

/* "/2003-06-28/region/africa" */
static bool put_folders(const struct address *address, bool named, char out[PLACE_SIZE])
{
    bool written = *address->date == '\0' || (put(out, "/") && put(out, address->date));
    for (size_t i = 0; i < address->other_count; i++)
        written = written && (!named || (put(out, "/") && put(out, address->others[i].name))) &&
                  put(out, "/") && put(out, address->others[i].value);
    return written;
}

/* What chooses the colours stands before the numbers of the tile: "/tiles/framework" + … + "/3/4/2@2x.png".
 */
static bool write_tile(const struct address *address, char out[PLACE_SIZE])
{
    const char *layer = address->path + strlen("/tiles/"), *numbers = strchr(layer, '/');
    if (numbers == NULL)
        return false;
    snprintf(out, PLACE_SIZE, "%.*s", (int)(numbers - address->path - 1), address->path + 1);
    return put_folders(address, false, out) && put(out, numbers);
}

static const char *extension_of(const char *path)
{
    const char *dot = strrchr(path, '.');
    if (dot != NULL && strchr(dot, '/') == NULL)
        return dot;
    return strncmp(path, "/api/", strlen("/api/")) == 0 ? ".json" : "/index.html";
}

static bool write_file(const struct address *address, char out[PLACE_SIZE])
{
    const char *extension = extension_of(address->path);
    const char *dot = strstr(address->path, extension);
    size_t size = dot == NULL ? strlen(address->path) : (size_t)(dot - address->path);
    *out = '\0';
    bool written = put(out, *address->language == '\0' ? "" : "/") && put(out, address->language);
    if (written && size > 1) {
        char stem[PLACE_SIZE];
        written = copy(stem, sizeof stem, address->path, size) && put(out, stem);
    }
    written = written && put_folders(address, true, out) && put(out, extension);
    memmove(out, out + 1, strlen(out)); /* the slash at the beginning */
    return written;
}

bool static_place_of(const struct law *law, const char *text, struct static_place *out)
{
    static const char index[] = "index.html";
    struct address address;
    if (!read_address(text, &address))
        return false;
    const struct jurisdiction *subject = subject_of(law, address.path);
    if (subject != NULL)
        round_date(subject, address.date);
    bool is_tile = strncmp(address.path, "/tiles/", strlen("/tiles/")) == 0;
    if (!write_target(&address, out->target) ||
        !(is_tile ? write_tile(&address, out->file) : write_file(&address, out->file)))
        return false;
    size_t size = strlen(out->file), index_size = strlen(index);
    bool is_index = size >= index_size && strcmp(out->file + size - index_size, index) == 0;
    out->link_size = is_index ? size - index_size : size;
    return true;
}
