#include "refusal.h"

#include <string.h>

void refusal_init(struct refusal *refusal)
{
    pthread_mutex_init(&refusal->mutex, NULL);
    refusal->content = NULL;
}

void refusal_clear(struct refusal *refusal)
{
    json_decref(refusal->content);
    refusal->content = NULL;
    pthread_mutex_destroy(&refusal->mutex);
}

static const char *name_under(const char *file, const char *dir)
{
    size_t length = strlen(dir);
    return strncmp(file, dir, length) == 0 && file[length] == '/' ? file + length + 1 : file;
}

static json_t *json_of_faults(const struct fault_list *faults, const char *dir)
{
    json_t *list = json_array();
    for (size_t i = 0; list != NULL && i < faults->count && i < REFUSAL_FAULTS_MAX; i++) {
        const struct fault *fault = &faults->items[i];
        json_t *object =
            json_pack("{s:s, s:i, s:i, s:s, s:s}", "file", name_under(fault->file, dir), "line", fault->line,
                      "column", fault->column, "rule", fault->rule->code, "message", fault->message);
        if (json_array_append_new(list, object) != 0) {
            json_decref(list);
            return NULL;
        }
    }
    return list;
}

void refusal_set(struct refusal *refusal, const char *dir, const struct fault_list *faults,
                 const char *message)
{
    json_t *content = json_pack("{s:s, s:I, s:o}", "message", name_under(message, dir), "count",
                                (json_int_t)faults->count, "faults", json_of_faults(faults, dir));
    pthread_mutex_lock(&refusal->mutex);
    json_t *old = refusal->content;
    refusal->content = content;
    pthread_mutex_unlock(&refusal->mutex);
    json_decref(old);
}

/* A copy, as the counts of references that Jansson keeps are another's to change. */
json_t *refusal_json(struct refusal *refusal)
{
    pthread_mutex_lock(&refusal->mutex);
    json_t *copy = refusal->content == NULL ? json_null() : json_deep_copy(refusal->content);
    pthread_mutex_unlock(&refusal->mutex);
    return copy;
}
