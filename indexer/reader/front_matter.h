/* Metadata at the top of a Markdown file. */
#ifndef TIP_READER_FRONT_MATTER_H
#define TIP_READER_FRONT_MATTER_H

#include <stddef.h>

#include "base/status.h"
#include "reader/reader.h"

/* Where metadata opens the text, between two lines of --- (YAML) or of +++ (TOML), *size is its
 * length with both lines and *lines how many these are; else both are 0.
 *
 * Of it are read "key: value" (in TOML "key = value") with the keys id, title, publisher, date,
 * year, language, url and tags, each on a line; the value may be quoted; tags are a list in
 * brackets or a line each behind "- ". They are set in the document, marked as stated. Other keys
 * are passed over; a value that cannot be taken is told of by its line. TIP_NO_MEMORY. */
tip_status tip_front_matter_read(struct tip_document *document, size_t *size, size_t *lines,
                                 const char *name, const char *text, size_t length,
                                 const struct tip_reader_options *options,
                                 struct tip_error *error) TIP_MUST_CHECK;

#endif
