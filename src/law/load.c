/* Loads a data directory: the files in an order in which each can be checked against those before it. */
#include "model.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RECORD_LIMIT = 4096, CODE_SIZE = 16 };

static const char records_dir[] = "jurisdictions";

struct loader {
    struct law *law;
    const char *dir;
    const struct record_edits *edits; /* NULL: none */
    struct fault_list *faults;
    struct fault_list *warnings; /* NULL: not wanted */
    struct lawmap_error *error;
    struct document package, codebook, names, regions, resources;
    char **files; /* names of the files in DIR/jurisdictions, in order */
    size_t file_count;
    struct hash records; /* of the names and bytes of those files */
};

static enum lawmap_status no_memory(const struct loader *loader)
{
    return lawmap_fail(loader->error, LAWMAP_NO_MEMORY, "%s: out of memory", loader->dir);
}

static enum lawmap_status memory_status(const struct loader *loader)
{
    bool failed = loader->law->arena.failed || loader->faults->failed ||
                  (loader->warnings != NULL && loader->warnings->failed);
    return failed ? no_memory(loader) : LAWMAP_OK;
}

static struct hash add_to_hash(struct hash hash, const char *name, const struct document *document)
{
    struct hash content = hash_bytes(document->text.data, document->text.size);
    return hash_join(hash, hash_join(hash_bytes(name, strlen(name)), content));
}

/* Reads one of the files that stand beside the records; it stays open, as later faults may be about it. */
static enum lawmap_status load_document(struct loader *loader, struct document *document, const char *name,
                                        void (*read)(struct law *, const struct node *))
{
    document->faults = loader->faults;
    document->warnings = loader->warnings;
    document->arena = &loader->law->arena;
    enum lawmap_status status = document_open(document, loader->dir, name, loader->error);
    if (status != LAWMAP_OK || document->root == NULL)
        return status;
    struct node root = node_root(document);
    read(loader->law, &root);
    return memory_status(loader);
}

static bool is_hidden(const char *name)
{
    return name[0] == '.' || name[0] == '#' || name[strlen(name) - 1] == '~';
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* One more than are allowed is kept, to be reported. */
static enum lawmap_status add_file(struct loader *loader, const char *file)
{
    if (loader->file_count > RECORD_LIMIT)
        return LAWMAP_OK;
    char *name = strdup(file);
    if (name == NULL)
        return no_memory(loader);
    loader->files[loader->file_count++] = name;
    return LAWMAP_OK;
}

static void check_file_count(struct loader *loader, const char *path)
{
    if (loader->file_count <= RECORD_LIMIT)
        return;
    fault_add(loader->faults, RULE_FORM, path, (struct position){1, 1}, "more than the %d files allowed",
              RECORD_LIMIT);
    free(loader->files[--loader->file_count]);
}

static enum lawmap_status add_new_files(struct loader *loader)
{
    enum lawmap_status status = LAWMAP_OK;
    for (size_t i = 0; loader->edits != NULL && status == LAWMAP_OK && i < loader->edits->count; i++)
        if (loader->edits->items[i].is_new)
            status = add_file(loader, loader->edits->items[i].name + sizeof records_dir);
    return status;
}

static enum lawmap_status list_directory(struct loader *loader, DIR *directory, const char *path)
{
    const struct dirent *entry;
    enum lawmap_status status = LAWMAP_OK;
    loader->files = calloc(RECORD_LIMIT + 1, sizeof *loader->files);
    if (loader->files == NULL)
        return no_memory(loader);
    for (errno = 0; status == LAWMAP_OK && (entry = readdir(directory)) != NULL; errno = 0)
        if (!is_hidden(entry->d_name))
            status = add_file(loader, entry->d_name);
    if (status == LAWMAP_OK && errno != 0)
        return lawmap_fail(loader->error, LAWMAP_IO, "%s: cannot be listed: %s", path, strerror(errno));
    if (status == LAWMAP_OK)
        status = add_new_files(loader);
    if (status != LAWMAP_OK)
        return status;
    check_file_count(loader, path);
    qsort(loader->files, loader->file_count, sizeof *loader->files, compare_names);
    return LAWMAP_OK;
}

static enum lawmap_status list_records(struct loader *loader)
{
    struct buffer path = {0};
    DIR *directory = NULL;
    enum lawmap_status status;
    buffer_printf(&path, "%s/%s", loader->dir, records_dir);
    buffer_append(&path, "", 1);
    if (path.failed) {
        status = no_memory(loader);
        goto cleanup;
    }
    directory = opendir(path.data);
    if (directory == NULL) {
        status = lawmap_fail(loader->error, errno == ENOMEM ? LAWMAP_NO_MEMORY : LAWMAP_IO,
                             "%s: cannot be opened: %s", path.data, strerror(errno));
        goto cleanup;
    }
    status = list_directory(loader, directory, path.data);
cleanup:
    if (directory != NULL)
        closedir(directory);
    buffer_free(&path);
    return status;
}

/* "AU-NSW.json" gives "AU-NSW"; false: the file is not called after a code. */
static bool code_of_file(const char *file, char code[CODE_SIZE])
{
    size_t length = strlen(file);
    if (length <= 5 || strcmp(file + length - 5, ".json") != 0 || length - 5 >= CODE_SIZE)
        return false;
    memcpy(code, file, length - 5);
    code[length - 5] = '\0';
    return is_country_code(code) || is_subdivision_code(code);
}

/* What lies beside the records is most likely a slip: an edit that would otherwise go unnoticed. */
static enum lawmap_status refuse_file(const struct loader *loader, const char *file)
{
    struct buffer path = {0};
    buffer_printf(&path, "%s/%s/%s", loader->dir, records_dir, file);
    buffer_append(&path, "", 1);
    if (!path.failed)
        fault_add(loader->faults, RULE_FORM, path.data, (struct position){1, 1},
                  "expected only <CODE>.json here, such as AU.json or AU-NSW.json");
    enum lawmap_status status = path.failed ? no_memory(loader) : LAWMAP_OK;
    buffer_free(&path);
    return status;
}

/* Of a record that is not whole the other rules would only say that something is missing. */
void record_load(const struct law *law, const char *code, const struct document *document)
{
    struct jurisdiction *jurisdiction = jurisdiction_of(law, code);
    struct node root = node_root(document);
    size_t faults = document->faults->count;
    record_read(law, jurisdiction, code, &root);
    bool whole = document->faults->count == faults && !document->faults->failed && !document->arena->failed;
    if (whole && jurisdiction != NULL && law->measure_ids != NULL)
        consistency_check(law, jurisdiction, &root);
}

/* What is to become the file, if it is to be edited, else the file. */
static enum lawmap_status open_record(const struct loader *loader, const char *name,
                                      struct document *document)
{
    for (size_t i = 0; loader->edits != NULL && i < loader->edits->count; i++)
        if (strcmp(loader->edits->items[i].name, name) == 0)
            return document_open_text(document, loader->dir, name, &loader->edits->items[i].text,
                                      loader->error);
    return document_open(document, loader->dir, name, loader->error);
}

static enum lawmap_status load_record(struct loader *loader, const char *file)
{
    struct document document = {
        .faults = loader->faults, .warnings = loader->warnings, .arena = &loader->law->arena};
    char code[CODE_SIZE], name[sizeof records_dir + NAME_MAX + 1];
    if (!code_of_file(file, code))
        return refuse_file(loader, file);
    snprintf(name, sizeof name, "%s/%s", records_dir, file);
    enum lawmap_status status = open_record(loader, name, &document);
    if (status == LAWMAP_OK && document.root != NULL) {
        record_load(loader->law, code, &document);
        loader->records = add_to_hash(loader->records, name, &document);
        status = memory_status(loader);
    }
    document_close(&document);
    return status;
}

/* Notes who has a file before any is read: a record may then rely on its parent's. */
static void mark_recorded(struct loader *loader)
{
    char code[CODE_SIZE];
    for (size_t i = 0; i < loader->file_count; i++) {
        bool is_record = code_of_file(loader->files[i], code);
        struct jurisdiction *jurisdiction = is_record ? jurisdiction_of(loader->law, code) : NULL;
        if (jurisdiction != NULL)
            jurisdiction->recorded = true;
    }
}

static enum lawmap_status load_records(struct loader *loader)
{
    enum lawmap_status status = LAWMAP_OK;
    mark_recorded(loader);
    for (size_t i = 0; status == LAWMAP_OK && i < loader->file_count; i++)
        status = load_record(loader, loader->files[i]);
    return status;
}

static void inherit_law(struct jurisdiction *to, const struct jurisdiction *from)
{
    to->periods = from->periods;
    to->period_count = from->period_count;
    to->measures = from->measures;
    to->provisions = from->provisions;
    to->provision_count = from->provision_count;
}

static void inherit_record(struct jurisdiction *to, const struct jurisdiction *from)
{
    inherit_law(to, from);
    to->inherits = from;
    to->note = from->note;
    memcpy(to->notes, from->notes, sizeof to->notes);
    to->varies_subnationally = from->varies_subnationally;
    to->sources = from->sources;
    to->source_count = from->source_count;
    to->law_as_of = from->law_as_of;
    to->confidence = from->confidence;
    to->basis = from->basis;
    to->review = from->review;
}

/* A record takes its law from one that has a law of its own, so that a reader finds it in one step. */
static enum lawmap_status follow_inherits(const struct loader *loader)
{
    struct law *law = loader->law;
    for (size_t i = 0; i < law->jurisdiction_count; i++) {
        struct jurisdiction *jurisdiction = &law->jurisdictions[i];
        const struct jurisdiction *from = jurisdiction->inherits;
        struct buffer path = {0};
        if (from != NULL && from->inherits == NULL)
            inherit_law(jurisdiction, from);
        if (from == NULL || from->inherits == NULL)
            continue;
        buffer_printf(&path, "%s/%s/%s.json", loader->dir, records_dir, jurisdiction->code);
        buffer_append(&path, "", 1);
        if (!path.failed)
            fault_add(loader->faults, RULE_FORM, path.data, (struct position){1, 1},
                      "\"inherits\" names \"%s\", which inherits itself: name \"%s\"", from->code,
                      from->inherits->code);
        bool failed = path.failed;
        buffer_free(&path);
        if (failed)
            return no_memory(loader);
    }
    return LAWMAP_OK;
}

/* A subdivision without a file has its country's law; a country without one is a fault. */
static void complete_records(struct loader *loader)
{
    struct law *law = loader->law;
    struct node root = node_root(&loader->names), entries = node_member(&root, "jurisdictions");
    for (size_t i = 0; i < law->jurisdiction_count; i++) {
        struct jurisdiction *jurisdiction = &law->jurisdictions[i];
        struct node entry = node_member(&entries, jurisdiction->code);
        if (jurisdiction->recorded)
            continue;
        if (jurisdiction->parent != NULL)
            inherit_record(jurisdiction, jurisdiction->parent);
        else if (is_country_code(jurisdiction->code))
            node_key_fault(&entry, "expected a file %s/%s.json for this country", records_dir,
                           jurisdiction->code);
    }
}

/* Against codes that are in doubt themselves no record is checked: one fault would become hundreds. */
static enum lawmap_status load_codebook(struct loader *loader)
{
    struct law *law = loader->law;
    enum lawmap_status status = load_document(loader, &loader->codebook, "codebook.json", codebook_read);
    if (loader->faults->count > 0)
        law->statuses.ids = law->measure_values.ids = law->measure_ids = NULL;
    return status;
}

static enum lawmap_status load_all(struct loader *loader)
{
    enum lawmap_status status = list_records(loader);
    if (status == LAWMAP_OK)
        status = load_document(loader, &loader->package, "datapackage.json", package_read);
    if (status == LAWMAP_OK)
        status = load_codebook(loader);
    if (status == LAWMAP_OK)
        status = load_document(loader, &loader->names, "names.json", names_read);
    if (status == LAWMAP_OK)
        status = load_document(loader, &loader->regions, "regions.json", regions_read);
    if (status == LAWMAP_OK)
        status = load_document(loader, &loader->resources, "resources.json", resources_read);
    if (status == LAWMAP_OK)
        status = load_records(loader);
    if (status == LAWMAP_OK)
        status = follow_inherits(loader);
    if (status != LAWMAP_OK)
        return status;
    complete_records(loader);
    fault_list_finish(loader->faults, loader->dir);
    if (loader->warnings != NULL)
        fault_list_finish(loader->warnings, loader->dir);
    return memory_status(loader);
}

static void identify(struct loader *loader)
{
    struct law *law = loader->law;
    struct hash hash = add_to_hash((struct hash){0}, "codebook.json", &loader->codebook);
    hash = add_to_hash(hash, "datapackage.json", &loader->package);
    hash = hash_join(hash, loader->records);
    hash = add_to_hash(hash, "names.json", &loader->names);
    hash = add_to_hash(hash, "regions.json", &loader->regions);
    law->fingerprint = add_to_hash(hash, "resources.json", &loader->resources);
    hash_format(law->fingerprint, law->dataset.version);
    package_date(law);
}

static void close_loader(struct loader *loader)
{
    document_close(&loader->package);
    document_close(&loader->codebook);
    document_close(&loader->names);
    document_close(&loader->regions);
    document_close(&loader->resources);
    for (size_t i = 0; i < loader->file_count; i++)
        free(loader->files[i]);
    free(loader->files);
    law_free(loader->law);
}

enum lawmap_status law_check_edits(const char *dir, const struct record_edits *edits, struct law **out,
                                   struct fault_list *faults, struct fault_list *warnings,
                                   struct lawmap_error *error)
{
    struct loader loader = {
        .dir = dir, .edits = edits, .faults = faults, .warnings = warnings, .error = error};
    *out = NULL;
    loader.law = calloc(1, sizeof *loader.law);
    enum lawmap_status status = loader.law == NULL ? no_memory(&loader) : load_all(&loader);
    if (status == LAWMAP_OK && faults->count > 0) {
        const struct fault *first = &faults->items[0];
        status = lawmap_fail(error, LAWMAP_BAD_DATA, "%s:%d:%d: error: %s", first->file, first->line,
                             first->column, first->message);
    }
    if (status == LAWMAP_OK) {
        identify(&loader);
        loader.law->codebook_json = loader.codebook.text; /* moved to the law */
        loader.codebook.text = (struct buffer){0};
        *out = loader.law; /* moved to the caller */
        loader.law = NULL;
    }
    close_loader(&loader);
    return status;
}

enum lawmap_status law_check(const char *dir, struct law **out, struct fault_list *faults,
                             struct fault_list *warnings, struct lawmap_error *error)
{
    return law_check_edits(dir, NULL, out, faults, warnings, error);
}

enum lawmap_status law_load(const char *dir, struct law **out, struct fault_list *faults,
                            struct lawmap_error *error)
{
    return law_check(dir, out, faults, NULL, error);
}
