#include "run_length.h"

#include <stdlib.h>
#include <zlib.h>

enum { LEVEL = 1, WINDOW_BITS = 15, MEMORY_LEVEL = 8 };

struct run_length {
    z_stream stream;
};

struct run_length *run_length_new(void)
{
    struct run_length *self = calloc(1, sizeof *self);
    if (self != NULL &&
        deflateInit2(&self->stream, LEVEL, Z_DEFLATED, WINDOW_BITS, MEMORY_LEVEL, Z_RLE) != Z_OK) {
        free(self);
        return NULL;
    }
    return self;
}

void run_length_free(struct run_length *self)
{
    if (self == NULL)
        return;
    deflateEnd(&self->stream);
    free(self);
}

size_t run_length_bound(struct run_length *self, size_t size)
{
    return deflateBound(&self->stream, size);
}

size_t run_length_encode(struct run_length *self, const void *in, size_t size, unsigned char *out,
                         size_t room)
{
    z_stream *stream = &self->stream;
    if (deflateReset(stream) != Z_OK)
        return 0;
    stream->next_in = (Bytef *)in; /* zlib does not write to it */
    stream->avail_in = (uInt)size;
    stream->next_out = out;
    stream->avail_out = (uInt)room;
    return deflate(stream, Z_FINISH) == Z_STREAM_END ? stream->total_out : 0;
}
