/* A body in chunks. */
#include "protocol/http_chunks.h"

#include <string.h>

#include "protocol/http_head.h"
#include "protocol/limits.h"

enum { SIZE_DIGITS = 8 };

/* What is left to be read, and how one step ended. */
struct input {
    const char *bytes;
    size_t length;
};

enum step { STEP_ON, STEP_WAIT, STEP_END, STEP_BAD };

static enum step refuse(struct tip_http_fault *fault, unsigned status, const char *message)
{
    tip_http_refuse(fault, status, "%s", message);
    return STEP_BAD;
}

/* A whole line of at most `limit` bytes without its CR LF; *line moves behind it. */
static enum step take_line(struct input *input, size_t limit, struct input *line,
                           struct tip_http_fault *fault)
{
    size_t seen = input->length < limit ? input->length : limit;
    const char *lf = memchr(input->bytes, '\n', seen);
    size_t length;

    if (lf == NULL)
        return input->length >= limit ? refuse(fault, 431, "a line of the chunked body is too long")
                                      : STEP_WAIT;
    length = (size_t)(lf - input->bytes);
    if (length == 0 || lf[-1] != '\r')
        return refuse(fault, 400, "a line of the chunked body ends in LF without CR");
    *line = (struct input){input->bytes, length - 1};
    *input = (struct input){lf + 1, input->length - length - 1};
    return STEP_ON;
}

static bool has_control(const struct input *line)
{
    for (size_t i = 0; i < line->length; i++)
        if (((unsigned char)line->bytes[i] < 0x20 && line->bytes[i] != '\t') ||
            line->bytes[i] == 0x7f)
            return true;
    return false;
}

static int hex_digit(char byte)
{
    if (byte >= '0' && byte <= '9')
        return byte - '0';
    byte = (char)(byte | 0x20);
    return byte >= 'a' && byte <= 'f' ? byte - 'a' + 10 : -1;
}

/* Hex digits, and nothing behind them but extensions. */
static enum step read_size(struct tip_http_chunks *chunks, const struct tip_string *body,
                           struct input *input, struct tip_http_fault *fault)
{
    struct input line;
    size_t digits = 0, size = 0;
    enum step step = take_line(input, TIP_LIMIT_HTTP_CHUNK_LINE, &line, fault);

    if (step != STEP_ON)
        return step;
    for (; digits < line.length && hex_digit(line.bytes[digits]) >= 0; digits++)
        size = size * 16 + (size_t)hex_digit(line.bytes[digits]) * (digits < SIZE_DIGITS);
    if (digits == 0 || (digits < line.length && line.bytes[digits] != ';') || has_control(&line))
        return refuse(fault, 400, "a chunk does not begin with its size in hex digits");
    if (digits > SIZE_DIGITS || size > TIP_LIMIT_LINE - body->length)
        return refuse(fault, 413, "the body is too long");
    chunks->left = size;
    chunks->place = size == 0 ? TIP_HTTP_CHUNK_TRAILER : TIP_HTTP_CHUNK_DATA;
    return STEP_ON;
}

static enum step read_data(struct tip_http_chunks *chunks, struct tip_string *body,
                           struct input *input)
{
    size_t length = input->length < chunks->left ? input->length : chunks->left;

    tip_string_append(body, input->bytes, length);
    chunks->left -= length;
    *input = (struct input){input->bytes + length, input->length - length};
    if (chunks->left > 0)
        return STEP_WAIT;
    chunks->place = TIP_HTTP_CHUNK_ENDING;
    return STEP_ON;
}

static enum step read_ending(struct tip_http_chunks *chunks, struct input *input,
                             struct tip_http_fault *fault)
{
    if (input->length > 0 && input->bytes[0] != '\r')
        return refuse(fault, 400, "a chunk is longer than its size");
    if (input->length < 2)
        return STEP_WAIT;
    if (input->bytes[1] != '\n')
        return refuse(fault, 400, "a chunk is longer than its size");
    *input = (struct input){input->bytes + 2, input->length - 2};
    chunks->place = TIP_HTTP_CHUNK_SIZE;
    return STEP_ON;
}

static enum step read_trailer(struct tip_http_chunks *chunks, struct input *input,
                              struct tip_http_fault *fault)
{
    struct input line;
    size_t name = 0;
    enum step step = take_line(input, TIP_LIMIT_HTTP_TRAILER - chunks->trailer, &line, fault);

    if (step != STEP_ON || line.length == 0)
        return step == STEP_ON ? STEP_END : step;
    chunks->trailer += line.length + 2;
    while (name < line.length && tip_http_is_token(line.bytes[name]))
        name++;
    if (name == 0 || name == line.length || line.bytes[name] != ':' || has_control(&line))
        return refuse(fault, 400, "a line behind the last chunk is not NAME: VALUE");
    if (chunks->trailer >= TIP_LIMIT_HTTP_TRAILER)
        return refuse(fault, 431, "the fields behind the last chunk are too long");
    return STEP_ON;
}

static enum step take_step(struct tip_http_chunks *chunks, struct tip_string *body,
                           struct input *input, struct tip_http_fault *fault)
{
    switch (chunks->place) {
    case TIP_HTTP_CHUNK_SIZE:
        return read_size(chunks, body, input, fault);
    case TIP_HTTP_CHUNK_DATA:
        return read_data(chunks, body, input);
    case TIP_HTTP_CHUNK_ENDING:
        return read_ending(chunks, input, fault);
    case TIP_HTTP_CHUNK_TRAILER:
        break;
    }
    return read_trailer(chunks, input, fault);
}

enum tip_http_chunked tip_http_chunks_read(struct tip_http_chunks *chunks, struct tip_string *body,
                                           const char *bytes, size_t available, size_t *used,
                                           struct tip_http_fault *fault)
{
    struct input input = {bytes, available};
    enum step step;

    do
        step = take_step(chunks, body, &input, fault);
    while (step == STEP_ON);
    *used = available - input.length;
    if (step == STEP_BAD)
        return TIP_HTTP_CHUNKS_BAD;
    return step == STEP_END ? TIP_HTTP_CHUNKS_END : TIP_HTTP_CHUNKS_MORE;
}
