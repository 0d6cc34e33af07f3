/* Bytes of a source -> UTF-8. What is clearly not text is refused by the share of control
 * characters, so that a program or an archive does not become passages. */
#include "reader/encoding.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/string_builder.h"
#include "base/utf8.h"
#include "reader/document.h"

static const char mark[] = "\xEF\xBB\xBF"; /* U+FEFF in UTF-8 */

/* Windows-1252's characters at 0x80 to 0x9F; 0 where it has none. */
static const uint16_t windows_1252[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178,
};

static bool is_control(unsigned char byte)
{
    return (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r' && byte != '\f') ||
           byte == 0x7f;
}

/* More than one control character in a hundred bytes is no text; fewer are slips. */
static tip_status refuse_binary(const char *name, const char *bytes, size_t length,
                                struct tip_error *error)
{
    size_t controls = 0, first = length;
    for (size_t i = 0; i < length; i++) {
        if (is_control((unsigned char)bytes[i]) && controls++ == 0)
            first = i;
    }
    if (controls * 100 <= length)
        return TIP_OK;
    return tip_error_set(error, TIP_INVALID,
                         "%s: binary data, no text (%zu control characters, the first at byte %zu)",
                         name, controls, first);
}

static void append_character(struct tip_string *out, uint32_t character)
{
    char encoded[4];
    tip_string_append(out, encoded, tip_utf8_encode(character, encoded));
}

/* UTF-16 behind its mark; an unpaired surrogate becomes U+FFFD. */
static void decode_utf16(struct tip_string *out, const unsigned char *bytes, size_t length,
                         bool is_big_endian)
{
    for (size_t i = 0; i + 1 < length; i += 2) {
        uint32_t unit = is_big_endian ? (uint32_t)(bytes[i] << 8 | bytes[i + 1])
                                      : (uint32_t)(bytes[i + 1] << 8 | bytes[i]);
        uint32_t low = 0;
        if (unit >= 0xD800 && unit < 0xDC00 && i + 3 < length)
            low = is_big_endian ? (uint32_t)(bytes[i + 2] << 8 | bytes[i + 3])
                                : (uint32_t)(bytes[i + 3] << 8 | bytes[i + 2]);
        if (low >= 0xDC00 && low < 0xE000) {
            unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
            i += 2;
        } else if (unit >= 0xD800 && unit < 0xE000) {
            unit = 0xFFFD;
        }
        append_character(out, unit);
    }
}

bool tip_text_is_utf16(const char *bytes, size_t length)
{
    return length >= 2 && (memcmp(bytes, "\xFF\xFE", 2) == 0 || memcmp(bytes, "\xFE\xFF", 2) == 0);
}

size_t tip_text_mark_length(const char *bytes, size_t length)
{
    return length >= sizeof mark - 1 && memcmp(bytes, mark, sizeof mark - 1) == 0 ? sizeof mark - 1
                                                                                  : 0;
}

tip_status tip_text_from_utf16(char **out, size_t *out_length, const char *name, const char *bytes,
                               size_t length, const struct tip_reader_options *options,
                               struct tip_error *error)
{
    struct tip_string text = {0};
    const unsigned char *raw = (const unsigned char *)bytes;
    tip_string_reserve(&text, length);
    tip_string_append_text(&text, mark);
    decode_utf16(&text, raw + 2, length - 2, raw[0] == 0xFE);
    if (length % 2 == 1)
        tip_reader_tell(options, name, 0, "UTF-16 that ends in the middle of a character");
    *out_length = text.length;
    *out = tip_string_release(&text);
    tip_string_free(&text);
    return *out == NULL ? tip_error_memory(error, "decoding a source") : TIP_OK;
}

static size_t line_of(const char *bytes, size_t offset)
{
    size_t line = 1;
    for (size_t i = 0; i < offset; i++)
        line += bytes[i] == '\n';
    return line;
}

/* Valid stretches as they are, each other byte as Windows-1252's character. */
static void decode_bytes(struct tip_string *out, const char *name, const char *bytes, size_t length,
                         const struct tip_reader_options *options)
{
    size_t at = 0;
    bool told = false;
    while (at < length) {
        size_t valid = tip_utf8_invalid_at(bytes + at, length - at);
        tip_string_append(out, bytes + at, valid);
        at += valid;
        if (at == length)
            return;
        if (!told)
            tip_reader_tell(options, name, line_of(bytes, at),
                            "not UTF-8: such bytes are read as Windows-1252");
        told = true;
        unsigned char byte = (unsigned char)bytes[at++];
        uint32_t character = byte < 0xA0 ? windows_1252[byte - 0x80] : byte;
        append_character(out, character == 0 ? 0xFFFD : character);
    }
}

/* Control characters that slipped in part words, so they become blanks. */
static void blank_controls(struct tip_string *out, const char *name,
                           const struct tip_reader_options *options)
{
    bool told = false;
    for (size_t i = 0; i < out->length; i++) {
        if (!is_control((unsigned char)out->data[i]))
            continue;
        if (!told)
            tip_reader_tell(options, name, line_of(out->data, i),
                            "control character: read as a blank");
        told = true;
        out->data[i] = ' ';
    }
}

static bool has_text(const struct tip_string *text)
{
    for (size_t i = 0; i < text->length; i++)
        if ((unsigned char)text->data[i] > ' ')
            return true;
    return false;
}

tip_status tip_text_decode(char **out, size_t *out_length, const char *name, const char *bytes,
                           size_t length, const struct tip_reader_options *options,
                           struct tip_error *error)
{
    struct tip_string text = {0};
    size_t skip = tip_text_mark_length(bytes, length);
    tip_string_reserve(&text, length);
    decode_bytes(&text, name, bytes + skip, length - skip, options);
    if (text.failed) {
        tip_string_free(&text);
        return tip_error_memory(error, "decoding a source");
    }
    tip_status status = refuse_binary(name, text.data, text.length, error);
    if (status == TIP_OK) {
        blank_controls(&text, name, options);
        if (!has_text(&text))
            status = tip_error_set(error, TIP_INVALID, "%s: blank, there is no text in it", name);
    }
    if (status != TIP_OK) {
        tip_string_free(&text);
        return status;
    }
    *out_length = text.length;
    *out = tip_string_release(&text);
    return TIP_OK;
}
