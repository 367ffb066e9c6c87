#include "fields.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

enum {
    LINE_END_MIN = 1, /* a line feed (RFC 9112, section 2.2, allows it) */
    LINE_END_MAX = 2,
    BLANKS_MAX = 64, /* before a value, with the colon */
};

static bool is_letter_or_digit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* Only letters, digits and these. */
static bool consists_of(const char *text, size_t size, const char *others)
{
    for (size_t i = 0; i < size; i++)
        if (!is_letter_or_digit(text[i]) && (text[i] == '\0' || strchr(others, text[i]) == NULL))
            return false;
    return true;
}

/* RFC 9110, section 5.6.2. */
static bool is_token(const char *text, size_t size)
{
    return size > 0 && consists_of(text, size, "-!#$%&'*+.^_`|~");
}

/* A carriage return on its own is one of them; libmicrohttpd leaves it in the value. */
static bool has_control(const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (((unsigned char)text[i] < 0x20 && text[i] != '\t') || text[i] == 0x7F)
            return true;
    return false;
}

/* uri-host [ ":" port ] (RFC 9110, section 7.2; RFC 3986, section 3.2.2), as far as its characters go; blanks
 * may follow. It may be empty. */
static bool is_host(const char *text)
{
    size_t size = strcspn(text, " \t");
    return consists_of(text, size, "-._~%!$&'()*+,;=:[]") && text[size + strspn(text + size, " \t")] == '\0';
}

static void blame(struct fields *fields, enum fields_fault fault)
{
    if (fields->fault == FIELDS_SOUND)
        fields->fault = fault;
}

/* The first of several counts. */
static const char **place_of(struct fields *fields, const char *name, size_t size)
{
    const struct {
        const char *name;
        size_t size;
        const char **place;
    } known[] = {
#define FIELD(name, member) {name, sizeof name - 1, &fields->member}
        FIELD(MHD_HTTP_HEADER_HOST, host),
        FIELD(MHD_HTTP_HEADER_ACCEPT, accept),
        FIELD(MHD_HTTP_HEADER_ACCEPT_ENCODING, accept_encoding),
        FIELD(MHD_HTTP_HEADER_ACCEPT_LANGUAGE, accept_language),
        FIELD(MHD_HTTP_HEADER_IF_NONE_MATCH, if_none_match),
        FIELD(MHD_HTTP_HEADER_IF_MODIFIED_SINCE, if_modified_since),
        FIELD(MHD_HTTP_HEADER_CONTENT_LENGTH, content_length),
        FIELD(MHD_HTTP_HEADER_TRANSFER_ENCODING, transfer_encoding),
        FIELD("X-Forwarded-Proto", forwarded_scheme),
#undef FIELD
    };
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (known[i].size == size && strncasecmp(known[i].name, name, size) == 0)
            return known[i].place;
    return NULL;
}

struct reader {
    struct fields *fields;
    const char *end; /* of what was read last, where a line ends */
};

/* libmicrohttpd has put NULs for the colon and the line ends; all else stands as it came. Addresses are
 * compared as numbers, because what does not stand in the header may be anywhere. */
static size_t distance(const char *from, const char *to)
{
    return (size_t)((uintptr_t)to - (uintptr_t)from); /* very large when `to` is the lower */
}

static bool stands_in_line(const struct reader *reader, const char *name, size_t name_size, const char *value)
{
    size_t line_end = distance(reader->end, name), colon_and_blanks = distance(name + name_size, value);
    return line_end >= LINE_END_MIN && line_end <= LINE_END_MAX && colon_and_blanks >= 1 &&
           colon_and_blanks <= BLANKS_MAX && strspn(name + name_size + 1, " \t") >= colon_and_blanks - 1;
}

static void keep(struct fields *fields, const char **place, const char *value)
{
    if (*place == NULL)
        *place = value;
    else if (place == &fields->host)
        blame(fields, FIELDS_BAD_HOST);
    else if (place == &fields->content_length)
        blame(fields, FIELDS_BAD_LENGTH);
}

static enum MHD_Result read_field(void *self, enum MHD_ValueKind kind, const char *name, size_t name_size,
                                  const char *value, size_t value_size)
{
    (void)kind;
    struct reader *reader = self;
    if (value == NULL || !stands_in_line(reader, name, name_size, value)) {
        blame(reader->fields, FIELDS_BAD_LINE);
        return MHD_NO;
    }
    reader->end = value + value_size;
    if (!is_token(name, name_size))
        blame(reader->fields, FIELDS_BAD_NAME);
    if (has_control(value, value_size))
        blame(reader->fields, FIELDS_BAD_VALUE);
    const char **place = place_of(reader->fields, name, name_size);
    if (place != NULL)
        keep(reader->fields, place, value);
    return MHD_YES;
}

/* Nothing stands between the last field and the empty line. */
static bool ends_in_line(struct MHD_Connection *connection, const char *method, const char *end)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
    size_t rest = info == NULL ? 0 : distance(end, method + info->header_size);
    if (rest < 2 * LINE_END_MIN || rest > 2 * LINE_END_MAX)
        return false;
    for (size_t i = 0; i < rest; i++) /* a NUL and a letter are as long as a CR and its LF */
        if (memchr("\r\n", end[i], sizeof "\r\n") == NULL)
            return false;
    return true;
}

void fields_read(struct MHD_Connection *connection, const char *method, const char *version,
                 struct fields *out)
{
    *out = (struct fields){0};
    struct reader reader = {out, version + strlen(version)};
    MHD_get_connection_values_n(connection, MHD_HEADER_KIND, read_field, &reader);
    if (!ends_in_line(connection, method, reader.end))
        blame(out, FIELDS_BAD_LINE);
    if (out->host != NULL && !is_host(out->host))
        blame(out, FIELDS_BAD_HOST);
    if (out->content_length != NULL && out->transfer_encoding != NULL)
        blame(out, FIELDS_BAD_LENGTH);
}

bool fields_announce_body(const struct fields *fields)
{
    return (fields->content_length != NULL && strcmp(fields->content_length, "0") != 0) ||
           fields->transfer_encoding != NULL;
}
