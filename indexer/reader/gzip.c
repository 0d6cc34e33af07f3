/* gzip files through zlib: member after member, within limits. */
#include "reader/gzip.h"

#include <string.h>
#include <strings.h>
#include <zlib.h>

#include "base/string_builder.h"
#include "reader/document.h"

enum {
    GZIP_WINDOW = MAX_WBITS + 16, /* zlib: a gzip header is awaited */
    STEP = 1 << 16,
    TAKE = 1 << 30 /* zlib counts what it is given in an unsigned int */
};

/* One file on its way; `at` is what zlib has taken of `bytes`. */
struct unfolding {
    const char *name;
    const char *bytes;
    size_t length;
    size_t at;
    size_t limit;
    struct tip_string out;
    struct tip_error *error;
};

bool tip_gzip_is(const char *bytes, size_t length)
{
    return length >= 2 && memcmp(bytes, "\x1f\x8b", 2) == 0;
}

size_t tip_gzip_name_length(const char *name)
{
    size_t length = strlen(name);
    return length > 3 && strcasecmp(name + length - 3, ".gz") == 0 ? length - 3 : length;
}

static tip_status check_limits(const struct unfolding *work)
{
    size_t size = work->out.length;
    if (size > work->limit)
        return tip_error_set(work->error, TIP_LIMIT,
                             "%s: unfolds to more than the %zu bytes that one source may have: "
                             "split it",
                             work->name, work->limit);
    if (size > TIP_GZIP_FREE && size / TIP_GZIP_RATIO > work->length)
        return tip_error_set(work->error, TIP_LIMIT,
                             "%s: unfolds to more than %d times its size, as no text does: name "
                             "what is in it, if it is one",
                             work->name, TIP_GZIP_RATIO);
    return TIP_OK;
}

static tip_status refuse(const struct unfolding *work, int result)
{
    if (result == Z_MEM_ERROR)
        return tip_error_memory(work->error, "unfolding a gzip file");
    const char *what = result == Z_BUF_ERROR ? "is cut off" : "is damaged";
    return tip_error_set(work->error, TIP_INVALID,
                         "%s: the gzip file %s (behind byte %zu): fetch it again", work->name, what,
                         work->at);
}

/* One call of inflate(3), into room for STEP bytes. */
static int inflate_step(struct unfolding *work, z_stream *stream)
{
    size_t left = work->length - work->at;
    if (!tip_string_reserve(&work->out, STEP))
        return Z_MEM_ERROR;
    uInt given = left < TAKE ? (uInt)left : TAKE;
    stream->next_in = (Bytef *)(work->bytes + work->at);
    stream->avail_in = given;
    stream->next_out = (Bytef *)(work->out.data + work->out.length);
    stream->avail_out = STEP;
    int result = inflate(stream, Z_NO_FLUSH);
    work->at += given - stream->avail_in;
    work->out.length += STEP - stream->avail_out;
    work->out.data[work->out.length] = '\0';
    return result;
}

static tip_status unfold_members(struct unfolding *work, z_stream *stream)
{
    for (;;) {
        int result = inflate_step(work, stream);
        tip_status status = check_limits(work);
        if (status != TIP_OK)
            return status;
        if (result == Z_STREAM_END) {
            if (!tip_gzip_is(work->bytes + work->at, work->length - work->at))
                return TIP_OK;
            result = inflateReset(stream);
        }
        if (result != Z_OK)
            return refuse(work, result);
    }
}

static void tell_of_rest(const struct unfolding *work, const struct tip_reader_options *options)
{
    for (size_t at = work->at; at < work->length; at++)
        if (work->bytes[at] != '\0') {
            tip_reader_tell(options, work->name, 0,
                            "%zu bytes behind the end of the gzip file are left out",
                            work->length - work->at);
            return;
        }
}

tip_status tip_gzip_unfold(char **out, size_t *out_length, const char *name, const char *bytes,
                           size_t length, size_t limit, const struct tip_reader_options *options,
                           struct tip_error *error)
{
    struct unfolding work = {
        .name = name, .bytes = bytes, .length = length, .limit = limit, .error = error};
    z_stream stream = {0};
    if (inflateInit2(&stream, GZIP_WINDOW) != Z_OK)
        return tip_error_memory(error, "unfolding a gzip file");
    tip_status status = unfold_members(&work, &stream);
    inflateEnd(&stream);
    if (status == TIP_OK) {
        tell_of_rest(&work, options);
        *out_length = work.out.length;
        *out = tip_string_release(&work.out);
        if (*out == NULL)
            status = tip_error_memory(error, "unfolding a gzip file");
    }
    tip_string_free(&work.out);
    return status;
}
