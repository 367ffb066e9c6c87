#include "rule.h"

static const struct consistency_rule rules[RULE_COUNT] = {
    [RULE_FORM] =
        {"LAW001", true, "a file has the form that its schema describes",
         "Every file is JSON with the keys, types and codes that data/schema and codebook.json list, "
         "no others and none\ntwice. A misspelt key or code would otherwise be lost in silence. An "
         "editor that knows JSON Schema shows the same\nfaults while you type."},
    [RULE_TEXT] = {"LAW002", true, "texts are trimmed and in Unicode NFC",
                   "Text has no white space at its start or end, and its letters are composed (é is one "
                   "character, not e and an\naccent), so that equal texts are found, sorted and compared as "
                   "equal."},
    [RULE_ORDER] = {"LAW003", true, "periods follow one another",
                    "A period is in force until the next begins, so each begins later than the one before. "
                    "Only the first may have\n\"from\": null, which means since before the record begins."},
    [RULE_SAME_PERIOD] = {"LAW004", true, "a period differs from the one before",
                          "A period says that the law changed: its statuses or its instrument differ from "
                          "those before. One that repeats them\nis most likely a copy that was not edited."},
    [RULE_INSTRUMENT] =
        {"LAW005", true, "a dated period names its instrument",
         "A change on a date was made by a law, decree or judgment; \"instrument\" names it, so "
         "that a reader can find it. If it\nis not known, the date is not known either: leave "
         "the period out, or code the record unknown."},
    [RULE_PENDING] =
        {"LAW006", true, "a period in the future is pending",
         "\"from\" is the entry into force. A date that is still to come is recorded only when "
         "the law has been enacted, and\nsays so with \"pending\": true; else it is a slip of the "
         "keyboard. Measures and provisions stay those of the law\nin force."},
    [RULE_PROVISION] =
        {"LAW007", true, "a criminalised act has a provision",
         "Where selling, buying or third parties are criminalised or partly criminalised today, "
         "\"provisions\" has at least one\nrule with that \"act\": the law and what it says. "
         "Without one the status has no ground and is \"unknown\"."},
    [RULE_REGIME] = {"LAW008", true, "a regulated act names its regime",
                     "Regulated means that the act is lawful under rules specific to sex work. The period's "
                     "\"instrument\" or a provision for\nthe act names those rules."},
    [RULE_SOURCE] =
        {"LAW009", true, "a record has a source",
         "Each record whose statuses are not all unknown names at least one source that was read."},
    [RULE_MEASURE] =
        {"LAW010", true, "measures agree with statuses",
         "\"licensed_venues\": \"yes\" means that somebody may lawfully run a venue, so third parties "
         "are regulated, decriminalised,\nvarying or unknown. \"mandatory_registration\" and "
         "\"mandatory_health_checks\": \"yes\" are a regime for sex workers, so\nselling is "
         "regulated, varying or unknown. Where that does not describe the law, the measure is "
         "\"partial\"."},
    [RULE_VARIES] =
        {"LAW011", true, "what varies says so for the whole country",
         "A record with the status \"varies\", and a country of which a subdivision has a file, has "
         "\"varies_subnationally\": true."},
    [RULE_REVIEW] =
        {"LAW012", true, "a validated record says by whom and when",
         "\"status\": \"validated\" comes with \"by\", a person or organisation that agreed to be named, "
         "and \"date\"; \"desk\" with neither."},
    [RULE_FUTURE_RESEARCH] = {"LAW013", true, "the law is not described as of the future",
                              "\"law_as_of\" and the date of a review are not later than today."},
    [RULE_LOW_CONFIDENCE] =
        {"LAW101", false, "the confidence is low",
         "The researcher was not sure. The record needs a better source or somebody who knows "
         "the law there."},
    [RULE_OLD] =
        {"LAW102", false, "the research is older than five years",
         "\"law_as_of\" is more than five years ago, or not stated. The law may have changed since."},
    [RULE_NO_STATUTE] = {"LAW103", false, "no statute among the sources",
                         "No title of a source names a law, code, act or judgment (in the languages that the "
                         "sources have), so the codes rest on\nwhat others wrote about the law. Judged by "
                         "words in the titles: it can be mistaken."},
    [RULE_PENDING_BEGAN] = {"LAW104", false, "a pending period has begun",
                            "Its date has come: bring measures and provisions up to date, then remove "
                            "\"pending\". Until then its measures are shown\nas unknown."},
    [RULE_NO_REGIME_PROVISION] =
        {"LAW105", false, "a regulated act has no provision of its own",
         "The instrument names the regime, but no rule in \"provisions\" has this "
         "\"act\". Some regimes rest on decrees and by-laws\nthat nobody has read for "
         "this record: better to say so than to fill in a section."},
    [RULE_NO_SUBDIVISION] =
        {"LAW106", false, "a status varies and no subdivision has a record",
         "The map can show where the law differs only if the parts have files of their own."},
    [RULE_LAWFUL_WITH_SANCTION] =
        {"LAW107", false, "a rule punishes an act that is lawful",
         "The act is decriminalised, not criminalised or without specific law, and a rule with this \"act\" "
         "has a "
         "criminal or\nadministrative sanction. There are such rules (a permit, a duty to use condoms); but "
         "after a "
         "reform it may be one that was\nrepealed and should go, or belong to \"measures\"."},
    [RULE_CLOCK] =
        {"LAW108", false, "the data are younger than today",
         "\"created\" in datapackage.json is a day that this machine's clock says is still to come: "
         "set the one of them right\nthat is wrong. Until then no date is taken for one to come, "
         "since nearly all would be after a clock that was reset."},
};

size_t consistency_rule_count(void)
{
    return RULE_COUNT;
}

const struct consistency_rule *consistency_rule(size_t index)
{
    return &rules[index];
}
