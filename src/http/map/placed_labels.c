#include "placed_labels.h"

#include <pthread.h>
#include <stdlib.h>

struct placed_labels {
    const struct atlas *atlas;
    const struct law *law;
    pthread_mutex_t lock;
    struct labels *labels[LANGUAGE_COUNT]; /* NULL: not asked for yet */
};

struct placed_labels *placed_labels_new(const struct atlas *atlas, const struct law *law)
{
    struct placed_labels *self = calloc(1, sizeof *self);
    if (self == NULL)
        return NULL;
    self->atlas = atlas;
    self->law = law;
    pthread_mutex_init(&self->lock, NULL);
    return self;
}

void placed_labels_free(struct placed_labels *self)
{
    if (self == NULL)
        return;
    for (int i = 0; i < LANGUAGE_COUNT; i++)
        labels_free(self->labels[i]);
    pthread_mutex_destroy(&self->lock);
    free(self);
}

enum lawmap_status placed_labels_get(struct placed_labels *self, enum language language,
                                     const struct labels **out, struct lawmap_error *error)
{
    enum lawmap_status status = LAWMAP_OK;
    pthread_mutex_lock(&self->lock);
    if (self->labels[language] == NULL)
        status = labels_new(self->atlas, self->law, language, &self->labels[language], error);
    *out = self->labels[language];
    pthread_mutex_unlock(&self->lock);
    return status;
}
