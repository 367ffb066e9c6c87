#include "negotiate.h"

#include <string.h>
#include <strings.h>

static const char blank[] = " \t";

struct choice { /* one element of a list of choices */
    const char *name;
    size_t size;
    int weight; /* in thousandths; 0: not acceptable */
};

/* "0.25" is 250; anything else than a weight of RFC 9110 is 0. */
static int parse_weight(const char *text)
{
    if (text[0] != '0' && text[0] != '1')
        return 0;
    int weight = (text[0] - '0') * 1000;
    if (text[1] != '.')
        return weight;
    int place = 100;
    for (const char *digit = text + 2; *digit >= '0' && *digit <= '9' && place > 0; digit++, place /= 10)
        weight += (*digit - '0') * place;
    return weight > 1000 ? 1000 : weight;
}

/* The weight among the parameters of an element, `size` bytes after its name. */
static int find_weight(const char *parameters, size_t size)
{
    const char *end = parameters + size;
    for (const char *at = parameters; at < end; at++) {
        if (*at != ';')
            continue;
        const char *name = at + 1 + strspn(at + 1, blank);
        if (end - name > 2 && (name[0] == 'q' || name[0] == 'Q') && name[1] == '=')
            return parse_weight(name + 2);
    }
    return 1000;
}

/* Takes the next element off the list; false at its end. */
static bool next_choice(const char **list, struct choice *out)
{
    const char *start = *list + strspn(*list, " \t,");
    if (*start == '\0')
        return false;
    size_t element = strcspn(start, ",");
    size_t name = strcspn(start, ",; \t");
    *out = (struct choice){start, name, find_weight(start + name, element - name)};
    *list = start + element;
    return true;
}

static bool is_named(const struct choice *choice, const char *name)
{
    return choice->size == strlen(name) && strncasecmp(choice->name, name, choice->size) == 0;
}

struct codings negotiate_codings(const char *accept_encoding)
{
    enum { NOT_LISTED = -1 };
    int gzip = NOT_LISTED, identity = NOT_LISTED, any = NOT_LISTED;
    struct choice choice;
    while (accept_encoding != NULL && next_choice(&accept_encoding, &choice)) {
        if (is_named(&choice, "gzip") || is_named(&choice, "x-gzip"))
            gzip = choice.weight;
        else if (is_named(&choice, "identity"))
            identity = choice.weight;
        else if (is_named(&choice, "*"))
            any = choice.weight;
    }
    if (gzip == NOT_LISTED)
        gzip = any;
    bool plain = identity == NOT_LISTED ? any != 0 : identity != 0;
    return (struct codings){.gzip = gzip > 0 && gzip >= identity, .identity = plain};
}

/* How precisely a media range names a media type: 0: not at all. */
static int media_range_precision(const struct choice *range, const char *media_type)
{
    size_t type_size = strcspn(media_type, "/") + 1; /* with the slash */
    if (is_named(range, media_type))
        return 3;
    if (range->size == type_size + 1 && range->name[type_size] == '*' &&
        strncasecmp(range->name, media_type, type_size) == 0)
        return 2;
    return is_named(range, "*/*") ? 1 : 0;
}

/* The weight that the most precise range gives a type (RFC 9110, section 12.5.1). */
static int media_type_weight(const char *accept, const char *media_type)
{
    int weight = 0, best_precision = 0;
    struct choice range;
    while (next_choice(&accept, &range)) {
        int precision = media_range_precision(&range, media_type);
        if (precision > best_precision) {
            best_precision = precision;
            weight = range.weight;
        }
    }
    return weight;
}

bool negotiate_format(const char *accept, unsigned formats, enum format *out)
{
    int best_weight = 0;
    bool asks = accept != NULL && accept[strspn(accept, " \t,")] != '\0';
    for (int i = 0; i < FORMAT_COUNT; i++) {
        if ((formats & FORMAT_BIT(i)) == 0)
            continue;
        int weight = asks ? media_type_weight(accept, format_names[i].media_type) : 1;
        if (weight > best_weight) {
            best_weight = weight;
            *out = (enum format)i;
        }
    }
    return best_weight > 0;
}

bool negotiate_page(const char *accept)
{
    return accept != NULL &&
           media_type_weight(accept, "text/html") > media_type_weight(accept, "application/json") &&
           media_type_weight(accept, "text/html") > media_type_weight(accept, "application/problem+json");
}

static bool choose_language(const struct choice *choice, enum language *out)
{
    char primary[9]; /* RFC 5646: a subtag has at most eight characters */
    size_t size = 0;
    while (size < choice->size && choice->name[size] != '-')
        size++;
    if (size >= sizeof primary)
        return false;
    memcpy(primary, choice->name, size);
    primary[size] = '\0';
    return language_parse(primary, out);
}

enum language negotiate_language(const char *accept_language)
{
    enum language best = LANGUAGE_EN, language;
    int best_weight = 0;
    struct choice choice;
    while (accept_language != NULL && next_choice(&accept_language, &choice)) {
        if (choice.weight > best_weight && choose_language(&choice, &language)) {
            best = language;
            best_weight = choice.weight;
        }
    }
    return best;
}

bool negotiate_not_modified(const char *if_none_match, const char *entity_tag)
{
    size_t size = strlen(entity_tag);
    while (if_none_match != NULL) {
        if_none_match += strspn(if_none_match, " \t,");
        if (*if_none_match == '*')
            return true;
        if (strncmp(if_none_match, "W/", 2) == 0)
            if_none_match += 2;
        if (strncmp(if_none_match, entity_tag, size) == 0)
            return true;
        /* Past this entity tag, which is quoted and may contain commas. */
        const char *end = *if_none_match == '"' ? strchr(if_none_match + 1, '"') : NULL;
        if_none_match = end == NULL ? NULL : end + 1;
    }
    return false;
}
