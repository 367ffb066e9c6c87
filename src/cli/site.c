#include "site.h"

#include <string.h>

static bool refuse(const char *option, const char *value, const char *expected)
{
    fprintf(stderr, "lawmap serve: --%s “%s” is not %s\n", option, value, expected);
    return false;
}

/* A URI (RFC 3986) that a person can be reached by (RFC 9116, section 2.5.3), of printable ASCII. */
static bool is_contact(const char *text)
{
    static const char *const schemes[] = {"mailto:", "https://", "tel:"};
    for (const char *c = text; *c != '\0'; c++)
        if (*c <= ' ' || *c > '~' || strchr("<>\"", *c) != NULL)
            return false;
    for (size_t i = 0; i < sizeof schemes / sizeof schemes[0]; i++)
        if (strncmp(text, schemes[i], strlen(schemes[i])) == 0 && text[strlen(schemes[i])] != '\0')
            return true;
    return false;
}

bool site_parse(const struct arguments *arguments, struct site_options *out)
{
    const char *url = arguments->values[OPTION_PUBLIC_URL];
    const char *contact = arguments->values[OPTION_SECURITY_CONTACT];
    const char *expires = arguments->values[OPTION_SECURITY_EXPIRES];
    *out = (struct site_options){url, contact, {0}};
    if (url != NULL && !server_is_origin(url))
        return refuse("public-url", url, "a scheme and host such as https://example.org, without a slash");
    if ((contact == NULL) != (expires == NULL)) {
        fprintf(stderr, "lawmap serve: --security-contact and --security-expires need each other\n");
        return false;
    }
    if (contact != NULL && !is_contact(contact))
        return refuse("security-contact", contact, "an address such as mailto:security@example.org");
    if (expires != NULL &&
        (!date_parse(expires, &out->security_expires) || !date_is_full(out->security_expires)))
        return refuse("security-expires", expires, "a day as YYYY-MM-DD");
    return true;
}
