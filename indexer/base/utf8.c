/* UTF-8 by the table of well-formed sequences (Unicode 15, table 3-7). */
#include "base/utf8.h"

#include <string.h>

static const uint32_t REPLACEMENT = 0xFFFD;

static bool is_continuation(unsigned char byte)
{
    return (byte & 0xC0) == 0x80;
}

/* How many bytes a sequence with this first byte has; 0 for a byte that begins none. */
static size_t sequence_length(unsigned char first)
{
    if (first < 0x80)
        return 1;
    if (first < 0xC2)
        return 0;
    if (first < 0xE0)
        return 2;
    if (first < 0xF0)
        return 3;
    return first < 0xF5 ? 4 : 0;
}

/* The second byte's narrower ranges keep out overlong forms, surrogates and too large values. */
static bool second_byte_fits(unsigned char first, unsigned char second)
{
    switch (first) {
    case 0xE0:
        return second >= 0xA0;
    case 0xED:
        return second < 0xA0;
    case 0xF0:
        return second >= 0x90;
    case 0xF4:
        return second < 0x90;
    default:
        return true;
    }
}

/* The length of the well-formed sequence at `text`, 0 when it is malformed or cut. */
static size_t valid_sequence(const unsigned char *text, size_t available)
{
    size_t length = sequence_length(text[0]);
    if (length <= 1)
        return length;
    if (length > available || !second_byte_fits(text[0], text[1]))
        return 0;
    for (size_t i = 1; i < length; i++) {
        if (!is_continuation(text[i]))
            return 0;
    }
    return length;
}

/* Skips bytes below 0x80, eight at a time. */
static size_t skip_ascii(const char *text, size_t length, size_t at)
{
    while (length - at >= sizeof(uint64_t)) {
        uint64_t word;
        memcpy(&word, text + at, sizeof(word));
        if ((word & 0x8080808080808080U) != 0)
            break;
        at += sizeof(word);
    }
    while (at < length && (unsigned char)text[at] < 0x80)
        at++;
    return at;
}

size_t tip_utf8_invalid_at(const char *text, size_t length)
{
    size_t at = skip_ascii(text, length, 0);
    while (at < length) {
        size_t step = valid_sequence((const unsigned char *)text + at, length - at);
        if (step == 0)
            return at;
        at = skip_ascii(text, length, at + step);
    }
    return length;
}

uint32_t tip_utf8_next(const char **cursor, const char *end)
{
    const unsigned char *bytes = (const unsigned char *)*cursor;
    size_t length = valid_sequence(bytes, (size_t)(end - *cursor));
    if (length == 0) {
        *cursor += 1;
        return REPLACEMENT;
    }
    *cursor += length;
    if (length == 1)
        return bytes[0];
    uint32_t character = bytes[0] & (0x7FU >> length);
    for (size_t i = 1; i < length; i++)
        character = character << 6 | (bytes[i] & 0x3FU);
    return character;
}

size_t tip_utf8_encode(uint32_t character, char out[4])
{
    if (character < 0x80) {
        out[0] = (char)character;
        return 1;
    }
    if (character < 0x800) {
        out[0] = (char)(0xC0 | character >> 6);
        out[1] = (char)(0x80 | (character & 0x3F));
        return 2;
    }
    if (character < 0x10000) {
        out[0] = (char)(0xE0 | character >> 12);
        out[1] = (char)(0x80 | (character >> 6 & 0x3F));
        out[2] = (char)(0x80 | (character & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | character >> 18);
    out[1] = (char)(0x80 | (character >> 12 & 0x3F));
    out[2] = (char)(0x80 | (character >> 6 & 0x3F));
    out[3] = (char)(0x80 | (character & 0x3F));
    return 4;
}

size_t tip_utf8_count(const char *text, size_t length)
{
    size_t count = 0;
    for (size_t i = 0; i < length; i++)
        count += !is_continuation((unsigned char)text[i]);
    return count;
}

size_t tip_utf8_cut(const char *text, size_t length, size_t limit)
{
    if (length <= limit)
        return length;
    size_t cut = limit;
    while (cut > 0 && is_continuation((unsigned char)text[cut]))
        cut--;
    return cut;
}

bool tip_utf8_turns_direction(uint32_t character)
{
    return (character >= 0x202A && character <= 0x202E) ||
           (character >= 0x2066 && character <= 0x2069);
}
