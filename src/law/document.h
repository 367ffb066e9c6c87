/* document: one JSON file while it is being read. */
#ifndef LAW_DOCUMENT_H
#define LAW_DOCUMENT_H

#include "fault.h"

#include <jansson.h>
#include <lawmap/base.h>

enum { DOCUMENT_LIMIT = 1 << 20 };

struct document {
    char *path;
    struct buffer text;
    json_t *root; /* NULL when the file is missing, too large or not JSON: those are faults */
    struct fault_list *faults;
    struct fault_list *warnings; /* NULL: not wanted */
    struct arena *arena;         /* keeps the strings that are read from it */
};

/* Reads DIR/NAME. `document` holds the faults and the arena and is otherwise zero; document_close() it
 * whatever the outcome. LAWMAP_OK also when there are faults; LAWMAP_IO, LAWMAP_NO_MEMORY. */
enum lawmap_status document_open(struct document *document, const char *dir, const char *name,
                                 struct lawmap_error *error);
/* The same for a text that is to become that file. */
enum lawmap_status document_open_text(struct document *document, const char *dir, const char *name,
                                      const struct buffer *text, struct lawmap_error *error);
void document_close(struct document *document);

#endif
