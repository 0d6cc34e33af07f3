/* Markdown (CommonMark with GitHub's tables) -> blocks. */
#ifndef TIP_READER_MARKDOWN_H
#define TIP_READER_MARKDOWN_H

#include <stddef.h>

#include "reader/reader.h"

/* Adds the blocks of `length` bytes of valid UTF-8 to `document`, which is empty before, and sets
 * its title (the first heading of level 1) and reader. `name` stands in messages. Metadata at the
 * very top is no text; what it says is set in the document (front_matter.h). Statuses: TIP_INVALID
 * when there is markup only and no word, TIP_LIMIT for more than the parser can count,
 * TIP_NO_MEMORY. */
tip_status tip_markdown_read(struct tip_document *document, const char *name, const char *text,
                             size_t length, const struct tip_reader_options *options,
                             struct tip_error *error) TIP_MUST_CHECK;

#endif
