#include "json_answer.h"

#include "answer.h"

#include <string.h>

/* Nine significant digits place a point on the globe to a millimetre. */
enum { DIGITS = 9 };

struct answer *json_answer(json_t *root, const char *content_type, const char *language)
{
    char *text = root == NULL ? NULL : json_dumps(root, JSON_COMPACT | JSON_REAL_PRECISION(DIGITS));
    json_decref(root);
    return text == NULL ? NULL : answer_of_text(text, strlen(text), content_type, language);
}
