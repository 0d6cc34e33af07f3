/* HTML pages -> blocks. */
#ifndef TIP_READER_HTML_H
#define TIP_READER_HTML_H

#include <stdbool.h>
#include <stddef.h>

#include "reader/reader.h"

/* Whether the bytes begin as a page does: a document type, an html, head or body element, behind
 * white space, comments and an XML declaration. */
bool tip_html_sniff(const char *bytes, size_t length);

/* Adds the blocks of a page's main content to `document`, which is empty before, and sets what the
 * page says of itself. `bytes` are the page as it is: its encoding is told by its mark, its meta
 * element, or its bytes. TIP_INVALID for a page without text, TIP_LIMIT, TIP_NO_MEMORY. */
tip_status tip_html_read(struct tip_document *document, const char *name, const char *bytes,
                         size_t length, const struct tip_reader_options *options,
                         struct tip_error *error) TIP_MUST_CHECK;

#endif
