/* Which encoding an HTML page is in. */
#ifndef TIP_READER_HTML_CHARSET_H
#define TIP_READER_HTML_CHARSET_H

#include <stddef.h>

#include "base/status.h"
#include "reader/reader.h"

/* The page as tip_text_decode (encoding.h) gives text: by its byte order mark; as UTF-8 where all
 * of it is that, whatever it says; by what its meta element or XML declaration names; else as
 * UTF-8 with Windows-1252's bytes. A name that nobody knows is told of. */
tip_status tip_html_decode(char **out, size_t *out_length, const char *name, const char *bytes,
                           size_t length, const struct tip_reader_options *options,
                           struct tip_error *error) TIP_MUST_CHECK;

#endif
