/* Stored passage texts: raw deflate with the index's preset dictionary and a CRC-32.
 *
 * A record may come from a damaged file, so what it declares is believed only as far as it can be
 * true: no more memory is taken than its own bytes can inflate to. */
#include "index/record.h"

#include <stdint.h>
#include <stdlib.h>
/* next_in points to bytes that are only read */
#define ZLIB_CONST
#include <zlib.h>

enum {
    TEXT_LIMIT = 64 << 20, /* bytes of a text; passages are a few thousand */
    LEVEL = 6,             /* zlib's default: higher ones gain under a percent here */
    WINDOW_BITS = -15,     /* raw deflate, the largest window */
    MEMORY_LEVEL = 8,      /* zlib's default */
    CRC_SIZE = 4,
    EXPANSION_LIMIT = 1032, /* deflate's largest ratio (zlib's technical notes) */
};

static tip_status zlib_error(struct tip_error *error, const char *doing, int code)
{
    if (code == Z_MEM_ERROR)
        return tip_error_memory(error, doing);
    return tip_error_set(error, TIP_INTERNAL, "%s: zlib reports %s", doing, zError(code));
}

static uint32_t crc_of(const char *text, size_t length)
{
    return (uint32_t)crc32(crc32(0, NULL, 0), (const Bytef *)text, (uInt)length);
}

static void append_head(struct tip_string *record, const char *text, size_t length)
{
    uint32_t crc = crc_of(text, length);
    for (int i = 0; i < CRC_SIZE; i++)
        tip_string_append_char(record, (char)(unsigned char)(crc >> (8 * i)));
    tip_string_append_varint(record, length);
}

/* Deflates all of stream->next_in into the record. */
static tip_status append_deflated(struct tip_string *record, z_stream *stream,
                                  const void *dictionary, size_t dictionary_length,
                                  struct tip_error *error)
{
    static const char doing[] = "compressing a passage";
    int code = Z_OK;
    if (dictionary_length > 0)
        code = deflateSetDictionary(stream, dictionary, (uInt)dictionary_length);
    if (code != Z_OK)
        return zlib_error(error, doing, code);

    size_t bound = deflateBound(stream, stream->avail_in);
    if (!tip_string_reserve(record, bound + 1))
        return tip_error_memory(error, doing);
    stream->next_out = (Bytef *)record->data + record->length;
    stream->avail_out = (uInt)bound;
    code = deflate(stream, Z_FINISH);
    if (code != Z_STREAM_END)
        return zlib_error(error, doing, code);
    record->length += stream->total_out;
    record->data[record->length] = '\0';
    return TIP_OK;
}

tip_status tip_record_pack(struct tip_string *record, const char *text, size_t length,
                           const void *dictionary, size_t dictionary_length,
                           struct tip_error *error)
{
    if (length > TEXT_LIMIT || dictionary_length > TEXT_LIMIT)
        return tip_error_set(error, TIP_LIMIT,
                             "a passage of %zu bytes is too long to be stored (%d at most)", length,
                             TEXT_LIMIT);
    append_head(record, text, length);
    if (record->failed)
        return tip_error_memory(error, "storing a passage");

    z_stream stream = {.next_in = (const Bytef *)text, .avail_in = (uInt)length};
    int code =
        deflateInit2(&stream, LEVEL, Z_DEFLATED, WINDOW_BITS, MEMORY_LEVEL, Z_DEFAULT_STRATEGY);
    if (code != Z_OK)
        return zlib_error(error, "compressing a passage", code);
    tip_status status = append_deflated(record, &stream, dictionary, dictionary_length, error);
    deflateEnd(&stream);
    return status;
}

static tip_status damaged(struct tip_error *error, const char *what)
{
    return tip_error_set(error, TIP_CORRUPT,
                         "the stored text of a passage is damaged (%s): build the index again or "
                         "restore a backup",
                         what);
}

/* Reads the head at *cursor, which moves past it. */
static tip_status read_head(const unsigned char **cursor, const unsigned char *end, uint32_t *crc,
                            size_t *length, struct tip_error *error)
{
    if (end - *cursor < CRC_SIZE)
        return damaged(error, "it ends too soon");
    *crc = 0;
    for (int i = 0; i < CRC_SIZE; i++)
        *crc |= (uint32_t)(*cursor)[i] << (8 * i);
    *cursor += CRC_SIZE;

    unsigned long long declared;
    if (!tip_varint_read(cursor, end, &declared))
        return damaged(error, "it ends too soon");
    if (declared > TEXT_LIMIT || declared / EXPANSION_LIMIT > (size_t)(end - *cursor))
        return damaged(error, "its length cannot be true");
    *length = (size_t)declared;
    return TIP_OK;
}

/* Inflates exactly `length` bytes: a stream that holds more, or fewer, is damaged. */
static tip_status inflate_text(char *text, size_t length, z_stream *stream, const void *dictionary,
                               size_t dictionary_length, struct tip_error *error)
{
    int code = Z_OK;
    if (dictionary_length > 0)
        code = inflateSetDictionary(stream, dictionary, (uInt)dictionary_length);
    if (code != Z_OK)
        return zlib_error(error, "reading a passage", code);

    stream->next_out = (Bytef *)text;
    stream->avail_out = (uInt)length;
    code = inflate(stream, Z_FINISH);
    if (code == Z_MEM_ERROR)
        return zlib_error(error, "reading a passage", code);
    if (code != Z_STREAM_END || stream->total_out != length || stream->avail_in != 0)
        return damaged(error, "it cannot be decompressed");
    return TIP_OK;
}

static tip_status unpack_into(char *text, size_t length, const unsigned char *stream_start,
                              const unsigned char *end, const void *dictionary,
                              size_t dictionary_length, struct tip_error *error)
{
    z_stream stream = {.next_in = stream_start, .avail_in = (uInt)(end - stream_start)};
    int code = inflateInit2(&stream, WINDOW_BITS);
    if (code != Z_OK)
        return zlib_error(error, "reading a passage", code);
    tip_status status = inflate_text(text, length, &stream, dictionary, dictionary_length, error);
    inflateEnd(&stream);
    return status;
}

tip_status tip_record_unpack(char **text, size_t *length, const void *record, size_t record_length,
                             const void *dictionary, size_t dictionary_length,
                             struct tip_error *error)
{
    if (record_length > 2 * (size_t)TEXT_LIMIT || dictionary_length > TEXT_LIMIT)
        return damaged(error, "it is too long");
    const unsigned char *cursor = record;
    const unsigned char *end = cursor + record_length;
    uint32_t crc = 0;
    size_t declared = 0;
    tip_status status = read_head(&cursor, end, &crc, &declared, error);
    if (status != TIP_OK)
        return status;

    char *out = malloc(declared + 1);
    if (out == NULL)
        return tip_error_memory(error, "reading a passage");
    status = unpack_into(out, declared, cursor, end, dictionary, dictionary_length, error);
    if (status == TIP_OK && crc_of(out, declared) != crc)
        status = damaged(error, "its checksum is wrong");
    if (status != TIP_OK) {
        free(out);
        return status;
    }
    out[declared] = '\0';
    *text = out;
    *length = declared;
    return TIP_OK;
}
