/* rule: the rules that the data are held to; their codes, titles and explanations are in rule.c. */
#ifndef LAW_RULE_H
#define LAW_RULE_H

#include <lawmap/law.h>

/* In the order of their codes. */
enum rule_id {
    RULE_FORM,
    RULE_TEXT,
    RULE_ORDER,
    RULE_SAME_PERIOD,
    RULE_INSTRUMENT,
    RULE_PENDING,
    RULE_PROVISION,
    RULE_REGIME,
    RULE_SOURCE,
    RULE_MEASURE,
    RULE_VARIES,
    RULE_REVIEW,
    RULE_FUTURE_RESEARCH,
    RULE_LOW_CONFIDENCE,
    RULE_OLD,
    RULE_NO_STATUTE,
    RULE_PENDING_BEGAN,
    RULE_NO_REGIME_PROVISION,
    RULE_NO_SUBDIVISION,
    RULE_LAWFUL_WITH_SANCTION,
    RULE_CLOCK,
    RULE_COUNT
};

#endif
