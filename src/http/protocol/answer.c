#include "answer.h"

#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>

/* Below this a compressed body saves no packet. */
enum { GZIP_SIZE_MIN = 512, GZIP_LEVEL = 9 };

struct text_answer {
    struct answer answer;
    char *text;
    void *gzip;
};

static void destroy_text(struct shared *shared)
{
    struct text_answer *self = (struct text_answer *)shared;
    free(self->text);
    free(self->gzip);
    free(self);
}

static void destroy_static(struct shared *shared)
{
    free(shared);
}

/* RFC 1952. Without memory, or where nothing is gained, the answer goes uncompressed. */
static void compress(struct text_answer *self, struct span text)
{
    if (text.size < GZIP_SIZE_MIN)
        return;
    struct libdeflate_compressor *compressor = libdeflate_alloc_compressor(GZIP_LEVEL);
    self->gzip = malloc(text.size);
    if (compressor != NULL && self->gzip != NULL) {
        size_t size = libdeflate_gzip_compress(compressor, text.data, text.size, self->gzip, text.size);
        void *fitted = size == 0 ? NULL : realloc(self->gzip, size);
        if (fitted != NULL)
            self->gzip = fitted;
        self->answer.gzip = (struct span){self->gzip, size};
    }
    libdeflate_free_compressor(compressor);
}

struct answer *answer_of_text(char *text, size_t size, const char *content_type, const char *language)
{
    struct text_answer *self = calloc(1, sizeof *self);
    if (self == NULL) {
        free(text);
        return NULL;
    }
    shared_init(&self->answer.shared, destroy_text);
    self->text = text;
    self->answer.content_type = content_type;
    self->answer.language = language;
    self->answer.body = (struct span){text, size};
    hash_format(hash_bytes(text, size), self->answer.tag);
    if (strcmp(content_type, "image/png") != 0) /* it is deflated already */
        compress(self, self->answer.body);
    return &self->answer;
}

struct answer *answer_of_buffer(struct buffer *text, const char *content_type, const char *language)
{
    if (!text->failed)
        return answer_of_text(text->data, text->size, content_type, language);
    buffer_free(text);
    return NULL;
}

struct answer *answer_of_static(struct span body, struct span gzip, const char *content_type, const char *tag)
{
    struct answer *self = calloc(1, sizeof *self);
    if (self == NULL)
        return NULL;
    shared_init(&self->shared, destroy_static);
    self->content_type = content_type;
    self->body = body;
    self->gzip = gzip;
    for (size_t i = 0; i + 1 < sizeof self->tag && tag[i] != '\0'; i++)
        self->tag[i] = tag[i];
    return self;
}

struct answer *answer_of_tile(struct tile_png *png)
{
    size_t size = png->head_size + png->body_size;
    char *bytes = malloc(size);
    struct text_answer *self = bytes == NULL ? NULL : calloc(1, sizeof *self);
    if (self != NULL) {
        memcpy(bytes, png->head, png->head_size);
        memcpy(bytes + png->head_size, png->body, png->body_size);
        shared_init(&self->answer.shared, destroy_text);
        self->text = bytes;
        self->answer.content_type = "image/png";
        self->answer.body = (struct span){bytes, size};
        hash_format(png->tag, self->answer.tag);
    } else {
        free(bytes);
    }
    tile_png_free(png);
    return (struct answer *)self;
}

void answer_release(struct answer *answer)
{
    if (answer != NULL)
        shared_release(&answer->shared);
}

size_t answer_bytes(const struct answer *answer)
{
    return sizeof(struct text_answer) + answer->body.size + answer->gzip.size;
}
