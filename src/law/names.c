/* Reads names.json: every jurisdiction there is, its codes and its name in every language. */
#include "model.h"

#include <stdlib.h>
#include <string.h>

static size_t count_upper(const char *text)
{
    return strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
}

bool is_country_code(const char *code)
{
    return count_upper(code) == 2 && code[2] == '\0';
}

bool is_subdivision_code(const char *code)
{
    size_t rest = count_upper(code) == 2 && code[2] == '-'
                      ? strspn(code + 3, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
                      : 0;
    return rest >= 1 && rest <= 3 && code[3 + rest] == '\0';
}

static int compare_codes(const void *a, const void *b)
{
    return strcmp(((const struct jurisdiction *)a)->code, ((const struct jurisdiction *)b)->code);
}

struct jurisdiction *jurisdiction_of(const struct law *law, const char *code)
{
    struct jurisdiction key = {.code = code};
    if (law->jurisdiction_count == 0)
        return NULL;
    return bsearch(&key, law->jurisdictions, law->jurisdiction_count, sizeof key, compare_codes);
}

static const char *read_alpha3(const struct node *node)
{
    const char *alpha3 = node_string(node);
    if (alpha3 == NULL || (count_upper(alpha3) == 3 && alpha3[3] == '\0'))
        return alpha3;
    node_fault(node, "expected an ISO 3166-1 alpha-3 code (three capital letters), found \"%.80s\"", alpha3);
    return NULL;
}

static void read_also(const struct node *array, struct jurisdiction *out)
{
    size_t count = node_count(array, 1);
    const char **also = arena_allocate(array->document->arena, count, sizeof *also);
    for (size_t i = 0; also != NULL && i < count; i++) {
        struct node element = node_element(array, i);
        also[i] = node_string(&element);
    }
    out->also = also;
    out->also_count = also == NULL ? 0 : count;
}

/* One entry; false: it has no usable code. */
static bool read_name(struct arena *arena, const struct node *entry, struct jurisdiction *jurisdiction)
{
    static const char *const country_keys[] = {"alpha3", "name", "?also", NULL};
    static const char *const subdivision_keys[] = {"name", "?also", NULL};
    struct node alpha3 = node_member(entry, "alpha3"), name = node_member(entry, "name"),
                also = node_member(entry, "also");
    bool is_country = is_country_code(entry->key);
    if (!is_country && !is_subdivision_code(entry->key)) {
        node_key_fault(entry, "\"%.80s\" is no code; expected ISO 3166-1 alpha-2 (AU) or ISO 3166-2 (AU-NSW)",
                       entry->key);
        return false;
    }
    jurisdiction->code = arena_string(arena, entry->key);
    if (node_is_object(entry, is_country ? country_keys : subdivision_keys)) {
        jurisdiction->alpha3 = is_country ? read_alpha3(&alpha3) : NULL;
        node_text(&name, &jurisdiction->name);
        if (also.value != NULL)
            read_also(&also, jurisdiction);
    }
    return jurisdiction->code != NULL;
}

/* In order of code a country's subdivisions follow it. */
static void link_subdivisions(struct law *law, const struct node *entries)
{
    const struct jurisdiction **all = arena_allocate(&law->arena, law->jurisdiction_count, sizeof *all);
    struct jurisdiction *country = NULL;
    for (size_t i = 0; all != NULL && i < law->jurisdiction_count; i++) {
        struct jurisdiction *jurisdiction = &law->jurisdictions[i];
        all[i] = jurisdiction;
        if (jurisdiction->code[2] == '\0') {
            country = jurisdiction;
            country->subdivisions = &all[i + 1];
        } else if (country != NULL && strncmp(country->code, jurisdiction->code, 2) == 0) {
            jurisdiction->parent = country;
            country->subdivision_count++;
        } else {
            struct node entry = node_member(entries, jurisdiction->code);
            node_key_fault(&entry, "\"%s\" is part of \"%.2s\", which is not in this file",
                           jurisdiction->code, jurisdiction->code);
        }
    }
}

static int compare_alpha3(const void *a, const void *b)
{
    const struct jurisdiction *const *x = a, *const *y = b;
    return strcmp((*x)->alpha3, (*y)->alpha3);
}

static void index_alpha3(struct law *law, const struct node *entries)
{
    const struct jurisdiction **countries =
        arena_allocate(&law->arena, law->jurisdiction_count, sizeof *countries);
    if (countries == NULL)
        return;
    for (size_t i = 0; i < law->jurisdiction_count; i++)
        if (law->jurisdictions[i].alpha3 != NULL)
            countries[law->country_count++] = &law->jurisdictions[i];
    qsort(countries, law->country_count, sizeof *countries, compare_alpha3);
    for (size_t i = 1; i < law->country_count; i++)
        if (strcmp(countries[i - 1]->alpha3, countries[i]->alpha3) == 0) {
            struct node entry = node_member(entries, countries[i]->code);
            struct node alpha3 = node_member(&entry, "alpha3");
            node_fault(&alpha3, "\"%s\" is already the code of %s", countries[i]->alpha3,
                       countries[i - 1]->code);
        }
    law->by_alpha3 = countries;
}

void names_read(struct law *law, const struct node *root)
{
    static const char *const keys[] = {"?$schema", "jurisdictions", NULL};
    struct node entries = node_member(root, "jurisdictions");
    if (!node_is_object(root, keys) || !node_is_map(&entries))
        return;
    size_t count = json_object_size(entries.value);
    law->jurisdictions = arena_allocate(&law->arena, count, sizeof *law->jurisdictions);
    if (law->jurisdictions == NULL)
        return;
    for (void *i = json_object_iter(entries.value); i != NULL; i = json_object_iter_next(entries.value, i)) {
        struct node entry = node_member(&entries, json_object_iter_key(i));
        if (read_name(&law->arena, &entry, &law->jurisdictions[law->jurisdiction_count]))
            law->jurisdiction_count++;
    }
    if (law->jurisdiction_count > 1)
        qsort(law->jurisdictions, law->jurisdiction_count, sizeof *law->jurisdictions, compare_codes);
    link_subdivisions(law, &entries);
    index_alpha3(law, &entries);
}
