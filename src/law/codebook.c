/* Reads codebook.json: palettes, acts, statuses, measures and their values, frameworks and their rules. */
#include "model.h"

#include <string.h>

static void read_languages(const struct node *array)
{
    static const char *const tags[] = {"en", "fr", "es", "ru", "zh", NULL};
    bool seen[LANGUAGE_COUNT] = {false};
    size_t count = node_count(array, LANGUAGE_COUNT);
    for (size_t i = 0; i < count; i++) {
        struct node element = node_element(array, i);
        size_t language = node_word(&element, tags, "language");
        if (language == NODE_NO_WORD)
            continue;
        if (seen[language])
            node_fault(&element, "this language is already listed");
        seen[language] = true;
    }
}

static void read_palettes(struct law *law, const struct node *array)
{
    static const char *const keys[] = {"id",     "label", "sea", "border", "no_data",
                                       "hidden", "page",  "ink", NULL};
    size_t count = node_count(array, 1);
    if (count > PALETTE_MAX) {
        node_fault(array, "%zu palettes; at most %d are allowed", count, PALETTE_MAX);
        count = PALETTE_MAX;
    }
    law->palettes = arena_allocate(&law->arena, count, sizeof *law->palettes);
    law->palette_ids = node_ids(array);
    for (size_t i = 0; law->palettes != NULL && law->palette_ids != NULL && i < count; i++) {
        struct palette_colours *palette = &law->palettes[law->palette_count++];
        struct node element = node_element(array, i);
        if (!node_is_object(&element, keys))
            continue;
        struct node label = node_member(&element, "label"), sea = node_member(&element, "sea"),
                    border = node_member(&element, "border"), no_data = node_member(&element, "no_data"),
                    hidden = node_member(&element, "hidden"), page = node_member(&element, "page"),
                    ink = node_member(&element, "ink");
        palette->id = law->palette_ids[i];
        node_text(&label, &palette->label);
        palette->sea = node_colour(&sea);
        palette->border = node_colour(&border);
        palette->no_data = node_colour(&no_data);
        palette->hidden = node_colour(&hidden);
        palette->page = node_colour(&page);
        palette->ink = node_colour(&ink);
    }
}

static void read_label_and_definition(const struct node *object, struct text *label, struct text *definition)
{
    struct node label_node = node_member(object, "label");
    struct node definition_node = node_member(object, "definition");
    node_text(&label_node, label);
    node_text(&definition_node, definition);
}

static void read_colours(const struct law *law, const struct node *object, struct code *code)
{
    if (law->palette_ids == NULL || !node_is_object(object, law->palette_ids))
        return;
    for (size_t i = 0; i < law->palette_count; i++) {
        struct node colour = node_member(object, law->palette_ids[i]);
        code->colours[i] = node_colour(&colour);
    }
}

static void read_vocabulary(struct law *law, const struct node *array, const char *const keys[],
                            struct vocabulary *out)
{
    size_t count = node_count(array, 1);
    if (count > STATUS_MAX) {
        node_fault(array, "%zu codes; at most %d are allowed", count, STATUS_MAX);
        count = STATUS_MAX;
    }
    out->codes = arena_allocate(&law->arena, count, sizeof *out->codes);
    out->ids = node_ids(array);
    for (size_t i = 0; out->codes != NULL && out->ids != NULL && i < count; i++) {
        struct node element = node_element(array, i);
        struct node colours = node_member(&element, "colours");
        struct code *code = &out->codes[out->count++];
        code->id = out->ids[i];
        if (!node_is_object(&element, keys))
            continue;
        read_label_and_definition(&element, &code->label, &code->definition);
        read_colours(law, &colours, code);
    }
}

static size_t find_unknown(const struct vocabulary *vocabulary, const struct node *array)
{
    for (size_t i = 0; i < vocabulary->count; i++)
        if (strcmp(vocabulary->codes[i].id, "unknown") == 0)
            return i;
    if (array->value != NULL)
        node_fault(array, "one of these must have the id \"unknown\"");
    return 0;
}

static const char *const act_ids[ACT_COUNT + 1] = {"selling", "buying", "third_parties", NULL};

static const size_t *order_as_listed(struct law *law, size_t count)
{
    size_t *order = arena_allocate(&law->arena, count, sizeof *order);
    for (size_t i = 0; order != NULL && i < count; i++)
        order[i] = i;
    return order;
}

/* Frameworks are listed in the order in which they are tried, so the order to show them in is a list of its
 * own. */
static const size_t *read_order(struct law *law, const struct node *array, const struct vocabulary *classes)
{
    size_t *order = arena_allocate(&law->arena, classes->count, sizeof *order);
    uint64_t seen = 0;
    size_t count = node_count(array, classes->count);
    for (size_t i = 0, place = 0; order != NULL && i < count; i++) {
        struct node element = node_element(array, i);
        size_t class = node_word(&element, classes->ids, "framework");
        if (class >= classes->count) /* reported */
            continue;
        if (seen >> class & 1)
            node_fault(&element, "this framework is already listed");
        else
            order[place++] = class;
        seen |= UINT64_C(1) << class;
    }
    return order;
}

/* The acts and the measures are layers: an id, a label, a definition; the classes come from elsewhere. */
static void read_layers(struct law *law, const struct node *array, size_t count, enum layer_kind kind,
                        const struct vocabulary *classes)
{
    static const char *const keys[] = {"id", "label", "definition", NULL};
    const char *const *ids = node_ids(array);
    for (size_t i = 0; ids != NULL && i < count; i++) {
        struct layer *layer = &law->layers[law->layer_count];
        struct node element = node_element(array, i);
        struct node id = node_member(&element, "id");
        bool is_object = node_is_object(&element, keys);
        const struct layer *other = law_find_layer(law, ids[i]);
        if (other != NULL && other->kind != kind) /* of its own kind: node_ids() has said so */
            node_fault(&id, "the id \"%s\" is already taken by another layer", ids[i]);
        if (kind == LAYER_ACT && i < ACT_COUNT && *ids[i] != '\0' && strcmp(ids[i], act_ids[i]) != 0)
            node_fault(&id, "expected the acts selling, buying, third_parties in this order, found \"%s\"",
                       ids[i]);
        *layer = (struct layer){.id = ids[i], .kind = kind, .index = i};
        layer->classes = classes->codes;
        layer->class_count = classes->count;
        layer->legend = order_as_listed(law, classes->count);
        if (is_object)
            read_label_and_definition(&element, &layer->label, &layer->definition);
        law->layer_count++;
    }
    if (kind == LAYER_MEASURE) {
        law->measure_ids = ids;
        law->measure_count = count;
    }
}

static void read_framework_layer(struct law *law, const struct node *object)
{
    static const char *const keys[] = {"label", "definition", "legend", NULL};
    struct node legend = node_member(object, "legend");
    struct layer *layer = &law->layers[law->layer_count++];
    *layer = (struct layer){.id = "framework", .kind = LAYER_FRAMEWORK};
    layer->classes = law->frameworks.codes;
    layer->class_count = law->frameworks.count;
    layer->legend = read_order(law, &legend, &law->frameworks);
    if (node_is_object(object, keys))
        read_label_and_definition(object, &layer->label, &layer->definition);
}

static void read_all_layers(struct law *law, const struct node *root)
{
    struct node framework = node_member(root, "framework_layer"), acts = node_member(root, "acts"),
                measures = node_member(root, "measures");
    size_t act_count = node_count(&acts, ACT_COUNT), measure_count = node_count(&measures, 1);
    if (act_count > ACT_COUNT)
        node_fault(&acts, "expected %d acts, found %zu", ACT_COUNT, act_count);
    if (measure_count > KEY_LIMIT)
        node_fault(&measures, "%zu measures; at most %d are allowed", measure_count, KEY_LIMIT);
    law->layers = arena_allocate(&law->arena, 1 + act_count + measure_count, sizeof *law->layers);
    if (law->layers == NULL)
        return;
    read_framework_layer(law, &framework);
    read_layers(law, &acts, act_count, LAYER_ACT, &law->statuses);
    read_layers(law, &measures, measure_count, LAYER_MEASURE, &law->measure_values);
}

static void read_alternative(const struct law *law, const struct node *object, struct alternative *out)
{
    static const char *const keys[ACT_COUNT + 1] = {"?selling", "?buying", "?third_parties", NULL};
    memset(out->accepted, 0xff, sizeof out->accepted);
    if (!node_is_object(object, keys))
        return;
    for (size_t act = 0; act < ACT_COUNT; act++) {
        struct node list = node_member(object, act_ids[act]);
        if (list.value == NULL)
            continue;
        size_t count = node_count(&list, 1);
        out->accepted[act] = 0;
        for (size_t i = 0; i < count; i++) {
            struct node element = node_element(&list, i);
            size_t status = node_word(&element, law->statuses.ids, "status");
            if (status < STATUS_MAX)
                out->accepted[act] |= UINT64_C(1) << status;
        }
    }
}

/* The last framework takes whatever no other does, so that every combination of statuses has one. */
static bool takes_everything(const struct rule *rule)
{
    for (size_t i = 0; i < rule->count; i++) {
        const uint64_t *accepted = rule->alternatives[i].accepted;
        if (accepted[ACT_SELLING] == UINT64_MAX && accepted[ACT_BUYING] == UINT64_MAX &&
            accepted[ACT_THIRD_PARTIES] == UINT64_MAX)
            return true;
    }
    return false;
}

static void read_rules(struct law *law, const struct node *frameworks)
{
    size_t count = law->frameworks.count;
    struct rule *rules = arena_allocate(&law->arena, count, sizeof *rules);
    for (size_t i = 0; rules != NULL && i < count; i++) {
        struct node framework = node_element(frameworks, i);
        struct node when = node_member(&framework, "when");
        size_t alternative_count = node_count(&when, 1);
        struct alternative *alternatives =
            arena_allocate(&law->arena, alternative_count, sizeof *alternatives);
        if (alternatives == NULL)
            return;
        for (size_t j = 0; j < alternative_count; j++) {
            struct node alternative = node_element(&when, j);
            read_alternative(law, &alternative, &alternatives[j]);
        }
        rules[i] = (struct rule){alternatives, alternative_count};
        if (i + 1 == count && alternative_count > 0 && !takes_everything(&rules[i]))
            node_fault(&when, "the last framework must fit everything that is left: expected [{}]");
    }
    law->rules = rules;
}

/* The coding rules are for readers of the codebook; only their form is checked. */
static void check_coding_rules(const struct node *array)
{
    static const char *const rule_keys[] = {"id", "text", NULL};
    static const char *const text_keys[] = {"en", "?fr", "?es", "?ru", "?zh", NULL};
    size_t count = node_count(array, 0);
    for (size_t i = 0; i < count; i++) {
        struct node rule = node_element(array, i);
        struct node id = node_member(&rule, "id"), text = node_member(&rule, "text");
        if (!node_is_object(&rule, rule_keys))
            continue;
        if (id.value != NULL && json_integer_value(id.value) != (json_int_t)i + 1)
            node_fault(&id, "the coding rules are numbered from 1: expected %zu", i + 1);
        if (!node_is_object(&text, text_keys))
            continue;
        for (enum language language = 0; language < LANGUAGE_COUNT; language++) {
            struct node translation = node_member(&text, language_tag(language));
            node_string(&translation);
        }
    }
}

static void check_placeholder(const struct node *text, const char *placeholder)
{
    for (enum language language = 0; language < LANGUAGE_COUNT; language++) {
        struct node translation = node_member(text, language_tag(language));
        const char *found = json_string_value(translation.value);
        const char *first = found == NULL ? NULL : strstr(found, placeholder);
        if (found != NULL && (first == NULL || strstr(first + 1, placeholder) != NULL))
            node_fault(&translation, "expected %s in it once", placeholder);
    }
}

static void read_figure_strings(struct figure_strings *out, const struct node *object)
{
    static const char *const keys[] = {"date",     "source", "web_mercator", "equal_earth", "hidden",
                                       "disputed", "change", "more_changes", "unchanged",   NULL};
    static const struct {
        const char *key;
        const char *placeholders[4]; /* NULL after the last */
    } strings[] = {
        {"date", {"{date}", NULL}},
        {"source", {"{version}", "{boundaries}", NULL}},
        {"web_mercator", {NULL}},
        {"equal_earth", {NULL}},
        {"hidden", {NULL}},
        {"disputed", {NULL}},
        {"change", {"{name}", "{before}", "{after}", NULL}},
        {"more_changes", {"{count}", NULL}},
        {"unchanged", {NULL}},
    };
    struct text *const texts[] = {&out->date,        &out->source,       &out->web_mercator,
                                  &out->equal_earth, &out->hidden,       &out->disputed,
                                  &out->change,      &out->more_changes, &out->unchanged};
    if (!node_is_object(object, keys))
        return;
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++) {
        struct node member = node_member(object, strings[i].key);
        node_text(&member, texts[i]);
        for (const char *const *placeholder = strings[i].placeholders; *placeholder != NULL; placeholder++)
            check_placeholder(&member, *placeholder);
    }
}

void codebook_read(struct law *law, const struct node *root)
{
    static const char *const keys[] = {"?$schema",        "languages",      "palettes",       "acts",
                                       "statuses",        "measures",       "measure_values", "frameworks",
                                       "framework_layer", "figure_strings", "coding_rules",   NULL};
    static const char *const code_keys[] = {"id", "label", "definition", "colours", NULL};
    static const char *const framework_keys[] = {"id", "label", "definition", "colours", "when", NULL};
    if (!node_is_object(root, keys))
        return;
    struct node languages = node_member(root, "languages"), palettes = node_member(root, "palettes"),
                statuses = node_member(root, "statuses"), values = node_member(root, "measure_values"),
                frameworks = node_member(root, "frameworks"), strings = node_member(root, "figure_strings"),
                rules = node_member(root, "coding_rules");
    read_languages(&languages);
    read_palettes(law, &palettes);
    read_vocabulary(law, &statuses, code_keys, &law->statuses);
    read_vocabulary(law, &values, code_keys, &law->measure_values);
    read_vocabulary(law, &frameworks, framework_keys, &law->frameworks);
    law->unknown_status = find_unknown(&law->statuses, &statuses);
    law->unknown_value = find_unknown(&law->measure_values, &values);
    read_rules(law, &frameworks);
    read_all_layers(law, root);
    read_figure_strings(&law->figure_strings, &strings);
    check_coding_rules(&rules);
}
