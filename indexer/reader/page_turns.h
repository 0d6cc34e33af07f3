/* Pages that begin within a block. */
#ifndef TIP_READER_PAGE_TURNS_H
#define TIP_READER_PAGE_TURNS_H

#include "base/status.h"
#include "reader/document.h"
#include "reader/lines.h"

/* Takes the form feeds out of blocks' texts and remembers where pages turned: a form feed is a page
 * further. Lines of a format that knows pages may hold some behind a blank; the outline puts them
 * between the halves of a paragraph that stand on two pages. */
tip_status tip_page_turns_take(struct tip_document *document, const struct tip_lines *lines,
                               struct tip_error *error) TIP_MUST_CHECK;

#endif
