#include <lawmap/law.h>

#include <strings.h>

static const char *const tags[LANGUAGE_COUNT] = {"en", "fr", "es", "ru", "zh"};

const char *language_tag(enum language language)
{
    return tags[language];
}

bool language_parse(const char *tag, enum language *out)
{
    for (enum language language = 0; language < LANGUAGE_COUNT; language++)
        if (strcasecmp(tag, tags[language]) == 0) {
            *out = language;
            return true;
        }
    return false;
}
