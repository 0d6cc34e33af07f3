/* Streams of bytes: a file read by its places, so that hashing does not move what is read, and
 * inflated on the way where it is a gzip file. */
#include "reader/input.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zlib.h>

#include "base/file.h"
#include "reader/gzip.h"

enum { BLOCK = 1 << 16, GZIP_WINDOW = MAX_WBITS + 16 /* zlib: a gzip header is awaited */ };

struct tip_input {
    char *name; /* in messages */
    int fd;
    uint64_t size;
    uint64_t next; /* the place in the file that is read next */
    bool is_gzip;
    bool is_inflating; /* `stream` is to be ended */
    bool is_unfolded;  /* all members are */
    z_stream stream;   /* its input is in `block` */
    uint64_t unfolded;
    unsigned char block[BLOCK];
};

void tip_input_close(struct tip_input *input)
{
    if (input == NULL)
        return;
    if (input->is_inflating)
        inflateEnd(&input->stream);
    if (input->fd >= 0)
        close(input->fd);
    free(input->name);
    free(input);
}

/* ---- standard input ---- */

/* A file that is gone when it is closed. */
static int open_nameless(const char *folder)
{
    int fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    char *path = NULL;
    if (fd >= 0 || (errno != EOPNOTSUPP && errno != EISDIR))
        return fd;
    if (asprintf(&path, "%s/stdin-XXXXXX", folder) < 0)
        return -1;
    fd = mkostemp(path, O_CLOEXEC);
    if (fd >= 0)
        unlink(path);
    free(path);
    return fd;
}

static tip_status keep_standard_input(struct tip_input *input, const char *folder,
                                      struct tip_error *error)
{
    const char *place = folder ? folder : "memory";
    input->fd = folder ? open_nameless(folder) : memfd_create("standard input", MFD_CLOEXEC);
    if (input->fd < 0)
        return tip_error_errno(error, "%s: cannot keep standard input there", place);
    for (;;) {
        ssize_t got = read(STDIN_FILENO, input->block, BLOCK);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return tip_error_errno(error, "standard input: cannot read");
        if (got == 0)
            return TIP_OK;
        if (!tip_file_write_all(input->fd, input->block, (size_t)got))
            return tip_error_errno(error, "%s: cannot keep standard input there", place);
        input->size += (uint64_t)got;
    }
}

/* ---- the file's bytes ---- */

/* Up to `size` bytes from `place` on; fewer at the end only. */
static tip_status read_at(const struct tip_input *input, void *bytes, size_t size, uint64_t place,
                          size_t *got, struct tip_error *error)
{
    if (size > input->size - place)
        size = (size_t)(input->size - place);
    *got = 0;
    while (*got < size) {
        ssize_t part = pread(input->fd, (char *)bytes + *got, size - *got, (off_t)(place + *got));
        if (part < 0 && errno == EINTR)
            continue;
        if (part < 0)
            return tip_error_errno(error, "%s: cannot read", input->name);
        if (part == 0)
            return tip_error_set(error, TIP_IO, "%s: became shorter while it was read",
                                 input->name);
        *got += (size_t)part;
    }
    return TIP_OK;
}

static tip_status open_source(struct tip_input *input, const char *path, const char *folder,
                              struct tip_error *error)
{
    bool is_stdin = strcmp(path, "-") == 0;
    char magic[2];
    size_t size = 0, got = 0;
    input->name = strdup(is_stdin ? "standard input" : path);
    if (input->name == NULL)
        return tip_error_memory(error, "opening a source");
    tip_status status = is_stdin ? keep_standard_input(input, folder, error)
                                 : tip_file_open(&input->fd, &size, path, error);
    if (status == TIP_OK && !is_stdin)
        input->size = size;
    if (status == TIP_OK)
        status = read_at(input, magic, sizeof magic, 0, &got, error);
    input->is_gzip = status == TIP_OK && tip_gzip_is(magic, got);
    return status == TIP_OK ? tip_input_rewind(input, error) : status;
}

tip_status tip_input_open(struct tip_input **out, const char *path, const char *folder,
                          struct tip_error *error)
{
    struct tip_input *input = calloc(1, sizeof *input);
    if (input == NULL)
        return tip_error_memory(error, "opening a source");
    input->fd = -1;
    tip_status status = open_source(input, path, folder, error);
    if (status != TIP_OK) {
        tip_input_close(input);
        return status;
    }
    *out = input;
    return TIP_OK;
}

uint64_t tip_input_size(const struct tip_input *input)
{
    return input->size;
}

static tip_status digest_blocks(const struct tip_input *input, struct tip_digest *digest,
                                struct tip_error *error)
{
    char *block = malloc(BLOCK);
    if (block == NULL)
        return tip_error_memory(error, "hashing a source");
    tip_status status = TIP_OK;
    for (uint64_t place = 0; place < input->size && status == TIP_OK;) {
        size_t got = 0;
        status = read_at(input, block, BLOCK, place, &got, error);
        if (status == TIP_OK)
            status = tip_digest_add(digest, block, got, error);
        place += got;
    }
    free(block);
    return status;
}

tip_status tip_input_digest(struct tip_input *input, char hex[TIP_DIGEST_HEX_SIZE],
                            struct tip_error *error)
{
    unsigned char hash[TIP_DIGEST_SIZE];
    struct tip_digest *digest = tip_digest_begin();
    if (digest == NULL)
        return tip_error_memory(error, "hashing a source");
    tip_status status = digest_blocks(input, digest, error);
    if (status == TIP_OK)
        status = tip_digest_end(digest, hash, error);
    if (status == TIP_OK)
        tip_digest_to_hex(hex, hash);
    tip_digest_free(digest);
    return status;
}

tip_status tip_input_whole(struct tip_input *input, char **bytes, size_t *length, size_t limit,
                           struct tip_error *error)
{
    if (input->size > limit)
        return tip_error_set(error, TIP_LIMIT,
                             "%s: larger than the limit of %zu bytes: split it into several files",
                             input->name, limit);
    char *content = malloc((size_t)input->size + 1);
    if (content == NULL)
        return tip_error_memory(error, "reading a source");
    tip_status status = read_at(input, content, (size_t)input->size, 0, length, error);
    if (status != TIP_OK) {
        free(content);
        return status;
    }
    content[*length] = '\0';
    *bytes = content;
    return TIP_OK;
}

/* ---- the stream ---- */

tip_status tip_input_rewind(struct tip_input *input, struct tip_error *error)
{
    if (input->is_inflating)
        inflateEnd(&input->stream);
    input->stream = (z_stream){0};
    input->is_inflating = input->is_unfolded = false;
    input->next = input->unfolded = 0;
    if (input->is_gzip && inflateInit2(&input->stream, GZIP_WINDOW) != Z_OK)
        return tip_error_memory(error, "unfolding a gzip file");
    input->is_inflating = input->is_gzip;
    return TIP_OK;
}

/* Where zlib stands in the file. */
static uint64_t place_of(const struct tip_input *input)
{
    return input->next - input->stream.avail_in;
}

static tip_status refuse(const struct tip_input *input, int result, struct tip_error *error)
{
    if (result == Z_MEM_ERROR)
        return tip_error_memory(error, "unfolding a gzip file");
    return tip_error_set(
        error, TIP_INVALID, "%s: the gzip file %s (behind byte %llu): fetch it again", input->name,
        result == Z_BUF_ERROR ? "is cut off" : "is damaged", (unsigned long long)place_of(input));
}

/* Behind a member: another one, or the end; what else stands there is padding. */
static tip_status end_member(struct tip_input *input, struct tip_error *error)
{
    char magic[2];
    size_t got = 0;
    tip_status status = read_at(input, magic, sizeof magic, place_of(input), &got, error);
    if (status != TIP_OK)
        return status;
    input->is_unfolded = !tip_gzip_is(magic, got);
    if (!input->is_unfolded && inflateReset(&input->stream) != Z_OK)
        return refuse(input, Z_DATA_ERROR, error);
    return TIP_OK;
}

static tip_status fill_block(struct tip_input *input, struct tip_error *error)
{
    size_t got = 0;
    if (input->stream.avail_in > 0)
        return TIP_OK;
    tip_status status = read_at(input, input->block, BLOCK, input->next, &got, error);
    input->next += got;
    input->stream.next_in = input->block;
    input->stream.avail_in = (uInt)got;
    return status;
}

static tip_status check_ratio(const struct tip_input *input, struct tip_error *error)
{
    if (input->unfolded <= TIP_GZIP_FREE || input->unfolded / TIP_GZIP_RATIO <= input->size)
        return TIP_OK;
    return tip_error_set(error, TIP_LIMIT,
                         "%s: unfolds to more than %d times its size, as no text does: name what "
                         "is in it, if it is one",
                         input->name, TIP_GZIP_RATIO);
}

/* `size` fits zlib's counters. */
static tip_status inflate_some(struct tip_input *input, char *bytes, size_t size, size_t *got,
                               struct tip_error *error)
{
    while (*got == 0 && !input->is_unfolded) {
        tip_status status = fill_block(input, error);
        if (status != TIP_OK)
            return status;
        input->stream.next_out = (Bytef *)bytes;
        input->stream.avail_out = (uInt)size;
        int result = inflate(&input->stream, Z_NO_FLUSH);
        *got = size - input->stream.avail_out;
        input->unfolded += *got;
        if (result == Z_STREAM_END)
            status = end_member(input, error);
        else if (result != Z_OK && *got == 0) /* else what is good comes first */
            status = refuse(input, result, error);
        if (status == TIP_OK)
            status = check_ratio(input, error);
        if (status != TIP_OK)
            return status;
    }
    return TIP_OK;
}

tip_status tip_input_read(struct tip_input *input, char *bytes, size_t size, size_t *got,
                          struct tip_error *error)
{
    *got = 0;
    if (input->is_gzip)
        return inflate_some(input, bytes, size < BLOCK ? size : BLOCK, got, error);
    tip_status status = read_at(input, bytes, size, input->next, got, error);
    input->next += *got;
    return status;
}

uint64_t tip_input_taken(const struct tip_input *input)
{
    return place_of(input);
}
