/* fields: the header of a request (RFC 9110, section 5; RFC 9112, section 5), read once and strictly.
 * libmicrohttpd 0.9.75 reads leniently: it takes a name with a blank before its colon and the first of two
 * lengths, ends a value at a NUL, adds a folded line to the name, and lets a line without a name end the
 * header. Another program on the way may see another request in the same bytes, or more of them; so what was
 * read must also stand where it should. */
#ifndef LAWMAP_HTTP_FIELDS_H
#define LAWMAP_HTTP_FIELDS_H

#include <microhttpd.h>
#include <stdbool.h>
#include <stddef.h>

enum fields_fault {
    FIELDS_SOUND,
    FIELDS_BAD_LINE,  /* that is not "name: value", or goes on in the next one */
    FIELDS_BAD_NAME,  /* that is no token */
    FIELDS_BAD_VALUE, /* with a control character */
    FIELDS_BAD_HOST,  /* more than one, or one that names no host */
    FIELDS_BAD_LENGTH /* more than one length, or one beside a transfer coding */
};

struct fields { /* NULL: absent. They live as long as the request */
    const char *host, *forwarded_scheme;
    const char *accept, *accept_encoding, *accept_language;
    const char *if_none_match, *if_modified_since;
    const char *content_length, *transfer_encoding;
    enum fields_fault fault; /* the first */
};

/* `method` and `version` as libmicrohttpd gives them: in the memory that holds the header. */
void fields_read(struct MHD_Connection *connection, const char *method, const char *version,
                 struct fields *out);

/* One that nothing here reads: an answer before its end makes libmicrohttpd close the connection. */
bool fields_announce_body(const struct fields *fields);

#endif
