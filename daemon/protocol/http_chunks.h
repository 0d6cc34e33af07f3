/* A body in chunks (RFC 9112, section 7.1), read strictly as it comes in. */
#ifndef TIP_HTTP_CHUNKS_H
#define TIP_HTTP_CHUNKS_H

#include <stddef.h>

#include "base/string_builder.h"
#include "protocol/http_fault.h"

/* Zero-initialised before the first chunk. */
struct tip_http_chunks {
    enum {
        TIP_HTTP_CHUNK_SIZE,
        TIP_HTTP_CHUNK_DATA,
        TIP_HTTP_CHUNK_ENDING,
        TIP_HTTP_CHUNK_TRAILER
    } place;
    size_t left;    /* bytes of the chunk under way that have not come */
    size_t trailer; /* bytes of trailer fields so far */
};

enum tip_http_chunked { TIP_HTTP_CHUNKS_MORE, TIP_HTTP_CHUNKS_END, TIP_HTTP_CHUNKS_BAD };

/* Takes what it can of `bytes`: *used is how much of them; the body's bytes are appended to `body`.
 * Extensions and trailer fields are checked and forgotten. BAD: `fault` is filled, and nothing
 * behind can be told from the body. */
enum tip_http_chunked tip_http_chunks_read(struct tip_http_chunks *chunks, struct tip_string *body,
                                           const char *bytes, size_t available, size_t *used,
                                           struct tip_http_fault *fault);

#endif
