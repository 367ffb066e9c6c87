/* Reads datapackage.json, of which the program needs only what a citation says, and dates the dataset.
 * Frictionless allows a package any further properties: https://specs.frictionlessdata.io/data-package/ */
#include "model.h"

#include <stdio.h>
#include <string.h>

enum { DAY_LENGTH = sizeof "2026-11-21" - 1 };

/* The day of an RFC 3339 date and time. */
static struct date read_day(const struct node *node)
{
    const char *text = node_string(node);
    char day[DAY_LENGTH + 1];
    struct date date = {0};
    if (text == NULL)
        return date;
    snprintf(day, sizeof day, "%s", text);
    if (text[strlen(day)] != 'T' || !date_parse(day, &date) || !date_is_full(date))
        node_fault(node, "expected a date and time such as 2026-11-21T00:00:00Z, found \"%.80s\"", text);
    return date;
}

/* "A, B and so on": the titles of all contributors. */
static const char *read_authors(const struct node *array)
{
    struct buffer authors = {0};
    size_t count = node_count(array, 1);
    for (size_t i = 0; i < count; i++) {
        struct node element = node_element(array, i);
        struct node title = node_member(&element, "title");
        const char *name = node_is_map(&element) ? node_string(&title) : NULL;
        if (element.value != NULL && title.value == NULL)
            node_fault(&element, "missing key \"title\"");
        if (name != NULL)
            buffer_printf(&authors, "%s%s", i == 0 ? "" : ", ", name);
    }
    buffer_append(&authors, "", 1);
    const char *copy = authors.failed ? NULL : arena_string(array->document->arena, authors.data);
    array->document->arena->failed |= authors.failed;
    buffer_free(&authors);
    return copy;
}

static void read_licence(const struct node *array, struct dataset *out)
{
    struct node first = node_element(array, 0);
    struct node name = node_member(&first, "name"), path = node_member(&first, "path");
    if (node_count(array, 1) == 0 || !node_is_map(&first))
        return;
    if (name.value == NULL || path.value == NULL)
        node_fault(&first, "expected the keys \"name\" and \"path\"");
    out->licence = node_string(&name);
    out->licence_url = node_url(&path);
}

void package_read(struct law *law, const struct node *root)
{
    static const char *const keys[] = {"title", "created", "licenses", "contributors", NULL};
    struct node title = node_member(root, "title"), created = node_member(root, "created"),
                licences = node_member(root, "licenses"), contributors = node_member(root, "contributors");
    struct date today = date_today();
    char day[DATE_TEXT_SIZE];
    if (!node_is_map(root))
        return;
    for (size_t i = 0; keys[i] != NULL; i++)
        if (json_object_get(root->value, keys[i]) == NULL)
            node_fault(root, "missing key \"%s\"", keys[i]);
    law->dataset.title = node_string(&title);
    law->dataset.date = read_day(&created);
    if (date_compare(law->dataset.date, today) > 0)
        node_breach(&created, RULE_CLOCK, "today is %s: the clock is wrong, or this day",
                    date_format(today, day));
    if (licences.value != NULL)
        read_licence(&licences, &law->dataset);
    if (contributors.value != NULL)
        law->dataset.authors = read_authors(&contributors);
}

static void note_date(struct dataset *dataset, struct date date)
{
    if (date_compare(date, dataset->date) > 0)
        dataset->date = date;
}

static void note_text(struct dataset *dataset, const char *text)
{
    struct date date;
    if (text != NULL && date_parse(text, &date))
        note_date(dataset, date);
}

void package_date(struct law *law)
{
    for (size_t i = 0; i < law->jurisdiction_count; i++) {
        const struct jurisdiction *jurisdiction = &law->jurisdictions[i];
        note_text(&law->dataset, jurisdiction->law_as_of);
        note_text(&law->dataset, jurisdiction->review.date);
        note_date(&law->dataset, current_period(jurisdiction)->from);
    }
}
