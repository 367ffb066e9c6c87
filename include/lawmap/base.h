/* base: what every room may use: statuses and errors, byte buffers, arenas, dates, hashes, files. */
#ifndef LAWMAP_BASE_H
#define LAWMAP_BASE_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The one list of outcomes: the enum, the HTTP code and the text all come from here. */
#define LAWMAP_STATUS(X)                                                                                     \
    X(LAWMAP_OK, 200, "OK")                                                                                  \
    X(LAWMAP_BAD_REQUEST, 400, "Bad Request")                                                                \
    X(LAWMAP_NOT_FOUND, 404, "Not Found")                                                                    \
    X(LAWMAP_METHOD_NOT_ALLOWED, 405, "Method Not Allowed")                                                  \
    X(LAWMAP_NOT_ACCEPTABLE, 406, "Not Acceptable")                                                          \
    X(LAWMAP_CONFLICT, 409, "Conflict")                                                                      \
    X(LAWMAP_URI_TOO_LONG, 414, "URI Too Long")                                                              \
    X(LAWMAP_BAD_DATA, 500, "Bad Data")                                                                      \
    X(LAWMAP_IO, 500, "Input/Output Error")                                                                  \
    X(LAWMAP_NO_MEMORY, 503, "Out of Memory")                                                                \
    X(LAWMAP_BUSY, 503, "Busy")

enum lawmap_status {
#define X(name, http, text) name,
    LAWMAP_STATUS(X)
#undef X
};

int lawmap_status_http(enum lawmap_status status);
const char *lawmap_status_text(enum lawmap_status status);

/* The first error of an operation, in words that a person can act on. */
struct lawmap_error {
    enum lawmap_status status;
    char text[768];
};

/* Writes the message (cut at the size of `text`) unless `error` is NULL; returns `status`, so that the one
 * who detects an error can `return lawmap_fail(...)` and everyone above passes it on. */
enum lawmap_status lawmap_fail(struct lawmap_error *error, enum lawmap_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* A growable run of bytes. All zero is a valid empty buffer. After a failed allocation `failed` stays true,
 * what was there stays valid and further appends do nothing: check once, at the end. */
struct buffer {
    char *data; /* owned; not NUL-terminated */
    size_t size;
    size_t capacity;
    bool failed;
};

void buffer_append(struct buffer *buffer, const void *bytes, size_t size);
void buffer_puts(struct buffer *buffer, const char *text);
void buffer_printf(struct buffer *buffer, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buffer_free(struct buffer *buffer); /* leaves it empty; NULL is allowed */

/* Memory that is handed out piece by piece and freed all at once. All zero is a valid empty arena. After a
 * failed allocation `failed` stays true: check once, at the end. For one thread at a time. */
struct arena {
    struct arena_block *blocks;
    bool failed;
};

/* `count` items of `size` bytes, zeroed, aligned for any type; NULL only when out of memory. */
void *arena_allocate(struct arena *arena, size_t count, size_t size);
const char *arena_string(struct arena *arena, const char *text); /* a copy; NULL when out of memory */
void arena_free(struct arena *arena);                            /* leaves it empty */

/* Reads a whole file, at most `limit` bytes, and appends a NUL that `size` does not count.
 * LAWMAP_NOT_FOUND, LAWMAP_IO, LAWMAP_BAD_DATA (over the limit), LAWMAP_NO_MEMORY. */
enum lawmap_status lawmap_read_file(const char *path, size_t limit, struct buffer *out,
                                    struct lawmap_error *error);

/* A date as the law has it, often known only to the month or the year (ISO 8601 reduced precision).
 * All zero is "since before the record begins", earlier than any other. */
struct date {
    uint16_t year; /* 1-9999; 0: no date */
    uint8_t month; /* 1-12; 0: not known */
    uint8_t day;   /* 1-31; 0: not known */
};

enum { DATE_TEXT_SIZE = 11 }; /* "YYYY-MM-DD" and its NUL */

/* Exactly YYYY, YYYY-MM or YYYY-MM-DD, a day of the (proleptic) Gregorian calendar; false leaves *out alone.
 */
bool date_parse(const char *text, struct date *out);
/* <0, 0, >0. A partial date counts as its first day: 2016 and 2016-01-01 are equal. */
int date_compare(struct date a, struct date b);
bool date_is_full(struct date date);
/* The precision it was given in; "" for no date. Returns `out`. */
char *date_format(struct date date, char out[DATE_TEXT_SIZE]);
struct date date_today(void); /* in UTC */

/* 128 bits of XXH3: content addresses (ETags), not security. */
struct hash {
    uint64_t high, low;
};
enum { HASH_TEXT_SIZE = 33 };

struct hash hash_bytes(const void *bytes, size_t size);
struct hash hash_join(struct hash a, struct hash b); /* order matters */
bool hash_equal(struct hash a, struct hash b);
char *hash_format(struct hash hash, char out[HASH_TEXT_SIZE]); /* lower-case hex; returns `out` */

#endif
