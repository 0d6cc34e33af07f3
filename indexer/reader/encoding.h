/* Bytes of a source -> UTF-8. */
#ifndef TIP_READER_ENCODING_H
#define TIP_READER_ENCODING_H

#include <stddef.h>

#include "base/status.h"
#include "reader/reader.h"

/* The text of a source as valid UTF-8 without a byte order mark and without control characters but
 * tab, LF, CR and form feed, NUL-terminated, for free(3). UTF-16 needs its mark; bytes that are not
 * UTF-8 are read as Windows-1252, with a warning that names the first line. TIP_INVALID for what
 * holds no text: empty, blank, binary. */
tip_status tip_text_decode(char **out, size_t *out_length, const char *name, const char *bytes,
                           size_t length, const struct tip_reader_options *options,
                           struct tip_error *error) TIP_MUST_CHECK;

#endif
