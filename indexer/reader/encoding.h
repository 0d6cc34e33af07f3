/* Bytes of a source -> UTF-8. */
#ifndef TIP_READER_ENCODING_H
#define TIP_READER_ENCODING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"
#include "reader/reader.h"

/* Whether the bytes begin with the mark of UTF-16. */
bool tip_text_is_utf16(const char *bytes, size_t length);

/* How long the mark of UTF-8 (a byte order mark) in front is; 0 when there is none. */
size_t tip_text_mark_length(const char *bytes, size_t length);

/* UTF-16 with its mark as UTF-8 with its mark, NUL-terminated, for free(3); unpaired surrogates
 * become U+FFFD. Half a character at the end is told of. TIP_NO_MEMORY. */
tip_status tip_text_from_utf16(char **out, size_t *out_length, const char *name, const char *bytes,
                               size_t length, const struct tip_reader_options *options,
                               struct tip_error *error) TIP_MUST_CHECK;

/* The text of a source as valid UTF-8 without a byte order mark and without control characters but
 * tab, LF, CR and form feed, NUL-terminated, for free(3). Bytes that are not UTF-8 are read as
 * Windows-1252, with a warning that names the first line. TIP_INVALID for what holds no text:
 * blank, binary. */
tip_status tip_text_decode(char **out, size_t *out_length, const char *name, const char *bytes,
                           size_t length, const struct tip_reader_options *options,
                           struct tip_error *error) TIP_MUST_CHECK;

#endif
