/* Holds a record against the rules of rule.c that reach beyond the form of its file. */
#include "model.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { YEARS_UNTIL_OLD = 5 };

struct judgement {
    const struct law *law;
    const struct jurisdiction *jurisdiction;
    const struct node *root;
    struct date today;
    bool clock_is_wrong; /* nothing can be said then of what is still to come */
};

static const char *const act_keys[ACT_COUNT] = {"selling", "buying", "third_parties"};

static bool is_one_of(const char *word, const char *const words[])
{
    while (*words != NULL && strcmp(*words, word) != 0)
        words++;
    return *words != NULL;
}

static const char *status_of(const struct judgement *self, const struct period *period, enum act act)
{
    return self->law->statuses.codes[period->statuses[act]].id;
}

static bool has_provision(const struct jurisdiction *jurisdiction, enum act act)
{
    for (size_t i = 0; i < jurisdiction->provision_count; i++)
        if (strcmp(jurisdiction->provisions[i].act, act_keys[act]) == 0)
            return true;
    return false;
}

static bool same_text(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static void check_change(const struct node *element, const struct period *before, const struct period *period)
{
    struct node from = node_member(element, "from");
    if (memcmp(before->statuses, period->statuses, sizeof period->statuses) == 0 &&
        same_text(before->instrument, period->instrument))
        node_breach(&from, RULE_SAME_PERIOD,
                    "nothing changes here: expected another status or instrument than in the period before");
}

static bool is_to_come(const struct judgement *self, struct date date)
{
    return !self->clock_is_wrong && date_compare(date, self->today) > 0;
}

static void check_pending(const struct judgement *self, const struct node *element,
                          const struct period *period)
{
    struct node from = node_member(element, "from"), pending = node_member(element, "pending");
    if (is_to_come(self, period->from) && !period->pending)
        node_breach(&from, RULE_PENDING,
                    "this date is still to come: expected \"pending\": true, or another date");
    if (date_compare(period->from, self->today) <= 0 && period->pending)
        node_breach(&pending, RULE_PENDING_BEGAN,
                    "this law is in force now: bring the record up to date and remove \"pending\"");
}

static void check_regime(const struct judgement *self, const struct node *element,
                         const struct period *period, enum act act)
{
    struct node status = node_member(element, act_keys[act]);
    bool is_current = period == current_period(self->jurisdiction);
    bool has_rule = is_current && has_provision(self->jurisdiction, act);
    if (strcmp(status_of(self, period, act), "regulated") != 0)
        return;
    if (period->instrument == NULL && !has_rule)
        node_breach(&status, RULE_REGIME,
                    "%s is regulated, but no law is named: expected an \"instrument\"%s", act_keys[act],
                    is_current ? " or a provision for this act" : "");
    else if (is_current && !has_rule)
        node_breach(&status, RULE_NO_REGIME_PROVISION, "%s is regulated, but no provision says how",
                    act_keys[act]);
}

static void check_provision(const struct judgement *self, const struct node *element,
                            const struct period *period, enum act act)
{
    static const char *const offences[] = {"criminalised", "partly-criminalised", NULL};
    struct node status = node_member(element, act_keys[act]);
    if (period == current_period(self->jurisdiction) && is_one_of(status_of(self, period, act), offences) &&
        !has_provision(self->jurisdiction, act))
        node_breach(&status, RULE_PROVISION,
                    "%s is %s, but no provision says so: expected one with \"act\": \"%s\"", act_keys[act],
                    status_of(self, period, act), act_keys[act]);
}

/* After a reform the rules that it repealed are easily left behind. */
static void check_sanctions(const struct judgement *self)
{
    static const char *const lawful[] = {"decriminalised", "not-criminalised", "no-specific-law", NULL};
    const struct period *period = current_period(self->jurisdiction);
    struct node provisions = node_member(self->root, "provisions");
    for (size_t i = 0; i < self->jurisdiction->provision_count; i++) {
        const struct provision *provision = &self->jurisdiction->provisions[i];
        struct node element = node_element(&provisions, i), sanction = node_member(&element, "sanction");
        for (enum act act = 0; act < ACT_COUNT; act++)
            if (strcmp(provision->act, act_keys[act]) == 0 && strcmp(provision->sanction, "none") != 0 &&
                is_one_of(status_of(self, period, act), lawful))
                node_breach(&sanction, RULE_LAWFUL_WITH_SANCTION,
                            "%s is %s, but this rule has a sanction: is it still in force?", act_keys[act],
                            status_of(self, period, act));
    }
}

static bool has_recorded_subdivision(const struct jurisdiction *jurisdiction)
{
    for (size_t i = 0; i < jurisdiction->subdivision_count; i++)
        if (jurisdiction->subdivisions[i]->recorded)
            return true;
    return false;
}

static void check_varies(const struct judgement *self, const struct node *element,
                         const struct period *period, enum act act)
{
    const struct jurisdiction *jurisdiction = self->jurisdiction;
    struct node status = node_member(element, act_keys[act]),
                flag = node_member(self->root, "varies_subnationally");
    if (period != current_period(jurisdiction) || strcmp(status_of(self, period, act), "varies") != 0)
        return;
    if (!jurisdiction->varies_subnationally)
        node_breach(&flag, RULE_VARIES, "expected true, because %s varies", act_keys[act]);
    else if (jurisdiction->parent == NULL && !has_recorded_subdivision(jurisdiction))
        node_breach(&status, RULE_NO_SUBDIVISION, "%s varies, but no subdivision has a record",
                    act_keys[act]);
}

static void check_periods(const struct judgement *self)
{
    struct node periods = node_member(self->root, "periods");
    for (size_t i = 0; i < self->jurisdiction->period_count; i++) {
        const struct period *period = &self->jurisdiction->periods[i];
        struct node element = node_element(&periods, i);
        struct node instrument = node_member(&element, "instrument");
        if (i > 0)
            check_change(&element, period - 1, period);
        if (period->from.year != 0 && period->instrument == NULL)
            node_breach(&instrument, RULE_INSTRUMENT, "expected the law that took effect on this date");
        check_pending(self, &element, period);
        for (enum act act = 0; act < ACT_COUNT; act++) {
            check_provision(self, &element, period, act);
            check_regime(self, &element, period, act);
            check_varies(self, &element, period, act);
        }
    }
}

static void check_subdivisions(const struct judgement *self)
{
    struct node flag = node_member(self->root, "varies_subnationally");
    if (!self->jurisdiction->varies_subnationally && has_recorded_subdivision(self->jurisdiction))
        node_breach(&flag, RULE_VARIES, "expected true, because a subdivision has a record of its own");
}

/* A measure that is "yes" makes sense only beside some statuses. */
static void check_measures(const struct judgement *self)
{
    static const char *const venues[] = {"regulated", "decriminalised", "varies", "unknown", NULL};
    static const char *const regime[] = {"regulated", "varies", "unknown", NULL};
    static const struct {
        const char *measure;
        enum act act;
        const char *const *statuses;
    } rules[] = {
        {"licensed_venues", ACT_THIRD_PARTIES, venues},
        {"mandatory_registration", ACT_SELLING, regime},
        {"mandatory_health_checks", ACT_SELLING, regime},
    };
    const struct period *period = current_period(self->jurisdiction);
    struct node measures = node_member(self->root, "measures");
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        struct node measure = node_member(&measures, rules[i].measure);
        const char *value = json_string_value(measure.value);
        const char *status = status_of(self, period, rules[i].act);
        if (value != NULL && strcmp(value, "yes") == 0 && !is_one_of(status, rules[i].statuses))
            node_breach(&measure, RULE_MEASURE, "\"yes\" contradicts %s being %s: correct one of them",
                        act_keys[rules[i].act], status);
    }
}

static bool is_all_unknown(const struct judgement *self)
{
    bool unknown = true;
    for (size_t i = 0; i < self->jurisdiction->period_count; i++)
        for (enum act act = 0; act < ACT_COUNT; act++)
            unknown &= strcmp(status_of(self, &self->jurisdiction->periods[i], act), "unknown") == 0;
    return unknown;
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80) != 0;
}

static bool has_word(const char *title, const char *word)
{
    size_t length = strlen(word);
    for (const char *found = title; (found = strcasestr(found, word)) != NULL; found++)
        if ((found == title || !is_letter(found[-1])) && !is_letter(found[length]))
            return true;
    return false;
}

/* Whether a title names a law or judgment, by words of the languages in which the sources are. Stems of
 * words that are compounded or inflected may stand within a word; in Cyrillic they leave out the first
 * letter, whose case would matter. */
static bool names_statute(const char *title)
{
    static const char *const words[] = {"act", "acts", "code", "law", "laws", "ordinance", "decree",
                                        "loi", "ley",  "lei",  "lov", "llei", "wet",       "legge",
                                        "lag", "art",  "arts", "cap", "GCA",  NULL};
    static const char *const stems[] = {"gesetz",   "zakon",      "zákon",  "kodeks", "código", "decreto",
                                        "décret",   "loven",      "balken", "§",      "wetbo",  "constit",
                                        "regulat",  "verordnung", "акон",   "одекс",  "刑法",   "statute",
                                        "legislat", "ordenanza",  NULL};
    for (size_t i = 0; words[i] != NULL; i++)
        if (has_word(title, words[i]))
            return true;
    for (size_t i = 0; stems[i] != NULL; i++)
        if (strcasestr(title, stems[i]) != NULL)
            return true;
    return false;
}

static void check_sources(const struct judgement *self)
{
    const struct jurisdiction *jurisdiction = self->jurisdiction;
    struct node sources = node_member(self->root, "sources");
    bool has_statute = false;
    for (size_t i = 0; i < jurisdiction->source_count; i++)
        has_statute |= names_statute(jurisdiction->sources[i].title);
    if (jurisdiction->source_count == 0 && !is_all_unknown(self))
        node_breach(&sources, RULE_SOURCE, "expected at least one source, or only unknown statuses");
    else if (jurisdiction->source_count > 0 && !has_statute)
        node_breach(&sources, RULE_NO_STATUTE, "no title among them names a statute");
}

static void check_review(const struct judgement *self)
{
    const struct review *review = &self->jurisdiction->review;
    struct node object = node_member(self->root, "review");
    struct node status = node_member(&object, "status"), day = node_member(&object, "date");
    struct date date;
    bool validated = strcmp(review->status, "validated") == 0;
    if (validated && (review->by == NULL || review->date == NULL))
        node_breach(&status, RULE_REVIEW, "expected \"by\" and \"date\" beside \"validated\"");
    if (!validated && (review->by != NULL || review->date != NULL))
        node_breach(&status, RULE_REVIEW, "expected \"validated\", or null for \"by\" and \"date\"");
    if (review->date != NULL && date_parse(review->date, &date) && is_to_come(self, date))
        node_breach(&day, RULE_FUTURE_RESEARCH, "this date is still to come");
}

/* A partial date counts as its last day: what is as of 2021 is old from 2027 on. */
static bool is_old(const struct judgement *self, struct date date)
{
    struct date limit = self->today;
    limit.year = (uint16_t)(limit.year - YEARS_UNTIL_OLD);
    if (date.month == 0)
        date.month = 12;
    if (date.day == 0)
        date.day = 31;
    return date_compare(date, limit) < 0;
}

static void check_research(const struct judgement *self)
{
    const struct jurisdiction *jurisdiction = self->jurisdiction;
    struct node as_of = node_member(self->root, "law_as_of"),
                confidence = node_member(self->root, "confidence");
    struct date date = {0};
    if (jurisdiction->law_as_of != NULL)
        date_parse(jurisdiction->law_as_of, &date);
    if (date.year == 0 && jurisdiction->source_count > 0)
        node_breach(&as_of, RULE_OLD, "it is not stated up to when the sources describe the law");
    else if (is_to_come(self, date))
        node_breach(&as_of, RULE_FUTURE_RESEARCH, "this date is still to come");
    else if (date.year != 0 && is_old(self, date))
        node_breach(&as_of, RULE_OLD, "the sources describe the law of %s, over %d years ago",
                    jurisdiction->law_as_of, YEARS_UNTIL_OLD);
    if (strcmp(jurisdiction->confidence, "low") == 0)
        node_breach(&confidence, RULE_LOW_CONFIDENCE, "the researcher's confidence is low");
}

void consistency_check(const struct law *law, const struct jurisdiction *jurisdiction,
                       const struct node *root)
{
    struct date today = date_today();
    const struct judgement self = {law, jurisdiction, root, today,
                                   date_compare(law->dataset.date, today) > 0};
    if (jurisdiction->inherits == NULL) {
        check_periods(&self);
        check_sanctions(&self);
        check_measures(&self);
    }
    check_subdivisions(&self);
    check_sources(&self);
    check_review(&self);
    check_research(&self);
}
