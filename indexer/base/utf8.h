/* UTF-8, strictly: no overlong forms, no surrogates, nothing above U+10FFFF (RFC 3629). */
#ifndef TIP_BASE_UTF8_H
#define TIP_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The offset of the first byte that is not part of valid UTF-8; `length` when all is valid. */
size_t tip_utf8_invalid_at(const char *text, size_t length);

/* Decodes the character at *cursor (< end) and moves past it. Malformed bytes give U+FFFD and
 * move by one byte. */
uint32_t tip_utf8_next(const char **cursor, const char *end);

/* Writes `character` as UTF-8 to `out` (4 bytes of room) and returns how many bytes. */
size_t tip_utf8_encode(uint32_t character, char out[4]);

/* How many characters `length` bytes of valid UTF-8 hold. */
size_t tip_utf8_count(const char *text, size_t length);

/* The longest prefix of `length` bytes, at most `limit` bytes, that ends between characters. */
size_t tip_utf8_cut(const char *text, size_t length, size_t limit);

/* Whether a character is an embedding, an override or an isolate of the writing direction, or ends
 * one (UAX #9, section 2): in a line it would turn round what stands behind it. Letters bring their
 * direction themselves. */
bool tip_utf8_turns_direction(uint32_t character);

#endif
