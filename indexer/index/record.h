/* The stored text of a passage: deflated with the index's preset dictionary, with a CRC-32. */
#ifndef TIP_RECORD_H
#define TIP_RECORD_H

#include <stddef.h>

#include "base/status.h"
#include "base/string_builder.h"

/* Layout: CRC-32 of the text (4 bytes, little-endian), length of the text (varint), a raw deflate
 * stream (RFC 1951, level 6) whose window starts with the dictionary. */
tip_status tip_record_pack(struct tip_string *record, const char *text, size_t length,
                           const void *dictionary, size_t dictionary_length,
                           struct tip_error *error) TIP_MUST_CHECK;

/* The text, for free(3), NUL-terminated. TIP_CORRUPT when the CRC or the stream is wrong. */
tip_status tip_record_unpack(char **text, size_t *length, const void *record, size_t record_length,
                             const void *dictionary, size_t dictionary_length,
                             struct tip_error *error) TIP_MUST_CHECK;

#endif
